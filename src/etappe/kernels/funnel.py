"""Funnel: how far each unit gets through ordered steps, and when its best try took each of them."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import CODES, ROWS, TIMES, reads, writes

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
Codes = NDArray[np.uint16] | NDArray[np.uint32]

_ROWS_OUT = writes(types.int32)


@njit(
    [
        types.void(
            ROWS, ROWS, codes, TIMES, reads(types.uint32), types.int64, TIMES,
            writes(types.uint8), _ROWS_OUT, _ROWS_OUT,
        )
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)  # fmt: skip
def best_tries(
    starts: Ints,
    ends: Ints,
    codes: Codes,
    times_us: Wide,
    step_bits: NDArray[np.uint32],
    steps: int,
    window_us: Wide,
    reached: NDArray[np.uint8],
    first: Ints,
    last: Ints,
) -> None:
    """Per unit the best try: steps reached, the entry of its first step and that of its furthest.

    Bit k of step_bits[code] says that the code is step k. `window_us` is (within, from, to): all steps lie at
    most `within` after the first, which lies in [from, to). For each step the latest start that got there is
    kept: a later start leaves more time, so earlier ones can be forgotten. The first time a depth is reached
    is the best try of that depth, and its latest start is the one remembered at that moment.
    """
    within, from_us, to_us = window_us[0], window_us[1], window_us[2]
    start_us = np.zeros(steps, np.int64)
    start_at = np.zeros(steps, np.int32)
    for unit in range(len(starts)):
        depth = 0
        for at in range(np.uint64(starts[unit]), np.uint64(ends[unit])):
            bits = step_bits[codes[at]]
            if bits == 0:
                continue
            now_us = times_us[at]
            # Last step first, so that one touch never serves two steps.
            for step in range(min(depth, steps - 1), 0, -1):
                if (bits >> np.uint32(step)) & np.uint32(1) and now_us - start_us[
                    step - 1
                ] <= within:
                    start_us[step] = start_us[step - 1]
                    start_at[step] = start_at[step - 1]
                    if step == depth:
                        depth += 1
                        first[unit], last[unit] = start_at[step], at
            if bits & np.uint32(1) and from_us <= now_us < to_us:
                start_us[0] = now_us
                start_at[0] = at
                if depth == 0:
                    depth = 1
                    first[unit] = last[unit] = at
            if depth == steps:
                break
        reached[unit] = depth


@njit(
    [
        types.void(
            reads(types.uint8), ROWS, ROWS, codes, TIMES, reads(types.uint32), ROWS, _ROWS_OUT,
            writes(types.int64), _ROWS_OUT,
        )
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)  # fmt: skip
def step_gaps(
    reached: NDArray[np.uint8],
    first: Ints,
    last: Ints,
    codes: Codes,
    times_us: Wide,
    step_bits: NDArray[np.uint32],
    offsets: Ints,
    filled: Ints,
    gaps_us: Wide,
    units: Ints,
) -> None:
    """The time from each step to the next in every best try, each step taken as early as possible.

    The gap to step k is written to gaps_us[offsets[k] + filled[k]], its unit beside it.
    """
    for unit in range(len(reached)):
        if reached[unit] < 2:
            continue
        step = 1
        before_us = times_us[first[unit]]
        for at in range(first[unit] + 1, last[unit] + 1):
            if (step_bits[codes[at]] >> np.uint32(step)) & np.uint32(1):
                place = offsets[step] + filled[step]
                gaps_us[place] = times_us[at] - before_us
                units[place] = unit
                filled[step] += 1
                before_us = times_us[at]
                step += 1
                if step == reached[unit]:
                    break


@njit(writes(types.boolean)(ROWS, ROWS, TIMES), cache=True, nogil=True)
def in_time_order(starts: Ints, ends: Ints, times_us: Wide) -> NDArray[np.bool_]:
    """Per unit: do its times never fall?"""
    ordered = np.ones(len(starts), np.bool_)
    for unit in range(len(starts)):
        for at in range(starts[unit] + 1, ends[unit]):
            if times_us[at] < times_us[at - 1]:
                ordered[unit] = False
                break
    return ordered
