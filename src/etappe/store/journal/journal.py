"""Journal: what one shop acknowledged and has not yet taken into its events."""

import threading
from concurrent.futures import Future
from pathlib import Path

from etappe.base.errors import EtappeError
from etappe.store.journal.frames import Position
from etappe.store.journal.segments import Segments, disk_errors
from etappe.store.journal.writer import JournalLimits, JournalWriter, Settle

NOTHING_DRAINED = Position()
USUAL_LIMITS = JournalLimits()


class Journal:
    """An append-only log in one folder; safe to use from several threads. One reader drains it.

    A payload is any bytes. It counts as kept once its `settle` was called with None: it is fsynced then.
    """

    def __init__(self, folder: Path, drained: Position, limits: JournalLimits) -> None:
        self._segments = Segments(folder)
        self._writer = JournalWriter(self._segments, drained, limits)
        self._arrived = threading.Event()
        self.damaged: list[Path] = sorted(folder.glob("*.damaged"))

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        drained: Position = NOTHING_DRAINED,
        limits: JournalLimits = USUAL_LIMITS,
    ) -> "Journal":
        """Open or create the journal; a tail that was being written when the process stopped is cut.

        `drained` is how far the store has come: new segments get numbers behind it, also when the folder is empty
        (after a restore). Raises StorageFault if the folder cannot be used.
        """
        return cls(folder, drained, limits)

    def close(self) -> None:
        """Write what waits and stop."""
        self._writer.close()
        self._arrived.set()

    def put(self, payload: bytes, settle: Settle) -> None:
        """Queue a payload; `settle` is told in the writer's thread. Busy if the queue is full or the disk hangs."""
        self._writer.put(payload, self._told(settle))

    def append(self, payload: bytes) -> "Future[None]":
        """Queue a payload; the future is done when it is durable, or has the error."""
        future: Future[None] = Future()

        def settle(error: EtappeError | None) -> None:
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

        self.put(payload, settle)
        return future

    @property
    def end(self) -> Position:
        """Where the durable part ends."""
        return self._writer.end

    @property
    def fault(self) -> str:
        """Why the last write failed, or that one hangs; "" when all is well."""
        if self._writer.stuck:
            return "The disk does not answer: a write hangs."
        return self._writer.fault

    def read(self, after: Position) -> tuple[list[bytes], Position]:
        """Durable payloads behind `after`, about 4 MB of them, and the position behind the last.

        An empty list with a new position says that a segment ended; with the same one, that nothing more is there.
        """
        end = self.end
        with disk_errors(self._segments.folder):
            numbers = [n for n in self._segments.numbers() if after.segment <= n <= end.segment]
            if not numbers:
                return [], after
            number = numbers[0]
            offset = after.offset if number == after.segment else 0
            last = number == end.segment
            until = end.offset if last else self._writer.limits_of.get(number)
            payloads, reached = self._segments.read(number, offset, until)
            if payloads or last:
                return payloads, Position(number, reached)
            if reached < (until if until is not None else self._segments.size(number)):
                self.damaged.append(self._segments.set_aside(number))
            return [], Position(number + 1, 0)

    def wait(self, seconds: float) -> bool:
        """Wait until something more is durable, at most so long; whether it is."""
        arrived = self._arrived.wait(seconds)
        self._arrived.clear()
        return arrived

    def wake(self) -> None:
        """Let whoever waits look again."""
        self._arrived.set()

    def waiting_bytes(self, after: Position) -> int:
        """How many durable bytes lie behind `after`."""
        numbers = [n for n in self._segments.numbers() if n >= after.segment]
        return sum(map(self._segments.size, numbers)) - (
            after.offset if after.segment in numbers else 0
        )

    def roll(self) -> None:
        """End the segment being written once nothing waits: what is drained of it can then be removed."""
        self._writer.roll()

    def forget_before(self, position: Position) -> None:
        """Remove the segments before that of `position`: they are drained."""
        done = [n for n in self._segments.numbers() if n < position.segment]
        with disk_errors(self._segments.folder):
            self._segments.remove(done)

    def forget_all_before(self, position: Position) -> bool:
        """Remove every segment if all of them lie before `position` or end there; whether nothing is left."""
        numbers = self._segments.numbers()
        end = self.end
        if self.waiting_bytes(position) or (numbers and numbers[-1] >= end.segment):
            return not numbers
        with disk_errors(self._segments.folder):
            self._segments.remove(numbers)
        return True

    def forget_damaged(self) -> None:
        """Remove segments that were set aside."""
        for path in self.damaged:
            path.unlink(missing_ok=True)
        self.damaged = []

    def _told(self, settle: Settle) -> Settle:
        arrived = self._arrived

        def told(error: EtappeError | None) -> None:
            settle(error)
            if error is None:
                arrived.set()

        return told
