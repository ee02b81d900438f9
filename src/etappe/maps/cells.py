"""What the fields need beyond the analyses: touches per stage and touchpoint, channel and step; orders; courses.

Counted over the same journeys as `analysis.stages` (journeys that begin in the period), shard by shard and
without kernels; the totals are those of the analyses, and tests hold that. A touch is counted by its place:
touchpoint, and whether it is after the journey's first conversion. Stages are a look-up on places, so that
the large arrays are passed over only once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import stage_tables
from etappe.analysis.run import each
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import Selection, selector
from etappe.analysis.stages_counts import converted_journeys
from etappe.journeys.columns import AFTER_FIRST, Shard
from etappe.maps.ways import Ways, count_ways, merge_ways

Wide = NDArray[np.int64]
STEP_TOUCHPOINTS = 48
"""Steps are counted between so many of the most frequent touchpoints."""


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Rows are the model's stages, the last row touches outside the model.

    `touchpoints[stage, code]` and `channels[stage, code]` are touches, `orders` conversions, `value` their
    money in minor units; `steps[stage, i, j]` moves from step_codes[i] to the next touch step_codes[j].
    """

    touchpoints: Wide
    channels: Wide
    orders: Wide
    value: Wide
    steps: Wide
    step_codes: Wide
    ways: Ways


@dataclass(frozen=True, slots=True)
class _Placed:
    """The entries of a shard's chosen journeys: place[j] = touchpoint, + T after the first conversion.

    `outside[j]`: the entry is in no chosen journey; None when there is none such.
    """

    selection: Selection
    place: NDArray[Any]
    outside: NDArray[np.bool_] | None


def count_cells(resolved: ResolvedScope) -> CellCounts:
    """All counts of a map."""
    columns, table = resolved.columns, stage_tables(resolved.columns, resolved.model)
    stages, points = len(resolved.model.stages), table.shape[1]
    stage_of = table.ravel()
    channels = max(1, len(columns.channels))
    placed = each(columns.shards, _placer(resolved, points))
    touches = _sum(
        each(placed, lambda p: _touches(p, 2 * points, channels)), (2 * points, channels)
    )
    orders = each(placed, lambda p: _orders(p, resolved, stage_of, stages))
    by_place = touches.sum(1)
    frequent = np.argsort(-(by_place[:points] + by_place[points:]), kind="stable")[
        :STEP_TOUCHPOINTS
    ]
    many = len(frequent)
    steps = _sum(each(placed, lambda p: _steps(p, frequent, points)), (2, many, many))
    return CellCounts(
        touchpoints=_touchpoints(by_place, table, stages),
        channels=_by_stage(touches, stage_of, stages),
        orders=_sum([part[0] for part in orders], (stages + 1,)),
        value=_sum([part[1] for part in orders], (stages + 1,)),
        steps=_steps_by_stage(steps, table[:, frequent], stages),
        step_codes=frequent.astype(np.int64),
        ways=merge_ways(each(placed, lambda p: _ways(p, resolved, stage_of, stages))),
    )


def _placer(resolved: ResolvedScope, points: int) -> Callable[[Shard], _Placed]:
    select = selector(resolved, "journey")
    width = np.uint16 if 2 * points < 2**16 else np.uint32

    def place(shard: Shard) -> _Placed:
        selection = select(shard)
        places = ((selection.take(shard.flags) & AFTER_FIRST) != 0).astype(width)
        places *= width(points)
        places += selection.take(shard.touchpoint)
        return _Placed(selection, places, _outside(selection, len(places)))

    return place


def _outside(selection: Selection, entries: int) -> NDArray[np.bool_] | None:
    """Which entries lie in no chosen journey: +1 where one starts, −1 where one ends, summed up."""
    if int((selection.ends - selection.starts).sum(dtype=np.int64)) == entries:
        return None
    change = np.zeros(entries + 1, np.int8)
    change[selection.starts] += 1
    change[selection.ends] -= 1
    return np.asarray(np.cumsum(change, dtype=np.int8)[:-1] == 0)


