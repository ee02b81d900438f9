"""A running `etappe serve` for tests, over a data directory, on a free port."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    url: str
    printed: str

    def login(self) -> tuple[str, str]:
        """The owner account that the first start printed."""
        found = re.search(r"e-mail\s+(\S+)\s+password\s+(\S+)", self.printed)
        assert found, self.printed
        return found[1], found[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(data: Path, log: Path) -> Iterator[Server]:
    """Run the server until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "etappe", "serve", "--port", str(port), "--data", str(data)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield Server(url, log.read_text())
    finally:
        process.terminate()
        process.wait(30)


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{url}/api/health", trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("The server did not start.")
