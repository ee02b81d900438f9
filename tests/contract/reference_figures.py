"""KPIs once more, as DESIGN section 7 words them, over the reference's cut."""

from collections import defaultdict
from fractions import Fraction
from statistics import mean
from typing import Any

from contract.reference_cut import Cut
from contract.reference_events import DAY, SECOND, Touch
from contract.reference_questions import ALWAYS, Period, middle

CART = ("add_to_cart", "view_cart", "remove_from_cart", "cart_saved")


def kpis(shop: Cut, period: Period = ALWAYS) -> dict[str, Any]:
    """The figures by their keys; money in minor units, shares as fractions or None."""
    orders = [t for t in shop.touches if t.conversion and period.holds(t.time)]
    refunds = [t for t in shop.refunds if period.holds(t.time)]
    visits = [v for v in shop.visits if period.holds(v.begin)]
    journeys = [j for j in shop.journeys if period.holds(j.begin)]
    value = sum(t.value or 0 for t in orders)
    refunded = sum(t.value or 0 for t in refunds)
    priced = [t for t in orders if t.value is not None]
    spans = [span for j in shop.journeys if (span := _purchase_time(j.touches, period)) is not None]
    return {
        "persons": len({t.person for t in shop.touches if period.holds(t.time)}),
        "visits": len(visits),
        "journeys": len(journeys),
        "orders": len(orders),
        "value": value,
        "refunded": refunded,
        "net": value - refunded,
        "conversion_rate": _ratio(
            sum(any(t.conversion for t in v.touches) for v in visits), len(visits)
        ),
        "average_order_value": _ratio(value, len(priced) * 100),
        "purchase_seconds_median": middle(spans),
        "purchase_seconds_mean": mean(spans) / SECOND if spans else None,
        "cart_abandonment": _abandoned(shop, period),
        **_customers(shop, period),
        "sources": _sources(shop, period),
    }


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _purchase_time(touches: list[Touch], period: Period) -> int | None:
    bought = [t.time for t in touches if t.conversion]
    if not bought or not period.holds(min(bought)):
        return None
    return min(bought) - min(t.time for t in touches)


def _abandoned(shop: Cut, period: Period) -> Fraction | None:
    with_cart = left = 0
    for journey in shop.journeys:
        carts = [t.time for t in journey.touches if t.event.key in CART]
        if not carts or not period.holds(max(carts)) or shop.last - max(carts) < DAY:
            continue
        with_cart += 1
        bought = [t.time for t in journey.touches if t.conversion]
        left += not any(0 <= time - max(carts) <= DAY for time in bought)
    return _ratio(left, with_cart)


def _customers(shop: Cut, period: Period) -> dict[str, Any]:
    orders: dict[str, list[Touch]] = defaultdict(list)
    end = period.end if period.end is not None else shop.last + 1
    for touch in sorted(shop.touches, key=lambda t: t.place):
        if touch.conversion and touch.time < end:
            orders[touch.person].append(touch)
    paid = sum(t.value or 0 for own in orders.values() for t in own)
    back = sum(t.value or 0 for t in shop.refunds if t.time < end and t.person in orders)
    old = again = 0
    last = min(shop.last, end)
    for own in orders.values():
        if last - own[0].time >= 365 * DAY:
            old += 1
            again += len(own) > 1 and own[1].time - own[0].time <= 365 * DAY
    return {
        "clv": _ratio(paid - back, len(orders) * 100),
        "repurchase_rate": _ratio(again, old),
        "repurchase_rate_naive": _ratio(sum(len(o) > 1 for o in orders.values()), len(orders)),
    }


def _sources(shop: Cut, period: Period) -> dict[str, tuple[int, int, int, int]]:
    found: dict[str, list[Any]] = {}
    for visit in shop.visits:
        if period.holds(visit.begin):
            row = found.setdefault(visit.touches[0].channel, [0, set(), 0, 0])
            row[0] += 1
            row[1].add(visit.person)
            row[2] += sum(t.conversion for t in visit.touches)
            row[3] += sum(t.value or 0 for t in visit.touches if t.conversion)
    return {
        channel: (visits, len(persons), bought, value)
        for channel, (visits, persons, bought, value) in found.items()
    }
