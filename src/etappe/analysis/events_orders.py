"""Events, orders: from order to doorbell, one block an order (A12.7): paid, picked, each parcel, and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from etappe.analysis.events_items import EventItem

_ORDERED = "purchase"
_STEPS = {
    "order_paid": "paid",
    "order_approved": "paid",
    "order_picked": "picked",
    "order_shipped": "shipped",
    "order_delivered": "delivered",
    "order_collected": "delivered",
    "order_cancelled": "cancelled",
    "return_requested": "returned",
    "return_received": "returned",
    "refund": "refunded",
    "review_posted": "reviewed",
}
_PARCEL = ("parcel_id", "parcel", "shipment_id", "tracking_number", "tracking_id")
"""Properties that name a parcel; the first that an event has counts."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel of an order. Without a name of its own, the n-th delivery belongs to the n-th dispatch."""

    key: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderBlock:
    """One order and when each thing first happened to it; None for what is not known to have happened.

    `refunded` is all that was given back for it. `order` is None for a purchase without order id.
    """

    order: str | None
    ordered_at: datetime | None
    value: Decimal | None
    currency: str | None
    paid_at: datetime | None
    picked_at: datetime | None
    parcels: tuple[Parcel, ...]
    cancelled_at: datetime | None
    returned_at: datetime | None
    refunded_at: datetime | None
    refunded: Decimal | None
    reviewed_at: datetime | None


def order_blocks(events: Iterable[EventItem]) -> tuple[OrderBlock, ...]:
    """The orders in some events of one person, in order of time."""
    return tuple(block_of(told) for told in by_order(events))


def by_order(events: Iterable[EventItem]) -> list[list[EventItem]]:
    """The events that tell of each order, in order of time.

    An event without an order id (a review, say) belongs to the person's latest order before it.
    """
    told: dict[str, list[EventItem]] = {}
    latest = ""
    for event in sorted(events, key=lambda event: event.occurred_at):
        ordered = event.meaning == _ORDERED
        if not ordered and event.meaning not in _STEPS:
            continue
        key = event.order or (event.event_id if ordered else latest)
        if not key:
            continue
        told.setdefault(key, []).append(event)
        if ordered:
            latest = key
    return list(told.values())


def step_of(event: EventItem) -> str | None:
    """Which step of an order the event tells: ordered, paid, picked, shipped …; None if it tells none."""
    return "ordered" if event.meaning == _ORDERED else _STEPS.get(event.meaning)


def by_staff(event: EventItem) -> bool:
    """Whether staff placed an order in the customer's name by this event."""
    return event.set_aside == "staff" and step_of(event) == "ordered"


def block_of(events: list[EventItem]) -> OrderBlock:
    """One order, from the events that tell of it."""
    by_step: dict[str, list[EventItem]] = {}
    for event in events:
        by_step.setdefault(_STEPS.get(event.meaning, "ordered"), []).append(event)

    def first(step: str) -> datetime | None:
        return by_step[step][0].occurred_at if step in by_step else None

    ordered = by_step.get("ordered", [])
    # Of several events that tell one order, the one the journeys keep (not set aside) has its value.
    teller = next(
        (event for event in ordered if event.set_aside is None), next(iter(ordered), None)
    )
    back = [event.value for event in by_step.get("refunded", []) if event.value is not None]
    return OrderBlock(
        order=events[0].order,
        ordered_at=first("ordered"),
        value=teller.value if teller else None,
        currency=teller.currency if teller else None,
        paid_at=first("paid"),
        picked_at=first("picked"),
        parcels=_parcels(by_step.get("shipped", []), by_step.get("delivered", [])),
        cancelled_at=first("cancelled"),
        returned_at=first("returned"),
        refunded_at=first("refunded"),
        refunded=sum((abs(value) for value in back), Decimal(0)) if back else None,
        reviewed_at=first("reviewed"),
    )


def _parcels(shipped: list[EventItem], delivered: list[EventItem]) -> tuple[Parcel, ...]:
    named: dict[str, dict[bool, datetime]] = {}
    nameless: tuple[list[datetime], list[datetime]] = ([], [])
    for arrived, events in ((False, shipped), (True, delivered)):
        for event in events:
            key = parcel_key(event)
            if key is None:
                nameless[arrived].append(event.occurred_at)
            else:
                named.setdefault(key, {}).setdefault(arrived, event.occurred_at)
    parcels = [Parcel(key, times.get(False), times.get(True)) for key, times in named.items()]
    for number in range(max(map(len, nameless))):
        left, came = (times[number] if number < len(times) else None for times in nameless)
        parcels.append(Parcel(None, left, came))
    return tuple(parcels)


def parcel_key(event: EventItem) -> str | None:
    """What the event calls its parcel, if it does."""
    return next((str(event.properties[key]) for key in _PARCEL if event.properties.get(key)), None)
