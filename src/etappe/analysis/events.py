"""Events: the time line of one person, or the newest events of the shop, page by page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.events_items import EventItem, items_of
from etappe.analysis.events_orders import OrderBlock, order_blocks
from etappe.analysis.events_rows import Place, places_of_person, places_of_seqs
from etappe.analysis.kpis_facts import in_period
from etappe.analysis.kpis_rows import keeper
from etappe.analysis.period import zone_of
from etappe.analysis.run import each
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput, NotFound
from etappe.base.messages import Language
from etappe.journeys.columns import Columns, Shard

MOST = 1_000
"""Events of one page at most."""

PersonOf = Callable[[str], int | None]
RowsOf = Callable[[NDArray[np.int64]], Sequence[Mapping[str, Any]]]
ArrivalsOf = Callable[[int], tuple[NDArray[np.int64], NDArray[np.int64]]]
"""A person's number → arrival numbers and moments (µs) of all their events, in any order."""


@dataclass(frozen=True, slots=True)
class EventsQuestion:
    """What did `person` (any key, or the person's number) do? Without one: what arrived last in the shop?

    `cursor` is the `next` of the page before.
    """

    scope: Scope = field(default_factory=Scope)
    person: str = ""
    limit: int = 100
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events: a person's in row order (journey, visit, time), the shop's newest first.

    After a person's touches come their events that are set aside, by time; no basis counts those.

    `next` asks for the following page, None at the end. `total` counts all events of all pages; None for
    a shop. `person` is the person's number, `orders` what became of their orders in this page's events.
    """

    events: tuple[EventItem, ...]
    next: str | None
    person: int | None
    total: int | None
    orders: tuple[OrderBlock, ...]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """How many events there are, and over what time for a person."""
        if not self.events:
            return say("events_none", language)
        zone = zone_of(self.basis.zone)
        count = plural("event", self.total or len(self.events), language)
        if self.person is None:
            latest = numbers.day(self.events[0].occurred_at.astimezone(zone), language)
            return say("events_shop", language, events=count, day=latest)
        first = min(event.occurred_at for event in self.events)
        last = max(event.occurred_at for event in self.events)
        span = (last - first).total_seconds()
        key = "events_person" if span and self.total == len(self.events) else "events_person_page"
        return say(
            key,
            language,
            events=count,
            day=numbers.day(first.astimezone(zone), language),
            span=numbers.span(span, language),
        )


def events(
    columns: Columns,
    question: EventsQuestion,
    person_of: PersonOf,
    rows_of: RowsOf,
    arrivals_of: ArrivalsOf | None = None,
) -> Events:
    """Answer an EventsQuestion. `person_of` knows the keys, `rows_of` gives whole rows by arrival number.

    With `arrivals_of` a person's events that are set aside (staff, bots, the future, told again) are there
    too: those of the period, unless a condition or `digital` asks for touches of some kind alone.
    Raises NotFound for a person nobody knows and BadInput for a limit or cursor that cannot be.
    """
    if not 1 <= question.limit <= MOST:
        raise BadInput(
            f"limit: {question.limit} is not between 1 and {MOST}.",
            next_step="Ask for at most 1000 events and go on with the cursor.",
            field="limit",
        )
    resolved = resolve_scope(columns, question.scope)
    if question.person:
        person = person_of(question.person)
        found = None if person is None else places_known(resolved, person, arrivals_of)
        if person is None or found is None:
            raise nobody(question.person)
        return _of_person(resolved, question, person, found, rows_of)
    return _of_shop(resolved, question, rows_of)


def nobody(person: object) -> NotFound:
    """The error for a person nobody knows."""
    return NotFound(
        f"person: nobody is known as {person!r}.",
        next_step="Write a user id, e-mail, order, anonymous id or the number of a person.",
        field="person",
    )


def places_known(
    resolved: ResolvedScope, person: int, arrivals_of: ArrivalsOf | None
) -> list[Place] | None:
    """The touches that the scope keeps, then what is set aside; None for a person without any event."""
    found = places_of_person(resolved.columns, person)
    nothing = np.empty(0, np.int64)
    seqs, times_us = arrivals_of(person) if arrivals_of else (nothing, nothing)
    touches = _numbers([place.seq for place in found[1]] if found else [])
    aside = ~np.isin(seqs, touches) & (seqs <= resolved.columns.seq)
    if found is None and not aside.any():
        return None
    kept = _kept(*found, resolved) if found else []
    if resolved.condition is not None or resolved.digital is not None:
        return kept
    chosen = np.flatnonzero(aside & in_period(resolved, times_us))
    chosen = chosen[np.lexsort((seqs[chosen], times_us[chosen]))]
    return kept + [Place(seq, person=person) for seq in seqs[chosen].tolist()]


def _of_person(
    resolved: ResolvedScope,
    question: EventsQuestion,
    person: int,
    places: Sequence[Place],
    rows_of: RowsOf,
) -> Events:
    start = _after(places, question.cursor) if question.cursor else 0
    page = places[start : start + question.limit]
    rest = start + len(page) < len(places)
    touches = sum(place.shard is not None for place in places)
    journeys = {place.journey for place in places} - {None}
    counts = BasisCounts(persons=int(touches > 0), journeys=len(journeys), touches=touches)
    items = items_of(resolved, page, rows_of(_numbers([place.seq for place in page])))
    return Events(
        events=items,
        next=str(page[-1].seq) if rest else None,
        person=person,
        total=len(places),
        orders=order_blocks(item for item in items if item.set_aside is None),
        basis=resolved.basis(counts, "touches"),
    )


def _kept(shard: Shard, places: Sequence[Place], resolved: ResolvedScope) -> list[Place]:
    rows = _numbers([place.row for place in places])
    chosen = in_period(resolved, shard.time_us[rows])
    mask = keeper(resolved)(shard)
    if mask is not None:
        chosen &= mask[rows]
    return [place for place, keep in zip(places, chosen, strict=True) if keep]


def _after(places: Sequence[Place], cursor: str) -> int:
    """Where the page after the event with that arrival number begins."""
    seq = _cursor(cursor)
    for index, place in enumerate(places):
        if place.seq == seq:
            return index + 1
    raise _no_cursor(cursor)


def _of_shop(resolved: ResolvedScope, question: EventsQuestion, rows_of: RowsOf) -> Events:
    """The newest by arrival. Unasked for anything narrower, events that are set aside are there too."""
    columns = resolved.columns
    before = _cursor(question.cursor) if question.cursor else columns.seq + 1
    narrowed = not (
        resolved.period.everything and resolved.condition is None and resolved.digital is None
    )
    newest = _newest if narrowed else _last
    found = newest(resolved, before, question.limit + 1)
    seqs = found[: question.limit]
    places = places_of_seqs(columns, seqs)
    counts = BasisCounts(
        persons=len({place.person for place in places if place.person is not None}),
        journeys=len({(p.person, p.journey) for p in places if p.journey is not None}),
        touches=len(places),
    )
    return Events(
        events=items_of(resolved, places, rows_of(seqs)),
        next=str(int(seqs[-1])) if len(found) > question.limit else None,
        person=None,
        total=None,
        orders=(),
        basis=resolved.basis(counts, "arrivals"),
    )


def _last(resolved: ResolvedScope, before: int, count: int) -> NDArray[np.int64]:
    newest = min(before - 1, resolved.columns.seq)
    return np.arange(newest, max(newest - count, 0), -1, dtype=np.int64)


def _newest(resolved: ResolvedScope, before: int, count: int) -> NDArray[np.int64]:
    """The highest arrival numbers below `before` of touches that the scope keeps."""
    keep = keeper(resolved)

    def of_shard(shard: Shard) -> NDArray[np.int64]:
        chosen = in_period(resolved, shard.time_us) & (shard.seq < before)
        mask = keep(shard)
        if mask is not None:
            chosen &= mask
        rows = np.flatnonzero(shard.live(chosen[: shard.rows]))
        return np.sort(shard.seq[rows])[::-1][:count].astype(np.int64)

    parts = each(resolved.columns.shards, of_shard)
    return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))[::-1][:count]


def _cursor(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise _no_cursor(text)
    return int(text)


def _no_cursor(text: str) -> BadInput:
    return BadInput(
        f"cursor: {text!r} is no place in this list.",
        next_step="Use the `next` of the page before, or leave it out to begin again.",
        field="cursor",
    )


def _numbers(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)
