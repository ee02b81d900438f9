"""Background: one rebuild in a thread of its own, with how far it is and a way to stop it."""

import logging
import threading
from collections.abc import Callable

from etappe.journeys.assembly import Progress

log = logging.getLogger("etappe.journeys")


class Stopped(Exception):
    """Raised inside the work when it is to end without a result."""


class Background:
    """Runs `work` once. `share` is how much of it is done, from 0 to 1, and never falls."""

    def __init__(
        self, work: Callable[[Progress], None], failed: Callable[[Exception], None]
    ) -> None:
        self.share = 0.0
        self._work, self._failed = work, failed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rebuild journeys", daemon=True)

    def start(self) -> "Background":
        """Begin; returns itself."""
        self._thread.start()
        return self

    def join(self) -> None:
        """Wait until it is over, however it ends."""
        self._thread.join()

    def stop(self) -> None:
        """End it at its next step, and wait for that."""
        self._stop.set()
        self.join()

    def _run(self) -> None:
        try:
            self._work(self._progress)
        except Exception as error:  # whoever asks for the result next is told
            if not isinstance(error, Stopped):
                log.exception("Journeys could not be cut anew.")
            self._failed(error)

    def _progress(self, phase: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        # Reading and cutting take about the same time; guessing names may do both again.
        half = 0.5 if phase == "cut" else 0.0
        self.share = max(self.share, half + 0.5 * done / max(total, 1))
