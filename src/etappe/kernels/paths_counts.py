"""Paths counted: per path its units and persons, its conversions and money, its durations."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import ROWS, TIMES, writes

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]

_ROWS_OUT = writes(types.int32)
_TOTAL = writes(types.int64)


@njit(types.void(ROWS, _ROWS_OUT), cache=True, nogil=True)
def first_units(found: Ints, first: Ints) -> None:
    """By path its first unit; paths without one keep what `first` holds."""
    for unit in range(len(found) - 1, -1, -1):
        if found[unit] >= 0:
            first[found[unit]] = unit


@njit(types.void(ROWS, ROWS, _TOTAL, _TOTAL), cache=True, nogil=True)
def count_paths(found: Ints, person: Ints, units: Wide, persons: Wide) -> None:
    """By path the units on it and their persons (units come in the order of their persons)."""
    last = np.full(len(units), -1, np.int32)
    for unit in range(len(found)):
        path = found[unit]
        if path >= 0:
            units[path] += 1
            persons[path] += last[path] != person[unit]
            last[path] = person[unit]


@njit(types.void(ROWS, ROWS, ROWS, TIMES, TIMES, _TOTAL, _TOTAL), cache=True, nogil=True)
def count_conversions(
    found: Ints,
    starts: Ints,
    ends: Ints,
    entries: Wide,
    worth: Wide,
    conversions: Wide,
    value: Wide,
) -> None:
    """By path the units that hold a converting entry, and the worth of all theirs.

    `entries` are the converting ones, rising, `worth` goes with them; units rise too.
    """
    place = 0
    for unit in range(len(found)):
        path = found[unit]
        while place < len(entries) and entries[place] < starts[unit]:
            place += 1
        if path < 0 or place == len(entries) or entries[place] >= ends[unit]:
            continue
        conversions[path] += 1
        while place < len(entries) and entries[place] < ends[unit]:
            value[path] += worth[place]
            place += 1


@njit(types.void(ROWS, ROWS, ROWS, TIMES, TIMES, _TOTAL, _TOTAL), cache=True, nogil=True)
def path_spans(
    found: Ints,
    low: Ints,
    high: Ints,
    times_us: Wide,
    offsets: Wide,
    filled: Wide,
    spans: Wide,
) -> None:
    """From the first to the last touch of every unit on a path, at spans[offsets[path] + filled[path]]."""
    for unit in range(len(found)):
        path = found[unit]
        if path >= 0:
            spans[offsets[path] + filled[path]] = times_us[high[unit] - 1] - times_us[low[unit]]
            filled[path] += 1
