"""From a figure to the people in it to Susa: masked until opened, in both languages, at the desk and on the phone."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, digits, settled, sign_in, visit

pytestmark = pytest.mark.browser

LOST = "/people?of=funnel&q=steps%3Dview_item%26steps%3Dbegin_checkout&part=lost&step=2"


def test_nadja_opens_a_figure_to_its_people_and_finds_susa_among_them(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/kpis")
    count = digits(page.locator("[data-figure=orders] .figure-value").inner_text())
    page.locator("[data-figure=orders] button").click()
    page.get_by_role("button", name="Die Personen dahinter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Personen")
    settled(page)
    expect(page.locator("[data-of]")).to_contain_text("Personen mit einer Bestellung im Zeitraum")
    assert count in digits(page.locator("[data-of]").inner_text())
    page.get_by_role("textbox", name="Suchen").fill("susa")
    page.get_by_role("button", name="Finden").click()
    expect(page.locator(".data-table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="s…a").click()
    expect(page.locator("[data-order]")).to_have_count(1)
    settled(page)
    assert [
        page.locator(f"[data-station={station}] time").inner_text()
        for station in ("ordered", "paid", "picked", "shipped", "delivered")
    ] == [
        "Do., 7. Mai, 20:09",
        "Do., 7. Mai, 20:10",
        "Fr., 8. Mai, 7:40",
        "Fr., 8. Mai, 13:25",
        "Sa., 9. Mai, 11:20",
    ]


def test_the_way_back_leads_to_everybody(page: Page, server: Server) -> None:
    sign_in(page, server, LOST)
    expect(page.locator("[data-of]")).to_contain_text("vor „Kasse begonnen“")
    page.get_by_role("button", name="Alle Personen zeigen").click()
    expect(page.locator("[data-of]")).to_have_count(0)
    settled(page)
    expect(page.locator("[data-sentence]")).to_contain_text("39.927 Personen")


def test_a_name_shows_only_after_it_was_asked_for(page: Page, server: Server) -> None:
    sign_in(page, server, "/people/susa")
    expect(page.get_by_role("heading", level=1)).to_have_text("S…a")
    assert "Susa" not in page.locator("#content").inner_text()
    page.get_by_role("button", name="Namen zeigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Susa")
    expect(page.locator("[data-sentence]")).to_contain_text("kaufte um 20:09 Uhr")
    page.get_by_role("button", name="Namen verbergen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("S…a")


def test_a_search_without_a_hit_and_an_unknown_person_say_so(page: Page, server: Server) -> None:
    sign_in(page, server, "/people?search=niemand-heisst-so")
    expect(page.get_by_text("Niemand passt dazu.")).to_be_visible()
    visit(page, server, "/people/niemand-heisst-so")
    expect(page.get_by_role("alert")).to_contain_text("niemand-heisst-so")


def test_a_filter_is_built_saved_and_chosen_again(page: Page, server: Server) -> None:
    sign_in(page, server, "/people")
    page.locator(".filter-button").click()
    page.get_by_role("combobox", name="Eigenschaft").fill("device")
    page.get_by_role("combobox", name="Wert").fill("phone")
    page.get_by_role("textbox", name="Als Segment speichern").fill("Auf dem Handy")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("button", name="Auf dem Handy", exact=True)).to_be_visible()
    page.get_by_role("button", name="Anwenden").click()
    page.wait_for_url("**where=device+%3D+%27phone%27*")
    settled(page)
    expect(page.locator(".filter-button")).to_have_text("Auf dem Handy")
    page.get_by_role("button", name="Filter aufheben").click()
    page.locator(".filter-button").click()
    page.get_by_role("button", name="Segment löschen: Auf dem Handy").click()
    expect(page.get_by_role("button", name="Auf dem Handy", exact=True)).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=str)
def test_the_pages_are_sound_in_every_look(page: Page, server: Server) -> None:
    sign_in(page, server, LOST)
    assert_sound(page)
    visit(page, server, "/people/susa")
    page.locator(".traits summary").click()
    assert_sound(page)
    visit(page, server, "/people")
    page.locator(".filter-button").click()
    expect(page.locator(".filter-panel form")).to_be_visible()
    assert_sound(page)
