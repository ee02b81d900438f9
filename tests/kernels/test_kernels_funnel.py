from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.kernels import funnel as kernels
from kernels import naive_analysis as naive
from kernels.kernel_units import Touches, laid_out, touches, units, widths

steps_of = st.lists(st.integers(0, 3), min_size=1, max_size=4)


def tries(
    units: list[Touches], steps: list[int], window: tuple[int, int, int], width: Any = np.uint16
) -> list[tuple[int, int, int, list[int]]]:
    """Per unit: depth, entries of its first and last step within the unit, gaps between the steps."""
    starts, ends, codes, times = laid_out(units, width)
    bits = np.zeros(4, np.uint32)
    for step, code in enumerate(steps):
        bits[code] |= np.uint32(1 << step)
    reached = np.zeros(len(units), np.uint8)
    first, last = np.zeros(len(units), np.int32), np.zeros(len(units), np.int32)
    kernels.best_tries(
        starts,
        ends,
        codes,
        times,
        bits,
        len(steps),
        np.array(window, np.int64),
        reached,
        first,
        last,
    )
    counts = [int((reached > step).sum()) if step else 0 for step in range(len(steps))]
    offsets = np.cumsum([0, *counts]).astype(np.int32)
    filled = np.zeros(len(steps), np.int32)
    gaps, owners = np.zeros(offsets[-1], np.int64), np.zeros(offsets[-1], np.int32)
    kernels.step_gaps(reached, first, last, codes, times, bits, offsets, filled, gaps, owners)
    assert filled.tolist() == counts
    by_unit: dict[int, list[int]] = {}
    for gap, owner in zip(gaps.tolist(), owners.tolist(), strict=True):
        by_unit.setdefault(owner, []).append(gap)
    return [
        (
            int(depth),
            int(first[unit] - starts[unit]),
            int(last[unit] - starts[unit]),
            by_unit.get(unit, []),
        )
        for unit, depth in enumerate(reached)
    ]


@settings(max_examples=300, deadline=None)
@given(units, steps_of, st.integers(0, 9), st.integers(0, 5), st.integers(0, 6), widths)
def test_the_best_try_is_that_of_the_naive_twin(
    units: list[Touches], steps: list[int], within: int, from_us: int, length: int, width: Any
) -> None:
    found = tries(units, steps, (within, from_us, from_us + length), width)
    for unit, (depth, first, last, gaps) in zip(units, found, strict=True):
        expected, entries = naive.best_try(unit, steps, within, from_us, from_us + length)
        assert depth == expected
        if depth:
            assert (first, last) == (entries[0], entries[-1])
            times = [unit[at][1] for at in entries]
            assert gaps == [end - start for start, end in pairwise(times)]


@settings(max_examples=60, deadline=None)
@given(touches, steps_of, st.integers(0, 9))
def test_a_longer_window_never_reaches_less(unit: Touches, steps: list[int], within: int) -> None:
    [(short, *_)] = tries([unit], steps, (within, 0, 100))
    [(long, *_)] = tries([unit], steps, (within + 1, 0, 100))
    assert long >= short


def test_one_touch_never_serves_two_steps() -> None:
    assert tries([[(0, 5)]], [0, 0], (9, 0, 100))[0][0] == 1
    assert tries([[(0, 5), (0, 5)]], [0, 0], (9, 0, 100))[0][0] == 2


def test_the_best_try_starts_as_late_as_it_can() -> None:
    unit = [(0, 0), (0, 4), (1, 6), (0, 7), (1, 9)]
    assert tries([unit], [0, 1], (9, 0, 100)) == [(2, 1, 2, [2])]


def test_units_whose_times_fall_are_found() -> None:
    starts, ends, _, times = laid_out([[(0, 1), (0, 1)], [(0, 2), (0, 1)], []])
    assert kernels.in_time_order(starts, ends, times).tolist() == [True, False, True]
