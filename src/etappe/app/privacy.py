"""Privacy: what a shop stores about people, field by field, with the consent of its visits, times and requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from etappe.app.consent_share import ConsentShare, consent_share
from etappe.app.purposes import PurposeRow, purposes
from etappe.app.retention import RetentionRow, retention
from etappe.app.shop import Shop
from etappe.app.speech import in_both
from etappe.events.personal import is_personal
from etappe.events.row import EVENT_COLUMNS
from etappe.events.words import Text

Personal = Literal["plain", "pseudonym", "hashed", "sealed", "possible", "unchecked"]
_CLASS: Mapping[str, Personal] = {
    "anonymous_id": "pseudonym", "user_id": "pseudonym", "previous_id": "pseudonym", "visit_id": "pseudonym",
    "order_id": "pseudonym", "click_id": "pseudonym", "event_id": "pseudonym", "staff": "pseudonym",
    "email": "hashed", "phone": "hashed", "account_id": "possible", "path": "possible", "title": "possible",
    "referrer": "possible", "properties": "possible",
}  # fmt: skip
"""What of the event row says who somebody is, or may do so."""


@dataclass(frozen=True, slots=True)
class StoredField:
    """One field. `filled` is how many events carry it, None for a property of its own (nobody counts these).

    A sender's own property is `unchecked`: its name says nothing, and only the shop knows what stands in it.
    """

    name: str
    meaning: Text
    personal: Personal
    filled: int | None


@dataclass(frozen=True, slots=True)
class Privacy:
    """Everything on the page Privacy that is about the shop and not about one person. `sealed`: originals; `unsealed`:
    events of before there was sealing that are still to be looked at."""

    events: int
    sealed: int
    unsealed: int
    fields: tuple[StoredField, ...]
    consent: ConsentShare
    purposes: tuple[PurposeRow, ...]
    retention: tuple[RetentionRow, ...]
    keep_untold: bool
    withdrawal_past: bool
    without_consent: str
    forgotten: int


def privacy(shop: Shop) -> Privacy:
    """The state of this moment, from the live schema, data and settings."""
    filled = shop.events.private.stored.filled()
    tracking = shop.records.tracking()
    return Privacy(
        events=filled["events"],
        sealed=shop.events.private.stored.sealed(),
        unsealed=shop.events.private.unsealed(),
        fields=_fields(shop, filled),
        consent=consent_share(shop),
        purposes=purposes(shop),
        retention=tuple(retention(shop)),
        keep_untold=tracking.keep_untold,
        withdrawal_past=tracking.withdrawal_past,
        without_consent=tracking.without_consent,
        forgotten=len(shop.forgotten),
    )


def _fields(shop: Shop, filled: Mapping[str, int]) -> tuple[StoredField, ...]:
    """The columns of the event row as they are now, then every property that was ever sent."""
    columns = [
        StoredField(
            column.name,
            in_both(f"stored_{column.name}"),
            _CLASS.get(column.name, "plain"),
            filled[column.name],
        )
        for column in EVENT_COLUMNS
    ]
    sealed = shop.events.private.names()
    fixed = {column.name for column in EVENT_COLUMNS}
    named: dict[str, Personal] = dict.fromkeys(sealed, "sealed")
    for name in shop.events.private.stored.properties():
        named.setdefault(name, "possible" if is_personal(name) else "unchecked")
    of_event = in_both("stored_property")
    properties = [
        StoredField(name, of_event, kind, None)
        for name, kind in sorted(named.items())
        if name not in fixed
    ]
    return (*columns, *properties)
