"""Mia reads the funnel: real steps, split by device, beside the weeks before; the week shows itself."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, digits, settled, sign_in

pytestmark = pytest.mark.browser

CHECKOUT = "steps=begin_checkout&steps=purchase&per=visit&by=device"
MARCH = f"{CHECKOUT}&from=2026-03-03&to=2026-03-30&compare=previous"


def test_the_usual_way_to_an_order_is_asked_at_once(page: Page, server: Server) -> None:
    sign_in(page, server, "/funnel")
    expect(page.locator("[data-sentence]")).to_have_text(
        "Von 100 Journeys mit Produktansicht legen 27 etwas in den Warenkorb, 11 gehen zur Kasse, 7 kaufen."
    )
    address = f"{server.url}/api/shops/jubelware/funnel"
    steps = ["view_item", "add_to_cart", "begin_checkout", "purchase"]
    query = "&".join(f"steps={step}" for step in steps)
    answer = page.request.get(f"{address}?{query}&per=journey&within=30d").json()
    rows = page.locator(".data-table tbody tr")
    shown = [digits(row.locator("td").nth(1).inner_text()) for row in rows.all()]
    assert shown == [str(step["persons"]) for step in answer["steps"]]


def test_march_on_phones_is_told_drawn_and_worth_money(page: Page, server: Server) -> None:
    sign_in(page, server, f"/funnel?{MARCH}")
    sentence = page.locator("[data-sentence]")
    expect(sentence).to_contain_text("41 statt 64 von 100 Kassengängen auf dem Handy")
    expect(sentence).to_contain_text("rund 90 Bestellungen")
    phone = page.locator("[data-change=phone]")
    expect(phone).to_contain_text("kaum Zufall")
    expect(page.locator("[data-change=desktop]")).not_to_contain_text("Es fehlen")
    page.get_by_role("button", name="English").click()
    settled(page)
    expect(phone).to_contain_text("hardly chance")
    expect(sentence).to_contain_text("on phones")


def test_a_week_of_the_course_becomes_the_period(page: Page, server: Server) -> None:
    sign_in(page, server, f"/funnel?{CHECKOUT}")
    page.locator("[data-part='2026-03-09']").first.click()
    settled(page)
    assert "from=2026-03-09&to=2026-03-15" in page.url
    expect(page.locator(".chosen-time")).to_have_count(1)
    page.get_by_role("button", name="Einen Zeitraum weiter").click()
    settled(page)
    assert "from=2026-03-16&to=2026-03-22" in page.url


def test_steps_are_added_moved_and_taken_away(page: Page, server: Server) -> None:
    sign_in(page, server, f"/funnel?{CHECKOUT}")
    page.get_by_label("Schritt hinzufügen").select_option("review_posted")
    settled(page)
    expect(page.locator(".step")).to_have_count(3)
    page.get_by_role("button", name="Gekauft entfernen").click()
    settled(page)
    assert "steps=begin_checkout&steps=review_posted" in page.url


def test_who_stopped_can_be_asked_for(page: Page, server: Server) -> None:
    sign_in(page, server, f"/funnel?{MARCH}")
    page.locator(".chart [role=button]", has_text="−231").click()
    behind = page.locator("[data-way-in]")
    expect(behind).to_contain_text("Wer „Kasse begonnen“ erreicht hat, aber nicht „Gekauft“.")
    expect(behind.get_by_role("button", name="Die Personen dahinter")).to_be_visible()


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_funnel_fits_every_screen_and_has_no_serious_finding(
    page: Page, server: Server
) -> None:
    sign_in(page, server, f"/funnel?{MARCH}")
    assert_sound(page)
