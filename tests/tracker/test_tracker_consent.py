"""Consent in a real browser: nothing on the device before it, nothing left after it is taken back."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tracker.recorder import Shop, loaded

pytestmark = pytest.mark.browser

EMPTY: dict[str, Any] = {"cookies": [], "local": [], "session": [], "databases": [], "caches": []}
DEVICE = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: window.caches ? await caches.keys() : [],
})"""
ALL_NO = {"analytics": False, "marketing": False, "personalization": False}


def device(page: Page) -> dict[str, Any]:
    """Everything that a site can keep on a device."""
    return {"cookies": page.context.cookies(), **page.evaluate(DEVICE)}


def preferences(event: dict[str, Any]) -> dict[str, bool] | None:
    found: dict[str, bool] | None = event["context"].get("consent", {}).get("categoryPreferences")
    return found


def test_before_anybody_asked_nothing_is_kept_and_a_view_has_no_id(
    shopfront: Shop, page: Page
) -> None:
    page.goto(shopfront.url())
    loaded(page, second=True)
    page.evaluate("etappe.identify('susa', {email: 'susa@example.org'}); etappe.track('view_cart')")
    assert device(page) == EMPTY
    page.goto(shopfront.url("list.html"))
    shopfront.wait_for("page", "view_cart")

    for event in shopfront.events():
        assert "anonymousId" not in event
        assert "userId" not in event
        assert "sessionId" not in event["context"]
        assert preferences(event) is None
    assert "identify" not in shopfront.names()
    assert device(page) == EMPTY


