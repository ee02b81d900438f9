"""Nadja maps event names: guesses confirmed, a change told before, made, undone; a viewer only looks."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, settled, sign_in
from web.words_house import EDITOR, VIEWER

pytestmark = pytest.mark.browser


def _enter(
    page: Page, server: Server, path: str = "/mapping", who: tuple[str, str] = EDITOR
) -> None:
    sign_in(page, server, path, email=who[0], password=who[1])


def _row(page: Page, name: str) -> Locator:
    return page.locator(f"tr[data-event='{name}']")


def test_nadja_sees_what_a_change_does_makes_it_and_takes_it_back(
    page: Page, words_server: Server
) -> None:
    _enter(page, words_server)
    page.get_by_role("button", name="Zaubertrick ändern").click()
    editor = page.get_by_role("group", name="Ereignis Zaubertrick")
    editor.get_by_role("combobox", name="Touchpoint").fill("Häufige")
    page.get_by_role("option", name="Häufige Fragen").click()
    told = editor.locator("[data-told=true]")
    expect(told).to_contain_text("40 Interaktionen von 40 Personen wechseln von „Zaubertrick“ zu")
    expect(_row(page, "Zaubertrick")).to_contain_text("geraten")
    editor.get_by_role("button", name="Speichern").click()
    changed = page.locator("[data-changed]")
    expect(changed).to_contain_text("Touchpoint „Zaubertrick“ → „Häufige Fragen“")
    expect(_row(page, "Zaubertrick")).to_contain_text("Häufige Fragen")
    changed.get_by_role("button", name="Rückgängig").click()
    expect(changed).to_contain_text("Rückgängig gemacht")
    expect(_row(page, "Zaubertrick")).to_contain_text("geraten")
    page.get_by_role("button", name="Verlauf der Änderungen").click()
    expect(page.locator("[data-change='1']")).to_contain_text("rückgängig gemacht")
    page.locator("[data-change='2']").get_by_role("button", name="Wiederherstellen").click()
    expect(page.locator("[data-change='3']")).to_contain_text("Wiederhergestellt")


def test_guesses_stand_first_and_are_confirmed_singly_in_bulk_and_all_at_once(
    page: Page, words_server: Server
) -> None:
    _enter(page, words_server)
    first = page.locator("tr[data-event]").first
    expect(first).to_contain_text("geraten")
    expect(_row(page, "Zaubertrick")).to_contain_text("aus der Stelle in Journeys")
    expect(_row(page, "Kauf")).to_contain_text("aus dem Namen: purchase")
    expect(page.locator("[data-guesses]")).to_have_attribute("data-guesses", "4")
    page.get_by_role("button", name="Kauf bestätigen").click()
    expect(page.locator("[data-guesses]")).to_have_attribute("data-guesses", "3")
    for name in ("Zaubertrick", "Produktansicht"):
        page.get_by_role("checkbox", name=f"{name} auswählen").check()
    page.get_by_role("button", name="2 bestätigen").click()
    expect(page.locator("[data-guesses]")).to_have_attribute("data-guesses", "1")
    page.get_by_role("button", name="Alle bestätigen").click()
    expect(page.get_by_text("Kein Name ist geraten.")).to_be_visible()
    page.locator("[data-changed]").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-guesses]")).to_have_attribute("data-guesses", "1")


def test_a_new_touchpoint_a_further_conversion_and_the_fields_of_a_touchpoint(
    page: Page, words_server: Server
) -> None:
    _enter(page, words_server)
    page.get_by_role("button", name="Zaubertrick ändern").click()
    editor = page.get_by_role("group", name="Ereignis Zaubertrick")
    editor.get_by_role("combobox", name="Touchpoint").fill("Zauberecke")
    page.get_by_role("option", name="Neuer Touchpoint „Zauberecke“").click()
    editor.get_by_role("checkbox", name="zählt als Conversion").check()
    editor.get_by_role("button", name="Speichern").click()
    expect(_row(page, "Zaubertrick")).to_contain_text("Zauberecke")
    expect(_row(page, "Zaubertrick")).to_contain_text("Conversion")
    _row(page, "Zaubertrick").get_by_role("button", name="Zauberecke").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("combobox", name="Teil").select_option("after")
    expect(drawer.locator("[data-told=true]")).to_contain_text("gelten als „nach dem Kauf“")
    drawer.get_by_role("button", name="Speichern").click()
    expect(_row(page, "Zaubertrick")).to_contain_text("nach dem Kauf")


def test_names_are_found_and_the_selection_is_in_the_address(
    page: Page, words_read: Server
) -> None:
    _enter(page, words_read, "/mapping?stages=hubspot_7")
    page.get_by_role("searchbox", name="Suchen").fill("produkt")
    expect(page.locator("tr[data-event]")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=produkt"))
    page.get_by_role("searchbox", name="Suchen").fill("gibt es nicht")
    expect(page.get_by_text("Kein Ereignis passt dazu.")).to_be_visible()


def test_a_viewer_looks_and_changes_nothing(page: Page, words_read: Server) -> None:
    _enter(page, words_read, who=VIEWER)
    expect(page.get_by_text("die Rolle Bearbeiter")).to_be_visible()
    expect(_row(page, "Zaubertrick")).to_be_visible()
    expect(page.get_by_role("button", name="bestätigen")).to_have_count(0)
    expect(page.get_by_role("button", name="ändern")).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_mapping_has_no_serious_finding_and_fits_its_screen(page: Page, server: Server) -> None:
    sign_in(page, server, "/mapping")
    settled(page)
    assert_sound(page)
