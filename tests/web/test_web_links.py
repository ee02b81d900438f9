"""Nadja makes a link with a code, writes a call down, takes it back, and sees how many orders are seen coming."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from etappe.app.house import House
from web.web_server import Server, serving
from web.web_walk import LOOKS, assert_sound, settled, sign_in, visit

pytestmark = pytest.mark.browser


def bring(data: Path) -> None:
    """A shop of three people: one order seen coming, one of a webhook alone."""
    house = House(data)
    house.shop("laden", create=True).events.append(
        {
            "event_id": ["1", "2", "3"],
            "occurred_at": [datetime(2026, 3, 1, 9, minute, tzinfo=UTC) for minute in (0, 5, 9)],
            "name": ["view_item", "purchase", "purchase"],
            "source": ["web", "web", "shopify"],
            "anonymous_id": ["b1", "b1", None],
            "user_id": ["susa", "susa", "leo"],
            "order_id": [None, "A1", "A2"],
            "value": [None, 4990, 2000],
            "currency": [None, "EUR", "EUR"],
        }
    )
    house.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("links")
    bring(folder / "data")
    with serving(folder / "data", folder / "serve.log") as running:
        yield running


@pytest.mark.parametrize("page", LOOKS[:1] + LOOKS[3:], indirect=True)
def test_a_link_is_made_and_its_code_drawn(page: Page, house: Server) -> None:
    email, password = house.login()
    sign_in(page, house, "/links", email=email, password=password)
    form = page.locator("[data-maker]")
    wide = page.viewport_size == LOOKS[0]["viewport"]
    name = "Plakat Süd" if wide else "Bus stop"
    form.locator("input").nth(0).fill(name)
    form.locator("input[type=url]").fill("https://laden.example/trikots")
    form.locator("select").select_option("poster")
    form.locator("input").nth(3).fill("SÜD" if wide else "BUS10")
    form.locator("button[type=submit]").click()
    if wide:
        expect(page.get_by_role("alert")).to_contain_text("Gutscheincode")
        form.locator("input").nth(3).fill("sued10")
        form.locator("button[type=submit]").click()
    row = page.locator("tr", has_text=name)
    expect(row).to_contain_text("SUED10" if wide else "BUS10")
    assert_sound(page)
    row.get_by_role("button", name="QR").click()
    picture = page.locator("[data-qr] img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    assert_sound(page)


@pytest.mark.parametrize("page", [LOOKS[0]], indirect=True)
def test_a_call_is_written_down_and_taken_back(page: Page, house: Server) -> None:
    email, password = house.login()
    sign_in(page, house, "/people/susa", email=email, password=password)
    form = page.locator("[data-note]")
    form.get_by_label("Was", exact=True).select_option("call")
    form.get_by_text("gut", exact=True).click()
    form.get_by_label("Worum es ging").fill("Fragt nach Größe L")
    form.get_by_role("button", name="Festhalten").click()
    noted = page.locator("[data-noted]")
    expect(noted).to_contain_text("Fragt nach Größe L")
    expect(noted).to_contain_text("gut")
    settled(page)
    assert_sound(page)
    noted.get_by_role("button", name="Zurücknehmen").click()
    noted.get_by_role("button", name="Wirklich zurücknehmen").click()
    expect(noted).to_have_count(0)


@pytest.mark.parametrize("page", [LOOKS[0], LOOKS[2]], indirect=True)
def test_the_coverage_says_why_and_opens_to_its_people(page: Page, house: Server) -> None:
    email, password = house.login()
    sign_in(page, house, "/coverage", email=email, password=password)
    expect(page.locator("[data-sentence]")).to_contain_text("50")
    expect(page.locator("[data-figure=unseen] .figure-value")).to_have_text("1")
    assert_sound(page)
    page.locator("tbody").get_by_role("button").first.click()
    page.locator("[data-way-in]").get_by_role("button", name="Personen").click()
    settled(page)
    expect(page.locator("[data-sentence]")).to_contain_text("ohne sichtbaren Weg")
    visit(page, house, "/kpis")
    expect(page.locator("[data-basis] [data-coverage]")).to_contain_text("50")
