"""Calendar: how many touches, visits and orders each day, week or month of the data holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.days import Days, days_between, local_day
from etappe.analysis.kpis_rows import keeper, rows_of
from etappe.analysis.run import fold
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import Language
from etappe.journeys.columns import Columns, Shard

Every = Literal["day", "week", "month"]
Wide = NDArray[np.int64]
TOUCHES, VISITS, ORDERS = range(3)


@dataclass(frozen=True, slots=True)
class CalendarQuestion:
    """What does each part of the scope's period hold? Weeks begin on Monday."""

    scope: Scope = field(default_factory=Scope)
    every: Every = "week"


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """Local days from `from_` to `to`, both included, cut to the period: touches, visits that begin, conversions."""

    from_: str
    to: str
    touches: int
    visits: int
    orders: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The parts in order, empty ones included; `orders` are the question's conversions."""

    every: Every
    parts: tuple[CalendarPart, ...]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The part with the most orders."""
        busiest = max(self.parts, key=lambda part: (part.orders, part.touches), default=None)
        if busiest is None:
            return say("calendar_empty", language)
        first, last = date.fromisoformat(busiest.from_), date.fromisoformat(busiest.to)
        return say(
            "calendar_day" if first == last else "calendar",
            language,
            days=numbers.days(first, last, language),
            orders=plural("order", busiest.orders, language),
            visits=plural("visit", busiest.visits, language, "of"),
        )


def calendar(columns: Columns, question: CalendarQuestion) -> Calendar:
    """Answer a CalendarQuestion in one pass over the touches."""
    resolved = resolve_scope(columns, question.scope)
    days = _days(resolved)
    if days is None:
        return Calendar(question.every, (), resolved.basis(BasisCounts(), "touches"))
    nothing = np.zeros((3, len(days)), np.int64), BasisCounts()
    counts, basis = fold(columns.shards, _counter(resolved, days), _merged, nothing)
    return Calendar(
        question.every,
        tuple(_parts(days, question.every, counts)),
        resolved.basis(basis, "touches"),
    )


def _merged(
    one: tuple[Wide, BasisCounts], two: tuple[Wide, BasisCounts]
) -> tuple[Wide, BasisCounts]:
    return one[0] + two[0], one[1] + two[1]


def _days(resolved: ResolvedScope) -> Days | None:
    """The days of the period that the data reach; None without data."""
    columns = resolved.columns
    if not any(shard.rows for shard in columns.shards):
        return None
    low, high = resolved.period.bounds()
    first, last = max(low, columns.first_us), min(high - 1, columns.last_us)
    if first > last:
        return None
    return days_between(local_day(first, columns.zone), local_day(last, columns.zone), columns.zone)


def _counter(resolved: ResolvedScope, days: Days) -> Callable[[Shard], tuple[Wide, BasisCounts]]:
    persons, visits = selector(resolved, "person"), selector(resolved, "visit")
    keep = keeper(resolved)
    low, high = resolved.period.bounds()

    def count(shard: Shard) -> tuple[Wide, BasisCounts]:
        kept = keep(shard)
        within = (shard.time_us >= low) & (shard.time_us < high)
        chosen = visits(shard)
        rows = (
            rows_of(shard, within, kept),
            chosen.starts if chosen.rows is None else chosen.rows[chosen.starts],
            rows_of(shard, within & resolved.converts(shard), kept),
        )
        counted = [np.bincount(days.of(shard.time_us[row]), minlength=len(days)) for row in rows]
        return np.stack(counted), persons(shard).counts

    return count


def _parts(days: Days, every: Every, counts: Wide) -> Iterator[CalendarPart]:
    sums = np.concatenate((np.zeros((3, 1), np.int64), np.cumsum(counts, axis=1)), axis=1)
    start = 0
    while start < len(days):
        end = min(len(days), start + (_after(days.day(start), every) - days.day(start)).days)
        held = (sums[:, end] - sums[:, start]).tolist()
        yield CalendarPart(
            days.day(start).isoformat(),
            days.day(end - 1).isoformat(),
            held[TOUCHES],
            held[VISITS],
            held[ORDERS],
        )
        start = end


def _after(day: date, every: Every) -> date:
    """The first day of the part after that of `day`."""
    if every == "week":
        return day + timedelta(days=7 - day.weekday())
    return (
        (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if every == "month"
        else day + timedelta(days=1)
    )
