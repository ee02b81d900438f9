"""Paths, second pass: persons, conversions, value and time of the paths that are shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import repeated_rows
from etappe.analysis.medians import Durations
from etappe.analysis.paths_top import Ints, UnitPaths, Wide
from etappe.analysis.scope import ResolvedScope
from etappe.base.heavy import heavy
from etappe.journeys.columns import Shard


@dataclass(frozen=True, slots=True)
class PathDetails:
    """By path, mergeable: units, their persons, those with a conversion, its value in minor units, durations."""

    units: Wide
    persons: Wide
    conversions: Wide
    value: Wide
    durations: tuple[Durations, ...]

    @staticmethod
    def none(paths: int) -> "PathDetails":
        """No unit on any of so many paths."""
        zero = np.zeros(paths, np.int64)
        return PathDetails(zero, zero, zero, zero, tuple(Durations() for _ in range(paths)))

    def __add__(self, other: "PathDetails") -> "PathDetails":
        return PathDetails(
            self.units + other.units,
            self.persons + other.persons,
            self.conversions + other.conversions,
            self.value + other.value,
            tuple(
                mine + theirs for mine, theirs in zip(self.durations, other.durations, strict=True)
            ),
        )


def details(part: UnitPaths, found: Ints, paths: int, resolved: ResolvedScope) -> PathDetails:
    """Describe one shard's units on the shown paths; found[unit] is the path, -1 for another."""
    kernels = heavy("paths")
    units, persons, filled = (np.zeros(paths, np.int64) for _ in range(3))
    kernels.count_paths(found, part.person, units, persons)
    limits = np.concatenate(([0], np.cumsum(units)))
    spans = np.empty(int(limits[-1]), np.int64)
    times_us = part.items.times_us
    kernels.path_spans(found, part.low, part.high, times_us, limits, filled, spans)
    conversions, value = _conversions(part, found, paths, resolved)
    durations = (Durations.of(spans[limits[at] : limits[at + 1]]) for at in range(paths))
    return PathDetails(units, persons, conversions, value, tuple(durations))


def _conversions(
    part: UnitPaths, found: Ints, paths: int, resolved: ResolvedScope
) -> tuple[Wide, Wide]:
    """By path: the units that contain a conversion anywhere, and what theirs are worth."""
    selection = part.items.selection
    # Rows repeated in time order lie behind all others; only the units of persons reach so far.
    reached = int(selection.ends.max(initial=0))
    entries = np.flatnonzero(selection.take(resolved.converts(selection.shard))[:reached])
    rows = entries if selection.rows is None else selection.rows[entries]
    worth = _values(selection.shard, rows)
    starts, ends = selection.starts, selection.ends
    if len(part.unit) < len(starts):
        starts, ends = starts[part.unit], ends[part.unit]
    if np.any(starts[1:] < ends[:-1]):
        # Units of persons whose rows are repeated in time order lie behind the others.
        order = np.argsort(starts, kind="stable")
        starts, ends, found = starts[order], ends[order], found[order]
    conversions, value = np.zeros(paths, np.int64), np.zeros(paths, np.int64)
    heavy("paths").count_conversions(found, starts, ends, entries, worth, conversions, value)
    return conversions, value


def _values(shard: Shard, rows: NDArray[np.integer]) -> Wide:
    """The money of these rows, 0 where a touch has none."""
    if not len(shard.value_row):
        return np.zeros(len(rows), np.int64)
    own = rows.astype(np.int64)
    repeated = np.flatnonzero(own >= shard.rows)
    if len(repeated):
        own[repeated] = repeated_rows(shard)[own[repeated] - shard.rows]
    place = np.minimum(np.searchsorted(shard.value_row, own), len(shard.value_row) - 1)
    return np.where(shard.value_row[place] == own, shard.value[place], 0)
