"""Nadja changes the shop's settings, lets Aylin in and takes a new password; a viewer may only look."""

import pytest
from playwright.sync_api import Browser, Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, settled, sign_in, visit

pytestmark = pytest.mark.browser


def test_nadja_names_her_shop_and_chooses_its_main_rate(nadja: Page, house: Server) -> None:
    visit(nadja, house, "/settings/shop")
    nadja.get_by_label("Name des Shops").fill("Laden am Hafen")
    nadja.get_by_label("Hauptquote").select_option("journey")
    nadja.get_by_role("button", name="Speichern").click()
    expect(nadja.get_by_text("Gespeichert.")).to_be_visible()
    nadja.reload()
    settled(nadja)
    expect(nadja.get_by_label("Name des Shops")).to_have_value("Laden am Hafen")
    expect(nadja.get_by_label("Hauptquote")).to_have_value("journey")


def test_zone_and_currency_are_chosen_from_what_there_is_and_stay(
    nadja: Page, house: Server
) -> None:
    visit(nadja, house, "/settings/shop")
    nadja.get_by_label("Zeitzone").select_option("Europe/Vienna")
    nadja.get_by_label("Währung").select_option("CHF")
    nadja.get_by_role("button", name="Speichern").click()
    expect(nadja.get_by_text("Gespeichert.")).to_be_visible()
    kept = nadja.request.get(f"{house.url}/api/shops/laden/settings").json()
    assert (kept["zone"], kept["currency"]) == ("Europe/Vienna", "CHF")
    nadja.reload()
    expect(nadja.get_by_label("Zeitzone")).to_have_value("Europe/Vienna")


def test_aylin_is_let_in_and_may_look_but_not_change(
    nadja: Page, house: Server, browser: Browser
) -> None:
    visit(nadja, house, "/settings/team")
    nadja.get_by_label("E-Mail").fill("aylin@laden.example")
    nadja.get_by_role("button", name="Person aufnehmen").click()
    password = nadja.locator("[data-password]").inner_text()
    aylin = browser.new_context(locale="de-DE").new_page()
    sign_in(aylin, house, "/settings/shop", email="aylin@laden.example", password=password)
    expect(aylin.get_by_label("Name des Shops")).to_be_disabled()
    expect(aylin.get_by_role("button", name="Speichern")).to_have_count(0)
    expect(aylin.get_by_role("link", name="Team")).to_have_count(0)
    visit(aylin, house, "/settings/team")
    expect(aylin.get_by_role("alert")).to_contain_text("fehlt Ihnen die Berechtigung")
    visit(aylin, house, "/settings/access")
    change_password(aylin, "falsch-falsch-1", "sehr-langes-wort")
    expect(aylin.get_by_role("alert")).to_contain_text("Das jetzige Passwort stimmt nicht.")
    change_password(aylin, password, "sehr-langes-wort")
    expect(aylin.get_by_text("Das Passwort ist geändert")).to_be_visible()
    aylin.context.close()
    visit(nadja, house, "/settings/team")
    nadja.get_by_role("button", name="Entfernen").click()
    nadja.get_by_role("button", name="aylin@laden.example wirklich entfernen").click()
    expect(nadja.get_by_text("aylin@laden.example")).to_have_count(0)


def change_password(page: Page, current: str, new: str) -> None:
    page.locator("input[autocomplete=current-password]").fill(current)
    page.locator("input[autocomplete=new-password]").fill(new)
    page.get_by_role("button", name="Passwort ändern").click()


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_settings_fit_every_screen_and_have_no_serious_finding(nadja: Page, house: Server) -> None:
    for place in ("shop", "team", "access", "glossary"):
        visit(nadja, house, f"/settings/{place}")
        assert_sound(nadja)
