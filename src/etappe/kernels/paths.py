"""Paths: which touches of a unit are its path, a number for each path, and which units share one."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.flow import place_of
from etappe.kernels.paths_counts import count_conversions, count_paths, first_units, path_spans
from etappe.kernels.shapes import CODES, MASK, ROWS, TIMES, reads, writes

__all__ = [
    "confirm_paths",
    "count_conversions",
    "count_groups",
    "count_paths",
    "find_paths",
    "first_units",
    "in_groups",
    "path_hashes",
    "path_ranges",
    "path_spans",
]

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.uint16] | NDArray[np.uint32]

_ROWS_OUT = writes(types.int32)


@njit(
    [types.int64(codes, MASK, types.int64, types.int64) for codes in CODES], cache=True, nogil=True
)
def _first(codes: Codes, wanted: Mask, start: int, end: int) -> int:
    """The first entry from `start` on whose code is wanted; `end` when there is none."""
    at = start
    while at < end and not wanted[codes[at]]:
        at += 1
    return at


@njit(
    [types.int64(codes, types.int64, types.int64, types.int64, types.boolean) for codes in CODES],
    cache=True,
    nogil=True,
)
def _forth(codes: Codes, start: int, end: int, steps: int, collapse: bool) -> int:
    """Where `steps` touches from `start` on end."""
    if not collapse:
        return min(end, start + steps)
    taken = 0
    for at in range(start, end):
        if at == start or codes[at - 1] != codes[at]:
            taken += 1
            if taken > steps:
                return at
    return end


@njit(
    [types.int64(codes, types.int64, types.int64, types.int64, types.boolean) for codes in CODES],
    cache=True,
    nogil=True,
)
def _back(codes: Codes, start: int, end: int, steps: int, collapse: bool) -> int:
    """Where `steps` touches before the last one begin."""
    if not collapse:
        return max(start, end - 1 - steps)
    taken = 0
    for at in range(end - 1, start, -1):
        if codes[at - 1] != codes[at]:
            taken += 1
            if taken > steps:
                return at
    return start


@njit(
    [
        types.void(ROWS, ROWS, codes, MASK, MASK, types.int64, types.boolean, _ROWS_OUT, _ROWS_OUT)
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)
def path_ranges(
    starts: Ints,
    ends: Ints,
    codes: Codes,
    after: Mask,
    before: Mask,
    steps: int,
    collapse: bool,
    low: Ints,
    high: Ints,
) -> None:
    """The entries low[unit]:high[unit] that are the unit's path; low = high when it has none.

    `after` and `before` say by code what a path begins with or leads to; empty, they ask nothing. From an
    anchor on the path has `steps` touches more, without one `steps` in all; a run is one when collapsed.
    """
    for unit in range(len(starts)):
        start, end = starts[unit], ends[unit]
        low[unit] = high[unit] = start
        if len(after):
            start = _first(codes, after, start, end)
        if start >= end:
            continue
        if len(before):
            goal = _first(codes, before, start + (1 if len(after) else 0), end)
            if goal >= end:
                continue
            end = goal + 1
            if not len(after):
                low[unit], high[unit] = _back(codes, start, end, steps, collapse), end
                continue
        allowed = steps + 1 if len(after) else steps
        low[unit], high[unit] = start, _forth(codes, start, end, allowed, collapse)


@njit(
    [types.void(ROWS, ROWS, codes, types.boolean, writes(types.int64)) for codes in CODES],
    cache=True,
    nogil=True,
)
def path_hashes(low: Ints, high: Ints, codes: Codes, collapse: bool, hashes: Wide) -> None:
    """A number of 63 bits for each path; different paths share one about never (and are told apart later)."""
    for unit in range(len(low)):
        mixed = np.uint64(0x243F6A8885A308D3)
        for at in range(np.uint64(low[unit]), np.uint64(high[unit])):
            if collapse and at > np.uint64(low[unit]) and codes[at] == codes[at - np.uint64(1)]:
                continue
            mixed = (mixed ^ (np.uint64(codes[at]) + np.uint64(1))) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        hashes[unit] = np.int64((mixed ^ (mixed >> np.uint64(32))) >> np.uint64(1))


@njit(types.void(TIMES, writes(types.int32)), cache=True, nogil=True)
def count_groups(hashes: Wide, counts: Ints) -> None:
    """How many units have a path of each group: the last bits of its number; len(counts) is a power of two."""
    last = np.uint64(len(counts) - 1)
    for unit in range(len(hashes)):
        counts[np.uint64(hashes[unit]) & last] += 1


@njit(writes(types.int64)(TIMES, MASK), cache=True, nogil=True)
def in_groups(hashes: Wide, wanted: Mask) -> Wide:
    """The numbers that lie in wanted groups, one for each unit."""
    last = np.uint64(len(wanted) - 1)
    total = 0
    for unit in range(len(hashes)):
        total += wanted[np.uint64(hashes[unit]) & last]
    # One place more: the next number is written before it is known whether it stays.
    found = np.empty(total + 1, np.int64)
    at = 0
    for unit in range(len(hashes)):
        found[at] = hashes[unit]
        at += wanted[np.uint64(hashes[unit]) & last]
    return found[:total].copy()


@njit(types.void(TIMES, MASK, TIMES, ROWS, _ROWS_OUT), cache=True, nogil=True)
def find_paths(hashes: Wide, wanted: Mask, keys: Wide, numbers: Ints, found: Ints) -> None:
    """found[unit] = numbers[place] of the open table `keys` that holds its hash, else -1.

    Only numbers of wanted groups are looked for: most units end there, without a look at the table.
    """
    last = np.uint64(len(wanted) - 1)
    for unit in range(len(hashes)):
        found[unit] = -1
        if wanted[np.uint64(hashes[unit]) & last]:
            place = place_of(keys, np.uint64(hashes[unit]))
            if keys[place] != -1:
                found[unit] = numbers[place]


@njit(
    [
        types.void(
            ROWS, ROWS, codes, types.boolean, ROWS, reads(types.uint32), _ROWS_OUT
        )
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)  # fmt: skip
def confirm_paths(
    low: Ints,
    high: Ints,
    codes: Codes,
    collapse: bool,
    offsets: Ints,
    paths: NDArray[np.uint32],
    found: Ints,
) -> None:
    """Set found[unit] to -1 where its touches are not paths[offsets[found]:offsets[found + 1]]."""
    for unit in range(len(low)):
        path = found[unit]
        if path < 0:
            continue
        place, end = offsets[path], offsets[path + 1]
        for at in range(low[unit], high[unit]):
            if collapse and at > low[unit] and codes[at] == codes[at - 1]:
                continue
            if place >= end or codes[at] != paths[place]:
                place = -1
                break
            place += 1
        if place != end:
            found[unit] = -1
