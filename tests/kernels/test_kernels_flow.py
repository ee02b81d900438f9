from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.kernels import flow as kernels
from etappe.kernels.shapes import BINS, bin_of
from kernels import naive_analysis as naive
from kernels.kernel_units import Touches, laid_out, units, widths

N = 4
persons_of = st.lists(st.integers(0, 2), min_size=8, max_size=8).map(sorted)


Ints = np.ndarray[Any, np.dtype[np.int32]]


def table(rows: int) -> Ints:
    return np.array([[0, 0, -1]] * rows, np.int32)


def nobody(names: int) -> Ints:
    return np.array([[0, -1]] * names, np.int32)


def told(nodes: Ints, edges: dict[tuple[int, int], tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Touches and persons by name: a name's touches are those of the edges into it."""
    touches = [sum(count for (_, to), (count, _) in edges.items() if to == n) for n in range(N)]
    return {n: (touches[n], int(nodes[n, 0])) for n in range(N) if touches[n] or nodes[n, 0]}


@settings(max_examples=100, deadline=None)
@given(units, persons_of, st.booleans(), widths)
def test_the_square_table_counts_as_its_naive_twin(
    units: list[Touches], persons: list[int], collapse: bool, width: Any
) -> None:
    starts, ends, codes, _ = laid_out(units, width)
    person = np.array(persons[: len(units)], np.int32)
    nodes, edges = nobody(N), table((N + 1) ** 2)
    kernels.count_dense(starts, ends, person, codes, N, collapse, nodes, edges)
    expected = naive.flow(list(zip(persons, units, strict=False)), N, collapse)
    found = {divmod(i, N + 1): (int(c), int(p)) for i, (c, p, _) in enumerate(edges) if c}
    assert (told(nodes, found), found) == expected


@settings(max_examples=100, deadline=None)
@given(units, persons_of, st.booleans(), widths)
def test_the_open_table_counts_as_its_naive_twin(
    units: list[Touches], persons: list[int], collapse: bool, width: Any
) -> None:
    starts, ends, codes, _ = laid_out(units, width)
    person = np.array(persons[: len(units)], np.int32)
    nodes = nobody(N)
    keys, edges = kernels.count_sparse(starts, ends, person, codes, N, collapse, nodes)
    expected = naive.flow(list(zip(persons, units, strict=False)), N, collapse)
    found = {
        divmod(int(key), N + 1): (int(c), int(p))
        for key, (c, p, _) in zip(keys, edges, strict=True)
        if key != -1
    }
    assert (told(nodes, found), found) == expected


def test_the_open_table_grows() -> None:
    unit = [(code, code) for code in range(10_000)]
    starts, ends, codes, _ = laid_out([unit, unit], np.uint32)
    nodes = nobody(10_000)
    who = np.array([0, 1], np.int32)
    keys, edges = kernels.count_sparse(starts, ends, who, codes, 10_000, False, nodes)
    used = edges[keys != -1]
    assert len(used) == 10_001
    assert set(used[:, 0]) == {2}
    assert set(used[:, 1]) == {2}


@settings(max_examples=100, deadline=None)
@given(units, st.booleans(), st.booleans(), widths)
def test_gaps_are_those_of_the_naive_twin(
    units: list[Touches], collapse: bool, dense: bool, width: Any
) -> None:
    starts, ends, codes, times = laid_out(units, width)
    width_ = N + 1
    expected = naive.gaps(units, collapse)
    wanted = sorted(expected)[::2]  # the others have no slot
    offsets = np.cumsum([0, *(len(expected[edge]) for edge in wanted)]).astype(np.int32)
    keys, slots = np.empty(0, np.int64), np.full(width_**2, kernels.NO_SLOT, np.int32)
    if not dense:
        keys, slots = np.full(64, -1, np.int64), np.full(64, kernels.NO_SLOT, np.int32)
    for place, (before, after) in enumerate(wanted):
        edge = before * width_ + after
        at = edge if dense else int(kernels.place_of(keys, edge))
        slots[at] = -1 - place
        if not dense:
            keys[at] = edge
    filled = np.zeros(len(wanted) + 1, np.int32)
    exact = np.empty(int(offsets[-1]), np.int64)
    none = np.zeros((0, BINS), np.int32)
    kernels.collect_gaps(
        starts, ends, codes, times, N, collapse, keys, slots, none, offsets, filled, exact
    )
    for place, edge_ in enumerate(wanted):
        assert sorted(exact[offsets[place] : offsets[place + 1]]) == expected[edge_]


@given(st.integers(-5, 2**53 - 1))
def test_a_bin_is_within_one_percent_of_its_gaps(gap: int) -> None:
    place = bin_of(gap)
    assert place < BINS
    if gap < 128:
        assert place == max(gap, 0)
    else:
        shift = place // 64 - 1
        low = (place % 64 + 64) << shift
        assert low <= gap < low + (1 << shift)
        assert (1 << shift) / 2 <= 0.01 * low
