"""How often each event name occurs, and as which touchpoints."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.run import fold
from etappe.base.heavy import heavy
from etappe.journeys.columns import Columns, Shard

MOST_PAIRS = 2**20
"""With more pairs of event and touchpoint than these, only the events are counted."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Touches and persons, and the first and last moment in microseconds."""

    touches: int
    persons: int
    first_us: int
    last_us: int


def by_event(columns: Columns) -> dict[str, Occurrence]:
    """Each event name that occurs in the columns."""
    found = counted(columns, lambda shard: shard.event[: shard.rows], len(columns.events))
    return {columns.events[code]: occurrence for code, occurrence in found.items()}


def by_touchpoint(columns: Columns) -> dict[str, dict[str, int]]:
    """Event name → the touchpoints it is by the rules → touches, the most frequent first."""
    width = len(columns.touchpoints)
    if len(columns.events) * width > MOST_PAIRS:
        return {}

    def pairs(shard: Shard) -> NDArray[np.uint32]:
        event = shard.event[: shard.rows].astype(np.uint32)
        return event * np.uint32(width) + shard.touchpoint[: shard.rows]

    found: dict[str, dict[str, int]] = {}
    counts = counted(columns, pairs, len(columns.events) * width)
    for code, one in sorted(counts.items(), key=lambda item: -item[1].touches):
        event, touchpoint = divmod(code, width)
        found.setdefault(columns.events[event], {})[columns.touchpoints[touchpoint]] = one.touches
    return found


def counted(
    columns: Columns, codes: Callable[[Shard], NDArray[np.unsignedinteger]], size: int
) -> dict[int, Occurrence]:
    """Occurrences by code below `size`; a row with a code of `size` or more is left out."""
    kernel = heavy("occurrence")

    def partial(shard: Shard) -> NDArray[np.int64]:
        rows = codes(shard).astype(np.uint32)
        if len(shard.dropped):
            rows[~shard.live(np.ones(len(rows), bool))] = size
        time_us = shard.time_us[: shard.rows]
        figures: NDArray[np.int64] = kernel.count(rows, shard.own_starts, time_us, size)
        return figures

    shards = [shard for shard in columns.shards if shard.rows]
    figures = fold(shards, partial, kernel.added, kernel.nothing(size))
    return {
        code: Occurrence(*figures[code, : kernel.LAST_US + 1].tolist())
        for code in np.flatnonzero(figures[:, kernel.TOUCHES]).tolist()
    }
