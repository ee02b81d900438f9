"""Select: which units and rows of a shard a question keeps. All arrays are of one shard."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import MASK, ROWS, TIMES, reads, tuple_of, writes

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]


@njit(writes(types.uint32)(ROWS, ROWS, reads(types.uint32)), cache=True, nogil=True)
def first_codes(starts: Rows, ends: Rows, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Per unit the first code that is not 0 (0 when its touches carry none)."""
    found = np.zeros(len(starts), np.uint32)
    for unit in range(len(starts)):
        for row in range(starts[unit], ends[unit]):
            if codes[row] != 0:
                found[unit] = codes[row]
                break
    return found


@njit(writes(types.uint32)(ROWS, ROWS, reads(types.uint32)), cache=True, nogil=True)
def last_codes(starts: Rows, ends: Rows, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Per unit the last code that is not 0 (0 when its touches carry none)."""
    found = np.zeros(len(starts), np.uint32)
    for unit in range(len(starts)):
        for row in range(ends[unit] - 1, starts[unit] - 1, -1):
            if codes[row] != 0:
                found[unit] = codes[row]
                break
    return found


@njit(types.void(ROWS, ROWS, MASK, writes(types.boolean)), cache=True, nogil=True)
def spread(starts: Rows, ends: Rows, values: Mask, mask: Mask) -> None:
    """Give every row of a unit the unit's value; rows outside units keep theirs. Changes `mask`."""
    for unit in range(len(starts)):
        for row in range(starts[unit], ends[unit]):
            mask[row] = values[unit]


@njit(types.void(ROWS, ROWS, reads(types.uint32), writes(types.uint32)), cache=True, nogil=True)
def spread_codes(
    starts: Rows, ends: Rows, values: NDArray[np.uint32], codes: NDArray[np.uint32]
) -> None:
    """Give every row of a unit the unit's code, if it has one. Changes `codes`."""
    for unit in range(len(starts)):
        if values[unit] != 0:
            for row in range(starts[unit], ends[unit]):
                codes[row] = values[unit]


@njit(writes(types.boolean)(ROWS, ROWS, MASK), cache=True, nogil=True)
def any_kept(starts: Rows, ends: Rows, mask: Mask) -> Mask:
    """Per unit: is any of its rows kept?"""
    found = np.zeros(len(starts), np.bool_)
    for unit in range(len(starts)):
        for row in range(starts[unit], ends[unit]):
            if mask[row]:
                found[unit] = True
                break
    return found


@njit(writes(types.boolean)(ROWS, ROWS, TIMES, types.int64, types.int64), cache=True, nogil=True)
def any_within(
    starts: Rows, ends: Rows, times_us: NDArray[np.int64], from_us: int, to_us: int
) -> Mask:
    """Per unit: does any of its touches lie in [from_us, to_us)?"""
    found = np.zeros(len(starts), np.bool_)
    for unit in range(len(starts)):
        for row in range(starts[unit], ends[unit]):
            if from_us <= times_us[row] < to_us:
                found[unit] = True
                break
    return found


@njit(
    tuple_of(writes(types.int32), writes(types.int32))(ROWS, ROWS, TIMES, types.int64, types.int64),
    cache=True,
    nogil=True,
)
def clip(
    starts: Rows, ends: Rows, times_us: NDArray[np.int64], from_us: int, to_us: int
) -> tuple[Rows, Rows]:
    """The rows of each unit (in time order) that lie in [from_us, to_us): new starts and ends."""
    new_starts, new_ends = starts.copy(), ends.copy()
    for unit in range(len(starts)):
        low, high = starts[unit], ends[unit]
        while low < high and times_us[low] < from_us:
            low += 1
        while high > low and times_us[high - 1] >= to_us:
            high -= 1
        new_starts[unit], new_ends[unit] = low, high
    return new_starts, new_ends


@njit(writes(types.int32)(ROWS, ROWS, MASK), cache=True, nogil=True)
def count_kept(starts: Rows, ends: Rows, mask: Mask) -> Rows:
    """Per unit the number of its rows that are kept."""
    kept = np.zeros(len(starts), np.int32)
    for unit in range(len(starts)):
        count = 0
        for row in range(starts[unit], ends[unit]):
            count += mask[row]
        kept[unit] = count
    return kept


@njit(writes(types.int32)(ROWS, ROWS, MASK, types.int64), cache=True, nogil=True)
def gather_kept(starts: Rows, ends: Rows, mask: Mask, total: int) -> Rows:
    """The kept rows of all units, one unit after another; `total` is their number."""
    rows = np.empty(total, np.int32)
    at = 0
    for unit in range(len(starts)):
        for row in range(starts[unit], ends[unit]):
            if mask[row]:
                rows[at] = row
                at += 1
    return rows


@njit(writes(types.boolean)(ROWS, ROWS, ROWS), cache=True, nogil=True)
def holders(rows: Rows, starts: Rows, ends: Rows) -> Mask:
    """Per unit (in row order): does it hold any of `rows`, which rise?"""
    found = np.zeros(len(starts), np.bool_)
    unit, last = 0, len(starts) - 1
    for row in rows:
        # Nearly always this unit or the next one; that cannot be predicted, so one step is no branch.
        unit += unit < last and ends[unit] <= row
        while unit < last and ends[unit] <= row:
            unit += 1
        if unit <= last and starts[unit] <= row < ends[unit]:
            found[unit] = True
    return found


@njit(writes(types.boolean)(ROWS, ROWS, TIMES, types.int64), cache=True, nogil=True)
def last_after(ends: Rows, units: Rows, times_us: NDArray[np.int64], than_us: int) -> Mask:
    """For each of `units`: is its last touch later than that?"""
    later = np.empty(len(units), np.bool_)
    for at in range(len(units)):
        later[at] = times_us[np.uint64(ends[units[at]] - 1)] > than_us
    return later
