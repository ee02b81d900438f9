"""The core in a real browser: page views, ids, the shop's own calls, sending once."""

import pytest
from playwright.sync_api import Page

from tracker.recorder import Shop, loaded

pytestmark = pytest.mark.browser


def test_a_page_view_says_where_and_the_request_in_what_language(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["consent"] = False

    page.goto(shopfront.url("list.html?utm_source=news&utm_medium=email&gclid=abc"))
    (view,) = shopfront.wait_for("page")

    assert view["context"]["page"]["url"] == shopfront.url(
        "list.html?utm_source=news&utm_medium=email&gclid=abc"
    )
    assert view["context"]["page"]["title"] == "Trikots"
    assert shopfront.languages == ["de-DE"]
    assert "locale" not in view["context"], "the request says it; the device is not asked"
    assert view["context"]["library"]["name"] == "etappe"
    assert shopfront.bodies[0]["writeKey"] == shopfront.key


def test_one_visitor_keeps_id_and_visit_from_page_to_page_and_under_www(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["consent"] = False

    page.goto(shopfront.url("home.html"))
    page.goto(shopfront.url("list.html"))
    page.goto(shopfront.url("cart.html", host="shop.localhost"))
    page.goto("about:blank")
    shopfront.wait_until(lambda: len(shopfront.events()) == 3)

    views = shopfront.events()
    assert len({view["anonymousId"] for view in views}) == 1
    assert len({view["context"]["sessionId"] for view in views}) == 1
    assert len({view["messageId"] for view in views}) == 3
    (cookie,) = page.context.cookies(shopfront.url())
    assert cookie["name"] == "_et"
    assert cookie["domain"] == ".shop.localhost"
    assert cookie["value"].startswith(views[0]["anonymousId"] + ".")


@pytest.mark.parametrize(
    ("born_days", "seen_minutes", "same_id", "same_visit"),
    [(10, 29, True, True), (10, 31, True, False), (396, 5, False, True), (394, 5, True, True)],
)
def test_a_visit_ends_after_half_an_hour_and_an_id_after_thirteen_months(
    shopfront: Shop, page: Page, born_days: int, seen_minutes: int, same_id: bool, same_visit: bool
) -> None:
    born, last = page.evaluate(
        f"[Date.now() - {born_days} * 864e5, Date.now() - {seen_minutes} * 6e4].map((t) => t.toString(36))"
    )
    known, visit = f"{born}abcdefghijklmnop", "mwwy38cykoqw4vmuy7vk2abc"
    value = f"{known}.{visit}.{last}.a."
    page.context.add_cookies([{"name": "_et", "value": value, "url": shopfront.url()}])
    page.goto(shopfront.url())
    (view,) = shopfront.wait_for("page")

    assert (view["anonymousId"] == known) == same_id
    assert (view["context"]["sessionId"] == visit) == same_visit


def test_calls_made_before_the_script_came_are_not_lost(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    shopfront.head = (
        "<script>window.etappe = window.etappe || [];"
        "etappe.push(['identify', 42, {email: 'susa@example.org'}]);"
        "etappe.push(['group', 'TSV', {name: 'TSV Ahornbach'}], ['track', 'review_read', {stars: 5}]);"
        "</script>" + shopfront.head
    )

    page.goto(shopfront.url())
    shopfront.wait_for("identify", "group", "review_read")

    identify, group, read = shopfront.events()[1:]
    assert identify["userId"] == "42"
    assert identify["traits"] == {"email": "susa@example.org"}
    assert (group["groupId"], group["traits"]["name"]) == ("TSV", "TSV Ahornbach")
    assert read["properties"] == {"stars": 5}
    assert read["userId"] == "42"
    assert read["context"]["groupId"] == "TSV"


def test_every_view_of_an_app_of_one_page_counts_with_its_title(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["consent"] = False

    page.goto(shopfront.url("spa.html"))
    page.click("text=Produkt")
    shopfront.wait_until(lambda: len(shopfront.events()) == 2)
    page.go_back()
    page.evaluate("history.replaceState({filter: 1}, '', location.href)")
    page.goto("about:blank")
    shopfront.wait_until(lambda: len(shopfront.events()) >= 3)

    views = [event["context"]["page"] for event in shopfront.events()]
    assert [view["title"] for view in views] == ["Start", "Produkt", "Start"]
    assert views[1]["referrer"] == shopfront.url("spa.html")


def test_parts_behind_a_hash_are_pages_only_if_the_shop_says_so(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config |= {"consent": False, "hash": True}

    page.goto(shopfront.url("spa.html#/korb"))
    page.evaluate("location.hash = '#/kasse'")
    shopfront.wait_until(lambda: len(shopfront.events()) == 2)

    pages = [event["context"]["page"]["url"].split("#")[1] for event in shopfront.events()]
    assert pages == ["/korb", "/kasse"]


def test_reset_makes_somebody_else_of_the_next_visitor(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    loaded(page)

    page.evaluate("etappe.identify('susa'); etappe.reset(); etappe.track('login')")
    shopfront.wait_for("identify", "login")

    identify = next(event for event in shopfront.events() if event["type"] == "identify")
    login = next(event for event in shopfront.events() if event.get("event") == "login")
    assert identify["userId"] == "susa"
    assert "userId" not in login
    assert login["anonymousId"] != identify["anonymousId"]


def test_what_the_collector_could_not_take_comes_again_with_the_same_ids(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["consent"] = False
    shopfront.answer = 503
    page.goto(shopfront.url())
    shopfront.wait_until(lambda: len(shopfront.cookies_sent) == 1)

    shopfront.answer = 200
    (view,) = shopfront.wait_for("page")

    assert len(view["messageId"]) == 24
    assert [body["batch"][0]["messageId"] for body in shopfront.bodies] == [view["messageId"]]


def test_a_refused_event_is_not_sent_for_ever(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    shopfront.answer = 401
    page.goto(shopfront.url())
    shopfront.wait_until(lambda: len(shopfront.cookies_sent) == 1)

    shopfront.answer = 200
    page.evaluate("etappe.track('login')")
    shopfront.wait_for("login")

    assert shopfront.names() == ["login"]


def test_what_is_tracked_while_leaving_still_arrives(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    shopfront.wait_for("page")

    page.evaluate("etappe.track('select_promotion', {id: 7}); location.href = '/list.html'")

    assert shopfront.wait_for("select_promotion")[0]["properties"] == {"id": 7}


def test_no_mistake_in_a_call_reaches_the_page_or_other_events(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    loaded(page)

    page.evaluate(
        "const ring = {}; ring.ring = ring;"
        "etappe.track('bad', ring); etappe.track('worse', {n: 1n}); etappe.push(['nothing', 1], 7, ['track', 'good'])"
    )
    shopfront.wait_for("good")

    assert shopfront.names() == ["page", "good"]


def test_values_are_those_of_the_moment_of_the_call(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    loaded(page)

    page.evaluate("const cart = {items: 1}; etappe.track('view_cart', cart); cart.items = 2")

    assert shopfront.wait_for("view_cart")[0]["properties"] == {"items": 1}


def test_staff_acting_for_a_customer_is_said_with_every_event(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    loaded(page)

    page.evaluate("etappe.context({staff: 'beate'}); etappe.track('view_cart')")

    assert shopfront.wait_for("view_cart")[0]["context"]["staff"] == "beate"


def test_the_shop_may_ask_for_the_id_to_carry_it_with_an_order(shopfront: Shop, page: Page) -> None:
    page.goto(shopfront.url())
    loaded(page)
    assert page.evaluate("etappe.id()") == ""
    page.evaluate("etappe.consent('grant')")
    shopfront.wait_for("page")

    assert page.evaluate("etappe.id()") == shopfront.events()[0]["anonymousId"]


def test_a_page_loaded_ahead_counts_when_it_is_shown(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    page.add_init_script("Object.defineProperty(document, 'prerendering', {value: true})")
    page.goto(shopfront.url())
    loaded(page)
    page.evaluate(
        "document.title = 'shown'; document.dispatchEvent(new Event('prerenderingchange'))"
    )

    (view,) = shopfront.wait_for("page")
    assert view["context"]["page"]["title"] == "shown"


def test_a_page_brought_back_from_the_browsers_memory_is_seen_again(
    shopfront: Shop, page: Page
) -> None:
    shopfront.config["consent"] = False
    page.goto(shopfront.url())
    shopfront.wait_for("page")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    shopfront.wait_until(lambda: shopfront.names() == ["page", "page"])


def test_two_copies_of_the_script_count_once(shopfront: Shop, page: Page) -> None:
    shopfront.config["consent"] = False
    shopfront.head *= 2

    page.goto(shopfront.url())
    page.wait_for_load_state("networkidle")
    page.evaluate("etappe.track('login')")
    shopfront.wait_for("login")

    assert shopfront.names() == ["page", "login"]


def test_how_many_fingers_the_screen_knows_is_said_with_an_id_alone(
    shopfront: Shop, page: Page
) -> None:
    """An iPad calls itself a Mac; before consent the device is not asked."""
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', {get: () => 5})"
    )
    shopfront.config["consent"] = False
    page.goto(shopfront.url("home.html"))
    (view,) = shopfront.wait_for("page")
    assert view["context"]["touch"] == 5
    shopfront.config["consent"] = True
    page.context.clear_cookies()
    page.goto(shopfront.url("list.html"))
    shopfront.wait_until(lambda: len(shopfront.events()) == 2)
    assert "touch" not in shopfront.events()[1]["context"]
