"""The drain: a thread that takes what the journal holds through the pipeline into the events, batch by batch."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from etappe.base.errors import Busy, StorageFault
from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import INVALID
from etappe.collect.live.tally import Refused, Tally, as_sample
from etappe.collect.live.way import Surroundings
from etappe.collect.pipeline import Passed, run
from etappe.store.events import Drained, EventStore, Receipt
from etappe.store.journal import Journal, Position

log = logging.getLogger("etappe.collect")

PAUSE = 0.25
"""Seconds between two drains of little: a commit of one event costs nearly as much as one of a hundred."""
AGAIN_AFTER = 2.0
"""Seconds until a drain is tried again that the disk or the database refused."""
IDLE = 2.0
"""After so many seconds without an event the segment is ended, so that nothing drained is kept in it."""

_drafts = msgspec.msgpack.Decoder(list[Draft])


def packed(drafts: Sequence[Draft]) -> bytes:
    """Drafts as they lie in the journal."""
    return msgspec.msgpack.encode(drafts)


class Watcher(Protocol):
    """Who looks at events as they arrive."""

    def watched(self, count: int) -> int:
        """Of a batch of so many events, about how many of the last to take notes."""

    def note(self, passed: Passed, receipt: Receipt | None) -> None:
        """What became of a batch; the receipt says which arrival numbers its kept events have."""


@dataclass(frozen=True, slots=True)
class Into:
    """Where a drain leads: the events, the counts, who watches, and the shop as it is at this moment."""

    events: EventStore
    tally: Tally
    surroundings: Callable[[], Surroundings]
    watcher: Watcher


class Drain:
    """Drains one journal until it is stopped. Nothing is lost or doubled: the position is committed with the events.

    `fault` says why it cannot go on ("" all is well): it tries again by itself. `poisoned` counts events that no step
    could take: they lie in the folder `poison`, are counted as invalid, and the others go on.
    """

    def __init__(self, journal: Journal, into: Into, poison: Path) -> None:
        self._journal, self._into, self._poison = journal, into, poison
        self.position: Position = into.events.drained.position()
        self.fault = ""
        self.poisoned = len(list(poison.glob("*"))) if poison.is_dir() else 0
        self._stopped = threading.Event()
        self._done = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is under way; the rest is drained when the shop is opened again."""
        self._stopped.set()
        self._journal.wake()
        self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait until everything that was durable when asked is in the events; whether it is."""
        wanted = self._journal.end
        until = time.monotonic() + seconds
        self._journal.wake()
        with self._done:
            while not self._reached(wanted):
                left = until - time.monotonic()
                if left <= 0 or self._stopped.is_set():
                    return False
                self._done.wait(min(left, 0.2))
        return True

    def forget_poison(self) -> None:
        """Remove the events that were set aside."""
        for path in self._poison.glob("*"):
            path.unlink(missing_ok=True)
        self.poisoned = 0

    def _reached(self, wanted: Position) -> bool:
        return self.position >= wanted or not self._journal.waiting_bytes(self.position)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                more = self._step()
                self.fault = ""
            except (StorageFault, Busy) as error:
                self._alarm(error.message)
                more = None
            except (
                Exception
            ) as error:  # the thread must go on: it tries again, and the alarm says so
                log.exception("The drain could not go on.")
                self._alarm(repr(error))
                more = None
            with self._done:
                self._done.notify_all()
            if more is None:
                self._stopped.wait(AGAIN_AFTER)
            elif not more:
                self._rest()

    def _step(self) -> bool:
        """Take one batch; whether there was one. What was refused at the door is written down with it."""
        payloads, reached = self._journal.read(self.position)
        if payloads:
            drafts = [draft for payload in payloads for draft in self._decoded(payload)]
            self._take(drafts, reached)
        else:
            self._write_tally(reached)
        moved = reached.segment > self.position.segment
        self.position = reached
        if moved:
            self._journal.forget_before(reached)
        return bool(payloads) or moved

    def _rest(self) -> None:
        """Wait for more. Little at a time is gathered first; when nothing comes, the drained segment is ended."""
        if self._journal.wait(IDLE):
            self._stopped.wait(PAUSE)
        elif self._journal.end.offset and self.position == self._journal.end:
            self._journal.roll()

    def _decoded(self, payload: bytes) -> list[Draft]:
        try:
            return _drafts.decode(payload)
        except msgspec.MsgspecError as error:
            self._set_aside(payload, error)
            return []

    def _take(self, drafts: list[Draft], reached: Position | None) -> None:
        """Bring a batch into the events; if one event spoils it, find that one and go on with the others."""
        try:
            self._append(drafts, reached)
        except (StorageFault, Busy):
            raise
        except Exception as error:
            if len(drafts) > 1:
                half = len(drafts) // 2
                self._take(drafts[:half], None)
                self._take(drafts[half:], reached)
            else:
                self._spoilt(drafts, error)
                if reached is not None:
                    self._write_tally(reached)

    def _append(self, drafts: list[Draft], reached: Position | None) -> None:
        """Write a batch in one transaction with the position and all that was not kept. None: the position stays."""
        into = self._into
        passed = run(drafts, into.surroundings(), watched=into.watcher.watched(len(drafts)))
        tally = Tally()
        tally.drop((one.dropped or INVALID, one.draft) for one in passed.dropped)
        refused = into.tally.take() if reached is not None else Refused()
        told = tally.take() + refused
        drained = Drained(reached or self.position, told.counts, told.samples)
        receipt = None
        try:
            if passed.kept:
                receipt = into.events.append(passed.columns, drained=drained)
            else:
                into.events.drained.note(drained)
        except BaseException:
            into.tally.put_back(refused)
            raise
        into.watcher.note(passed, receipt)

    def _write_tally(self, reached: Position) -> None:
        refused = self._into.tally.take()
        if refused == Refused() and reached.segment == self.position.segment:
            return
        try:
            self._into.events.drained.note(Drained(reached, refused.counts, refused.samples))
        except BaseException:
            self._into.tally.put_back(refused)
            raise

    def _spoilt(self, drafts: Sequence[Draft], error: Exception) -> None:
        for draft in drafts:
            self._set_aside(packed([draft]), error)
            self._into.tally.show(INVALID, "", str(error), as_sample(draft), draft.source)

    def _set_aside(self, payload: bytes, error: Exception) -> None:
        log.error("An event could not be taken in and is set aside: %r", error)
        self._poison.mkdir(exist_ok=True, mode=0o700)
        self.poisoned += 1
        (self._poison / f"{time.time_ns()}.msgpack").write_bytes(payload)
        self._into.tally.count(INVALID)

    def _alarm(self, message: str) -> None:
        if self.fault != message:
            log.error("Arriving events cannot be taken in: %s", message)
        self.fault = message
