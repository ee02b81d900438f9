"""The one thread that writes a journal: takes all that waits, writes it with one fsync, then answers each."""

import os
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Thread

from etappe.base.errors import Busy, EtappeError, StorageFault
from etappe.store.journal.frames import Position, framed
from etappe.store.journal.segments import Segments, disk_errors, start_of

Settle = Callable[[EtappeError | None], None]
"""Called once, in the writer's thread: with None when the frame is on the disk, else with why it is not."""


@dataclass(frozen=True, slots=True)
class JournalLimits:
    """How much may lie where. Bytes, except `stuck_seconds`: a write that takes longer counts as stuck."""

    segment: int = 64 * 2**20
    queue: int = 64 * 2**20
    keep_free: int = 256 * 2**20
    stuck_seconds: float = 5.0


class JournalWriter:
    """Owns the segment that is being written. `end` is where the durable part of the journal ends."""

    def __init__(self, segments: Segments, drained: Position, limits: JournalLimits) -> None:
        self._segments, self._limits = segments, limits
        self._waiting: deque[tuple[bytes, Settle]] = deque()
        self._waiting_bytes = 0
        self._changed = Condition()
        self.stuck_seconds = limits.stuck_seconds
        self._closed = self._roll = False
        self._busy_since: float | None = None
        self._descriptor: int | None = None
        self._room_until = 0.0
        self.fault: str = ""
        self.limits_of: dict[int, int] = {}
        self.end = self._opened(drained)
        self._thread = Thread(
            target=self._run, name=f"journal {segments.folder.parent.name}", daemon=True
        )
        self._thread.start()

    def put(self, payload: bytes, settle: Settle) -> None:
        """Queue a payload. Busy if the queue is full or the disk hangs, StorageFault if the journal is closed."""
        with self._changed:
            if self._closed:
                raise StorageFault(
                    "The shop is being closed.", next_step="Send it again in a moment."
                )
            if self.stuck or self._waiting_bytes + len(payload) > self._limits.queue:
                raise Busy(
                    "The journal cannot keep up: too much waits for the disk.",
                    next_step="Send it again in a moment.",
                )
            self._waiting.append((payload, settle))
            self._waiting_bytes += len(payload)
            if self._busy_since is None:
                self._changed.notify()

    @property
    def stuck(self) -> bool:
        """Whether the write that is under way takes longer than it may."""
        since = self._busy_since
        return since is not None and time.monotonic() - since > self.stuck_seconds

    def roll(self) -> None:
        """When nothing waits, end the segment, so that it can be removed as soon as it is drained."""
        with self._changed:
            self._roll = True
            self._changed.notify()

    def close(self) -> None:
        """Write what waits, then stop. A disk that hangs is not waited for longer than it may take."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=2 * self.stuck_seconds)

    def _opened(self, drained: Position) -> Position:
        """Cut the torn tail of the last segment. The first group begins a new one, never an old one's end."""
        numbers = self._segments.numbers()
        with disk_errors(self._segments.folder):
            if numbers:
                self._segments.cut_torn_tail(numbers[-1])
        return start_of(self._segments, drained)

    def _run(self) -> None:
        while (group := self._next()) is not None:
            error = self._written(group)
            for _, settle in group:
                settle(error)
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _next(self) -> list[tuple[bytes, Settle]] | None:
        with self._changed:
            self._busy_since = None
            while not self._waiting:
                if self._closed:
                    return None
                if self._roll and self.end.offset:
                    self._next_segment()
                self._roll = False
                self._changed.wait(1 if self.fault else None)
                if self.fault and not self._waiting:
                    self._look_again()
            group, self._waiting = list(self._waiting), deque()
            self._waiting_bytes = 0
            self._busy_since = time.monotonic()
            return group

    def _written(self, group: list[tuple[bytes, Settle]]) -> EtappeError | None:
        try:
            with disk_errors(self._segments.folder):
                self._check_room()
                self._write(b"".join([framed(payload) for payload, _ in group]))
        except EtappeError as error:
            self.fault = error.message
            return error
        self.fault = ""
        return None

    def _check_room(self) -> None:
        """Stop before the disk is full to the last byte: the database needs room to take the journal in."""
        if time.monotonic() < self._room_until:
            return
        disk = os.statvfs(self._segments.folder)
        if disk.f_bavail * disk.f_frsize < self._limits.keep_free:
            raise OSError(0, "the disk is nearly full")
        self._room_until = time.monotonic() + 1

    def _look_again(self) -> None:
        """After a fault, while nothing arrives: whether the disk takes writes again, so that the alarm ends."""
        with suppress(EtappeError), disk_errors(self._segments.folder):
            self._check_room()
            self._segments.probe()
            self.fault = ""

    def _write(self, data: bytes) -> None:
        number, good = self.end
        try:
            if self._descriptor is None:
                self._descriptor = self._segments.begin(number)
            written = 0
            while written < len(data):
                written += os.write(self._descriptor, data[written:])
            os.fdatasync(self._descriptor)
        except BaseException:
            self._give_up(number, good)
            raise
        self.end = Position(number, good + len(data))
        if self.end.offset >= self._limits.segment:
            self._next_segment()

    def _give_up(self, number: int, good: int) -> None:
        """After an error the file is not trusted any more: it ends where it was good, the next group begins another."""
        self.limits_of[number] = good
        self._next_segment()
        # If even that fails, the reader stops at the limit.
        with suppress(OSError):
            os.truncate(self._segments.path(number), good)

    def _next_segment(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None
        self.end = Position(self.end.segment + 1, 0)
