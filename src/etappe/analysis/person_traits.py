"""Person, traits: the latest value of every property, and what of it stays masked until opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from etappe.analysis.events_items import EventItem
from etappe.events.personal import is_personal, masked

MOST = 40
_CONTEXT = ("country", "language", "browser", "consent", "account_id")
"""Fields of the row itself that say something of the person."""


@dataclass(frozen=True, slots=True)
class Trait:
    """The latest value of one property, and when it was told; `personal` ones are masked until opened."""

    name: str
    value: str
    at: datetime
    personal: bool


def traits_of(
    items: Sequence[EventItem], rows: Sequence[Mapping[str, Any]], opened: bool
) -> tuple[Trait, ...]:
    """The latest traits in the person's own events, the latest told first, at most 40."""
    found: dict[str, Trait] = {}
    for item, row in sorted(zip(items, rows, strict=True), key=lambda pair: pair[0].occurred_at):
        if item.side != "customer" or item.set_aside is not None:
            continue
        told = {name: row.get(name) for name in _CONTEXT} | dict(item.properties)
        for name, value in told.items():
            if value in (None, "") or isinstance(value, Mapping | list):
                continue
            found.pop(name, None)
            personal = is_personal(name)
            shown = str(value) if opened or not personal else masked(str(value))
            found[name] = Trait(name, shown, item.occurred_at, personal)
    return tuple(reversed(found.values()))[:MOST]


def veiled(item: EventItem, opened: bool) -> EventItem:
    """The event with the personal ones of its properties masked, unless somebody opened the person."""
    if opened or not any(map(is_personal, item.properties)):
        return item
    properties = {
        name: masked(str(value)) if is_personal(name) else value
        for name, value in item.properties.items()
    }
    return replace(item, properties=properties)
