"""The flags of a shard's rows and each journey's first conversion, once the rows have their places."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_layout import Layout
from etappe.kernels.cut_rows import CONVERSION, SHOP

# The bits of etappe.journeys.columns, which kernels may not import.
IN_VISIT, IN_JOURNEY, SHOP_SIDE, IS_CONVERSION, AFTER_FIRST, VISIT_START = 1, 2, 4, 8, 16, 32


@njit(cache=True, nogil=True)
def flag_rows(
    layout: Layout,
    kind: NDArray[np.uint8],
    visit: NDArray[np.int32],
    journey: NDArray[np.int32],
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """(flags of each place, place of each journey's first conversion or -1); inputs are by incoming row.

    First is the earliest in time, wherever it lies in the order of rows.
    """
    by_row = np.zeros(len(kind), np.uint8)
    for place in range(layout.rows):
        row = layout.row[place]
        by_row[row] = (
            (IN_VISIT if visit[row] >= 0 else 0)
            | (IN_JOURNEY if journey[row] >= 0 else 0)
            | (SHOP_SIDE if kind[row] & SHOP else 0)
            | (IS_CONVERSION if kind[row] & CONVERSION else 0)
        )
    for unit in range(layout.visit.shape[1]):
        by_row[layout.row[layout.visit[0, unit]]] |= VISIT_START
    first = _first_conversions(layout, by_row)
    return by_row[layout.row], first


@njit(cache=True, nogil=True)
def spread_channels(
    channel: NDArray[np.uint8], visit: NDArray[np.int32], landing: NDArray[np.int32]
) -> None:
    """Give the rows of each visit the channel of the row that opened it, in place."""
    of_visit = channel[landing]
    for row in range(len(channel)):
        if visit[row] >= 0:
            channel[row] = of_visit[visit[row]]


@njit(cache=True, nogil=True)
def _first_conversions(layout: Layout, by_row: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The place of each journey's earliest conversion or -1; flags what comes after it in time."""
    first = np.full(layout.journey.shape[1], -1, np.int32)
    for unit in range(len(first)):
        start, end = layout.journey[0, unit], layout.journey[1, unit]
        # Incoming rows are in order of time, places are not where visits overlap.
        for place in range(start, end):
            row = layout.row[place]
            if by_row[row] & IS_CONVERSION and (first[unit] < 0 or row < layout.row[first[unit]]):
                first[unit] = place
        if first[unit] < 0:
            continue
        for place in range(start, end):
            if layout.row[place] > layout.row[first[unit]]:
                by_row[layout.row[place]] |= AFTER_FIRST
    return first
