"""The tracker: its size, and what it costs the main thread of a phone, by Chromium's own trace at a quarter of the speed."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from lint.browser import find
from playwright.sync_api import Browser, Route, sync_playwright

from benchmarks.table import Row
from etappe.api.tracker import SCRIPTS
from etappe.store.records import EXTRAS

PAGES = Path("tracker/test")
REPEATS = 5
SLOWER = 4
CONFIG = {"key": "b.shop.bench", "extras": EXTRAS, "consent": False, "linked": []}
WORK = ("EvaluateScript", "FunctionCall", "v8.compile")
FILES = ("t.js", "t-more.js")


def rows() -> Iterator[Row]:
    """Bytes of both files, then processor time of a product page with everything switched on and one click."""
    for name, budget in json.loads(Path("tracker/budget.json").read_text()).items():
        size = len(gzip.compress((SCRIPTS / name).read_bytes(), 9))
        yield Row(f"tracker: {name}, gzip", budget / 1000, size / 1000, "kB")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find(), args=["--headless", "--no-sandbox"])
        seen = [_cost(browser) for _ in range(REPEATS)]
        browser.close()
    for name in FILES:
        took = median(one[name] for one in seen)
        yield Row(f"tracker: {name} on the main thread, {SLOWER} × slower", None, took)


def _cost(browser: Browser) -> dict[str, float]:
    """Seconds of processor time by file, from the trace of one visit."""
    page = browser.new_page()
    page.route("**/*", _serve)
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wish = {"includedCategories": ["devtools.timeline", "disabled-by-default-v8.compile"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": wish})
    page.goto("http://shop.example/product.html")
    page.wait_for_function("!!(window.etappe && etappe.$ && etappe.$.seen)")
    with page.expect_request("**/v1/b"):
        page.click("#add")
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    page.close()
    return {name: _seconds(events, name) for name in FILES}


def _seconds(events: list[dict[str, Any]], name: str) -> float:
    mine = (
        event["tdur"]
        for event in events
        if event["name"] in WORK
        and event.get("ph") == "X"
        and re.search(rf"/{name}(\?|$)", str(event.get("args", {}).get("data", {}).get("url", "")))
    )
    return float(sum(mine)) / 1e6


def _serve(route: Route) -> None:
    name = urlsplit(route.request.url).path.rsplit("/", 1)[-1]
    if name in FILES:
        before = f"self.etappeConfig={json.dumps(CONFIG)};" if name == "t.js" else ""
        route.fulfill(body=before + (SCRIPTS / name).read_text(), content_type="text/javascript")
    elif (PAGES / name).is_file():
        head = '<script async src="/t.js"></script>'
        body = (PAGES / name).read_text().replace("<!-- tracker -->", head)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=200, body="")
