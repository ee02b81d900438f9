"""Row order: person, journey, visit, time, arrival; and the units as runs of rows."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Layout(NamedTuple):
    """Where the rows go. `row[k]` is the incoming row at place k.

    Places [0, rows) are each row once; behind them the persons whose row order is not that of time
    are repeated in order of time. `place_*` are the runs: visits and journeys with their person and
    number, persons (into the repeats where there are some).
    """

    row: NDArray[np.int32]
    rows: int
    person: NDArray[np.int32]  # starts, ends, number: three rows of a matrix, like the next two
    visit: NDArray[np.int32]  # starts, ends, person
    journey: NDArray[np.int32]  # starts, ends, person, number of the journey


@njit(cache=True, nogil=True)
def arrange(
    offsets: NDArray[np.int64],
    told: NDArray[np.bool_],
    visit: NDArray[np.int32],
    journey: NDArray[np.int32],
    visits: int,
    journeys: int,
) -> Layout:
    """Chain rows into blocks (a visit, or one touch beside) and blocks into journeys, then walk them."""
    rows = len(told)
    next_row, next_block = _chains(told, visit, journey, visits, journeys)
    place = np.empty(2 * rows, np.int32)
    person_runs = np.empty((3, len(offsets) - 1), np.int32)
    visit_runs = np.empty((3, visits), np.int32)
    journey_runs = np.empty((4, journeys), np.int32)
    seen = np.zeros(journeys, np.bool_)
    at = persons = n_visits = n_journeys = 0
    for person in range(len(offsets) - 1):
        begin = at
        for row in range(offsets[person], offsets[person + 1]):
            if journey[row] < 0 and not told[row]:
                place[at] = row
                at += 1
        for row in range(offsets[person], offsets[person + 1]):
            if told[row] or journey[row] < 0 or seen[journey[row]]:
                continue
            seen[journey[row]] = True
            journey_runs[0, n_journeys] = at
            block = row
            while block >= 0:
                start = at
                inner = block
                while inner >= 0:
                    place[at] = inner
                    at += 1
                    inner = next_row[inner]
                if visit[block] >= 0:
                    visit_runs[0, n_visits] = start
                    visit_runs[1, n_visits] = at
                    visit_runs[2, n_visits] = persons
                    n_visits += 1
                block = next_block[block]
            journey_runs[1, n_journeys] = at
            journey_runs[2, n_journeys] = persons
            journey_runs[3, n_journeys] = journey[row]
            n_journeys += 1
        if at > begin:
            person_runs[0, persons], person_runs[1, persons] = begin, at
            person_runs[2, persons] = person
            persons += 1
    total = _repeat_in_time_order(offsets, told, place, person_runs[:, :persons], at)
    return Layout(
        place[:total].copy(),
        at,
        person_runs[:, :persons].copy(),
        visit_runs[:, :n_visits].copy(),
        journey_runs[:, :n_journeys].copy(),
    )


@njit(cache=True, nogil=True)
def _chains(
    told: NDArray[np.bool_],
    visit: NDArray[np.int32],
    journey: NDArray[np.int32],
    visits: int,
    journeys: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(next row of the same block, next block of the same journey), by row; -1 ends a chain."""
    next_row = np.full(len(told), -1, np.int32)
    next_block = np.full(len(told), -1, np.int32)
    tail_row = np.full(visits, -1, np.int32)
    tail_block = np.full(journeys, -1, np.int32)
    for row in range(len(told)):
        mine = journey[row]
        if told[row] or mine < 0:
            continue
        if visit[row] >= 0:
            before = tail_row[visit[row]]
            tail_row[visit[row]] = row
            if before >= 0:
                next_row[before] = row
                continue
        if tail_block[mine] >= 0:
            next_block[tail_block[mine]] = row
        tail_block[mine] = row
    return next_row, next_block


@njit(cache=True, nogil=True)
def _repeat_in_time_order(
    offsets: NDArray[np.int64],
    told: NDArray[np.bool_],
    place: NDArray[np.int32],
    person_runs: NDArray[np.int32],
    rows: int,
) -> int:
    """Repeat behind `rows` the persons whose order is not time's, and point their runs there."""
    at = rows
    for unit in range(person_runs.shape[1]):
        start, end, person = person_runs[0, unit], person_runs[1, unit], person_runs[2, unit]
        in_order = True
        for k in range(start + 1, end):
            if place[k] < place[k - 1]:
                in_order = False
                break
        if in_order:
            continue
        person_runs[0, unit] = at
        for row in range(offsets[person], offsets[person + 1]):
            if not told[row]:
                place[at] = row
                at += 1
        person_runs[1, unit] = at
    return at
