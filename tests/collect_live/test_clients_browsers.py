"""Clients that nobody here wrote, in a real browser on another site: one page load each."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from collect_live.served import Served, served, site

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""Of a person: what a remote-controlled browser says of itself is dropped as a machine's."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("clients")]


@pytest.fixture(scope="module")
def shop_site() -> Iterator[str]:
    with site() as address:
        yield address


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(user_agent=CHROME, locale="de-DE")
    yield context.new_page()
    context.close()


def visit(page: Page, address: str, client: str, server: Served, **told: Any) -> list[str]:
    """Open a page of the shop that runs the client; the addresses that it sent to."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
    target = {"host": server.url, "writeKey": server.front.browser, **told}
    page.add_init_script(f"window.target = {json.dumps(target)}")
    page.goto(f"{address}/shop?client={client}&utm_source=mail&utm_campaign=herbst")
    return asked


def check(server: Served, rows: list[dict[str, Any]]) -> None:
    """All three calls of a client stand in the store, with one person behind them."""
    told = {row["name"]: row for row in rows}
    assert set(told) == {"page_view", "Product Viewed", "identify"}
    view = told["page_view"]
    assert (view["host"], view["path"], view["title"]) == ("127.0.0.1", "/shop", "Schuhe")
    assert (view["utm_source"], view["utm_campaign"]) == ("mail", "herbst")
    assert {(row["source"], row["device"], row["browser"]) for row in rows} == {
        ("web", "desktop", "Chrome")
    }
    assert {row["language"] for row in rows} == {"de-DE"}
    assert (told["Product Viewed"]["product_id"], told["identify"]["user_id"]) == ("p1", "anna")
    assert told["identify"]["email"]
    assert len({row["anonymous_id"] for row in rows}) == 1
    assert len(server.persons()) == 1


@pytest.mark.parametrize("batched", [False, True])
def test_segment_analytics_next(page: Page, shop_site: str, server: Served, batched: bool) -> None:
    asked = visit(page, shop_site, "segment", server, batched=batched)
    check(server, server.rows(3))
    page.wait_for_timeout(0)  # what the browser asked is told while the test waits for it
    sent = {path for path in asked if path.startswith("/v1/") and "settings" not in path}
    assert sent == ({"/v1/b"} if batched else {"/v1/p", "/v1/t", "/v1/i"})


def test_rudderstack_analytics_js(page: Page, shop_site: str, server: Served) -> None:
    visit(page, shop_site, "rudder", server)
    rows = server.rows(3)
    check(server, rows)
    assert all(row["visit_id"] for row in rows)


def test_jitsu_js(page: Page, shop_site: str, server: Served) -> None:
    visit(page, shop_site, "jitsu", server)
    check(server, server.rows(3))
