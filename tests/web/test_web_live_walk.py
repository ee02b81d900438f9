"""Live in the demo: customers walk through the shop when asked to, each a person, and no figure counts them."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import sign_in

pytestmark = pytest.mark.browser


def touches(page: Page, server: Server) -> int:
    answer = page.request.get(f"{server.url}/api/shops/jubelware/kpis").json()
    return int(answer["basis"]["touches"])


def test_customers_walk_and_are_counted_nowhere(page: Page, server: Server) -> None:
    sign_in(page, server, "/live")
    before = touches(page, server)
    page.get_by_role("button", name="Kundschaft durch den Shop gehen lassen").click()
    rows = page.locator(".live-list > li")
    expect(rows.filter(has_text="Person ").first).to_be_visible()
    page.get_by_role("button", name="Beenden").or_(
        page.get_by_role("button", name="Kundschaft durch")
    ).first.click()
    assert touches(page, server) == before
