"""Tim reads the KPIs: the same figures as the API's, each beside the period before, each open to its definition."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, digits, figure, sign_in

pytestmark = pytest.mark.browser

AUTUMN = "from=2026-08-01&to=2026-10-31"


def test_the_page_shows_what_the_api_answers(page: Page, server: Server) -> None:
    sign_in(page, server, f"/kpis?{AUTUMN}")
    kpis = page.request.get(f"{server.url}/api/shops/jubelware/kpis?{AUTUMN}").json()
    assert figure(page, "orders") == str(kpis["orders"])
    assert figure(page, "visits") == str(kpis["visits"])
    assert figure(page, "net") == str(round(kpis["net"]))
    expect(page.locator("[data-sentence]")).to_have_text(kpis["sentences"]["de"])
    rows = page.locator(".data-table tbody tr")
    expect(rows).to_have_count(len(kpis["sources"]))
    visits = sorted((source["visits"] for source in kpis["sources"]), reverse=True)
    shown = [digits(row.locator("td").nth(1).inner_text()) for row in rows.all()]
    assert shown == [str(count) for count in visits]


def test_orders_stand_beside_those_of_the_three_months_before(page: Page, server: Server) -> None:
    sign_in(page, server, f"/kpis?{AUTUMN}")
    address = f"{server.url}/api/shops/jubelware/kpis/comparison?{AUTUMN}"
    beside = page.request.get(address).json()
    change = 100 * (beside["current"]["orders"] / beside["previous"]["orders"] - 1)
    shown = page.locator("[data-figure=orders] .change")
    expect(shown).to_contain_text(f"{abs(change):.1f}".replace(".", ","))
    expect(page.locator("[data-figure=conversion_rate] .change")).to_contain_text("Punkte")


def test_a_figure_opens_to_its_definition_with_its_base(page: Page, server: Server) -> None:
    sign_in(page, server, f"/kpis?{AUTUMN}")
    page.locator("[data-figure=cart_abandonment] button").click()
    behind = page.locator("[data-way-in]")
    expect(behind).to_contain_text("÷ Journeys mit Warenkorb")
    expect(behind).to_contain_text("etappe kpis --from 2026-08-01 --to 2026-10-31")


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_kpis_fit_every_screen_and_have_no_serious_finding(page: Page, server: Server) -> None:
    sign_in(page, server, f"/kpis?{AUTUMN}")
    assert_sound(page)
