"""From the page to the journey: the tracker in a browser, the real server, and what it answers afterwards."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserType, Page

from etappe.app.house import House
from tracker.recorder import Shop, loaded
from web.web_server import Server, serving

# One server for all of them, also where tests run on several processes.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("tracker_end_to_end")]

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
"""A headless browser calls itself so, and is a machine to the collector."""


@dataclass
class Etappe:
    """The server as its owner asks it, and the key of its shop."""

    server: Server
    key: str
    client: httpx2.Client

    def ask(self, what: str, **question: str) -> Any:
        answer = self.client.get(f"/api/shops/laden/{what}", params=question)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def events(self, *names: str) -> list[dict[str, Any]]:
        """All events, once these names are among them."""
        until = time.monotonic() + 30
        while True:
            found: list[dict[str, Any]] = self.ask("events", limit="1000")["events"]
            if set(names) <= {event["name"] for event in found}:
                return found
            assert time.monotonic() < until, [event["name"] for event in found]
            time.sleep(0.1)


@pytest.fixture(scope="module")
def etappe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Etappe]:
    folder = tmp_path_factory.mktemp("tracked")
    house = House(folder / "data")
    keys = house.create_shop("Laden").records.write_keys.all()
    house.close()
    key = next(key.key for key in keys if key.kind == "browser")
    with (
        serving(folder / "data", folder / "serve.log") as server,
        httpx2.Client(
            base_url=server.url,
            trust_env=False,
            timeout=60,
            limits=httpx2.Limits(max_keepalive_connections=0),
        ) as client,
    ):
        email, password = server.login()
        client.post("/api/session", json={"email": email, "password": password})
        yield Etappe(server, key, client)


@pytest.fixture(scope="module")
def human(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that calls itself no machine, also in what it sends while a page goes."""
    arguments = [*browser_type_launch_args["args"], f"--user-agent={AGENT}"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    yield browser
    browser.close()


@pytest.fixture
def visitor(human: Browser, shopfront: Shop, etappe: Etappe) -> Iterator[Page]:
    """Somebody with an empty device, in the shop whose pages load the tracker from the real server."""
    shopfront.head = f'<script async src="{etappe.server.url}/t.js?k={etappe.key}"></script>'
    context = human.new_context(locale="de-DE")
    yield context.new_page()
    context.close()


def test_a_purchase_arrives_as_a_journey_from_the_newsletter_to_the_order(
    visitor: Page, shopfront: Shop, etappe: Etappe
) -> None:
    visitor.goto(shopfront.url("product.html?utm_source=newsletter&utm_medium=email"))
    loaded(visitor, second=True)
    visitor.evaluate("etappe.consent('grant')")
    visitor.click("#add")
    visitor.goto(shopfront.url("checkout.html"))
    loaded(visitor, second=True)
    visitor.click("#pay")
    visitor.click("#paid")
    loaded(visitor, second=True)
    etappe.events("purchase")

    (path,) = etappe.ask("paths", per="journey", conversion="purchase")["paths"]
    steps = [step["name"] if isinstance(step, dict) else step for step in path["path"]]
    shopping = [step for step in steps if step not in ("page_view", "consent_updated")]
    assert shopping == ["view_item", "add_to_cart", "begin_checkout", "purchase"]
    assert (path["count"], path["persons"], path["conversions"]) == (1, 1, 1)
    kpis = etappe.ask("kpis")
    assert (kpis["orders"], kpis["value"], kpis["visits"]) == (1, 79.95, 1)
    assert [source["channel"] for source in kpis["sources"]] == ["email"]


def test_who_refuses_is_counted_without_anything_on_the_device(
    visitor: Page, shopfront: Shop, etappe: Etappe
) -> None:
    before = etappe.ask("kpis")["persons"]
    visitor.goto(shopfront.url("list.html"))
    loaded(visitor, second=True)
    visitor.evaluate("etappe.consent('deny')")
    visitor.goto(shopfront.url("cart.html"))
    loaded(visitor, second=True)
    visitor.evaluate("etappe.consent('deny'); etappe.track('view_cart')")
    etappe.events("view_item_list", "view_cart")

    assert visitor.context.cookies() == []
    assert visitor.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert etappe.ask("kpis")["persons"] == before + 1


def test_a_withdrawal_is_heeded_by_the_server(
    visitor: Page, shopfront: Shop, etappe: Etappe
) -> None:
    visitor.goto(shopfront.url("cart.html"))
    loaded(visitor)
    visitor.evaluate("etappe.consent('grant')")
    visitor.wait_for_function("document.cookie")
    known = visitor.evaluate("document.cookie.slice(4, 28)")
    visitor.evaluate("etappe.consent('deny')")
    late = {
        "type": "track",
        "event": "select_item",
        "anonymousId": known,
        "context": {"consent": {"categoryPreferences": {"analytics": True}}},
    }

    visitor.evaluate("etappe.track('view_promotion')")
    etappe.events("view_promotion")
    told = etappe.ask("events", person=known)["events"]
    assert [event["name"] for event in told].count("consent_updated") == 2
    sent = etappe.client.post(
        "/v1/b", json={"writeKey": etappe.key, "batch": [late]}, headers={"User-Agent": AGENT}
    )
    assert sent.status_code == 200
    visitor.evaluate("etappe.track('share')")
    assert "select_item" not in {event["name"] for event in etappe.events("share")}
