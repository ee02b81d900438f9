"""Person, orders: one order as one block, from the click to the doorbell, with what was promised and said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from etappe.analysis.events_items import EventItem
from etappe.analysis.events_orders import (
    OrderBlock,
    Parcel,
    block_of,
    by_order,
    by_staff,
    parcel_key,
    step_of,
)
from etappe.base.messages import Language
from etappe.events.payments import provider_named

_PROMISED = ("promised_by", "promised_at", "promised", "estimated_delivery", "delivery_date", "eta")
"""Properties that promise a delivery: a day, or how many days it takes ("2–3 Tage")."""
_DAYS = re.compile(r"(\d+)\D*$")
_WORKING = ("werktag", "working", "business")
_SUNDAY, _SATURDAY = 6, 5
_RATING = ("rating", "stars", "score")
_PAYMENT = ("payment_method", "payment_type", "payment")
_ITEMS = ("items", "products")


@dataclass(frozen=True, slots=True)
class PersonParcel:
    """One parcel. `promised` as told; `promised_by` the last day that it allows, None where nothing was promised.

    `late_days` are the local days after it, 0 when in time; a parcel still out counts to the data's last day.
    """

    key: str | None
    carrier: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    promised: str | None
    promised_by: date | None
    late_days: int | None


@dataclass(frozen=True, slots=True)
class OrderMessage:
    """What the shop told about the order, and when."""

    at: datetime
    name: str
    label: Mapping[Language, str]
    channel: str | None


@dataclass(frozen=True, slots=True)
class OrderedProduct:
    """A product of the order; `title` as a page of the shop calls it."""

    product: str
    title: str | None


@dataclass(frozen=True, slots=True)
class PersonOrder:
    """One order and when each thing first happened to it; None for what is not known to have happened.

    `visit` is the visit it was placed in; `staff` the member of staff who entered it in the customer's name, None for the
    customer's own: an order of staff is in no figure of customers. `stars` 1 to 5 as rated, `review` what was written. `refunded` is all
    that was given back.
    """

    order: str | None
    visit: int | None
    journey: int | None
    products: tuple[OrderedProduct, ...]
    value: Decimal | None
    currency: str | None
    payment: str | None
    staff: str | None
    ordered_at: datetime | None
    paid_at: datetime | None
    picked_at: datetime | None
    parcels: tuple[PersonParcel, ...]
    cancelled_at: datetime | None
    returned_at: datetime | None
    refunded_at: datetime | None
    refunded: Decimal | None
    reviewed_at: datetime | None
    stars: float | None
    review: str | None
    messages: tuple[OrderMessage, ...]

    @property
    def begins_at(self) -> datetime | None:
        """Where the block stands in time: the order itself, else the first that is known of it."""
        times = (self.ordered_at, self.paid_at, self.picked_at, self.returned_at, self.refunded_at)
        return next((at for at in times if at is not None), None)


def orders_of_person(
    items: Sequence[EventItem], zone: ZoneInfo, last_at: datetime
) -> tuple[PersonOrder, ...]:
    """All orders in a person's events, in order of time; `last_at` is the data's last moment."""
    titles: dict[str, str] = {}
    # The product's own page knows its name; a landing page or the one that says thank you carries it too.
    for item in sorted(items, key=lambda item: item.meaning != "view_item"):
        if item.product and item.title and step_of(item) is None:
            titles.setdefault(item.product, item.title)
    return tuple(_order(told, items, titles, zone, last_at) for told in by_order(items))


def _order(
    told: list[EventItem],
    items: Sequence[EventItem],
    titles: Mapping[str, str],
    zone: ZoneInfo,
    last_at: datetime,
) -> PersonOrder:
    block = block_of(told)
    placed = [item for item in told if step_of(item) == "ordered"]
    reviews = [item for item in told if step_of(item) == "reviewed"]
    first = placed[0] if placed else None
    return PersonOrder(
        order=block.order,
        visit=first.visit if first else None,
        journey=first.journey if first else told[0].journey,
        products=_products(placed, titles),
        value=block.value,
        currency=block.currency,
        payment=_payment(placed),
        staff=first.staff if first and all(map(by_staff, placed)) else None,
        ordered_at=block.ordered_at,
        paid_at=block.paid_at,
        picked_at=block.picked_at,
        parcels=tuple(_parcel(parcel, told, zone, last_at) for parcel in block.parcels),
        cancelled_at=block.cancelled_at,
        returned_at=block.returned_at,
        refunded_at=block.refunded_at,
        refunded=block.refunded,
        reviewed_at=block.reviewed_at,
        stars=next((stars for one in reviews if (stars := _stars(one)) is not None), None),
        review=next(
            (str(one.properties["text"]) for one in reviews if one.properties.get("text")), None
        ),
        messages=_messages(block, items),
    )


def _products(placed: Sequence[EventItem], titles: Mapping[str, str]) -> tuple[OrderedProduct, ...]:
    found: dict[str, str | None] = {}
    for item in placed:
        if item.product:
            found.setdefault(item.product, titles.get(item.product))
        for name in _ITEMS:
            for line in _lines(item.properties.get(name)):
                key = str(
                    line.get("item_id") or line.get("product_id") or line.get("item_name") or ""
                )
                title = line.get("item_name") or line.get("name") or titles.get(key)
                if key:
                    found.setdefault(key, str(title) if title else None)
    return tuple(OrderedProduct(product, title) for product, title in found.items())


def _lines(given: object) -> list[Mapping[str, object]]:
    return [line for line in given if isinstance(line, Mapping)] if isinstance(given, list) else []


def _payment(placed: Sequence[EventItem]) -> str | None:
    for item in placed:
        for name in _PAYMENT:
            if word := item.properties.get(name):
                return provider_named(str(word)) or str(word)
    return None


def _stars(item: EventItem) -> float | None:
    given = next((item.properties[name] for name in _RATING if name in item.properties), None)
    try:
        return None if given is None else float(str(given))
    except ValueError:
        return None


def _messages(block: OrderBlock, items: Sequence[EventItem]) -> tuple[OrderMessage, ...]:
    """What the shop itself told about this order beside its steps: confirmations, notices, invoices."""
    return tuple(
        OrderMessage(item.occurred_at, item.name, item.label, item.channel)
        for item in items
        if block.order and item.order == block.order and is_message(item)
    )


def is_message(item: EventItem) -> bool:
    """Whether the event is something the shop told about an order, and no step of the order itself."""
    return item.side == "shop" and bool(item.order) and step_of(item) is None


def _parcel(
    parcel: Parcel, told: Sequence[EventItem], zone: ZoneInfo, last_at: datetime
) -> PersonParcel:
    own = [
        item
        for item in told
        if step_of(item) in ("shipped", "delivered") and parcel_key(item) == parcel.key
    ]
    promised = next(
        (item.properties[n] for item in own for n in _PROMISED if item.properties.get(n)), None
    )
    by = None if promised is None else _promised_by(str(promised), parcel.shipped_at, zone)
    came = (parcel.delivered_at or last_at).astimezone(zone).date()
    return PersonParcel(
        key=parcel.key,
        carrier=next(
            (str(item.properties["carrier"]) for item in own if item.properties.get("carrier")),
            None,
        ),
        shipped_at=parcel.shipped_at,
        delivered_at=parcel.delivered_at,
        promised=None if promised is None else str(promised),
        promised_by=by,
        late_days=None if by is None else max(0, (came - by).days),
    )


def _promised_by(text: str, shipped_at: datetime | None, zone: ZoneInfo) -> date | None:
    """The last local day of a promise: a day as written, else the most days it names after dispatch."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    days = _DAYS.search(text)
    if days is None or shipped_at is None or len(days[1]) > 3:
        return None
    return _after(shipped_at.astimezone(zone).date(), int(days[1]), text.lower())


def _after(day: date, days: int, text: str) -> date:
    """So many days later; working days leave out the Sunday, business days the Saturday too."""
    free: tuple[int, ...] = ()
    if any(word in text for word in _WORKING):
        free = (_SUNDAY,) if "werktag" in text else (_SATURDAY, _SUNDAY)
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() not in free
    return day
