"""`make bench-collect`: how many events a server acknowledges, how fast it answers, when they can be read.

A real `etappe serve` on a fresh data directory, driven by `wrk` on the same machine (apt-get install wrk). Budgets are
those of the design: 50,000 events a second in batches of 20, 5,000 single requests a second, p99 at most 50 ms at half
of that, readable within 2 s, memory flat. `cpu` is what the server used an event: it counts where other work runs beside.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import httpx2

from etappe.app.directory import DataDirectory
from etappe.app.house import House
from etappe.cli.serve import free_port

LUA = Path(__file__).with_suffix(".lua")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server, and how to look at its process."""

    url: str
    pid: int
    key: str
    folder: Path

    def cpu_seconds(self) -> float:
        """Processor time that it and the process beside it have used, in user and system mode."""
        return sum(_seconds(pid) for pid in (self.pid, *self.beside()))

    def rss_mb(self) -> float:
        """Memory that it holds, without the process beside."""
        return _megabytes(self.pid)

    def beside_mb(self) -> float:
        """Memory that the process beside holds, while there is one."""
        return sum(map(_megabytes, self.beside()))

    def beside(self) -> list[int]:
        """The processes that it has begun."""
        told = Path(f"/proc/{self.pid}/task/{self.pid}").parent.glob("*/children")
        return [int(pid) for path in told for pid in path.read_text().split()]

    def backlog(self) -> int:
        """Bytes acknowledged and not yet removed from the journal."""
        return sum(path.stat().st_size for path in self.folder.glob("shops/bench/journal/*.log"))

    def drained(self, patience: float = 300) -> float:
        """Seconds until nothing that was acknowledged waits any more: then all can be read."""
        address = DataDirectory(self.folder).address()
        assert address is not None
        headers = {"Authorization": f"Bearer {address.token}"}
        start = time.monotonic()
        with httpx2.Client(base_url=self.url, headers=headers, trust_env=False) as client:
            while time.monotonic() < start + patience:
                if not client.get("/api/shops/bench/collector").json()["waiting_bytes"]:
                    break
                time.sleep(0.02)
        return time.monotonic() - start


@dataclass(frozen=True)
class Run:
    """What wrk saw, and what the server used."""

    requests: int
    seconds: float
    refused: int
    broken: int
    p50_ms: float
    p99_ms: float
    cpu_us: float


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing. On Debian: apt-get install wrk")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with (
        tempfile.TemporaryDirectory(dir=arguments.folder) as folder,
        serving(Path(folder)) as server,
    ):
        load(server, 20, 2, 8)
        _whole(server, arguments)
        if arguments.minutes:
            _memory(server, arguments.minutes)


def _whole(server: Server, arguments: argparse.Namespace) -> None:
    for batch, budget in ((20, 50_000), (1, 5_000)):
        run = load(server, batch, arguments.seconds, 32)
        behind = server.drained()
        events = run.requests * batch / run.seconds
        print(
            f"batches of {batch}: {events:,.0f} events/s acknowledged ({run.requests / run.seconds:,.0f} requests/s; "
            f"budget {budget:,}), p50 {run.p50_ms:.1f} ms, p99 {run.p99_ms:.1f} ms, cpu {run.cpu_us:.1f} µs an event, "
            f"{run.refused} refused, {run.broken} broken; all readable {behind:.1f} s after the last one"
        )
        half = load(server, batch, arguments.seconds, 32, rate=budget / batch / 2)
        behind = server.drained()
        print(
            f"  at {half.requests * batch / half.seconds:,.0f} events/s: p50 {half.p50_ms:.1f} ms, p99 {half.p99_ms:.1f} ms "
            f"(budget 50), cpu {half.cpu_us:.1f} µs an event; all readable {behind:.1f} s after the last one (budget 2)"
        )


def _memory(server: Server, minutes: float) -> None:
    until, seen = time.monotonic() + 60 * minutes, []
    while time.monotonic() < until:
        run = load(server, 20, 20, 32, rate=1_250)
        seen.append(server.rss_mb())
        print(
            f"  {run.requests * 20 / run.seconds:,.0f} events/s, {seen[-1]:,.0f} MB and {server.beside_mb():,.0f} MB beside, "
            f"{server.backlog() / 2**20:,.0f} MB journal"
        )
    print(f"memory over {minutes:g} minutes: {seen[0]:,.0f} → {seen[-1]:,.0f} MB")


def load(server: Server, batch: int, seconds: int, connections: int, rate: float = 0) -> Run:
    """Send for so long; with `rate` so many requests a second, else as many as are answered."""
    environment = os.environ | {
        "KEY": server.key, "BATCH": str(batch), "STARTED": str(time.time_ns()), "BETWEEN": "0"
    }  # fmt: skip
    if rate:
        environment["BETWEEN"] = str(1000 / rate)
    before = server.cpu_seconds()
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(LUA),
        server.url,
    ]
    told = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout
    result = next(line for line in told.splitlines() if line.startswith("RESULT"))
    requests, micros, refused, broken, p50, p99 = map(float, result.split()[1:])
    used = server.cpu_seconds() - before
    return Run(
        int(requests), micros / 1e6, int(refused), int(broken), p50 / 1000, p99 / 1000,
        1e6 * used / max(1, requests * batch),
    )  # fmt: skip


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server over a new data directory with one shop and one server key."""
    house = House(folder)
    _, key = house.shop("bench", create=True).records.write_keys.create("server", "wrk", "bench")
    house.close()
    port = free_port(0)
    command = [sys.executable, "-m", "etappe", "serve", "--port", str(port), "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url)
            yield Server(url, process.pid, key, folder)
        finally:
            process.terminate()
            process.wait(60)
    events = DataDirectory(folder).shop("bench") / "events.duckdb"
    with duckdb.connect(str(events), read_only=True) as connection:
        rows, ids = connection.execute(
            "SELECT count(*), count(DISTINCT event_id) FROM events"
        ).fetchall()[0]
    print(f"{rows:,} events kept, {ids:,} ids")


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            httpx2.get(f"{url}/api/health", trust_env=False)
            return
        except httpx2.TransportError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collect", description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="length of each run")
    parser.add_argument("--minutes", type=float, default=0, help="watch the memory for so long")
    parser.add_argument("--folder", default=None, help="where the data directory is made")
    return parser.parse_args()


if __name__ == "__main__":
    main()
