"""The persons of the live board: found beside it, so that an event is shown before its journey is cut."""

import logging
import threading
from collections.abc import Callable, Mapping

from etappe.app.live_board import LiveBoard
from etappe.base.errors import EtappeError

log = logging.getLogger("etappe.live")

FARTHEST = 50_000
"""Events that arrived so many before the latest one shown are not looked up any more."""


class LivePersons:
    """Finds who stands behind the events shown, in a thread of its own and only while somebody looks.

    `behind` gives seq → person of a range of arrival numbers, after cutting what is new.
    """

    def __init__(
        self, board: LiveBoard, behind: Callable[[int, int], Mapping[int, int | None]]
    ) -> None:
        self._board, self._behind = board, behind
        self._lock = threading.Lock()
        self._running: threading.Thread | None = None
        self._done = 0
        self._closed = False

    def look(self) -> None:
        """Somebody looks: find the persons of what is new, unless that is going on."""
        change = self._board.change
        with self._lock:
            busy = self._running is not None and self._running.is_alive()
            if busy or self._closed or change == self._done:
                return
            self._running = threading.Thread(
                target=self._find, args=(change,), name="live persons", daemon=True
            )
            self._running.start()

    def wait(self) -> None:
        """Until the search that runs has ended."""
        running = self._running
        if running is not None:
            running.join()

    def close(self) -> None:
        """End it: the shop's files are about to be closed."""
        with self._lock:
            self._closed = True
        self.wait()

    def _find(self, change: int) -> None:
        seqs = self._board.seqs()
        self._done = change
        if not seqs:
            return
        last = max(seqs)
        try:
            self._board.put_persons(self._behind(max(min(seqs), last - FARTHEST), last))
        except EtappeError as error:
            # The page goes on without persons; what ails the journeys is said where they are asked for.
            log.warning("The persons of the live page could not be found: %s", error.message)
