"""Kills a server at random moments under load, and then counts: what was acknowledged is there, and once."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import duckdb
import msgspec

from etappe.app.directory import DataDirectory
from etappe.app.house import House
from etappe.cli.serve import free_port

SENDERS = 4
BATCH = 5
SHOP = "killed"


@dataclass
class Ledger:
    """What the senders know: ids that were acknowledged, and how often a server answered otherwise."""

    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    broken: int = 0


@dataclass(frozen=True)
class Verdict:
    """What is in the events in the end."""

    acknowledged: int
    missing: int
    doubled: int
    kept: int


def kill_under_load(folder: Path, rounds: int, seed: int) -> Verdict:
    """So many rounds: start the server, send from several threads, kill -9 after a random while; then drain and count."""
    dice, ledger, port = random.Random(seed), Ledger(), free_port(0)
    house = House(folder)
    _, key = house.shop(SHOP, create=True).records.write_keys.create("server", "soak", "soak")
    house.close()
    for number in range(rounds):
        before = len(ledger.acknowledged)
        with _server(folder, port) as process, _sending(port, key, f"{number}", ledger):
            while len(ledger.acknowledged) == before and process.poll() is None:
                time.sleep(0.01)
            time.sleep(dice.uniform(0.05, 1.2))
            process.send_signal(signal.SIGKILL)
            process.wait()
    return _counted(folder, ledger)


def _counted(folder: Path, ledger: Ledger) -> Verdict:
    house = House(folder)
    try:
        assert house.shop(SHOP).collector.drained(120)
    finally:
        house.close()
    events = DataDirectory(folder).shop(SHOP) / "events.duckdb"
    with duckdb.connect(str(events), read_only=True) as connection:
        ids = [row[0] for row in connection.execute("SELECT event_id FROM events").fetchall()]
    there, promised = set(ids), set(ledger.acknowledged)
    return Verdict(len(promised), len(promised - there), len(ids) - len(there), len(ids))


@contextmanager
def _server(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "etappe", "serve", "--port", str(port), "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _sending(port: int, key: str, mark: str, ledger: Ledger) -> Iterator[None]:
    going = threading.Event()
    going.set()
    threads = [
        threading.Thread(target=_send, args=(port, key, f"{mark}-{n}", ledger, going))
        for n in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        going.clear()
        for thread in threads:
            thread.join()


def _send(port: int, key: str, mark: str, ledger: Ledger, going: threading.Event) -> None:
    """One connection after the other; every second request repeats the batch before it, as a client that saw no answer."""
    connection, number, batch = HTTPConnection("127.0.0.1", port, timeout=10), 0, list[str]()
    while going.is_set():
        if not batch or number % 2:
            batch = [f"{mark}-{number}-{place}" for place in range(BATCH)]
        number += 1
        try:
            connection.request("POST", f"/v1/batch?write_key={key}", _body(batch))
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            # Killed in the middle: the same batch is sent again, as every client does.
            connection.close()
            ledger.broken += 1
            time.sleep(0.02)
            continue
        if answer.status == 200:
            ledger.acknowledged.extend(batch)
        else:
            ledger.refused += 1
    connection.close()


def _body(ids: list[str]) -> bytes:
    events = [
        {"type": "track", "event": "view_item", "userId": f"u{one[-1]}", "messageId": one, "properties": {"product_id": one, "note": "kept"}}
        for one in ids
    ]  # fmt: skip
    return msgspec.json.encode({"batch": events})
