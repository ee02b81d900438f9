"""A small shop on a free port, with the tracker in its pages, and a collector that remembers what it was sent."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from etappe.api.tracker import SCRIPTS

PAGES = Path(__file__).parents[2] / "tracker/test"
CONFIG = {"extras": [], "consent": True, "without": "count", "linked": []}


@dataclass
class Shop:
    """What the server does and saw.

    `head` goes into every page, `config` and `key` into t.js; `answer` is the collector's status. Events of other keys
    are not remembered.
    """

    port: int = 0
    key: str = ""
    config: dict[str, Any] = field(default_factory=lambda: dict(CONFIG))
    head: str = '<script async src="/t.js?k=b.shop.abc"></script>'
    policy: str = ""
    answer: int = 200
    bodies: list[dict[str, Any]] = field(default_factory=list)
    cookies_sent: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def url(self, page: str = "home.html", host: str = "www.shop.localhost") -> str:
        return f"http://{host}:{self.port}/{page}"

    def events(self) -> list[dict[str, Any]]:
        """Every event of the answered requests, each once, in order of happening."""
        with self.arrived:
            every = {event["messageId"]: event for body in self.bodies for event in body["batch"]}
        return sorted(every.values(), key=lambda event: str(event["timestamp"]))

    def names(self) -> list[str]:
        return [event.get("event") or event["type"] for event in self.events()]

    def wait_for(self, *names: str, seconds: float = 20) -> list[dict[str, Any]]:
        """The events of the last of these names, once all of them have come."""
        with self.arrived:
            came = self.arrived.wait_for(lambda: set(names) <= set(self.names()), seconds)
        assert came, f"{names} did not all come: {self.names()}"
        return [
            event for event in self.events() if names[-1] in (event.get("event"), event["type"])
        ]

    def wait_until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        with self.arrived:
            assert self.arrived.wait_for(true, seconds), self.names()


def loaded(page: Page, second: bool = False) -> None:
    """Wait for the core, or for both files, so that the test may call them."""
    page.wait_for_function(
        f"!!(window.etappe && etappe.$ && ({'!!etappe.$.seen' if second else 'true'}))"
    )


@contextlib.contextmanager
def shop() -> Iterator[Shop]:
    """The shop, running until the block ends."""
    made = Shop()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    server.daemon_threads = True
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _config(made: Shop) -> str:
    """What stands before the core; nothing where the page's attributes say all."""
    return (
        f"self.etappeConfig={json.dumps({'key': made.key, **made.config})};" if made.config else ""
    )


def _handler(made: Shop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            name = urlsplit(self.path).path.rsplit("/", 1)[-1] or "home.html"
            if name in ("t.js", "t-more.js"):
                before = _config(made) if name == "t.js" else ""
                self._send(before + (SCRIPTS / name).read_text("utf-8"), "text/javascript")
            elif (PAGES / name).is_file():
                text = (PAGES / name).read_text("utf-8")
                page = text.replace("<!-- tracker -->", made.head).replace("PORT", str(made.port))
                self._send(page, "text/html; charset=utf-8")
            else:
                self._send("", "text/plain", 404)

        def do_POST(self) -> None:
            made.asked.append(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            # What the visitor of another test sent while leaving may come late.
            if body["writeKey"] != made.key:
                return self._send("", "text/plain")
            with made.arrived:
                made.languages.append(self.headers.get("Accept-Language", ""))
                made.cookies_sent.append(self.headers.get("Cookie", ""))
                if made.answer == 200:
                    made.bodies.append(body)
                made.arrived.notify_all()
            return self._send("", "text/plain", made.answer)

        def _send(self, text: str, kind: str, status: int = 200) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Access-Control-Allow-Origin", "*")
            if made.policy:
                self.send_header(
                    "Content-Security-Policy", made.policy.replace("PORT", str(made.port))
                )
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The test's output stays clean."""

    return Handler
