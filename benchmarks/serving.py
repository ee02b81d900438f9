"""The product at rest and at its start: server, command line, first page of the UI."""

import gzip
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.doors import client_of, environment, served
from benchmarks.measure import repeated
from benchmarks.shop import ROOT
from benchmarks.table import Row, timed
from etappe.api.static import STATIC
from etappe.app.demo import DEMO_SHOP, ensure_demo
from etappe.app.house import opened
from etappe.demo.size import FULL

QUIET_SECONDS = 60
PAGES = ("", "overview", "flow?limit=100", "stages", "map")


def starts() -> Iterator[Row]:
    """What every user waits for first; no data needed."""
    yield timed("etappe --help", None, repeated(lambda: _run("--help"), 5))
    if (STATIC / "index.html").is_file():
        yield Row("UI, first load (gzip)", 250, _first_load() / 1000, "kB")


def server() -> Iterator[Row]:
    """`etappe serve` on the demo shop."""
    data = ROOT / "demo"
    with opened(data, wait_seconds=5) as house:
        ensure_demo(house, 1, FULL)
        house.shop(DEMO_SHOP).columns()
    with served(data) as (address, first_page), client_of(address) as client:
        yield Row("etappe serve, first page", 2, first_page)
        start = time.perf_counter()
        client.get(f"/api/shops/{DEMO_SHOP}/flow", params={"limit": 100}).raise_for_status()
        yield Row("etappe serve, first analysis", 5, time.perf_counter() - start)
        for page in PAGES:
            client.get(f"/api/shops/{DEMO_SHOP}/{page}".rstrip("/"))
        time.sleep(QUIET_SECONDS)
        yield Row("etappe serve, idle, private memory", 300, _private_mb(address.pid), "MB")


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "etappe.cli.main", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())


def _first_load() -> int:
    """Bytes of the page, and of the scripts and styles that it names, each compressed."""
    page = (STATIC / "index.html").read_bytes()
    named = re.findall(r'(?:src|href)="/?([^"]+\.(?:js|css))"', page.decode())
    files = [page, *((STATIC / name).read_bytes() for name in named)]
    return sum(len(gzip.compress(content, 9)) for content in files)


def _private_mb(pid: int) -> float:
    """RssAnon: memory that is this process's own, files that are mapped left out."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024
