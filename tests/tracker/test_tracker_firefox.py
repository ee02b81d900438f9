"""The core of the tracker in Firefox, where one is installed (firefox, firefox-esr, or its path in ETAPPE_FIREFOX)."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lint.clients import node

from tracker.recorder import Shop

FIREFOX = (
    os.environ.get("ETAPPE_FIREFOX") or shutil.which("firefox") or shutil.which("firefox-esr") or ""
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FIREFOX, reason="There is no Firefox on this machine."),
]


class Firefox:
    """A visitor in Firefox."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def _ask(self, **what: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def go(self, url: str) -> None:
        """Open a page, and wait for both files of the tracker."""
        self._ask(go=url)
        until = time.monotonic() + 30
        while not self.run("!!(window.etappe && etappe.$ && etappe.$.seen)"):
            assert time.monotonic() < until, "The tracker did not come."
            time.sleep(0.05)

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        return self._ask(run=expression)

    def kept(self) -> Any:
        """Cookies and what lies in the storage."""
        return self.run("[document.cookie, Object.keys(localStorage)]")


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    script = Path(__file__).with_name("firefox.mjs")
    command = [str(node()), str(script), FIREFOX, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Firefox(process)
        assert process.stdin is not None
        process.stdin.close()


def test_a_visit_in_firefox_from_the_first_view_to_the_withdrawal(
    shopfront: Shop, firefox: Firefox
) -> None:
    firefox.go(shopfront.url("home.html"))
    assert firefox.kept() == ["", []]
    firefox.run("etappe.consent('grant', ['analytics'], 'v3')")
    shopfront.wait_for("page", "consent_updated")
    firefox.go(shopfront.url("spa.html"))
    firefox.run("history.pushState({}, '', '/spa.html?page=2')")
    shopfront.wait_until(lambda: shopfront.names().count("page") >= 3)
    assert len({event["anonymousId"] for event in shopfront.events()}) == 1

    firefox.run("etappe.track('late')")
    firefox.go(shopfront.url("home.html"))
    shopfront.wait_for("late")
    firefox.run("etappe.consent('deny')")
    assert firefox.kept() == ["", []]
    shopfront.wait_until(lambda: shopfront.names().count("consent_updated") == 2)


def test_who_leaves_firefox_offline_loses_nothing(shopfront: Shop, firefox: Firefox) -> None:
    shopfront.config["consent"] = False
    shopfront.config["extras"] = ["ga4"]
    firefox.go(shopfront.url("cart.html"))
    shopfront.wait_for("page")
    firefox.run("Object.defineProperty(navigator, 'onLine', {value: false, configurable: true})")
    firefox.run("[etappe.track('view_cart'), dispatchEvent(new Event('pagehide'))]")
    assert "view_cart" in firefox.run("localStorage._etq")
    firefox.go(shopfront.url("home.html"))
    shopfront.wait_for("view_cart")
