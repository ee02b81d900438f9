"""The gate: whether an arriving event is of somebody who is forgotten or has withdrawn the consent."""

from collections.abc import Callable, Sequence
from typing import Protocol

from etappe.collect.live.way import Withheld
from etappe.events.consent import ANALYTICS, CONSENT_EVENT, MARKETING, granted
from etappe.store.events.hashing import Hashing
from etappe.store.forgotten import ForgetList
from etappe.store.records.withdrawals import Withdrawals

NOTED_BY = "consent_updated"
"""Who a withdrawal was noted by when the person's own browser told it."""


class Arriving(Protocol):
    """What the gate reads of an event on its way in."""

    @property
    def name(self) -> str: ...
    @property
    def occurred_us(self) -> int: ...
    @property
    def key_kind(self) -> str: ...
    @property
    def consent(self) -> str | None: ...
    @property
    def anonymous_id(self) -> str | None: ...
    @property
    def user_id(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def order_id(self) -> str | None: ...


class PrivacyGate:
    """Asked for every event of one shop before it is kept. Where nobody is forgotten or withdrew it costs nothing."""

    def __init__(
        self, forgotten: ForgetList, withdrawals: Withdrawals, hashing: Callable[[], Hashing]
    ) -> None:
        self._forgotten = forgotten
        self._withdrawals = withdrawals
        self._hashing = hashing
        self.noted = False
        """Whether somebody withdrew since the past was last looked at."""

    @property
    def quiet(self) -> bool:
        """Whether nobody is forgotten or withdrew: then only an event that tells a choice needs to be asked about."""
        return not len(self._forgotten) and not self._withdrawals.any

    def withheld(self, events: Sequence[Arriving]) -> list[Withheld]:
        """What of each event must not be kept; they are looked at in their order."""
        return [
            "event" if self.refuses(event) else "click" if self.unadvertised(event) else ""
            for event in events
        ]

    def refuses(self, event: Arriving) -> bool:
        """Whether the event must not be kept: its person is forgotten, or withdrew the consent to be watched.

        A withdrawal stops what browsers send; orders that a server tells are no matter of consent.
        """
        return self.forgets(event) or self.withdrew(event)

    def forgets(self, event: Arriving) -> bool:
        """Whether the event is of a forgotten person and of the time that is forgotten."""
        if not len(self._forgotten):
            return False
        return self._forgotten.holds(_keys(event), event.occurred_us, self._hashing().country)

    def withdrew(self, event: Arriving) -> bool:
        """Whether the person withdrew the consent; a new choice that the event tells is noted first."""
        if event.key_kind != "browser":
            return False
        if event.name == CONSENT_EVENT:
            self._note(event)
        if not self._withdrawals.any:
            return False
        return self._withdrawals.holds(self._kept(event), ANALYTICS, event.occurred_us)

    def unadvertised(self, event: Arriving) -> bool:
        """Whether the person withdrew the consent to marketing before this event, whoever sends it."""
        if not self._withdrawals.any:
            return False
        return self._withdrawals.holds(self._kept(event), MARKETING, event.occurred_us)

    def _note(self, event: Arriving) -> None:
        agreed = granted(event.consent)
        if agreed is None:
            return
        keys = [key for key in self._kept(event) if key[0] != "order"]
        if not keys:
            return
        if agreed and self._withdrawals.any:
            self._withdrawals.lift(keys, sorted(agreed))
        if ANALYTICS in agreed:
            return
        # From the next moment on: the event that tells the choice is itself kept as its proof.
        self._withdrawals.note(keys, [ANALYTICS], event.occurred_us + 1, NOTED_BY)
        self.noted = True

    def _kept(self, event: Arriving) -> list[tuple[str, str]]:
        """The event's keys as the store keeps them."""
        hashing = self._hashing()
        return [(kind, hashing.kept(kind, word)) for kind, word in _keys(event)]


def _keys(event: Arriving) -> list[tuple[str, str]]:
    told = {
        "anonymous": event.anonymous_id,
        "order": event.order_id,
        "phone": event.phone,
        "email": event.email,
        "user": event.user_id,
    }
    return [(kind, word) for kind, word in told.items() if word]
