"""Occurrence: how often each code occurs, with how many persons, first and last when.

The naive twin is `occurrences` in tests/kernels/naive_analysis.py.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import ROWS, TIMES, reads, writes

TOUCHES, PERSONS, FIRST_US, LAST_US = 0, 1, 2, 3
"""Columns of the figures. A code that never occurs has 0 touches; its moments mean nothing then."""

Wide = NDArray[np.int64]
Codes = NDArray[np.uint32]


def count(codes: Codes, own_starts: NDArray[np.int32], time_us: Wide, size: int) -> Wide:
    """Figures by code below `size` over the rows of one shard; codes of `size` or more are left out.

    `own_starts` says where the rows of each person begin, rising.
    """
    figures = nothing(size)
    _count(codes, own_starts, time_us, figures, np.full(size, -1, np.int64))
    return figures


def nothing(size: int) -> Wide:
    """The figures of no rows at all."""
    figures = np.zeros((size, 4), np.int64)
    figures[:, FIRST_US] = np.iinfo(np.int64).max
    figures[:, LAST_US] = np.iinfo(np.int64).min
    return figures


def added(one: Wide, other: Wide) -> Wide:
    """The figures of two sets of persons together."""
    both = one.copy()
    both[:, : PERSONS + 1] += other[:, : PERSONS + 1]
    both[:, FIRST_US] = np.minimum(one[:, FIRST_US], other[:, FIRST_US])
    both[:, LAST_US] = np.maximum(one[:, LAST_US], other[:, LAST_US])
    return both


@njit(
    types.void(reads(types.uint32), ROWS, TIMES, writes(types.int64, 2), writes(types.int64)),
    cache=True,
    nogil=True,
)
def _count(
    codes: Codes, own_starts: NDArray[np.int32], time_us: Wide, figures: Wide, last_person: Wide
) -> None:
    person = -1
    for row in range(len(codes)):
        while person + 1 < len(own_starts) and own_starts[person + 1] <= row:
            person += 1
        code = codes[row]
        if code >= len(figures):
            continue
        figures[code, TOUCHES] += 1
        if last_person[code] != person:
            last_person[code] = person
            figures[code, PERSONS] += 1
        figures[code, FIRST_US] = min(figures[code, FIRST_US], time_us[row])
        figures[code, LAST_US] = max(figures[code, LAST_US], time_us[row])
