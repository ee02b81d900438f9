"""Through the doors: a running server on loopback, asked with the command line's token."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.load import FUNNEL
from benchmarks.measure import Took, middle
from benchmarks.shop import SHOP, Bench
from benchmarks.table import Row, timed
from etappe.app.directory import DataDirectory, ServerAddress

REPEATS, WARM = 7, 2
PATIENCE = 120.0
BUDGET = 0.4
TICKS = os.sysconf("SC_CLK_TCK")


def rows(bench: Bench) -> Iterator[Row]:
    """Flow, funnel, paths, stages and map over HTTP, as JSON, the limits of the door in force."""
    questions: tuple[tuple[str, str, dict[str, Any], float], ...] = (
        ("flow", "flow", {}, BUDGET),
        ("funnel", "funnel", {"steps": list(FUNNEL), "within": "7d"}, BUDGET),
        ("paths", "paths", {"top": 50}, BUDGET),
        ("stages", "stages", {}, BUDGET),
        ("map", "map", {}, 1.0),
    )
    with served(bench.data) as (address, _), client_of(address) as client:
        for name, path, params, budget in questions:

            def ask(path: str = path, params: dict[str, Any] = params) -> None:
                client.get(f"/api/shops/{SHOP}/{path}", params=params).raise_for_status()

            yield timed(f"HTTP and JSON: {name}", budget, asked(address.pid, ask))


def asked(pid: int, ask: Callable[[], None]) -> Took:
    """The medians of a request, with the processor time of the server."""
    for _ in range(WARM):
        ask()
    runs = []
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), processor_seconds(pid)
        ask()
        runs.append(Took(time.perf_counter() - wall, processor_seconds(pid) - cpu))
    return middle(runs)


@contextmanager
def served(data: Path) -> Iterator[tuple[ServerAddress, float]]:
    """`etappe serve` on a free port: its address, and the seconds until its first page."""
    directory = DataDirectory(data)
    directory.withdraw()
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "etappe.cli.main",
        "serve",
        "--port",
        "8791",
        "--data",
        str(data),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    try:
        address = _first_page(directory, start + PATIENCE)
        yield address, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(30)


def environment() -> dict[str, str]:
    """As users have it: Python may keep its compiled modules."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def client_of(address: ServerAddress) -> httpx2.Client:
    """A client with the token."""
    return httpx2.Client(
        base_url=address.url,
        headers={"Authorization": f"Bearer {address.token}"},
        trust_env=False,
        timeout=600,
    )


def processor_seconds(pid: int) -> float:
    """What a process has used of the processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _first_page(directory: DataDirectory, until: float) -> ServerAddress:
    while time.perf_counter() < until:
        address = directory.address()
        if address is not None:
            try:
                with client_of(address) as client:
                    if client.get("/").is_success:
                        return address
            except httpx2.TransportError:
                pass
        time.sleep(0.02)
    raise AssertionError("The server did not answer.")
