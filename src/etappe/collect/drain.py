"""The drain: a thread that takes what the journal holds through the pipeline into the events, batch by batch."""

import logging
import threading
import time
from collections.abc import Callable

import msgspec

from etappe.base.errors import Busy, StorageFault
from etappe.collect.beside.mate import Mate
from etappe.collect.courtesy import Courtesy
from etappe.collect.into import Into
from etappe.collect.live.draft import Draft, packed, unpacked
from etappe.collect.live.reasons import INVALID
from etappe.collect.live.tally import as_sample
from etappe.collect.pipeline import run
from etappe.collect.poison import Poison
from etappe.store.journal import Journal, Position

log = logging.getLogger("etappe.collect")

PAUSE = 0.5
"""Seconds between two drains of little: a commit of one event costs nearly as much as one of a hundred."""
MANY = 2_000
"""A batch of so many events is followed by the next one at once."""
MUCH = 2**20
"""Bytes of the journal, some thousand events, that are worth a process beside: before, all is done in this one."""
AGAIN_AFTER = 2.0
"""Seconds until a drain is tried again that the disk or the database refused."""
IDLE = 2.0
"""After so many seconds without an event the segment is ended, so that nothing drained is kept in it."""


class Drain:
    """Drains one journal until it is stopped. Nothing is lost or doubled: the position is committed with the events.

    `fault` says why it cannot go on ("" all is well): it tries again by itself. `poison` holds events that no step
    could take: they are counted as invalid, and the others go on.
    """

    def __init__(self, journal: Journal, into: Into, poison: Poison) -> None:
        self._journal, self._into, self.poison = journal, into, poison
        self.position: Position = into.events.drained.position()
        self.fault = ""
        self._stopped, self._hurried = threading.Event(), threading.Event()
        self._courtesy, self._done = Courtesy(), threading.Condition()
        self._mate = Mate()
        self._ahead: tuple[list[bytes], Position] | None = None
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is under way; the rest is drained when the shop is opened again."""
        self._stopped.set()
        self._hurry()
        self._thread.join()
        self._mate.end()

    def wait(self, seconds: float) -> bool:
        """Wait until everything that was durable when asked is in the events; whether it is."""
        wanted = self._journal.end
        return self._wait_until(lambda: self._reached(wanted), seconds)

    def write_down(self, seconds: float = 5) -> bool:
        """Wait until the counts of what was refused at the door are written; else that takes a few seconds."""
        return self._wait_until(lambda: self._into.tally.empty, seconds)

    def _wait_until(self, done: Callable[[], bool], seconds: float) -> bool:
        until = time.monotonic() + seconds
        with self._done:
            while not done():
                left = until - time.monotonic()
                if left <= 0 or self._stopped.is_set():
                    return False
                self._hurry()
                self._done.wait(min(left, 0.1))
        return True

    def _hurry(self) -> None:
        self._hurried.set()
        self._journal.wake()

    def _reached(self, wanted: Position) -> bool:
        return self.position >= wanted or not self._journal.waiting_bytes(self.position)

    def _run(self) -> None:
        self._try_poison_again()
        while not self._stopped.is_set():
            try:
                more = self._step()
                self.fault = ""
            except (StorageFault, Busy) as error:
                self._alarm(error.message)
                more = None
            except Exception as error:  # it must go on: it tries again, and the alarm says so
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
        """Take one batch; whether more is likely there. What was refused at the door is written down with it."""
        taken = 0
        ahead, self._ahead = self._ahead, None
        payloads, reached = ahead or self._journal.read(self.position)
        if payloads:
            taken = self._taken_beside(payloads, reached, handed=ahead is not None)
        if payloads and not taken:
            drafts = [draft for payload in payloads for draft in self._decoded(payload)]
            self._take(drafts, reached)
            taken = len(drafts)
        elif not payloads:
            self._into.write_tally(reached, self.position)
        moved = reached.segment > self.position.segment
        self.position = reached
        if moved:
            self._journal.forget_before(reached)
        return taken >= MANY or moved or self._ahead is not None

    def _rest(self) -> None:
        """Wait for more. Little at a time is gathered first; when nothing comes, the drained segment is ended."""
        self._mate.end_if_idle()
        if self._journal.wait(IDLE):
            self._hurried.wait(PAUSE)
            self._hurried.clear()
        elif self._journal.end.offset and self.position == self._journal.end:
            self._journal.roll()

    def _decoded(self, payload: bytes) -> list[Draft]:
        try:
            return unpacked(payload)
        except msgspec.MsgspecError as error:
            self.poison.put(payload, error)
            self._into.tally.count(INVALID)
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
                self._spoilt(drafts[0], error)
                if reached is not None:
                    self._into.write_tally(reached, self.position)

    def _append(self, drafts: list[Draft], reached: Position | None) -> None:
        """Take a batch through the steps here and write it. None: it is a part, and the position stays."""
        into, between = self._into, self._courtesy.give_way
        watched = into.wanted(len(drafts))
        passed = run(drafts, into.surroundings(), watched=watched, between=between)
        into.write(passed, reached or self.position, whole=reached is not None)

    def _taken_beside(self, payloads: list[bytes], reached: Position, *, handed: bool) -> int:
        """Have much of it taken through the steps beside, and write it; how many events that were, 0 if it was not.

        While it is written here, the next batch is done there already.
        """
        if not (handed or self._handed(payloads)):
            return 0
        self._courtesy.give_way()
        passed = self._mate.taken(self._into.surroundings())
        if passed is None:
            return 0
        following, until = self._journal.read(reached)
        self._ahead = (following, until) if self._handed(following) else None
        try:
            self._into.write(passed, reached, whole=True)
        except Exception as error:
            if self._ahead:  # what is done ahead comes again, behind this one
                self._ahead = None
                self._mate.end()
            if isinstance(error, StorageFault | Busy):
                raise
            # Here it is found which event is to blame.
            log.info("A batch from beside could not be written: %r", error)
            return 0
        return passed.rows + len(passed.dropped)

    def _handed(self, payloads: list[bytes]) -> bool:
        """Hand over what is much; whether it was."""
        if sum(map(len, payloads)) < MUCH:
            return False
        return self._mate.hand(payloads, self._into.surroundings(), self._into.wanted(MANY))

    def _spoilt(self, draft: Draft, error: Exception) -> None:
        self.poison.put(packed([draft]), error)
        self._into.tally.count(INVALID, draft.source, key=draft.key_id)
        self._into.tally.show(INVALID, "", str(error), as_sample(draft), draft.source)

    def _try_poison_again(self) -> None:
        """What was set aside may be taken by this version; what still may not stays where it is."""
        for path in self.poison.files():
            try:
                self._append(unpacked(path.read_bytes()), None)
            except Exception as error:  # whatever is wrong with it was told when it was set aside
                log.info("%s is still not taken in: %r", path.name, error)
            else:
                self.poison.remove(path)

    def _alarm(self, message: str) -> None:
        if self.fault != message:
            log.error("Arriving events cannot be taken in: %s", message)
        self.fault = message
