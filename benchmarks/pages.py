"""Pages: how long each takes until its content stands, in Chromium over the large shop."""

import time
from collections.abc import Iterator
from contextlib import suppress

from lint.browser import find
from playwright.sync_api import Page, sync_playwright

from benchmarks.doors import processor_seconds, served
from benchmarks.load import FUNNEL
from benchmarks.measure import Took, middle
from benchmarks.shop import SHOP, Bench
from benchmarks.table import Row, timed
from etappe.app.house import opened
from etappe.base.errors import Conflict

BUDGET = 2.5
REPEATS, WARM = 3, 1
EMAIL, PASSWORD = "bench@example.com", "only-for-the-bench"
STEPS = "&".join(f"steps={step}" for step in FUNNEL)
PAGES = {
    "overview": "/",
    "map": "/maps",
    "flow": "/flow",
    "funnel": f"/funnel?{STEPS}",
    "paths": "/paths",
    "stages": "/stages",
    "KPIs": "/kpis",
    "people": "/people",
    "mapping": "/mapping",
    "stage models": "/stage-models",
}
WAITING = "() => !document.querySelector('[role=status], [aria-busy=true]') && document.querySelector('#content h1')"


def rows(bench: Bench) -> Iterator[Row]:
    """Every page that asks the journeys, from the address to the last answer drawn."""
    with opened(bench.data) as house, suppress(Conflict):
        house.installation.create_user(EMAIL, PASSWORD, "owner")
    with served(bench.data) as (address, _), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find(), args=["--headless", "--no-sandbox"])
        page = browser.new_page(locale="en-GB", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        signed = page.request.post(
            f"{address.url}/api/session", data={"email": EMAIL, "password": PASSWORD}
        )
        assert signed.ok, signed.text()
        for name, path in PAGES.items():
            mark = "&" if "?" in path else "?"
            url = f"{address.url}{path}{mark}shop={SHOP}"
            yield timed(f"page: {name}", BUDGET, _opened(page, url, address.pid))
        browser.close()


def _opened(page: Page, url: str, pid: int) -> Took:
    """The median time until nothing on the page waits any more, with the processor time of the server."""
    times = []
    for run in range(WARM + REPEATS):
        start, cpu = time.perf_counter(), processor_seconds(pid)
        page.goto(url)
        page.wait_for_function(WAITING, polling=50)
        if run >= WARM:
            times.append(Took(time.perf_counter() - start, processor_seconds(pid) - cpu))
    return middle(times)