def _touches(item: _Placed, places: int, channels: int) -> Wide:
    """Touches by place and channel."""
    key = item.place.astype(np.int64)
    key *= channels
    key += item.selection.take(item.selection.shard.channel)
    if item.outside is not None:
        key = key[~item.outside]
    return np.bincount(key, minlength=places * channels).reshape(places, channels)


def _orders(
    item: _Placed, resolved: ResolvedScope, stage_of: NDArray[np.uint8], stages: int
) -> tuple[Wide, Wide]:
    shard, selection = item.selection.shard, item.selection
    entries = np.flatnonzero(selection.take(resolved.converts(shard)))
    if item.outside is not None:
        entries = entries[~item.outside[entries]]
    stage = stage_of[item.place[entries]]
    rows = entries if selection.rows is None else selection.rows[entries]
    value = np.zeros(stages + 1, np.int64)
    if len(rows) and len(shard.value_row):
        at = np.minimum(np.searchsorted(shard.value_row, rows), len(shard.value_row) - 1)
        has = shard.value_row[at] == rows
        np.add.at(value, stage[has], shard.value[at[has]])
    return np.bincount(stage, minlength=stages + 1), value


def _steps(item: _Placed, frequent: NDArray[np.intp], points: int) -> Wide:
    """Pairs of neighbouring touches in one journey: [after first conversion?, from, to] of frequent touchpoints."""
    many = len(frequent)
    rest, width = many, many + 1
    small = np.full(2 * points, rest, np.uint16)
    small[frequent] = np.arange(many)
    small[points + frequent] = np.arange(many)
    late = (np.arange(2 * points) >= points) * np.uint16(width)
    to = small[item.place]
    if item.outside is not None:
        to[item.outside] = rest
    key = (small + late).astype(np.uint16)[item.place][:-1]
    key *= np.uint16(width)
    key += to[1:]
    bins = 2 * width * width
    counts = np.bincount(key, minlength=bins)
    # What follows a journey's last touch belongs to the next journey.
    last = item.selection.ends - 1
    counts -= np.bincount(key[last[last < len(key)]], minlength=bins)
    if item.outside is not None:
        apart = np.flatnonzero(item.outside[:-1])
        counts -= np.bincount(key[apart], minlength=bins)
    return counts.reshape(2, width, width)[:, :many, :many]


def _touchpoints(by_place: Wide, table: NDArray[np.uint8], stages: int) -> Wide:
    """Touches by stage and touchpoint from touches by place."""
    points = table.shape[1]
    summed = np.zeros((stages + 1, points), np.int64)
    for after in range(2):
        np.add.at(summed, (table[after], np.arange(points)), by_place[after * points :][:points])
    return summed


def _by_stage(table: Wide, stage_of: NDArray[np.uint8], stages: int) -> Wide:
    """Rows by place summed to rows by stage."""
    summed = np.zeros((stages + 1, table.shape[1]), np.int64)
    np.add.at(summed, stage_of, table)
    return summed


def _steps_by_stage(steps: Wide, stage_of: NDArray[np.uint8], stages: int) -> Wide:
    """Steps by the stage they leave; a touchpoint after itself is no step."""
    many = steps.shape[1]
    steps = steps * ~np.eye(many, dtype=np.bool_)
    summed = np.zeros((stages + 1, many, many), np.int64)
    for after in range(2):
        for code in range(many):
            summed[stage_of[after, code], code] += steps[after, code]
    return summed


def _ways(item: _Placed, resolved: ResolvedScope, stage_of: NDArray[np.uint8], stages: int) -> Ways:
    selection = item.selection
    stage = stage_of[item.place]
    if item.outside is not None:
        stage[item.outside] = stages
    won = converted_journeys(selection, resolved.converts(selection.shard), resolved)
    running = selection.shard.journey_open[selection.unit]
    return count_ways(stage, selection.starts, won, running, stages)


def _sum(parts: Sequence[Wide], shape: tuple[int, ...]) -> Wide:
    return sum(parts, np.zeros(shape, np.int64))
