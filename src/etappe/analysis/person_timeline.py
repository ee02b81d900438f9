"""Person, time line: visits with their touches, contacts beside visits, orders as one block each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from etappe.analysis.events_items import EventItem
from etappe.analysis.events_orders import step_of
from etappe.analysis.person_orders import PersonOrder, is_message
from etappe.base.messages import LANGUAGES, Language
from etappe.events.words import Words

Kind = Literal["visit", "contact", "order"]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A visit with its touches in order, one contact beside visits (`touches` holds it), or one order.

    `seconds` is a visit's time from its first to its last touch. `device` and `campaign` are those of its first
    touch that has one.
    """

    kind: Kind
    at: datetime
    visit: int | None
    journey: int | None
    seconds: float | None
    channel: str | None
    channel_label: Mapping[Language, str] | None
    device: str | None
    campaign: str | None
    touches: tuple[EventItem, ...]
    order: PersonOrder | None


def timeline_of(
    items: Sequence[EventItem], orders: Sequence[PersonOrder], words: Words
) -> tuple[TimelineEntry, ...]:
    """Everything in order of time; what an order's block tells is told there alone."""
    visits = sorted((item for item in items if item.visit), key=lambda item: item.visit or 0)
    entries = [
        _entry("visit", list(touches), words)
        for _, touches in groupby(visits, key=lambda item: item.visit)
    ]
    known = {order.order for order in orders if order.order}
    entries += [
        _entry("contact", [item], words)
        for item in items
        if not item.visit and not _in_block(item, known)
    ]
    entries += [_order(order, at) for order in orders if (at := order.begins_at) is not None]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind == "order")))


def _in_block(item: EventItem, orders: set[str]) -> bool:
    return item.order in orders and (step_of(item) is not None or is_message(item))


def _entry(kind: Kind, touches: list[EventItem], words: Words) -> TimelineEntry:
    times = [touch.occurred_at for touch in touches]
    channel = touches[0].channel
    known = words.channels.get(channel or "")
    label = {one: (known.name[one] if known else channel or "") for one in LANGUAGES}
    return TimelineEntry(
        kind=kind,
        at=min(times),
        visit=touches[0].visit,
        journey=touches[0].journey,
        seconds=(max(times) - min(times)).total_seconds() if kind == "visit" else None,
        channel=channel,
        channel_label=label if channel else None,
        device=next((touch.device for touch in touches if touch.device), None),
        campaign=next((touch.campaign for touch in touches if touch.campaign), None),
        touches=tuple(touches),
        order=None,
    )


def _order(order: PersonOrder, at: datetime) -> TimelineEntry:
    return TimelineEntry(
        kind="order",
        at=at,
        visit=order.visit,
        journey=order.journey,
        seconds=None,
        channel=None,
        channel_label=None,
        device=None,
        campaign=None,
        touches=(),
        order=order,
    )
