"""Person, journeys: each as a band of stages, from its first touch to its last, open or over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import stage_tables
from etappe.analysis.people_rows import units_of_person
from etappe.analysis.scope import ResolvedScope
from etappe.base.clock import moment_of
from etappe.base.messages import Language
from etappe.journeys.columns import AFTER_FIRST, Shard


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in a stage: up to the first touch of the next stage, the last to its own last touch."""

    stage: str
    label: Mapping[Language, str]
    started_at: datetime
    ended_at: datetime
    touches: int


@dataclass(frozen=True, slots=True)
class PersonJourney:
    """One journey, numbered from 1; `open` ones may still go on. `converted_at` is its first conversion."""

    journey: int
    started_at: datetime
    ended_at: datetime
    open: bool
    converted_at: datetime | None
    touches: int
    stays: tuple[Stay, ...]


def journeys_of(resolved: ResolvedScope, shard: Shard, place: int) -> tuple[PersonJourney, ...]:
    """The journeys of the person at that place of the shard, in order of time."""
    table = stage_tables(resolved.columns, resolved.model)
    converts = resolved.converts(shard)
    own = units_of_person(shard.journey, place)
    return tuple(
        _journey(resolved, shard, unit, number, table, converts)
        for number, unit in enumerate(range(own.start, own.stop), 1)
    )


def _journey(
    resolved: ResolvedScope,
    shard: Shard,
    unit: int,
    number: int,
    table: NDArray[np.uint8],
    converts: NDArray[np.bool_],
) -> PersonJourney:
    rows = np.arange(int(shard.journey.starts[unit]), int(shard.journey.ends[unit]))
    rows = rows[np.argsort(shard.time_us[rows], kind="stable")]
    times = shard.time_us[rows]
    won = times[converts[rows]]
    return PersonJourney(
        journey=number,
        started_at=moment_of(int(times[0])),
        ended_at=moment_of(int(times[-1])),
        open=bool(shard.journey_open[unit]),
        converted_at=moment_of(int(won[0])) if len(won) else None,
        touches=len(rows),
        stays=_stays(resolved, shard, rows, table),
    )


def _stays(
    resolved: ResolvedScope, shard: Shard, rows: NDArray[np.int64], table: NDArray[np.uint8]
) -> tuple[Stay, ...]:
    stages = resolved.model.stages
    after = ((shard.flags[rows] & AFTER_FIRST) != 0).astype(np.intp)
    codes = table[after, shard.touchpoint[rows]]
    inside = codes < len(stages)
    codes, times = codes[inside], shard.time_us[rows][inside]
    begins = np.flatnonzero(np.diff(codes.astype(np.int64), prepend=-1))
    ends = [*begins[1:].tolist(), len(codes)]
    return tuple(
        Stay(
            stage=stages[int(codes[start])].key,
            label=stages[int(codes[start])].name,
            started_at=moment_of(int(times[start])),
            ended_at=moment_of(int(times[min(end, len(codes) - 1)])),
            touches=end - start,
        )
        for start, end in zip(begins.tolist(), ends, strict=True)
    )
