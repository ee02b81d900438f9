"""Person, in words: what became of an order: paid, packed, on its way, there, sent back, rated."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from etappe.analysis.person_orders import PersonOrder
from etappe.analysis.speech import say
from etappe.base import numbers
from etappe.base.messages import Language

_WEEK = 7
_FIVE = 5


def fulfilment(order: PersonOrder, zone: ZoneInfo, language: Language) -> str:
    """' Bezahlt 20:10, Freitag gepackt 7:40, …'; empty when nothing is known of it."""
    told = list(_stations(order, zone, language))
    after = "; ".join(part for part in (*_late(order, language), *_after(order, zone, language)))
    text = ", ".join(told) + (("; " if told else "") + after if after else "")
    return f" {text[0].upper()}{text[1:]}." if text else ""


def _stations(order: PersonOrder, zone: ZoneInfo, language: Language) -> Iterator[str]:
    """Each station with its time; the weekday where it is another than that of the station before."""
    parcel = order.parcels[0] if order.parcels else None
    known = (
        ("paid", order.paid_at),
        ("picked", order.picked_at),
        ("shipped", parcel.shipped_at if parcel else None),
        ("delivered", parcel.delivered_at if parcel else None),
    )
    before = order.ordered_at.astimezone(zone).date() if order.ordered_at else None
    stations = sorted((at, place, name) for place, (name, at) in enumerate(known) if at is not None)
    for moment, _, name in stations:
        at = moment.astimezone(zone)
        day = _other_day(at, before, language)
        key = f"person_{name}_later" if day else f"person_{name}"
        yield say(key, language, day=day, time=numbers.clock(at))
        before = at.date()
    if len(order.parcels) > 1:
        yield say("person_parcels", language, count=len(order.parcels))


def _other_day(at: datetime, before: date | None, language: Language) -> str:
    """Nothing on the same day; the weekday within a week, else the date."""
    if before == at.date():
        return ""
    near = before is not None and 0 < (at.date() - before).days < _WEEK
    return numbers.weekday(at, language) if near else numbers.day_of_month(at, language)


def _late(order: PersonOrder, language: Language) -> Iterator[str]:
    late = max((parcel.late_days or 0 for parcel in order.parcels), default=0)
    if late:
        key = "person_late_one" if late == 1 else "person_late"
        yield say(key, language, days=late)


def _after(order: PersonOrder, zone: ZoneInfo, language: Language) -> Iterator[str]:
    if order.cancelled_at:
        yield say("person_cancelled", language, day=_date(order.cancelled_at, zone, language))
    if order.returned_at:
        yield say("person_returned", language, day=_date(order.returned_at, zone, language))
    if order.refunded is not None:
        value = numbers.money(order.refunded, order.currency or "", language)
        yield say("person_refunded", language, value=value)
    if order.reviewed_at and order.stars is not None:
        yield say(
            "person_rated", language,
            later=_later(order, zone, language), stars=_stars(order.stars, language),
        )  # fmt: skip


def _date(at: datetime, zone: ZoneInfo, language: Language) -> str:
    return numbers.day_of_month(at.astimezone(zone), language)


def _later(order: PersonOrder, zone: ZoneInfo, language: Language) -> str:
    """How long after the delivery (else the order) it was rated."""
    parcel = order.parcels[0] if order.parcels else None
    since = (parcel.delivered_at if parcel else None) or order.ordered_at
    assert order.reviewed_at is not None
    days = (
        (order.reviewed_at.astimezone(zone).date() - since.astimezone(zone).date()).days
        if since
        else 0
    )
    if days == _WEEK:
        return say("person_a_week_later", language)
    if days == 1:
        return say("person_a_day_later", language)
    return (
        say("person_days_later", language, days=days)
        if days > 0
        else say("person_same_day", language)
    )


def _stars(stars: float, language: Language) -> str:
    whole = int(stars)
    if stars == whole and 1 <= whole <= _FIVE:
        return say(f"person_stars_{whole}", language)
    return say("person_stars", language, stars=numbers.number(stars, language, 1))
