"""Findings, counted: of the visits that begin a step how many take the next, by day, device and channel. One pass."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.days import Days
from etappe.analysis.funnel_tries import Bits, Tries, best_tries, step_bits
from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import Level, codes_of, event_codes, resolve_level
from etappe.analysis.period import Period
from etappe.analysis.run import fold
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import selector
from etappe.analysis.sequences import sequences
from etappe.base.durations import parse_duration
from etappe.base.heavy import heavy
from etappe.journeys.columns import Shard

Wide = NDArray[np.int64]

STEPS = ("view_item", "add_to_cart", "begin_checkout")
"""The way to an order, before the conversion itself; a shop that tells fewer of them is searched by those."""
WITHIN = "1d"
SEGMENTS = ("device", "channel")
MOST_VALUES = 200
"""A property with more values is no segment that one could act on."""


@dataclass(frozen=True, slots=True)
class StepDays:
    """By segment, value (index into its level's names) and day: visits that begin a step, and that take the next.

    `value` is the money of those that took it, in minor units, by segment and value. Mergeable.
    """

    entered: tuple[Wide, ...]
    passed: tuple[Wide, ...]
    value: tuple[Wide, ...]

    def __add__(self, other: "StepDays") -> "StepDays":
        return StepDays(
            tuple(a + b for a, b in zip(self.entered, other.entered, strict=True)),
            tuple(a + b for a, b in zip(self.passed, other.passed, strict=True)),
            tuple(a + b for a, b in zip(self.value, other.value, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """What is counted: `pairs` of events in order, the segments' levels, the days."""

    pairs: tuple[tuple[str, str], ...]
    events: Level
    segments: tuple[Level, ...]
    days: Days


def ground_of(resolved: ResolvedScope, days: Days) -> Ground:
    """The steps and segments that this shop's data know; without two steps there are no pairs."""
    columns = resolved.columns
    known = [step for step in STEPS if event_codes(columns, step)]
    if event_codes(columns, resolved.conversion):
        known = [*(step for step in known if step != resolved.conversion), resolved.conversion]
    names = [name for name in SEGMENTS if name in ("channel",) or name in columns.known_properties]
    levels = [resolve_level(columns, name, resolved.model) for name in names]
    return Ground(
        pairs=tuple(pairwise(known)),
        events=resolve_level(columns, "event", resolved.model),
        segments=tuple(level for level in levels if len(level.names) <= MOST_VALUES),
        days=days,
    )


def count_days(resolved: ResolvedScope, ground: Ground) -> tuple[StepDays, ...]:
    """The counts of every pair of steps, over all shards."""
    low, high = int(ground.days.starts_us[0]), int(ground.days.starts_us[-1])
    resolved = replace(resolved, period=Period(low, high))
    nothing = tuple(_nothing(ground) for _ in ground.pairs)
    return fold(resolved.columns.shards, _counter(resolved, ground), _merged, nothing)


def _merged(one: tuple[StepDays, ...], other: tuple[StepDays, ...]) -> tuple[StepDays, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _nothing(ground: Ground) -> StepDays:
    shapes = [(len(level.names), len(ground.days)) for level in ground.segments]
    return StepDays(
        tuple(np.zeros(shape, np.int64) for shape in shapes),
        tuple(np.zeros(shape, np.int64) for shape in shapes),
        tuple(np.zeros(shape[0], np.int64) for shape in shapes),
    )


def _counter(resolved: ResolvedScope, ground: Ground) -> Callable[[Shard], tuple[StepDays, ...]]:
    prepare = sequences(selector(resolved, "visit", "tries"), ground.events)
    within = parse_duration(WITHIN).total_seconds() * 1_000_000
    window = (int(within), *resolved.period.bounds())
    bits: list[Bits] = [
        step_bits(
            ground.events, [codes_of(resolved.columns, ground.events, s, "steps") for s in pair]
        )
        for pair in ground.pairs
    ]

    def count(shard: Shard) -> tuple[StepDays, ...]:
        items = prepare(shard)
        visits = items.selection.unit
        values = [_of_visits(shard, level)[visits] for level in ground.segments]
        return tuple(
            _counted(best_tries(items, "visit", steps, 2, window), values, ground) for steps in bits
        )

    return count


def _of_visits(shard: Shard, level: Level) -> NDArray[np.int64]:
    """Per visit of the shard the value of its first touch that has one."""
    codes = level.codes(shard)
    if level.blank < 0:
        return codes[shard.visit.starts].astype(np.int64)
    first = heavy("select").first_codes(shard.visit.starts, shard.visit.ends, codes)
    return np.asarray(first, np.int64)


def _counted(tries: Tries, values: list[NDArray[np.int64]], ground: Ground) -> StepDays:
    items, size = tries.items, len(ground.days)
    began = np.flatnonzero(tries.reached > 0)
    went_on = tries.reached[began] == 2
    day = ground.days.of(items.times_us[tries.first[began]])
    money = _money(tries, began[went_on])
    entered, passed, value = [], [], []
    for level, of_visit in zip(ground.segments, values, strict=True):
        names, code = len(level.names), of_visit[began]
        place = code * size + day
        entered.append(np.bincount(place, minlength=names * size).reshape(names, size))
        passed.append(np.bincount(place[went_on], minlength=names * size).reshape(names, size))
        worth = np.zeros(names, np.int64)
        np.add.at(worth, code[went_on], money)
        value.append(worth)
    return StepDays(tuple(entered), tuple(passed), tuple(value))


def _money(tries: Tries, units: NDArray[np.int64]) -> Wide:
    """What the second step of each of these tries is worth."""
    selection = tries.items.selection
    rows = tries.last[units]
    rows = rows if selection.rows is None else selection.rows[rows]
    return values_of(selection.shard, rows.astype(np.int64))[0]
