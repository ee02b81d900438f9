"""Person, in words: the latest order as a story, from its first contact to the doorbell; else what is known."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from etappe.analysis.basis import Basis
from etappe.analysis.events_items import EventItem
from etappe.analysis.period import zone_of
from etappe.analysis.person_fulfilment import fulfilment
from etappe.analysis.person_orders import PersonOrder
from etappe.analysis.person_timeline import TimelineEntry
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import Language

_ADS = ("ad_click", "ad_impression")
_METHODS = ("invoice", "prepayment", "card")
_DEVICES = ("phone", "tablet", "desktop")
_INNER: dict[Language, dict[int, int]] = {
    "de": str.maketrans("„“”", "‚‘‘"),
    "en": str.maketrans("„“”", "‘’’"),
}
"""Quotes inside of quotes."""


class Told(Protocol):
    """What the words need of a person's page (analysis/person.py)."""

    @property
    def called(self) -> str | None: ...
    @property
    def known(self) -> str | None: ...
    @property
    def first_seen(self) -> str | None: ...
    @property
    def last_seen(self) -> str | None: ...
    @property
    def visits(self) -> int: ...
    @property
    def orders(self) -> int: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def timeline(self) -> Sequence[TimelineEntry]: ...
    @property
    def basis(self) -> Basis: ...


def sentence_of(page: Told, language: Language) -> str:
    """What the page says of its person, in one or two sentences."""
    zone = zone_of(page.basis.zone)
    told = [entry.order for entry in page.timeline if entry.order]
    orders = [order for order in told if order.ordered_at and order.staff is None]
    if orders:
        story = _story(page, orders[-1], zone, language)
        if len(orders) == 1:
            return story
        more = say(
            "person_orders", language,
            orders=plural("order", page.orders, language, "of"),
            value=numbers.money(page.value, page.currency, language),
        )  # fmt: skip
        return f"{story} {more}"
    if page.last_seen is None or page.first_seen is None:
        return say("person_unseen", language, who=_who(page, language))
    first, last = (
        datetime.fromisoformat(moment).astimezone(zone)
        for moment in (page.first_seen, page.last_seen)
    )
    return say(
        "person_without_order" if first.date() != last.date() else "person_one_day", language,
        who=_who(page, language),
        visits=plural("visit", page.visits, language),
        first=numbers.day(first, language),
        last=numbers.day(last, language),
    )  # fmt: skip


def _who(page: Told, language: Language) -> str:
    """What the person is called: the name given, the key, else just a person. Masked as the page is."""
    return page.called or page.known or say("person_somebody", language)


def _story(page: Told, order: PersonOrder, zone: ZoneInfo, language: Language) -> str:
    before = [touch for touch in _touches(page) if _leads_to(touch, order)]
    year = datetime.fromisoformat(page.basis.to or "1970-01-01T00:00:00Z").astimezone(zone).year
    way = list(_way(page, before, zone, year, language))
    bought = _bought(order, zone, _day_told(before, zone), year, language)
    text = ", ".join(way) + say("person_and", language) + bought if way else bought
    return say("person_story", language, who=_who(page, language), story=text, after=fulfilment(order, zone, language))  # fmt: skip


def _touches(page: Told) -> Iterator[EventItem]:
    """All touches of the page in order of time."""
    found = [touch for entry in page.timeline for touch in entry.touches]
    yield from sorted(found, key=lambda touch: touch.occurred_at)


def _leads_to(touch: EventItem, order: PersonOrder) -> bool:
    """Whether the touch is the person's own, before the order and in its journey."""
    return (
        touch.side == "customer"
        and touch.set_aside is None
        and touch.journey is not None
        and touch.journey == order.journey
        and order.ordered_at is not None
        and touch.occurred_at < order.ordered_at
    )


def _way(
    page: Told, before: list[EventItem], zone: ZoneInfo, year: int, language: Language
) -> Iterator[str]:
    """The first contact, then the last search with what was chosen of it."""
    if not before:
        return
    first = before[0]
    at = first.occurred_at.astimezone(zone)
    name = "person_ad" if first.meaning in _ADS else "person_came"
    if name == "person_ad" and not first.campaign:
        name = "person_some_ad"
    yield say(
        name, language,
        day=_day(at, year, language),
        campaign=first.campaign or "",
        channel=_channel(page, first, language),
        device=_device(first, language),
    )  # fmt: skip
    last = _last_search(before)
    if last is not None:
        when = last.occurred_at.astimezone(zone)
        same = when.date() == at.date()
        key = "person_searched_same_day" if same else "person_searched"
        device = "" if same and last.device == first.device else _device(last, language)
        yield say(
            key, language, day=_weekday(when, at, language), query=_query(last), device=device
        )
        for touch in before:
            suggestion = touch.properties.get("suggestion")
            if (
                touch.meaning == "search_suggestion_chosen"
                and suggestion
                and touch.visit == last.visit
            ):
                yield say("person_suggestion", language, suggestion=suggestion)
                return


def _last_search(before: list[EventItem]) -> EventItem | None:
    return next((one for one in reversed(before) if one.meaning == "search" and _query(one)), None)


def _day_told(before: list[EventItem], zone: ZoneInfo) -> date | None:
    """The day that the way told last: that of the search, else of the first contact."""
    told = _last_search(before) or next(iter(before), None)
    return told.occurred_at.astimezone(zone).date() if told else None


def _channel(page: Told, touch: EventItem, language: Language) -> str:
    labels = {entry.channel: entry.channel_label for entry in page.timeline}
    label = labels.get(touch.channel)
    return label[language] if label else touch.channel or ""


def _query(touch: EventItem) -> str:
    given = touch.properties
    return str(given.get("query") or given.get("search_term") or given.get("search_query") or "")


def _bought(
    order: PersonOrder, zone: ZoneInfo, before: date | None, year: int, language: Language
) -> str:
    assert order.ordered_at is not None
    at = order.ordered_at.astimezone(zone)
    product = order.products[0] if order.products else None
    what = say("person_something", language)
    if product is not None:
        named = (product.title or product.product).translate(_INNER[language])
        what = say("person_product", language, product=named)
    more = len(order.products) - 1
    value = (
        None if order.value is None else numbers.money(order.value, order.currency or "", language)
    )
    return "".join((
        say("person_bought_same_day" if before == at.date() else "person_bought", language,
            day=_day(at, year, language), time=numbers.clock(at), product=what),
        say("person_more_products", language, count=more) if more > 0 else "",
        say("person_for", language, value=value) if value else "",
        _paid_with(order.payment, language) if order.payment else "",
    ))  # fmt: skip


def _paid_with(payment: str, language: Language) -> str:
    if payment in _METHODS:
        return say(f"person_paid_by_{payment}", language)
    return say("person_paid_with", language, payment=payment)


def _day(at: datetime, year: int, language: Language) -> str:
    """'Dienstag, 5. Mai', with the year when it is not the data's last."""
    day = numbers.day_of_month(at, language) if at.year == year else numbers.day(at, language)
    return f"{numbers.weekday(at, language)}, {day}"


def _weekday(at: datetime, since: datetime, language: Language) -> str:
    """The weekday alone within a week of the day told before, else the day."""
    near = (at.date() - since.date()).days < 7
    return numbers.weekday(at, language) if near else numbers.day_of_month(at, language)


def _device(touch: EventItem, language: Language) -> str:
    return say(f"person_on_{touch.device}", language) if touch.device in _DEVICES else ""
