"""Stages, counted: the partial of one shard and how partials merge. Whole numbers only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import stage_tables
from etappe.analysis.medians import Durations
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import Selection, selector
from etappe.base.heavy import heavy
from etappe.journeys.columns import Shard

Wide = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StagesCounts:
    """`figures` and `moves` are those of etappe.kernels.stages; durations are one a stage.

    `orders` are the conversions of the question in the chosen journeys, `value` their money in minor units,
    `converted` the journeys that hold one.
    """

    basis: BasisCounts
    figures: Wide
    moves: Wide
    stays: tuple[Durations, ...]
    pauses: tuple[Durations, ...]
    orders: int
    value: int
    converted: int
    running: int

    def __add__(self, other: "StagesCounts") -> "StagesCounts":
        return StagesCounts(
            self.basis + other.basis,
            self.figures + other.figures,
            self.moves + other.moves,
            tuple(a + b for a, b in zip(self.stays, other.stays, strict=True)),
            tuple(a + b for a, b in zip(self.pauses, other.pauses, strict=True)),
            self.orders + other.orders,
            self.value + other.value,
            self.converted + other.converted,
            self.running + other.running,
        )


def no_counts(stages: int) -> StagesCounts:
    """What no shard at all counts."""
    nothing = (Durations(),) * stages
    figures, moves, _, _ = heavy("stages").new_figures(stages)
    return StagesCounts(BasisCounts(), 0 * figures, 0 * moves, nothing, nothing, 0, 0, 0, 0)


def counter(resolved: ResolvedScope) -> Callable[[Shard], StagesCounts]:
    """How to count the stages of one shard."""
    select = selector(resolved, "journey")
    table = stage_tables(resolved.columns, resolved.model)
    stages = len(resolved.model.stages)

    def count(shard: Shard) -> StagesCounts:
        selection = select(shard)
        converts = resolved.converts(shard)
        won = converted_journeys(selection, converts, resolved)
        running = shard.journey_open[selection.unit]
        kernel = heavy("stages")
        state = np.where(running, kernel.RUNNING, np.where(won, kernel.WON, kernel.LOST))
        figures, moves, bins, exact = kernel.new_figures(stages)
        kernel.walk(
            selection.starts,
            selection.ends,
            selection.person,
            state.astype(np.uint8),
            selection.take(shard.touchpoint),
            selection.take(shard.flags),
            selection.take(shard.time_us),
            table,
            figures,
            moves,
            bins,
            exact,
        )
        orders, value = _money(selection, converts)
        return StagesCounts(
            selection.counts,
            figures,
            moves,
            _durations(bins[kernel.STAY], exact[kernel.STAY]),
            _durations(bins[kernel.PAUSE], exact[kernel.PAUSE]),
            orders,
            value,
            int(np.count_nonzero(won)),
            int(np.count_nonzero(running)),
        )

    return count


def converted_journeys(
    selection: Selection, converts: NDArray[np.bool_], resolved: ResolvedScope
) -> NDArray[np.bool_]:
    """Which of the chosen journeys convert, whether or not the condition keeps that very touch."""
    shard = selection.shard
    if resolved.conversion_events is None:
        return np.asarray(shard.journey_converted[selection.unit] >= 0)
    journeys = shard.journey
    kept = heavy("select").any_kept(
        journeys.starts[selection.unit], journeys.ends[selection.unit], converts
    )
    return np.asarray(kept)


def _money(selection: Selection, converts: NDArray[np.bool_]) -> tuple[int, int]:
    """How many kept touches of the chosen journeys convert, and their value in minor units."""
    entries = np.flatnonzero(selection.take(converts))
    if not len(entries) or not len(selection):
        return 0, 0
    unit = np.searchsorted(selection.starts, entries, "right") - 1
    inside = (unit >= 0) & (entries < selection.ends[unit])
    rows = entries[inside] if selection.rows is None else selection.rows[entries[inside]]
    value, _ = values_of(selection.shard, rows.astype(np.int64))
    return len(rows), int(value.sum())


def _durations(bins: NDArray[np.int32], exact: Wide) -> tuple[Durations, ...]:
    """The kernel's durations of each stage: exact as long as they are few."""
    durations = []
    for counted, kept in zip(bins, exact, strict=True):
        count = int(counted.sum())
        if count <= exact.shape[1] - 1:
            durations.append(Durations(count, kept[:count].copy()))
        else:
            durations.append(Durations(count, bins=counted.astype(np.int64)))
    return tuple(durations)
