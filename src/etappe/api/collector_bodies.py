"""Bodies of requests: read within bounds of size, time and memory, whoever sends them and however slowly."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from etappe.api.collector_packed import MOST_BYTES, TooLarge
from etappe.api.collector_request import Asked
from etappe.base.errors import BadInput, Busy

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

SECONDS = 60.0
"""So long may a body take to come."""
MOST_HELD = 200_000_000
"""Bytes that may lie here of all bodies that are not whole yet."""
_PASSED_OVER = 50_000_000
"""So much of a body that is too large is read and dropped: who is still sending does not read the answer."""


class ClientGone(BadInput):
    """The sender hung up in the middle of the body; nobody reads the answer."""

    code = "client_gone"


class TooSlow(BadInput):
    """The body did not come in time."""

    code = "too_slow"
    status = 408

    def __init__(self) -> None:
        super().__init__(
            "The body did not come in time.", next_step="Send it again, in smaller batches."
        )


class Bodies:
    """Reads the bodies of one server's requests."""

    def __init__(self) -> None:
        self._held = 0

    async def read(self, asked: Asked, receive: Receive) -> bytes:
        """The whole body. TooLarge if it is or says to be, TooSlow, Busy if too many are half here, ClientGone."""
        told = asked.headers.get("content-length", "")
        too_large = told.isdecimal() and int(told[:20]) > MOST_BYTES
        if too_large and "expect" in asked.headers:
            raise TooLarge
        first = await _next(receive)
        try:
            async with asyncio.timeout(SECONDS if first.get("more_body") else None):
                return await self._gathered(first, too_large, receive)
        except TimeoutError as error:
            raise TooSlow from error

    async def _gathered(self, message: Message, too_large: bool, receive: Receive) -> bytes:
        parts: list[bytes] = []
        size = held = 0
        try:
            while True:
                part = message.get("body", b"")
                size += len(part)
                too_large = too_large or size > MOST_BYTES
                more = message.get("more_body") and size <= _PASSED_OVER
                if not too_large:
                    parts.append(part)
                if not more:
                    break
                if not too_large:
                    held += self._hold(len(part))
                message = await _next(receive)
        finally:
            self._held -= held
        if too_large:
            raise TooLarge
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _hold(self, size: int) -> int:
        if self._held + size > MOST_HELD:
            raise Busy("Too many requests are half here.", next_step="Send it again in a moment.")
        self._held += size
        return size


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone("The request broke off.")
    return message
