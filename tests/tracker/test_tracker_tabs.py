"""Several tabs of one visitor: what is decided in one counts in all."""

import pytest
from playwright.sync_api import Page

from tracker.recorder import Shop, loaded

pytestmark = pytest.mark.browser


def two_tabs(shopfront: Shop, page: Page) -> Page:
    """The page at home, and a second tab with the list."""
    second = page.context.new_page()
    page.goto(shopfront.url())
    second.goto(shopfront.url("list.html"))
    for tab in (page, second):
        loaded(tab, second=True)
    return second


def test_what_is_taken_back_in_one_tab_is_kept_by_no_other(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate("etappe.consent('grant')")
    shopfront.wait_for("consent_updated")
    second = two_tabs(shopfront, page)
    shopfront.wait_until(lambda: shopfront.names().count("page") == 3)

    page.evaluate("etappe.consent('deny')")
    second.evaluate("etappe.track('view_cart')")
    (event,) = shopfront.wait_for("view_cart")
    assert "anonymousId" not in event
    assert event["context"]["consent"]["categoryPreferences"]["analytics"] is False
    second.close(run_before_unload=True)
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_is_agreed_to_in_one_tab_counts_in_the_other_once_it_is_looked_at(
    shopfront: Shop, page: Page
) -> None:
    second = two_tabs(shopfront, page)
    page.evaluate("etappe.consent('grant', ['analytics', 'marketing'])")
    (grant,) = shopfront.wait_for("consent_updated")
    # A driven browser never puts a tab into the background by itself.
    second.evaluate("dispatchEvent(new Event('focus')); etappe.track('view_cart')")
    (event,) = shopfront.wait_for("view_cart")
    assert event["anonymousId"] == grant["anonymousId"]
    assert event["context"]["consent"] == grant["context"]["consent"]


def test_an_id_is_made_anew_where_no_consent_is_asked_for(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    shopfront.wait_for("page")
    page.context.clear_cookies()
    page.evaluate("etappe.track('view_cart')")
    (event,) = shopfront.wait_for("view_cart")
    assert event["anonymousId"]
