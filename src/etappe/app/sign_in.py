"""Signing in: whether e-mail and password belong together, and a brake on whoever tries many."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from etappe.base.clock import now
from etappe.base.errors import TooManyTries
from etappe.store.records import User

SPAN = timedelta(minutes=15)
"""Wrong tries are counted over the last quarter of an hour."""
PER_VISITOR, PER_ADDRESS, PER_EMAIL = 10, 50, 100
"""Wrong tries of one address for one e-mail; of one address for all; of all addresses for one e-mail."""
_MOST = 20_000
_AT_ONCE = 2

_Who = tuple[str, str]
"""An address and an e-mail; '' stands for any."""


class SignIns:
    """Verifies passwords. Safe to use from several threads; what it remembers is gone when the server ends.

    `knows` says whose e-mail and password these are. A password's hash takes memory on purpose: only a few are worked out at once, and none for who must wait.
    """

    def __init__(self, knows: Callable[[str, str], User | None]) -> None:
        self._knows = knows
        self._wrong: dict[_Who, deque[datetime]] = {}
        self._guard = threading.Lock()
        self._hashing = threading.Semaphore(_AT_ONCE)

    def verify(self, email: str, password: str, address: str) -> User | None:
        """The user, or None; TooManyTries if this address, or anybody for this e-mail, was wrong too often."""
        visitor = (address, email.strip().casefold())
        with self._hashing:
            self._let_in(visitor)
            user = self._knows(email, password)
        with self._guard:
            if user is None:
                self._count(visitor)
            else:
                self._wrong.pop(visitor, None)
        return user

    def forgive(self, email: str) -> None:
        """Forget the wrong tries for an e-mail that has got a new password."""
        known = email.strip().casefold()
        with self._guard:
            for who in [who for who in self._wrong if who[1] == known]:
                del self._wrong[who]

    def _let_in(self, visitor: _Who) -> None:
        moment = now()
        with self._guard:
            waits = [self._free_at(who, most, moment) for who, most in _limits(visitor)]
        until = max((wait for wait in waits if wait is not None), default=None)
        if until is not None:
            seconds = int((until - moment).total_seconds()) + 1
            raise TooManyTries(
                f"Too many wrong tries; the next one is possible in {-(-seconds // 60)} min.",
                next_step="Wait, or ask an owner for a new password: etappe users password EMAIL",
                seconds=seconds,
            )

    def _free_at(self, who: _Who, most: int, moment: datetime) -> datetime | None:
        """When the next try is allowed again, or None if it is now."""
        tries = self._wrong.get(who)
        while tries and tries[0] + SPAN <= moment:
            tries.popleft()
        return tries[-most] + SPAN if tries and len(tries) >= most else None

    def _count(self, visitor: _Who) -> None:
        for who, most in _limits(visitor):
            # Moved to the end: what nobody tried for longest is forgotten first.
            tries = self._wrong.pop(who, None) or deque(maxlen=most)
            tries.append(now())
            self._wrong[who] = tries
        while len(self._wrong) > _MOST:
            del self._wrong[next(iter(self._wrong))]


def _limits(visitor: _Who) -> tuple[tuple[_Who, int], ...]:
    address, email = visitor
    return ((visitor, PER_VISITOR), ((address, ""), PER_ADDRESS), (("", email), PER_EMAIL))
