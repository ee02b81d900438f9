"""Funnel, its course: the same funnel by day, week or month of the local calendar, from the one pass over tries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.funnel_tries import Tries
from etappe.analysis.period import local, midnight, zone_of
from etappe.analysis.scope import ResolvedScope
from etappe.base.errors import BadInput
from etappe.base.heavy import heavy

Every = Literal["", "day", "week", "month"]

MOST_PARTS = 800
"""Two years of days, and a little."""


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """One group in one part: as in `CoursePart`."""

    value: str
    persons: int
    steps: tuple[int, ...]
    share_of_first: float | None


@dataclass(frozen=True, slots=True)
class CoursePart:
    """One day, week (from Monday) or month: `from_` and `to` are its days (2026-03-02), both included.

    `persons` (units with `per`) belong to the part in which their try begins; without a try to that of their
    first touch in the period. `steps` are those that reach each step, `share_of_first` the last step's share
    of the first. `whole` is False where period or data cut the part short.
    """

    from_: str
    to: str
    whole: bool
    persons: int
    steps: tuple[int, ...]
    share_of_first: float | None
    groups: tuple[CourseGroup, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The parts of a period: days from and to, whole or not, and at which moments the next one begins."""

    parts: tuple[tuple[str, str, bool], ...] = ()
    turns_us: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.parts)


NO_CALENDAR = Calendar()


def calendar_of(resolved: ResolvedScope, every: Every) -> Calendar:
    """The parts of the period that hold data; BadInput when they are too many to be looked at."""
    columns, period = resolved.columns, resolved.period
    if not every or not any(shard.rows for shard in columns.shards):
        return NO_CALENDAR
    zone = zone_of(columns.zone)
    low, high = period.bounds()
    if low > columns.last_us or high <= columns.first_us:
        return NO_CALENDAR
    first = local(max(low, columns.first_us), zone).date()
    last = local(min(high - 1, columns.last_us), zone).date()
    begins = _begins(first, last, every)
    turns = [midnight(day, zone) for day in begins]
    start = midnight(first, zone) if period.from_us is None else max(low, midnight(first, zone))
    end = min(high, midnight(last + timedelta(days=1), zone))
    parts = [
        (
            max(begin, first).isoformat(),
            min(after - timedelta(days=1), last).isoformat(),
            turns[at] >= start and turns[at + 1] <= end,
        )
        for at, (begin, after) in enumerate(pairwise(begins))
    ]
    return Calendar(tuple(parts), np.array(turns[1:-1], np.int64))


def _begins(first: date, last: date, every: Every) -> list[date]:
    """The first days of all parts that hold a day of the period, and of the one after."""
    begins = [_begin(first, every)]
    while begins[-1] <= last:
        begins.append(_next(begins[-1], every))
        if len(begins) > MOST_PARTS + 1:
            raise BadInput(
                f"every: {every!r} divides this period into more than {MOST_PARTS} parts.",
                next_step="Narrow the period, or ask by week or month.",
                field="every",
            )
    return begins


def _begin(day: date, every: Every) -> date:
    if every == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every == "month" else day


def _next(begin: date, every: Every) -> date:
    if every == "month":
        return (begin + timedelta(days=31)).replace(day=1)
    return begin + timedelta(days=7 if every == "week" else 1)


def count_course(
    tries: Tries,
    groups: NDArray[np.int64],
    shape: tuple[int, int, int],
    calendar: Calendar,
    period_us: tuple[int, int],
) -> NDArray[np.int64]:
    """One shard's units by part of the calendar × group × steps reached (`shape`); adds up over shards."""
    parts, names, depths = shape
    if not parts:
        return np.zeros(shape, np.int64)
    part = part_of_units(tries, calendar, period_us)
    place = (part * names + groups) * depths + tries.reached
    return np.bincount(place, minlength=parts * names * depths).reshape(shape)


def part_of_units(
    tries: Tries, calendar: Calendar, period_us: tuple[int, int]
) -> NDArray[np.int64]:
    """The part of the calendar (its place) in which each unit's try begins.

    Who does not even begin counts where their first touch of the period lies.
    """
    selection = tries.items.selection
    entry = tries.first.copy()
    idle = tries.reached == 0
    begins, _ = heavy("select").clip(
        selection.starts, selection.ends, tries.items.times_us, *period_us
    )
    entry[idle] = np.minimum(begins, selection.ends - 1)[idle]
    part = np.searchsorted(calendar.turns_us, tries.items.times_us[entry], "right")
    return part.astype(np.int64)


def course_of(
    calendar: Calendar, counts: NDArray[np.int64], names: Sequence[str]
) -> tuple[CoursePart, ...]:
    """The parts in words of an answer; without names there is one group, everybody, and no `groups`."""
    return tuple(
        CoursePart(
            from_,
            to,
            whole,
            *_reached(part.sum(axis=0)),
            tuple(CourseGroup(name, *_reached(part[at])) for at, name in enumerate(names)),
        )
        for (from_, to, whole), part in zip(calendar.parts, counts, strict=True)
    )


def _reached(depths: NDArray[np.int64]) -> tuple[int, tuple[int, ...], float | None]:
    """Units, those at each step, and the last step's share of the first; from units by steps reached."""
    at_least = [int(count) for count in depths[::-1].cumsum()[::-1]]
    units, steps = at_least[0], tuple(at_least[1:])
    return units, steps, steps[-1] / steps[0] if steps[0] else None
