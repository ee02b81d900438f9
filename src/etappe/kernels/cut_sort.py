"""Sort the rows of a shard by person, time, arrival: counting by person, then what is out of order."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def sort_rows(
    owner: NDArray[np.int32], time_us: NDArray[np.int64], owners: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """(offsets of the owners, rows in order of owner, time, arrival). Rows come in order of arrival."""
    offsets = np.zeros(owners + 1, np.int64)
    for row in range(len(owner)):
        offsets[owner[row] + 1] += 1
    for k in range(owners):
        offsets[k + 1] += offsets[k]
    at = offsets[:-1].copy()
    order = np.empty(len(owner), np.int32)
    for row in range(len(owner)):
        order[at[owner[row]]] = row
        at[owner[row]] += 1
    for k in range(owners):
        _sort_by_time(order[offsets[k] : offsets[k + 1]], time_us)
    return offsets, order


@njit(cache=True, nogil=True)
def _sort_by_time(order: NDArray[np.int32], time_us: NDArray[np.int64]) -> None:
    """Sort one owner's rows in place and stably; what arrived in order costs one look."""
    moves = 0
    for k in range(1, len(order)):
        row = order[k]
        i = k
        while i > 0 and time_us[order[i - 1]] > time_us[row]:
            order[i] = order[i - 1]
            i -= 1
        order[i] = row
        moves += k - i
        if moves > 32 * len(order) + 1_000:  # far from sorted: what is left goes the general way
            keys = np.empty(len(order), np.int64)
            for n in range(len(order)):
                keys[n] = time_us[order[n]]
            # What was moved so far is stably sorted, so sorting the whole run stably stays right.
            order[:] = order[np.argsort(keys, kind="mergesort")]
            return
