"""The demo made new while the old one still answers: built beside it by a process of its own, then put in its place.

A process of its own, because the making freezes the clock and keeps a core busy for half a minute.
"""

import logging
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Literal

from etappe.app.demo_mark import is_demo, seed_and_size
from etappe.app.directory import DataDirectory
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.errors import NotFound

log = logging.getLogger("etappe.demo")

Step = Literal["idle", "making", "cutting", "done", "failed"]


@dataclass(frozen=True, slots=True)
class ResetState:
    """How far a reset is: `share` of it is done, from 0 to 1."""

    step: Step
    share: float


IDLE = ResetState("idle", 0.0)


class DemoResets:
    """The resets of one house, at most one a shop at a time. Safe to use from several threads."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._states: dict[str, ResetState] = {}
        self._guard = threading.Lock()

    def state(self, shop: Shop) -> ResetState:
        """How far the reset of this shop is; NotFound for a shop that is not the demo."""
        _must_be_demo(shop)
        return self._states.get(shop.name, IDLE)

    def start(self, shop: Shop) -> ResetState:
        """Begin to make the demo new, unless that is on its way already."""
        _must_be_demo(shop)
        with self._guard:
            known = self._states.get(shop.name, IDLE)
            if known.step in ("making", "cutting"):
                return known
            self._states[shop.name] = ResetState("making", 0.0)
        seed, persons = seed_and_size(shop)
        threading.Thread(
            target=self._run, args=(shop.name, seed, persons), name="demo reset", daemon=True
        ).start()
        return self._states[shop.name]

    def _run(self, name: str, seed: int, persons: int) -> None:
        try:
            self._make(name, seed, persons)
        except Exception:  # the old demo still answers; the page says that it failed
            log.exception("The demo %r could not be made new.", name)
            self._states[name] = ResetState("failed", 1.0)

    def _make(self, name: str, seed: int, persons: int) -> None:
        beside = self._house.directory.root / "making"
        shutil.rmtree(beside, ignore_errors=True)
        command = [sys.executable, "-m", "etappe", "demo", "--no-serve", "--data", str(beside)]
        command += ["--shop", name, "--seed", str(seed), "--persons", str(persons)]
        # Its numbered lines tell how far it is: the second comes when the year is made.
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                if line.startswith("2."):
                    self._states[name] = ResetState("cutting", 0.8)
        if process.returncode:
            raise RuntimeError(f"etappe demo ended with {process.returncode}")
        self._house.replace_shop(name, DataDirectory(beside).shop(name))
        shutil.rmtree(beside, ignore_errors=True)
        self._states[name] = ResetState("done", 1.0)


def _must_be_demo(shop: Shop) -> None:
    if not is_demo(shop):
        raise NotFound(
            f"The shop {shop.name!r} is not the demo.",
            next_step="Only the invented demo shop can be made new.",
            field="shop",
        )
