"""Courtesy: a drain gives way to the door. Acknowledging is a promise to who waits; taking in can wait a little."""

import time
from collections.abc import Callable

WORK = 0.2
"""Seconds of work between two looks."""
LOOK = 0.02
"""Seconds of rest in which the others show how much they have to do."""
BUSY = 0.85
"""From this share of a processor on the others are busy: all threads of Python share one."""
REST = 3.0
"""While they are, the drain rests up to so many times as long as it worked: a quarter is left to it."""


class Courtesy:
    """Asked by a thread between pieces of its work; rests when the rest of the process needs the processor."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        processor: Callable[[], float] = time.process_time,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._processor, self._rest = clock, processor, rest
        self._since = clock()

    def give_way(self) -> None:
        """After so much work rest until the others have little to do, but not for ever."""
        worked = self._clock() - self._since
        if worked < WORK:
            return
        until = self._clock() + REST * min(worked, 1.0)
        while self._others_busy() and self._clock() < until:
            pass
        self._since = self._clock()

    def _others_busy(self) -> bool:
        """Rest a moment; whether the others used it nearly fully."""
        begin, used = self._clock(), self._processor()
        self._rest(LOOK)
        return self._processor() - used > BUSY * (self._clock() - begin)
