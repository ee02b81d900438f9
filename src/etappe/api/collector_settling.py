"""Settling: the journal's thread tells the event loop which requests are durable, once for many of them."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from etappe.base.errors import EtappeError

Settle = Callable[[EtappeError | None], None]


class Settling:
    """Futures of one event loop that another thread settles. Waking the loop costs a system call: once a group."""

    def __init__(self) -> None:
        self._told: deque[tuple[asyncio.Future[EtappeError | None], EtappeError | None]] = deque()
        self._woken = False

    async def settled(self, begin: Callable[[Settle], None]) -> EtappeError | None:
        """Begin something that settles in another thread, and wait: None, or why it could not be done."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[EtappeError | None] = loop.create_future()

        def settle(error: EtappeError | None) -> None:
            self._told.append((future, error))
            if not self._woken:
                self._woken = True
                # A server that stops does not wait for the last answers.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._wake)

        begin(settle)
        return await future

    def _wake(self) -> None:
        # Before the queue is emptied: who settles meanwhile wakes the loop again.
        self._woken = False
        while self._told:
            future, error = self._told.popleft()
            if not future.done():
                future.set_result(error)
