"""The tracker where the world is hostile: blocked storage, strict policies, old browsers, other domains, payment pages."""

import pytest
from playwright.sync_api import Page

from tracker.recorder import Shop, loaded

pytestmark = pytest.mark.browser

NO_COOKIES = (
    "Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set: () => undefined})"
)
COOKIES_THROW = "Object.defineProperty(Document.prototype, 'cookie', {get() { throw new Error('no') }, set() { throw new Error('no') }})"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
NO_BEACON = "delete Navigator.prototype.sendBeacon"
OLD = (
    "delete window.PerformanceObserver; delete Navigator.prototype.sendBeacon; delete window.getSelection;"
    "delete Object.fromEntries; delete Array.prototype.flat; delete String.prototype.replaceAll; delete window.indexedDB;"
    "delete Promise.prototype.finally; delete window.AbortController; delete window.structuredClone"
)


@pytest.mark.parametrize(
    ("broken", "keeps_id"),
    [
        (NO_COOKIES, True),
        (COOKIES_THROW, True),
        (NO_STORAGE, True),
        (NO_COOKIES + ";" + NO_STORAGE, False),
        (NO_BEACON, True),
        (OLD, True),
    ],
    ids=["no cookies", "cookies throw", "no storage", "neither", "no beacon", "old browser"],
)
def test_a_browser_that_lacks_something_still_counts(
    shopfront: Shop, page: Page, broken: str, keeps_id: bool
) -> None:
    shopfront.config |= {
        "consent": False,
        "extras": [
            "ga4",
            "clicks",
            "forms",
            "search",
            "scroll",
            "downloads",
            "outbound",
            "errors",
            "vitals",
            "rage",
        ],
    }
    page.add_init_script(broken)
    page.goto(shopfront.url("product.html"))
    loaded(page, second=True)
    page.click("#add")
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    page.goto("about:blank")
    shopfront.wait_for("view_item", "add_to_cart", "page")
    shopfront.wait_until(lambda: shopfront.names().count("page") == 2)

    ids = {event.get("anonymousId") for event in shopfront.events()}
    assert (len(ids) == 1) == keeps_id


def test_a_strict_policy_needs_the_host_alone(shopfront: Shop, page: Page) -> None:
    refused: list[str] = []
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Content Security" in line.text else None,
    )
    shopfront.config |= {"consent": False, "extras": ["ga4", "scroll"]}
    shopfront.policy = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types etappe"
    )
    shopfront.head = '<script async src="/t.js"></script>'
    page.goto(shopfront.url("spa.html"))
    loaded(page, second=True)
    shopfront.wait_for("page")

    assert [line for line in refused if "/t-more.js" in line or "v1/b" in line] == []


def test_a_nonce_is_handed_on_to_the_second_file(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["ga4"]}
    shopfront.policy = "script-src 'nonce-abc'; connect-src 'self'"
    shopfront.head = '<script async nonce="abc" src="/t.js"></script>'
    page.goto(shopfront.url("cart.html"))
    shopfront.wait_for("page")
    page.wait_for_function("!!etappe.$.seen")


def test_behind_a_path_of_the_shops_own_everything_goes_there(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["ga4"]}
    shopfront.head = '<script async src="/stats/t.js?k=b.shop.abc"></script>'
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    shopfront.wait_for("page")

    assert {"/stats/t-more.js", "/stats/v1/b"} <= set(shopfront.asked)


def test_a_tag_manager_may_put_the_script_in(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["ga4"]}
    shopfront.head = (
        "<script>(function () { var script = document.createElement('script'); script.async = true;"
        "script.src = '/t.js?k=x'; document.head.appendChild(script); })()</script>"
    )
    page.goto(shopfront.url("list.html"))
    shopfront.wait_for("page", "view_item_list")


def test_attributes_say_the_switches_where_no_key_is_in_the_address(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config.clear()
    shopfront.key = "b.shop.xyz"
    shopfront.head = '<script async src="/t.js" data-key="b.shop.xyz" data-extras="ga4 search" data-consent="none" data-linked="other.localhost"></script>'
    page.goto(shopfront.url("list.html"))
    loaded(page, second=True)
    shopfront.wait_for("view_item_list")

    assert shopfront.bodies[0]["writeKey"] == "b.shop.xyz"
    assert page.evaluate("[etappe.$.config.extras, etappe.$.config.linked]") == [
        ["ga4", "search"],
        ["other.localhost"],
    ]


def test_a_visitor_stays_the_same_on_another_domain_of_the_shop(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config |= {"consent": False, "linked": ["other.localhost", "shop.localhost"]}
    shopfront.head += f'<base href="http://other.localhost:{shopfront.port}/">'
    page.goto(shopfront.url("cart.html"))
    loaded(page, second=True)
    shopfront.wait_for("page")
    page.click("#checkout")
    page.wait_for_url("http://other.localhost:*/checkout.html")
    shopfront.wait_until(lambda: len(shopfront.events()) == 2)

    here, there = shopfront.events()
    assert (
        there["context"]["page"]["url"] == f"http://other.localhost:{shopfront.port}/checkout.html"
    )
    assert there["anonymousId"] == here["anonymousId"]
    assert there["context"]["sessionId"] == here["context"]["sessionId"]
    assert page.url.endswith("/checkout.html"), "nobody can hand the id on by copying the address"


@pytest.mark.parametrize("trick", ["old", "stranger", "nonsense"])
def test_an_id_in_an_address_is_not_taken_from_anybody(
    shopfront: Shop, page: Page, trick: str
) -> None:
    shopfront.config |= {
        "consent": False,
        "linked": [] if trick == "stranger" else ["shop.localhost"],
    }
    made = "mwwy38cykoqw4vmuy7vk2abc.mwwy38cykoqw4vmuy7vk2abc."
    moment = page.evaluate(f"(Date.now() - {10 * 60_000 if trick == 'old' else 0}).toString(36)")
    value = "a;domain=x" if trick == "nonsense" else f"{made}{moment}"
    page.goto(shopfront.url("cart.html", host="shop.localhost"))
    shopfront.wait_for("page")
    page.evaluate(
        f"location.href = 'http://other.localhost:{shopfront.port}/list.html?q=1&_et={value}'"
    )
    page.wait_for_url("http://other.localhost:*/list.html?q=1")
    shopfront.wait_until(lambda: len(shopfront.events()) == 2)

    assert shopfront.events()[1]["anonymousId"] != made[:24]


def test_the_return_from_a_payment_page_is_the_same_visit(shopfront: Shop, page: Page) -> None:
    shopfront.config |= {"consent": False, "extras": ["ga4"]}
    page.goto(shopfront.url("checkout.html?utm_source=news&utm_medium=email"))
    loaded(page, second=True)
    page.fill("input[name=name]", "Susa")
    page.click("#pay")
    page.click("#paid")
    shopfront.wait_for("begin_checkout", "purchase")

    events = shopfront.events()
    assert len({event["anonymousId"] for event in events}) == 1
    assert len({event["context"]["sessionId"] for event in events}) == 1
    assert "pay.localhost" in events[-1]["context"]["page"]["referrer"]
