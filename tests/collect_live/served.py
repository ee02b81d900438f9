"""A server on a real port over a shop that receives, for clients that nobody here wrote."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from lint.clients import BUILT, FOLDER, node

from collect_live.front import TOKEN, Front, receiving
from etappe.api.application import serving
from etappe.api.bounded_http import BoundedHttp
from etappe.cli.serve import listen

PATIENCE = 30.0
"""Seconds after which a client that has not sent everything never will."""


@dataclass
class Served:
    """A receiving shop and the address of its server."""

    front: Front
    url: str

    def rows(self, count: int) -> list[dict[str, Any]]:
        """The shop's events once there are `count` of them, by time and id."""
        until = time.monotonic() + PATIENCE
        while len(rows := self.front.rows()) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(rows) == count, [row["name"] for row in rows]
        return rows

    def persons(self) -> set[int | None]:
        """The persons behind all events of the shop."""
        shop = self.front.shop
        return set(shop.people.behind(1, shop.events.last_seq()).values())


def run_node(script: str, served: "Served", key: str) -> None:
    """Let a client on Node send to the server, to its end."""
    if not (FOLDER / "node_modules").is_dir():
        pytest.skip("The clients are not installed: python -m lint.clients")
    command = [str(node()), str(FOLDER / "node" / script), served.url, key]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def site() -> Iterator[str]:
    """The address of another site that serves the bundled clients."""
    if not BUILT.is_dir():
        pytest.skip("The clients are not bundled: python -m lint.clients")
    handler = partial(_Site, directory=str(BUILT.resolve()))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Site(SimpleHTTPRequestHandler):
    """The bundles, and a page of a shop, `/shop?client=NAME`, that runs one of them."""

    # A page that the test made up itself would not be on this machine for the browser, and may not ask a server on it.
    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.path != "/shop":
            super().do_GET()
            return
        (client,) = parse_qs(path.query)["client"]
        html = f"<!doctype html><title>Schuhe</title><script type=module src=/{client}.js></script>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(html.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A new house with its server."""
    with receiving(folder) as front, listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(serving(front.house, TOKEN), http=BoundedHttp, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=partial(server.run, sockets=[listener]), daemon=True)
        thread.start()
        try:
            yield Served(front, f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join()