def test_after_a_grant_all_that_waited_goes_out_under_one_id(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate(
        "etappe.identify('susa'); etappe.consent('grant', ['analytics', 'marketing'], 'v3')"
    )
    shopfront.wait_for("page", "identify", "consent_updated")

    ids = {event["anonymousId"] for event in shopfront.events()}
    assert len(ids) == 1
    consent = shopfront.events()[-1]
    assert consent["properties"] == {"analytics": True, "marketing": True, "personalization": False}
    assert consent["context"]["consent"] == {
        "categoryPreferences": consent["properties"],
        "version": "v3",
    }
    assert consent["userId"] == "susa"

    page.goto(shopfront.url("list.html"))
    shopfront.wait_until(lambda: len(shopfront.events()) == 4)
    later = shopfront.events()[-1]
    assert {later["anonymousId"]} == ids
    assert later["context"]["consent"]["version"] == "v3"
    assert shopfront.names().count("consent_updated") == 1


def test_a_grant_told_again_on_each_page_is_said_once(shopfront: Shop, page: Page) -> None:
    shopfront.head += (
        "<script>(window.etappe = window.etappe || []).push(['consent', 'grant'])</script>"
    )
    for name in ("home.html", "list.html", "cart.html"):
        page.goto(shopfront.url(name))
        loaded(page)
    page.goto("about:blank")
    shopfront.wait_until(lambda: shopfront.names().count("page") == 3)

    assert shopfront.names().count("consent_updated") == 1
    assert len({event["anonymousId"] for event in shopfront.events()}) == 1


def test_a_refusal_leaves_nothing_and_counts_without_an_id(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate("etappe.consent('deny'); etappe.identify('susa'); etappe.track('view_cart')")
    shopfront.wait_for("page", "view_cart")

    assert device(page) == EMPTY
    assert shopfront.names() == ["page", "view_cart"]
    for event in shopfront.events():
        assert "anonymousId" not in event
        assert "userId" not in event
        assert preferences(event) == ALL_NO


def test_a_withdrawal_wipes_at_once_and_is_the_last_thing_said_under_the_id(
    shopfront: Shop, page: Page
) -> None:
    page.goto(shopfront.url())
    loaded(page, second=True)
    page.evaluate("etappe.consent('grant'); localStorage.setItem('_etq', '[]')")
    shopfront.wait_for("consent_updated")
    known = shopfront.events()[0]["anonymousId"]
    assert device(page)["cookies"] != []

    page.evaluate("etappe.track('view_item'); etappe.consent('deny')")
    assert device(page) == EMPTY
    page.evaluate("etappe.track('view_cart')")
    shopfront.wait_for("view_cart")

    grant, withdrawal = [e for e in shopfront.events() if e.get("event") == "consent_updated"]
    assert grant["anonymousId"] == withdrawal["anonymousId"] == known
    assert withdrawal["properties"] == ALL_NO
    assert preferences(withdrawal) == ALL_NO
    assert "view_item" not in shopfront.names(), "what still waited is thrown away"
    assert "anonymousId" not in shopfront.events()[-1]
    assert device(page) == EMPTY


def test_one_purpose_can_be_taken_back_and_the_id_stays(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate("etappe.consent('grant', ['analytics', 'marketing'])")
    page.evaluate("etappe.consent('deny', ['marketing']); etappe.track('view_cart')")
    (cart,) = shopfront.wait_for("view_cart")

    assert preferences(cart) == {"analytics": True, "marketing": False, "personalization": False}
    assert cart["anonymousId"] == shopfront.events()[0]["anonymousId"]


def test_a_shop_that_does_not_count_without_consent_sends_nothing(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["without"] = "drop"
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate("etappe.track('view_cart'); etappe.consent('deny'); etappe.track('view_item')")
    page.goto(shopfront.url("list.html"))
    loaded(page)
    page.evaluate("etappe.consent('grant')")
    shopfront.wait_for("consent_updated")

    assert shopfront.names() == ["page", "consent_updated"], "what came before the refusal is gone"
    assert shopfront.events()[0]["context"]["page"]["title"] == "Trikots"


def test_the_browsers_own_privacy_signal_counts_as_no_answer(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page.goto(shopfront.url())
    loaded(page)
    page.goto("about:blank")

    (view,) = shopfront.wait_for("page")
    assert "anonymousId" not in view


CONSENT_MODE = (
    "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }"
)
TOOLS = {
    "consent mode, before the script": (
        f"{CONSENT_MODE} gtag('consent', 'default', {{analytics_storage: 'denied', wait_for_update: 500}});"
        "gtag('consent', 'update', {analytics_storage: 'granted', ad_storage: 'granted'});",
        "",
        "am",
    ),
    "consent mode, later": (
        f"{CONSENT_MODE} gtag('consent', 'default', {{analytics_storage: 'denied'}});",
        "gtag('consent', 'update', {analytics_storage: 'granted', ad_storage: 'denied'})",
        "a",
    ),
    "consent mode refuses": (
        CONSENT_MODE,
        "gtag('consent', 'update', {analytics_storage: 'denied'})",
        "",
    ),
    "consent mode inside of Tag Manager": (
        "window.google_tag_data = {ics: {entries: {analytics_storage: {default: false}},"
        "addListener: (_, changed) => (window.changed = changed)}}",
        "Object.assign(google_tag_data.ics.entries, {analytics_storage: {default: false, update: true},"
        "ad_storage: {default: false, update: false}}); changed()",
        "a",
    ),
    "consent mode inside of Tag Manager, chosen before": (
        "window.google_tag_data = {ics: {entries: {analytics_storage: {default: false, update: true},"
        "ad_storage: {update: true}}}}",
        "",
        "am",
    ),
    "consent mode with nothing to ask": (
        f"{CONSENT_MODE} gtag('consent', 'default', {{analytics_storage: 'granted'}});",
        "",
        "a",
    ),
    "cookiebot": (
        "",
        "window.Cookiebot = {hasResponse: true, consent: {statistics: true, marketing: false, preferences: true}};"
        "window.dispatchEvent(new Event('CookiebotOnConsentReady'))",
        "ap",
    ),
    "cookiebot, known before": (
        "window.Cookiebot = {hasResponse: true, consent: {statistics: true, marketing: true, preferences: true}}",
        "",
        "amp",
    ),
    "usercentrics 2": (
        CONSENT_MODE,
        "dataLayer.push({event: 'consent_status', type: 'explicit', Etappe: true, ucCategory: {marketing: null}})",
        "a",
    ),
    "usercentrics 3": (
        "",
        "window.dispatchEvent(new CustomEvent('UC_CONSENT', {detail: {consent: {type: 'EXPLICIT'},"
        "services: {x1: {name: 'Other', consent: {given: false}}, x2: {name: 'Etappe', consent: {given: true}}}}}))",
        "a",
    ),
    "borlabs": (
        "window.BorlabsCookie = {Consents: {hasConsent: (id) => id === 'etappe' && window.chosen}}",
        "window.chosen = true; window.dispatchEvent(new Event('borlabs-cookie-consent-saved'))",
        "a",
    ),
    "shopware": (
        "document.$emitter = {}",
        "document.cookie = 'cookie-preference=1'; document.cookie = 'etappe-enabled=1';"
        "document.dispatchEvent(new CustomEvent('CookieConfiguration_Update', {detail: {'etappe-enabled': true}}))",
        "a",
    ),
    "shopware refused": (
        "document.$emitter = {}; document.cookie = 'cookie-preference=1'",
        "",
        "",
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tools_of_shops_are_understood(shopfront: Shop, page: Page, tool: str) -> None:
    before, later, letters = TOOLS[tool]
    shopfront.head = f"<script>{before}</script>" + shopfront.head
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    page.evaluate(f"{{ {later} }}")
    page.wait_for_function("etappe.$.consent.told !== undefined")

    assert page.evaluate("etappe.$.consent.told") == letters
    (view,) = shopfront.wait_for("page")
    assert ("anonymousId" in view) == ("a" in letters)


@pytest.mark.parametrize(
    "stranger",
    [
        "window.BorlabsCookie = {Consents: {hasConsent: () => false}}",
        "document.$emitter = {}; document.cookie = 'cookie-preference=1'",
    ],
    ids=["borlabs", "shopware"],
)
def test_a_tool_that_never_heard_of_etappe_takes_nothing_back(
    shopfront: Shop, page: Page, stranger: str
) -> None:
    mode = "gtag('consent', 'update', {analytics_storage: 'granted', ad_storage: 'granted'})"
    shopfront.head = f"<script>{CONSENT_MODE} {mode}; {stranger}</script>" + shopfront.head
    for name in ("cart.html", "home.html"):
        page.goto(shopfront.url(name))
        loaded(page, second=True)
        page.evaluate(mode)
        page.evaluate("dispatchEvent(new Event('borlabs-cookie-after-init'))")
        page.evaluate("dispatchEvent(new Event('borlabs-cookie-consent-saved'))")
    page.goto("about:blank")
    shopfront.wait_until(lambda: shopfront.names().count("page") == 2)

    assert shopfront.names().count("consent_updated") == 1
    assert len({event["anonymousId"] for event in shopfront.events()}) == 1
    assert (preferences(shopfront.events()[-1]) or {})["marketing"] is True


@pytest.mark.parametrize("tool", ["borlabs", "shopware", "cookiebot", "usercentrics 2"])
def test_a_later_no_of_the_tool_that_said_yes_wipes_the_device(
    shopfront: Shop, page: Page, tool: str
) -> None:
    before, later, _ = TOOLS[tool]
    shopfront.head = f"<script>{before}</script>" + shopfront.head
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    page.evaluate(f"{{ {later} }}")
    shopfront.wait_for("consent_updated")
    for yes, no in (
        ("statistics: true", "statistics: false"),
        ("Etappe: true", "Etappe: false"),
        ("chosen = true", "chosen = false"),
        ("etappe-enabled=1", "etappe-enabled=; max-age=0"),
    ):
        later = later.replace(yes, no)
    page.evaluate(f"{{ {later} }}")
    page.wait_for_function("!etappe.$.granted()")

    assert [one["name"] for one in page.context.cookies() if one["name"] == "_et"] == []
    shopfront.wait_until(lambda: shopfront.names().count("consent_updated") == 2)


def test_a_default_of_one_region_is_no_answer_for_all(shopfront: Shop, page: Page) -> None:
    shopfront.head = (
        f"<script>{CONSENT_MODE} gtag('consent', 'default', {{analytics_storage: 'granted'}});"
        "gtag('consent', 'default', {analytics_storage: 'denied', region: ['DE']})</script>"
    ) + shopfront.head
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    page.wait_for_load_state("load")

    assert page.evaluate("etappe.$.consent.told") is None
    assert device(page) == EMPTY
