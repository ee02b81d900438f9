"""The same figure on two pages agrees: overview, flow, funnel, stages, KPIs and map, over all data and in March."""

import pytest
from playwright.sync_api import Page

from web.web_server import Server
from web.web_walk import digits, figure, sign_in, visit

pytestmark = pytest.mark.browser

MARCH = "from=2026-03-01&to=2026-03-31"


def band(page: Page) -> dict[str, str]:
    """People in each stage, as the band of the page says."""
    return {
        str(stage.get_attribute("data-stage")): digits(stage.locator("strong").first.inner_text())
        for stage in page.locator(".band:not(.band-small) > li").all()
    }


@pytest.mark.parametrize("period", ["", MARCH], ids=["all", "march"])
def test_orders_people_and_stages_are_the_same_on_every_page(
    page: Page, server: Server, period: str
) -> None:
    sign_in(page, server, f"/?{period}")
    overview, stages = {name: figure(page, name) for name in ("orders", "value")}, band(page)
    visit(page, server, f"/kpis?{period}")
    assert {name: figure(page, name) for name in ("orders", "value")} == overview
    visits = figure(page, "visits")
    visit(page, server, f"/maps?{period}")
    assert band(page) == stages
    totals = {name: figure(page, name) for name in ("people", "journeys", "orders")}
    if not period:
        # Orders of the map are those of journeys that begin in the period; over all data these are all.
        assert totals["orders"] == overview["orders"]
    visit(page, server, f"/stages?{period}")
    assert band(page) == stages
    visit(page, server, f"/flow?{period}")
    flow = page.request.get(f"{server.url}/api/shops/jubelware/flow?{period}").json()
    assert str(flow["units"]) == visits
    visit(page, server, f"/funnel?{period}&steps=purchase&per=visit")
    row = page.locator(".data-table tbody tr").first
    kpis = page.request.get(f"{server.url}/api/shops/jubelware/kpis?{period}").json()
    assert digits(row.locator("td").nth(1).inner_text()) == str(kpis["visits_converted"])
    visit(page, server, f"/funnel?{period}&per=journey")
    asked = page.request.get(f"{server.url}/api/shops/jubelware/stages?{period}").json()
    assert str(asked["journeys"]) == totals["journeys"]
