"""Account, journeys: one company's way as a line for each of its people over the stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import stage_tables
from etappe.analysis.money import major
from etappe.analysis.people_rows import units_of_person
from etappe.analysis.person_journeys import Stay, journeys_of
from etappe.analysis.scope import ResolvedScope
from etappe.base.clock import moment_of
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import AFTER_FIRST, SHOP_SIDE, Shard

DRAWN = 12
"""Journeys that come with their lines: the latest."""
MOST_TOUCHES = 400
"""Touches of one journey's lines at most: the latest."""


@dataclass(frozen=True, slots=True)
class LineTouch:
    """One touch on a person's line. `by_shop`: the shop did it. `conversion`: the order itself."""

    at: datetime
    touchpoint: str
    label: Mapping[Language, str]
    stage: str | None
    by_shop: bool
    conversion: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What one person did and got in the journey, in order of time."""

    person: int
    touches: tuple[LineTouch, ...]


@dataclass(frozen=True, slots=True)
class AccountJourney:
    """One journey of the company, numbered from 1 in order of time.

    `order_seconds`: from its first touch to its first order. `lines` has one line a person, by who came first; it is
    empty for all but the latest journeys, and `left_out` touches before the latest ones are on no line.
    """

    journey: int
    started_at: datetime
    ended_at: datetime
    open: bool
    converted_at: datetime | None
    order_seconds: float | None
    touches: int
    people: int
    orders: int
    value: Decimal
    stays: tuple[Stay, ...]
    lines: tuple[AccountLine, ...]
    left_out: int


def lines_of(resolved: ResolvedScope, shard: Shard, place: int) -> tuple[AccountJourney, ...]:
    """The journeys of the account at that place of its shard, the latest first."""
    table = stage_tables(resolved.columns, resolved.model)
    own = units_of_person(shard.journey, place)
    told = list(zip(range(own.start, own.stop), journeys_of(resolved, shard, place), strict=True))
    converts = resolved.converts(shard)
    return tuple(
        _journey(resolved, shard, unit, course, (table, converts), drawn=turn < DRAWN)
        for turn, (unit, course) in enumerate(reversed(told))
    )


def _journey(
    resolved: ResolvedScope,
    shard: Shard,
    unit: int,
    course: Any,
    tables: tuple[NDArray[np.uint8], NDArray[np.bool_]],
    *,
    drawn: bool,
) -> AccountJourney:
    rows = np.arange(int(shard.journey.starts[unit]), int(shard.journey.ends[unit]))
    rows = rows[np.argsort(shard.time_us[rows], kind="stable")]
    won = rows[tables[1][rows]]
    shown = rows[-MOST_TOUCHES:] if drawn else rows[:0]
    took = None if course.converted_at is None else course.converted_at - course.started_at
    return AccountJourney(
        journey=course.journey,
        started_at=course.started_at,
        ended_at=course.ended_at,
        open=course.open,
        converted_at=course.converted_at,
        order_seconds=None if took is None else took.total_seconds(),
        touches=len(rows),
        people=len(np.unique(shard.touch_person[rows])),
        orders=len(won),
        value=major(int(values_of(shard, np.sort(won))[0].sum()), resolved.columns.currency),
        stays=course.stays,
        lines=_lines(resolved, shard, shown, tables),
        left_out=len(rows) - len(shown) if drawn else len(rows),
    )


def _lines(
    resolved: ResolvedScope,
    shard: Shard,
    rows: NDArray[np.int64],
    tables: tuple[NDArray[np.uint8], NDArray[np.bool_]],
) -> tuple[AccountLine, ...]:
    lines: dict[int, list[LineTouch]] = {}
    for row, person in zip(rows.tolist(), shard.touch_person[rows].tolist(), strict=True):
        lines.setdefault(person, []).append(_touch(resolved, shard, row, tables))
    return tuple(AccountLine(person, tuple(touches)) for person, touches in lines.items())


def _touch(
    resolved: ResolvedScope,
    shard: Shard,
    row: int,
    tables: tuple[NDArray[np.uint8], NDArray[np.bool_]],
) -> LineTouch:
    columns, stages = resolved.columns, resolved.model.stages
    code, flags = int(shard.touchpoint[row]), int(shard.flags[row])
    touchpoint = columns.touchpoints[code]
    known = columns.words.touchpoints.get(touchpoint)
    stage = int(tables[0][int(bool(flags & int(AFTER_FIRST))), code])
    return LineTouch(
        at=moment_of(int(shard.time_us[row])),
        touchpoint=touchpoint,
        label={one: (known.name.get(one) if known else None) or touchpoint for one in LANGUAGES},
        stage=stages[stage].key if stage < len(stages) else None,
        by_shop=bool(flags & int(SHOP_SIDE)),
        conversion=bool(tables[1][row]),
    )
