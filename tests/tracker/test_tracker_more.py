"""The second file in a real browser: each part watches what it says and nothing else."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tracker.recorder import Shop, loaded

pytestmark = pytest.mark.browser


@pytest.fixture
def seen(shopfront: Shop, page: Page) -> Any:
    """Opens a page with these parts switched on, both files loaded."""

    def opened(*extras: str, at: str = "home.html") -> None:
        shopfront.config |= {"consent": False, "extras": extras}
        page.goto(shopfront.url(at))
        loaded(page, second=True)

    return opened


def properties(shop: Shop, name: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.wait_for(name)[-1]["properties"]
    return found


def test_a_shop_with_ga4_needs_nothing_but_the_script(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["ga4"]}
    page.goto(shopfront.url("list.html"))
    loaded(page, second=True)
    page.click("#first")
    loaded(page, second=True)
    page.click("#add")
    page.goto(shopfront.url("checkout.html"))
    loaded(page, second=True)
    page.goto(shopfront.url("thank-you.html"))
    shopfront.wait_for("view_item_list", "view_item", "add_to_cart", "begin_checkout", "purchase")

    events = [event for event in shopfront.events() if event["type"] == "track"]
    assert [event["event"] for event in events] == [
        "view_item_list",
        "view_item",
        "add_to_cart",
        "begin_checkout",
        "purchase",
    ]
    assert events[-1]["properties"] == {
        "transaction_id": "J-1001",
        "currency": "EUR",
        "value": 79.95,
        "tax": 12.76,
        "shipping": 0,
        "items": [{"item_id": "HT-26", "item_name": "Heimtrikot", "price": 79.95, "quantity": 1}],
    }
    assert len({event["anonymousId"] for event in events}) == 1


def test_of_the_data_layer_only_events_of_shops_are_taken(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("ga4", at="product.html")
    page.evaluate(
        "dataLayer.push({event: 'gtm.click', 'gtm.elementText': 'x'}, {event: 'cookie_banner_shown'}, {page: 'x'}, null);"
        "gtag('event', 'page_view', {}); gtag('event', 'conversion', {send_to: 'AW-1/x'}); gtag('event', 'purchase', {send_to: 'AW-2'});"
        "gtag('config', 'G-1', {user_id: 'susa'}); gtag('set', 'user_id', 'susa'); dataLayer.push({event: 'login', method: 'passkey', eventCallback: () => 1})"
    )
    shopfront.wait_for("view_item", "identify", "login")

    assert shopfront.names() == ["page", "view_item", "identify", "login"]
    assert properties(shopfront, "login") == {"method": "passkey"}
    assert shopfront.events()[-1]["userId"] == "susa"


def test_staff_in_a_customers_name_is_read_from_the_layer(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("ga4", at="product.html")
    page.evaluate("dataLayer.push({IsImpersonating: true}); etappe.track('view_cart')")

    assert shopfront.wait_for("view_cart")[0]["context"]["impersonating"] is True


def test_a_layer_without_the_switch_is_left_alone(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["scroll"]}
    page.goto(shopfront.url("list.html"))
    loaded(page, second=True)
    page.goto("about:blank")
    shopfront.wait_for("page")

    assert shopfront.names() == ["page"]


def test_clicks_tell_the_label_but_no_address_or_number(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("clicks")
    page.click("#hello")
    page.click("input[name=vorname]")
    page.click("text=Trikots")

    link = next(
        e["properties"]
        for e in shopfront.wait_for("click")
        if e["properties"]["element"] == "button"
    )
    assert link["link_text"] == "Hallo Susa … Kundennummer …"
    shopfront.wait_until(lambda: shopfront.names().count("click") == 2)
    last = shopfront.wait_for("click")[-1]["properties"]
    assert (last["link_text"], last["link_url"]) == ("Trikots", shopfront.url("list.html"))


def test_downloads_and_ways_out_are_told_once(seen: Any, shopfront: Shop, page: Page) -> None:
    seen("clicks", "downloads", "outbound")
    page.evaluate(
        "document.querySelectorAll('a').forEach((a) => a.addEventListener('click', (e) => e.preventDefault()))"
    )
    page.click("#catalogue")
    page.click("#partner")
    shopfront.wait_for("file_download", "click")

    download, out = properties(shopfront, "file_download"), properties(shopfront, "click")
    assert (download["file_name"], download["file_extension"]) == ("katalog-2026.pdf", "pdf")
    assert out["link_domain"] == "partner.localhost"
    assert out["link_url"] == "http://partner.localhost:1/angebot", "no query: it may name a person"
    assert out["outbound"] is True
    assert shopfront.names().count("click") == 1


def test_a_form_given_up_names_its_last_field_and_no_value(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("forms", at="checkout.html")
    page.fill("input[name=name]", "Susa Geheim")
    page.fill("input[name=strasse]", "Weserstraße 7")
    page.goto(shopfront.url("cart.html"))
    shopfront.wait_for("form_start", "form_abandon")

    given_up = properties(shopfront, "form_abandon")
    assert given_up["form_id"] == "address"
    assert (given_up["last_field_name"], given_up["fields"]) == ("strasse", 2)
    assert given_up["form_page"] == "/checkout.html"
    assert "Geheim" not in str(shopfront.bodies)
    assert "Weserstraße" not in str(shopfront.bodies)


def test_a_form_sent_was_not_given_up(seen: Any, shopfront: Shop, page: Page) -> None:
    seen("forms")
    page.fill("#newsletter input[name=vorname]", "Susa")
    page.click("#order-newsletter")
    shopfront.wait_for("form_submit")
    page.goto("about:blank")

    assert properties(shopfront, "form_submit")["form_name"] == "newsletter"
    assert "form_abandon" not in shopfront.names()


def test_a_search_is_told_with_its_hits_and_not_again_for_its_next_page(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("search")
    page.fill("input[type=search]", "heimtrikot")
    page.click("text=Suchen")
    loaded(page, second=True)
    page.evaluate("location.href = 'list.html?q=heimtrikot&p=2'")
    page.wait_for_url("**p=2")
    loaded(page, second=True)
    page.goto(shopfront.url("spa.html"))
    loaded(page, second=True)
    page.click("text=Suche")
    shopfront.wait_until(lambda: shopfront.names().count("search") == 2)

    told = [e["properties"] for e in shopfront.events() if e.get("event") == "search"]
    assert told == [{"search_term": "heimtrikot", "results": 12}, {"search_term": "schal"}]


def test_scrolling_down_passes_each_mark_once(seen: Any, shopfront: Shop, page: Page) -> None:
    seen("scroll")
    for share in (0.5, 0.3, 1):
        page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {share})")
        page.wait_for_timeout(300)
    shopfront.wait_until(lambda: shopfront.names().count("scroll") == 4)

    told = [
        e["properties"]["percent_scrolled"]
        for e in shopfront.events()
        if e.get("event") == "scroll"
    ]
    assert told == [25, 50, 75, 90]


def test_three_quick_clicks_on_what_does_nothing_are_rage(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("rage", at="product.html")
    page.click("#dead", click_count=6, delay=5)

    assert properties(shopfront, "rage_click")["text"] == "Größentabelle"
    page.goto("about:blank")
    assert shopfront.names().count("rage_click") == 1


@pytest.mark.parametrize(
    "at", ["#more", "#less", "input[name=menge]", "#further", "#size", "#text"]
)
def test_steppers_and_marked_texts_are_no_rage(
    seen: Any, shopfront: Shop, page: Page, at: str
) -> None:
    seen("rage", at="product.html")
    page.click(at, click_count=6, delay=5)
    page.goto("about:blank")
    shopfront.wait_for("page")

    assert shopfront.names() == ["page"]


def test_errors_are_told_once_each_and_without_addresses(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("errors")
    page.evaluate(
        "for (let turn = 0; turn < 9; turn++) window.dispatchEvent(new ErrorEvent('error',"
        "{message: 'x of susa@example.org is undefined', filename: 'https://shop.example/app.js?v=1', lineno: 7}))"
    )
    page.evaluate(
        "for (let n = 0; n < 9; n++) window.dispatchEvent(new ErrorEvent('error', {message: 'e' + n, lineno: n}))"
    )
    shopfront.wait_until(lambda: shopfront.names().count("exception") == 5)

    first = next(e["properties"] for e in shopfront.events() if e.get("event") == "exception")
    assert first == {
        "description": "x of … is undefined",
        "file": "https://shop.example/app.js",
        "line": 7,
        "fatal": False,
    }


def test_the_pages_vitals_are_told_when_it_is_left(seen: Any, shopfront: Shop, page: Page) -> None:
    seen("vitals", at="product.html")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    page.goto("about:blank")

    told = properties(shopfront, "web_vitals")
    assert 0 < told["lcp"] < 60_000
    assert told["cls"] >= 0


def test_offline_events_wait_on_the_device_and_are_sent_once_on_the_next_page(
    seen: Any, shopfront: Shop, page: Page
) -> None:
    seen("ga4", at="cart.html")
    shopfront.wait_for("page")
    page.context.set_offline(True)
    page.evaluate("etappe.track('view_cart'); window.dispatchEvent(new Event('pagehide'))")
    assert '"view_cart"' in page.evaluate("localStorage.getItem('_etq')")
    page.context.set_offline(False)
    page.goto(shopfront.url("home.html"))
    loaded(page, second=True)
    shopfront.wait_for("view_cart")

    assert page.evaluate("localStorage.getItem('_etq')") is None
    bodies = [
        e["messageId"]
        for b in shopfront.bodies
        for e in b["batch"]
        if e.get("event") == "view_cart"
    ]
    assert len(set(bodies)) == 1


def test_offline_events_of_who_did_not_consent_are_not_kept(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    page.context.set_offline(True)
    page.evaluate("etappe.track('view_cart'); window.dispatchEvent(new Event('pagehide'))")

    assert page.evaluate("Object.keys(localStorage)") == []
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    shopfront.wait_for("view_cart")
