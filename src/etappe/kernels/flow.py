"""Flow: which touch follows which. Node `n` stands for the start of a unit before it and its end after it.

An edge is numbered from * (n + 1) + to. Persons are counted by remembering, for each node and edge, the
last person seen there: units come in the order of their persons. A node's touches are those of the edges into
it and are not counted again: the loops over touches are bound by what they write.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from etappe.kernels.shapes import CODES, MASK, ROWS, TIMES, Unsigned, bin_of, tuple_of, writes

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
Codes = NDArray[np.uint16] | NDArray[np.uint32]

COUNT, PERSONS, LAST = 0, 1, 2
NODE_PERSONS, NODE_LAST = 0, 1

NO_SLOT = -(2**31)

_TABLE = writes(types.int32, 2)
_COUNTS = writes(types.int64)


@njit(
    [
        types.void(ROWS, ROWS, ROWS, codes, types.uint64, types.boolean, _TABLE, _TABLE)
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)
def count_dense(
    starts: Ints,
    ends: Ints,
    person: Ints,
    codes: Codes,
    n: Unsigned,
    collapse: bool,
    nodes: Ints,
    edges: Ints,
) -> None:
    """Fill `nodes` (n, 2): persons, last person; and `edges` ((n + 1)², 3): count, persons, last person.

    The last person is -1 before the first.

    Without branches on the person: which touch is a person's first at an edge cannot be predicted.
    """
    width: Unsigned = n + np.uint64(1)
    for unit in range(len(starts)):
        who = person[unit]
        before: Unsigned = n
        for at in range(np.uint64(starts[unit]), np.uint64(ends[unit])):
            code: Unsigned = np.uint64(codes[at])
            if collapse and code == before:
                continue
            nodes[code, NODE_PERSONS] += nodes[code, NODE_LAST] != who
            nodes[code, NODE_LAST] = who
            edge = before * width + code
            edges[edge, COUNT] += 1
            edges[edge, PERSONS] += edges[edge, LAST] != who
            edges[edge, LAST] = who
            before = code
        edge = before * width + n
        edges[edge, COUNT] += 1
        edges[edge, PERSONS] += edges[edge, LAST] != who
        edges[edge, LAST] = who


@njit(types.uint64(TIMES, types.uint64), cache=True, nogil=True)
def place_of(keys: Wide, key: Unsigned) -> Unsigned:
    """Where a key stands, or would stand, in an open table of 2^k places; -1 marks a free place."""
    last = np.uint64(len(keys) - 1)
    place = ((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(24)) & last
    while keys[place] != np.int64(key) and keys[place] != -1:
        place = (place + np.uint64(1)) & last
    return place


@njit(tuple_of(writes(types.int64), _TABLE)(TIMES, _TABLE), cache=True, nogil=True)
def _doubled(keys: Wide, edges: Ints) -> tuple[Wide, Ints]:
    """The same table with twice as many places."""
    new_keys = np.full(len(keys) * 2, -1, np.int64)
    new_edges = np.zeros((len(keys) * 2, 3), np.int32)
    for old in range(len(keys)):
        if keys[old] != -1:
            place = place_of(new_keys, np.uint64(keys[old]))
            new_keys[place] = keys[old]
            new_edges[place] = edges[old]
    return new_keys, new_edges


@njit(
    [
        tuple_of(writes(types.int64), _TABLE)(
            ROWS, ROWS, ROWS, codes, types.uint64, types.boolean, _TABLE
        )
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)
def count_sparse(
    starts: Ints, ends: Ints, person: Ints, codes: Codes, n: Unsigned, collapse: bool, nodes: Ints
) -> tuple[Wide, Ints]:
    """As `count_dense`, for more names than a square table can hold: edge numbers and their rows.

    Places of the table that hold no edge have the number -1.
    """
    width: Unsigned = n + np.uint64(1)
    keys = np.full(1 << 12, -1, np.int64)
    edges = np.zeros((1 << 12, 3), np.int32)
    used = 0
    for unit in range(len(starts)):
        who = person[unit]
        before: Unsigned = n
        low, high = np.uint64(starts[unit]), np.uint64(ends[unit])
        for at in range(low, high + np.uint64(1)):
            code: Unsigned = np.uint64(codes[at]) if at < high else n
            if code != n:
                if collapse and code == before:
                    continue
                nodes[code, NODE_PERSONS] += nodes[code, NODE_LAST] != who
                nodes[code, NODE_LAST] = who
            edge = before * width + code
            place = place_of(keys, edge)
            if keys[place] == -1:
                if used * 2 >= len(keys):
                    keys, edges = _doubled(keys, edges)
                    place = place_of(keys, edge)
                keys[place] = np.int64(edge)
                edges[place, LAST] = -1
                used += 1
            edges[place, COUNT] += 1
            edges[place, PERSONS] += edges[place, LAST] != who
            edges[place, LAST] = who
            before = code
    return keys, edges


@njit(
    [
        types.void(
            ROWS, ROWS, codes, TIMES, types.uint64, types.boolean, TIMES, ROWS,
            _TABLE, ROWS, writes(types.int32), writes(types.int64),
        )
        for codes in CODES
    ],
    cache=True,
    nogil=True,
)  # fmt: skip
def collect_gaps(
    starts: Ints,
    ends: Ints,
    codes: Codes,
    times_us: Wide,
    n: Unsigned,
    collapse: bool,
    keys: Wide,
    slots: Ints,
    histograms: Ints,
    offsets: Ints,
    filled: Ints,
    exact: Wide,
) -> None:
    """Note the time between the two touches of each edge that has a slot; it is never negative.

    The slot of an edge is slots[edge], or slots[place] when `keys` is an open table of edges. A slot s ≥ 0
    counts in histograms[s]; below 0, e = -s - 1 writes to exact[offsets[e]…]; NO_SLOT leaves the edge out.
    """
    width: Unsigned = n + np.uint64(1)
    dense = len(keys) == 0
    for unit in range(len(starts)):
        low, high = np.uint64(starts[unit]), np.uint64(ends[unit])
        if low >= high:
            continue
        before: Unsigned = np.uint64(codes[low])
        before_us = times_us[low]
        for at in range(low + np.uint64(1), high):
            code: Unsigned = np.uint64(codes[at])
            if collapse and code == before:
                continue
            edge = before * width + code
            slot = slots[edge] if dense else slots[place_of(keys, edge)]
            gap = times_us[at] - before_us
            if slot >= 0:
                histograms[np.uint64(slot), np.uint64(bin_of(gap))] += 1
            elif slot != NO_SLOT:
                place = -slot - 1
                exact[offsets[place] + filled[place]] = max(gap, 0)
                filled[place] += 1
            before = code
            before_us = times_us[at]


@njit([types.void(ROWS, MASK, codes, _COUNTS) for codes in CODES], cache=True, nogil=True)
def count_open(ends: Ints, still_open: NDArray[np.bool_], codes: Codes, counts: Wide) -> None:
    """Per code the units that end with it and are still running."""
    for unit in range(len(ends)):
        if still_open[unit]:
            counts[codes[ends[unit] - 1]] += 1
