"""Into: where a drain leads. A batch that has passed the steps is written with the position and all that was not kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from etappe.collect.live.reasons import INVALID
from etappe.collect.live.tally import Refused, Tally
from etappe.collect.live.way import Surroundings
from etappe.collect.pipeline import Passed
from etappe.store.events import Drained, EventStore, Receipt
from etappe.store.journal import Position

log = logging.getLogger("etappe.collect")


class Watcher(Protocol):
    """Who looks at events as they arrive."""

    def wanted(self, arrived: int) -> int:
        """Of a batch of so many events, about how many of the last to take notes."""

    def note(self, passed: Passed, receipt: Receipt | None) -> None:
        """What became of a batch; the receipt says which arrival numbers its kept events have."""


@dataclass(frozen=True, slots=True)
class Into:
    """The events, the counts, who watches, and the shop as it is at this moment."""

    events: EventStore
    tally: Tally
    surroundings: Callable[[], Surroundings]
    watcher: Watcher

    def wanted(self, arrived: int) -> int:
        """Of so many events, how many of the last are watched."""
        try:
            return self.watcher.wanted(arrived)
        except Exception:  # who only watches must not hold up or spoil what arrives
            log.exception("The live board failed.")
            return 0

    def write(self, passed: Passed, position: Position, *, whole: bool) -> None:
        """Write a batch in one transaction with the position.

        Unless it is only a part of what lies before the position (`whole`), what the door refused goes with it.
        """
        tally = Tally(self.tally.today)
        tally.drop((one.dropped or INVALID, one.draft) for one in passed.dropped)
        refused = self.tally.take() if whole else Refused()
        told = tally.take() + refused
        drained = Drained(position, told.counts, told.samples, self.tally.today())
        receipt = None
        try:
            if passed.rows:
                receipt = self.events.append(passed.columns, drained=drained)
            else:
                self.events.drained.note(drained)
        except BaseException:
            self.tally.put_back(refused)
            raise
        self._watch(passed, receipt)

    def write_tally(self, reached: Position, before: Position) -> None:
        """Write what the door refused, and the position if a segment has ended since `before`."""
        refused = self.tally.take()
        if refused == Refused() and reached.segment == before.segment:
            return
        try:
            drained = Drained(reached, refused.counts, refused.samples, self.tally.today())
            self.events.drained.note(drained)
        except BaseException:
            self.tally.put_back(refused)
            raise

    def _watch(self, passed: Passed, receipt: Receipt | None) -> None:
        try:
            self.watcher.note(passed, receipt)
        except Exception:  # likewise
            log.exception("The live board failed.")
