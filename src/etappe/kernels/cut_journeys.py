"""Journeys: which visits, single contacts and shop touches make one cycle of a person."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import (
    ALONE,
    CONVERSION,
    LONG_AGO,
    SHOP,
    SHOPPING,
    Limits,
    Touches,
)
from etappe.kernels.cut_visits import VisitBounds


class Running(NamedTuple):
    """One person's present state: the journey (-1 none), the last customer touch, and the last row of
    the visit of the journey's first finished conversion (-1 while it has none)."""

    journey: int
    last_us: int
    done_row: int


class Found(NamedTuple):
    """Journeys as they are found: of each row, of each visit, the last customer touch behind each."""

    journey: NDArray[np.int32]
    of_visit: NDArray[np.int32]
    last_us: NDArray[np.int64]


@njit(cache=True, nogil=True)
def assign_journeys(
    touches: Touches,
    limits: Limits,
    visit: NDArray[np.int32],
    told: NDArray[np.bool_],
    bounds: VisitBounds,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """(journey of each row or -1, last customer touch behind each journey that nothing followed)."""
    rows = len(touches.time_us)
    found = Found(
        np.full(rows, -1, np.int32),
        np.full(len(bounds.first), -1, np.int32),
        np.full(rows, LONG_AGO, np.int64),
    )
    journeys = 0
    for person in range(len(touches.offsets) - 1):
        span = (touches.offsets[person], touches.offsets[person + 1])
        journeys = _journeys_of(touches, limits, span, visit, told, bounds, found, journeys)
        if bounds.orders[person]:
            _follow_orders(span, visit, told, bounds.anchor, found.journey)
    return found.journey, found.last_us[:journeys].copy()


@njit(cache=True, nogil=True)
def _journeys_of(
    touches: Touches,
    limits: Limits,
    span: tuple[int, int],
    visit: NDArray[np.int32],
    told: NDArray[np.bool_],
    bounds: VisitBounds,
    found: Found,
    journeys: int,
) -> int:
    """Find one person's journeys, numbered from `journeys` on; returns the next free number."""
    now = Running(-1, LONG_AGO, -1)
    for row in range(span[0], span[1]):
        if told[row]:
            continue
        kind = touches.kind[row]
        if kind & SHOP and visit[row] < 0:
            mine = _of_shop_touch(touches, limits, row, now, journeys)
        else:
            # Most rows go on with a visit: they are spared the call.
            mine = found.of_visit[visit[row]] if visit[row] >= 0 else -1
            if mine < 0:
                mine = _of_contact(touches, limits, row, now, visit[row], bounds, found.journey)
                if mine < 0:
                    mine = journeys
                    now = Running(mine, now.last_us, -1)
                if visit[row] >= 0:
                    found.of_visit[visit[row]] = mine
        found.journey[row] = mine
        journeys = max(journeys, mine + 1)
        last_us = now.last_us if kind & SHOP else touches.time_us[row]
        now = Running(now.journey, last_us, _done(kind, row, mine, now, visit[row], bounds.last))
    if now.journey >= 0:
        found.last_us[now.journey] = now.last_us
    return journeys


@njit(cache=True, nogil=True)
def _done(
    kind: int, row: int, journey: int, now: Running, visit: int, last: NDArray[np.int32]
) -> int:
    """Where the visit of the running journey's conversion ends, of several the first; -1 without one."""
    if not kind & CONVERSION or journey != now.journey:
        return now.done_row
    end = last[visit] if visit >= 0 else row
    return end if now.done_row < 0 else min(now.done_row, end)


@njit(cache=True, nogil=True)
def _of_shop_touch(touches: Touches, limits: Limits, row: int, now: Running, fresh: int) -> int:
    """The journey running at the row's time; `fresh` for a conversion when none runs; else -1."""
    if now.journey >= 0 and touches.time_us[row] - now.last_us < limits.idle_us:
        return now.journey
    return fresh if touches.kind[row] & (ALONE | CONVERSION) else -1


@njit(cache=True, nogil=True)
def _of_contact(
    touches: Touches,
    limits: Limits,
    row: int,
    now: Running,
    visit: int,
    bounds: VisitBounds,
    journey: NDArray[np.int32],
) -> int:
    """The journey of a visit begun with this row, or of a single contact (visit -1): that of the order it
    is about, the running one, or -1 for a new one."""
    if visit >= 0:
        shopping = bounds.shopping[visit]
        order = -1 if shopping else bounds.late_order[visit]
    else:
        order = bounds.anchor[row] if bounds.anchor[row] < row else -1
        shopping = order < 0 and touches.kind[row] & SHOPPING != 0
    if order >= 0 and journey[order] >= 0:
        return int(journey[order])
    if now.journey < 0 or touches.time_us[row] - now.last_us >= limits.idle_us:
        return -1
    return -1 if shopping and 0 <= now.done_row < row else now.journey


@njit(cache=True, nogil=True)
def _follow_orders(
    span: tuple[int, int],
    visit: NDArray[np.int32],
    told: NDArray[np.bool_],
    anchor: NDArray[np.int32],
    journey: NDArray[np.int32],
) -> None:
    """Move touches outside visits to the journey of the order they name, whenever they came."""
    for row in range(span[0], span[1]):
        order = anchor[row]
        if order < 0 or order == row or visit[row] >= 0 or told[row]:
            continue
        if journey[order] >= 0:
            journey[row] = journey[order]
