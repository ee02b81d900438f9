"""Funnel, per shard: the best try of every unit, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import Level, repeated_rows
from etappe.analysis.medians import Durations
from etappe.analysis.sequences import Sequences
from etappe.base.heavy import heavy
from etappe.journeys.columns import CONVERSION, Unit

Bits = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Tries:
    """Per selected unit how many steps its best try reached; first and last are entries of `items`."""

    items: Sequences
    bits: Bits
    reached: NDArray[np.uint8]
    first: NDArray[np.int32]
    last: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class StepCounts:
    """By group (the first is everybody): units, units at each step, durations to each step. Mergeable.

    `orders` and `value` are of the orders that complete tries end with, money in minor units. `course` is units
    by part of the calendar × group × steps reached; without groups its one group is everybody.
    """

    units: NDArray[np.int64]  # (groups,)
    at_step: NDArray[np.int64]  # (groups, steps)
    gaps: tuple[tuple[Durations, ...], ...]  # [group][step]
    orders: NDArray[np.int64]  # (groups,)
    value: NDArray[np.int64]  # (groups,)
    course: NDArray[np.int64]
    basis: BasisCounts

    @staticmethod
    def none(groups: int, steps: int, parts: int) -> "StepCounts":
        """Nobody."""
        gaps = tuple(tuple(Durations() for _ in range(steps)) for _ in range(groups + 1))
        return StepCounts(
            np.zeros(groups + 1, np.int64),
            np.zeros((groups + 1, steps), np.int64),
            gaps,
            np.zeros(groups + 1, np.int64),
            np.zeros(groups + 1, np.int64),
            np.zeros((parts, max(1, groups), steps + 1), np.int64),
            BasisCounts(),
        )

    def __add__(self, other: "StepCounts") -> "StepCounts":
        gaps = tuple(
            tuple(left + right for left, right in zip(mine, others, strict=True))
            for mine, others in zip(self.gaps, other.gaps, strict=True)
        )
        return StepCounts(
            self.units + other.units,
            self.at_step + other.at_step,
            gaps,
            self.orders + other.orders,
            self.value + other.value,
            self.course + other.course,
            self.basis + other.basis,
        )


def step_bits(level: Level, steps: Sequence[Sequence[int]]) -> Bits:
    """By code of the level: bit k is set when the code is step k."""
    bits = np.zeros(max(1, len(level.names)), np.uint32)
    for step, codes in enumerate(steps):
        bits[list(codes)] |= np.uint32(1 << step)
    return bits


def best_tries(
    items: Sequences, unit: Unit, bits: Bits, steps: int, window_us: tuple[int, int, int]
) -> Tries:
    """The best try of every unit; `window_us` is (within, from, to)."""
    kernels = heavy("funnel")
    if unit == "journey":
        items = _in_time_order(items)
    selection = items.selection
    reached = np.zeros(len(selection), np.uint8)
    first = np.zeros(len(selection), np.int32)
    last = np.zeros(len(selection), np.int32)
    kernels.best_tries(
        selection.starts,
        selection.ends,
        items.codes,
        items.times_us,
        bits,
        steps,
        np.array(window_us, np.int64),
        reached,
        first,
        last,
    )
    return Tries(items, bits, reached, first, last)


def count_steps(
    tries: Tries,
    groups: NDArray[np.int64] | None,
    names: int,
    steps: int,
    course: NDArray[np.int64],
) -> StepCounts:
    """Count one shard; groups[unit] is the group of each unit, None without groups. `course` is counted."""
    gaps, units = _gaps(tries, steps)
    members: list[NDArray[np.bool_] | None] = [None]
    if groups is not None:
        members += [groups == group for group in range(names)]
    found = StepCounts.none(names, steps, 0)
    durations = []
    ordering, value = _orders(tries, steps)
    for place, member in enumerate(members):
        reached = tries.reached if member is None else tries.reached[member]
        found.units[place] = len(reached)
        depth = np.bincount(reached, minlength=steps + 1)
        found.at_step[place] = depth[::-1].cumsum()[::-1][1 : steps + 1]
        paid = slice(None) if member is None else member[ordering]
        found.orders[place], found.value[place] = len(value[paid]), value[paid].sum()
        durations.append(
            tuple(
                Durations.of(gap if member is None else gap[member[unit]])
                for gap, unit in zip(gaps, units, strict=True)
            )
        )
    counts = tries.items.selection.counts
    return replace(found, gaps=tuple(durations), course=course, basis=counts)


def _orders(tries: Tries, steps: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Units whose complete try ends with an order of known value, and that value in minor units."""
    done = np.flatnonzero(tries.reached == steps)
    selection = tries.items.selection
    shard, rows = selection.shard, tries.last[done].astype(np.int64)
    if selection.rows is not None:
        rows = selection.rows[rows].astype(np.int64)
    repeats = rows >= shard.rows
    if repeats.any():
        rows[repeats] = repeated_rows(shard)[rows[repeats] - shard.rows]
    value, priced = values_of(shard, rows)
    priced &= (shard.flags[rows] & CONVERSION) != 0
    return done[priced], value[priced]


def _gaps(tries: Tries, steps: int) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int32]]]:
    """By step: the gaps from the step before, and the units they belong to."""
    depth = np.bincount(tries.reached, minlength=steps + 1)
    counts = depth[::-1].cumsum()[::-1][1 : steps + 1]
    counts[0] = 0
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    filled = np.zeros(steps, np.int32)
    gaps = np.empty(int(offsets[-1]), np.int64)
    units = np.empty(int(offsets[-1]), np.int32)
    items = tries.items
    heavy("funnel").step_gaps(
        tries.reached,
        tries.first,
        tries.last,
        items.codes,
        items.times_us,
        tries.bits,
        offsets,
        filled,
        gaps,
        units,
    )
    parts = [slice(offsets[step], offsets[step + 1]) for step in range(steps)]
    return [gaps[part] for part in parts], [units[part] for part in parts]


def _in_time_order(items: Sequences) -> Sequences:
    """Overlapping visits stand one after another in a journey; a funnel asks what came first."""
    selection = items.selection
    starts, ends = selection.starts, selection.ends
    ordered = heavy("funnel").in_time_order(starts, ends, items.times_us)
    if ordered.all():
        return items
    codes, times = items.codes.copy(), items.times_us.copy()
    rows = (
        np.arange(len(times), dtype=np.int32) if selection.rows is None else selection.rows.copy()
    )
    for unit in np.flatnonzero(~ordered):
        part = slice(starts[unit], ends[unit])
        order = np.argsort(times[part], kind="stable")
        codes[part], times[part], rows[part] = (
            codes[part][order],
            times[part][order],
            rows[part][order],
        )
    return Sequences(selection.reordered(rows), codes, times)
