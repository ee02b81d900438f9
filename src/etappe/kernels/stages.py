"""Stages: walks every journey once through the stages of a model.

A journey is read in row order. A stay begins with the first touch of another stage and lasts to the next
such touch, the last stay to its own last touch; touches outside the model change nothing. The naive twin,
tests/kernels/naive_stages.py, says the same slowly.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import BINS, CODES, ROWS, TIMES, bin_of, reads, writes

AFTER_FIRST = np.uint8(4)  # the bit of journeys.columns.AFTER_FIRST; kernels know no other layer
LOST, WON, RUNNING = 0, 1, 2
"""State of a journey: over without conversion, over with one, not yet over."""

TOUCHES, PERSONS, JOURNEYS, ENTERED, ENDED, STOPS, NOW = range(7)
"""Columns of `figures`: touches, persons and journeys ever in it, stays, journeys ever in it that are over,
journeys that stop in it (over, no conversion), persons whose latest running journey is in it. The last row
is outside the model: journeys stop or run there that have no touch in any stage."""
_LAST_PERSON, _LAST_JOURNEY = 7, 8
FIGURES = 9

COUNT, MOVERS, STILL_OPEN = 0, 1, 2
"""Columns of `moves`: how often, by how many persons, how many of these journeys run still (at the end)."""
_LAST_MOVER = 3
MOVES = 4

STAY, PAUSE = 0, 1
"""The durations of a stage: the stay, and the pause from its last touch to the next stage's first."""
EXACT = 1_000
"""So many durations of each kind and stage are kept as they are: small medians are exact."""

Wide = NDArray[np.int64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
_TABLE = types.Array(types.uint8, 2, "C", readonly=True)


def new_figures(stages: int) -> tuple[Wide, Wide, Ints, Wide]:
    """Empty `figures`, `moves`, `bins` and `exact` for a model of so many stages."""
    figures = np.zeros((stages + 1, FIGURES), np.int64)
    figures[:, _LAST_PERSON:] = -1
    moves = np.zeros(((stages + 1) ** 2, MOVES), np.int64)
    moves[:, _LAST_MOVER] = -1
    return (
        figures,
        moves,
        np.zeros((2, stages, BINS), np.int32),
        np.zeros((2, stages, EXACT + 1), np.int64),
    )


@njit(cache=True, nogil=True, inline="always")
def _note(bins: Ints, exact: Wide, kind: int, stage: int, duration_us: int) -> None:
    # Visits that overlap are read one after the other, so time may step back: no duration is negative.
    duration = max(duration_us, 0)
    bins[kind, stage, bin_of(duration)] += 1
    seen = exact[kind, stage, EXACT]
    if seen < EXACT:
        exact[kind, stage, seen] = duration
        exact[kind, stage, EXACT] = seen + 1


@njit(cache=True, nogil=True, inline="always")
def _move(moves: Wide, edge: int, person: int) -> None:
    moves[edge, COUNT] += 1
    if moves[edge, _LAST_MOVER] != person:
        moves[edge, _LAST_MOVER] = person
        moves[edge, MOVERS] += 1


@njit(cache=True, nogil=True, inline="always")
def _see(figures: Wide, stage: int, journey: int, person: int, state: int) -> None:
    if figures[stage, _LAST_JOURNEY] == journey:
        return
    figures[stage, _LAST_JOURNEY] = journey
    figures[stage, JOURNEYS] += 1
    figures[stage, ENDED] += state != RUNNING
    if figures[stage, _LAST_PERSON] != person:
        figures[stage, _LAST_PERSON] = person
        figures[stage, PERSONS] += 1


@njit(
    types.void(
        ROWS, ROWS, ROWS, reads(types.uint8), reads(types.uint16), reads(types.uint8), TIMES, _TABLE,
        writes(types.int64, 2), writes(types.int64, 2), writes(types.int32, 3), writes(types.int64, 3),
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def walk(
    starts: Ints, ends: Ints, person: Ints, state: Bytes,
    touchpoint: NDArray[np.uint16], flags: Bytes, times_us: Wide, table: Bytes,
    figures: Wide, moves: Wide, bins: Ints, exact: Wide,
) -> None:  # fmt: skip
    """Add the journeys of one shard, in the order of their persons, to the four results.

    `table[after first conversion?, touchpoint]` is the stage, or the number of stages for outside the model.
    Moves are numbered from * (stages + 1) + to; stage number `stages` is the start and the end. `exact` ends
    each row with how many durations it holds.
    """
    outside = len(figures) - 1
    running, runs_in = -1, outside
    for journey in range(len(starts)):
        who = person[journey]
        at, since, last = outside, 0, 0
        for row in range(starts[journey], ends[journey]):
            after = (flags[row] >> AFTER_FIRST) & np.uint8(1)
            stage = int(table[after, touchpoint[row]])
            figures[stage, TOUCHES] += 1
            if stage == at and stage != outside:
                last = times_us[row]
                continue
            _see(figures, stage, journey, who, state[journey])
            if stage == outside:
                continue
            time = times_us[row]
            if at != outside:
                _note(bins, exact, STAY, at, time - since)
                _note(bins, exact, PAUSE, at, time - last)
            _move(moves, at * (outside + 1) + stage, who)
            figures[stage, ENTERED] += 1
            at, since, last = stage, time, time
        if at != outside:
            _note(bins, exact, STAY, at, last - since)
            edge = at * (outside + 1) + outside
            _move(moves, edge, who)
            moves[edge, STILL_OPEN] += state[journey] == RUNNING
        if state[journey] == RUNNING:
            if running == who:
                figures[runs_in, NOW] -= 1
            figures[at, NOW] += 1
            running, runs_in = who, at
        figures[at, STOPS] += state[journey] == LOST


@njit(
    [
        types.void(ROWS, ROWS, codes, reads(types.uint16), reads(types.uint8), _TABLE,
                   writes(types.int64, 2))
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)  # fmt: skip
def count_by_code(
    starts: Ints, ends: Ints, codes: NDArray[Any], touchpoint: NDArray[np.uint16], flags: Bytes,
    table: Bytes, counts: Wide,
) -> None:  # fmt: skip
    """Add the touches of every journey to `counts[code, stage]`; `table` is that of `walk`."""
    for journey in range(len(starts)):
        for row in range(starts[journey], ends[journey]):
            after = (flags[row] >> AFTER_FIRST) & np.uint8(1)
            counts[codes[row], table[after, touchpoint[row]]] += 1
