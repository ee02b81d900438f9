"""A person signs in, sees the demo's map, switches model and language, and sees the same totals."""

import pytest
from playwright.sync_api import Page, expect

from etappe.app.demo import DEMO_OWNER
from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, figure, serious, settled, sign_in, visit

pytestmark = pytest.mark.browser

FIGURES = ("people", "journeys", "touches", "orders", "revenue")


def totals(page: Page) -> dict[str, str]:
    return {name: figure(page, name) for name in FIGURES}


def test_nadja_switches_model_and_language_and_sees_the_same_totals(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/maps")
    before = totals(page)
    assert int(before["orders"]) > 5_000
    aida = page.locator(".map-sheet svg").inner_html()
    page.get_by_label("Phasenmodell").select_option("hubspot_7")
    expect(page.locator(".band > li")).to_have_count(7)
    page.wait_for_function(
        "old => document.querySelector('.map-sheet svg')?.innerHTML !== old", arg=aida
    )
    assert totals(page) == before
    assert "stages=hubspot_7" in page.url
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Stage model")).to_have_value("hubspot_7")
    expect(page.get_by_role("heading", level=1)).to_contain_text("As-is map")
    expect(page.locator(".map-sheet svg")).to_contain_text("Path")
    assert totals(page) == before


def test_every_stage_model_shows_the_same_totals(page: Page, server: Server) -> None:
    sign_in(page, server, "/maps")
    before = totals(page)
    choice = page.get_by_label("Phasenmodell")
    models = choice.locator("option").evaluate_all("all => all.map(one => one.value)")
    assert len(models) >= 11
    for model in models:
        choice.select_option(model)
        settled(page)
        assert totals(page) == before, model


def test_a_figure_opens_to_what_stands_behind_it(page: Page, server: Server) -> None:
    sign_in(page, server, "/maps?stages=hubspot_7")
    page.locator("[data-figure=journeys] button").click()
    behind = page.locator("[data-way-in]")
    expect(behind).to_contain_text("Was die Zahl bedeutet")
    expect(behind).to_contain_text("etappe stages --stages hubspot_7 --shop jubelware")
    expect(behind.locator("[data-basis]")).to_contain_text("91.890 Journeys")
    page.keyboard.press("Escape")
    expect(behind).to_have_count(0)


def test_a_period_without_data_says_so_and_leads_back(page: Page, server: Server) -> None:
    sign_in(page, server, "/maps?from=2031-01-01&to=2031-01-02")
    expect(page.get_by_text("In dieser Auswahl liegen keine Daten.")).to_be_visible()
    page.get_by_role("button", name="Alle Daten zeigen").click()
    expect(page.locator(".map-sheet svg")).to_be_visible()


def test_the_state_of_the_page_is_in_its_address(page: Page, server: Server) -> None:
    sign_in(page, server, "/maps?stages=three_part&loop=true&from=2026-03-01&to=2026-03-31")
    expect(page.get_by_label("Phasenmodell")).to_have_value("three_part")
    expect(page.locator(".band > li")).to_have_count(3)
    expect(page.get_by_role("radio", name="Kreislauf")).to_be_checked()
    page.get_by_role("button", name="Einen Zeitraum weiter").click()
    expect(page.get_by_role("textbox", name="Von")).to_have_value("01.04.2026")
    assert "from=2026-04-01&to=2026-04-30" in page.url


def test_a_condition_that_cannot_be_read_is_told_with_the_next_step(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/maps?where=nothing%20%3D%3D%201")
    expect(page.get_by_role("alert")).to_contain_text("nothing")


def test_a_wrong_password_is_told_and_lets_nobody_in(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.locator("input[type=email]").fill(DEMO_OWNER)
    page.locator("input[autocomplete=current-password]").fill("falsch")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("E-Mail oder Passwort stimmen nicht.")
    page.goto(f"{server.url}/maps")
    expect(page.locator("input[type=email]")).to_be_visible()


def test_who_signs_out_is_out(page: Page, server: Server) -> None:
    sign_in(page, server)
    page.get_by_role("button", name="Abmelden").click()
    expect(page.locator("input[type=email]")).to_be_visible()
    page.goto(f"{server.url}/maps")
    expect(page.locator("input[type=email]")).to_be_visible()


def test_a_session_that_ended_leads_to_signing_in_and_back(page: Page, server: Server) -> None:
    sign_in(page, server, "/maps?stages=accra")
    page.context.clear_cookies()
    page.get_by_label("Phasenmodell").select_option("hubspot_7")
    page.locator("input[type=email]").wait_for()
    assert "next=" in page.url


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_pages_have_no_serious_finding_and_fit_their_screen(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page.locator("input[type=email]")).to_be_visible()
    assert serious(page) == []
    sign_in(page, server, "/maps")
    assert_sound(page)
    visit(page, server, "/no-such-page")
    assert_sound(page)
