"""Columns read out in names, so that a worked case says what it expects in words."""

import numpy as np

from etappe.journeys.columns import CONVERSION, IN_JOURNEY, Columns


def journeys(columns: Columns) -> list[list[str]]:
    """Each journey as the names of its touches, in row order."""
    return _runs(columns, "journey")


def visits(columns: Columns) -> list[list[str]]:
    return _runs(columns, "visit")


def _runs(columns: Columns, unit: str) -> list[list[str]]:
    [shard] = columns.shards
    units = getattr(shard, unit)
    return [
        [columns.events[code] for code in shard.event[start:end]]
        for start, end in zip(units.starts, units.ends, strict=True)
    ]


def beside(columns: Columns, flag: np.uint8 = IN_JOURNEY) -> list[str]:
    """The touches that are in no journey (or in no visit)."""
    [shard] = columns.shards
    rows = range(shard.rows)
    return [columns.events[shard.event[row]] for row in rows if not shard.flags[row] & flag]


def conversions(columns: Columns) -> list[tuple[str, int | None]]:
    """Each conversion with its value in minor units."""
    [shard] = columns.shards
    value = dict(zip(shard.value_row.tolist(), shard.value.tolist(), strict=True))
    rows = [row for row in range(shard.rows) if shard.flags[row] & CONVERSION]
    return [(columns.events[shard.event[row]], value.get(row)) for row in rows]


def channels(columns: Columns) -> list[str]:
    """The channel of each visit."""
    [shard] = columns.shards
    return [columns.channels[shard.channel[start]] for start in shard.visit.starts]
