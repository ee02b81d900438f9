from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.kernels import paths as kernels
from kernels import naive_analysis as naive
from kernels.kernel_units import Touches, laid_out, units, widths

N = 4
anchors = st.one_of(st.none(), st.integers(0, 3))


def chosen(code: int | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array([] if code is None else [known == code for known in range(N)], np.bool_)


@settings(max_examples=250, deadline=None)
@given(units, anchors, anchors, st.integers(1, 5), st.booleans(), widths)
def test_a_path_is_that_of_the_naive_twin(
    units: list[Touches],
    after: int | None,
    before: int | None,
    steps: int,
    collapse: bool,
    width: Any,
) -> None:
    starts, ends, codes, _ = laid_out(units, width)
    low, high = np.empty_like(starts), np.empty_like(starts)
    kernels.path_ranges(
        starts, ends, codes, chosen(after), chosen(before), steps, collapse, low, high
    )
    hashes = np.zeros(len(units), np.int64)
    kernels.path_hashes(low, high, codes, collapse, hashes)
    expected = [
        tuple(naive.path([code for code, _ in unit], after, before, steps, collapse))
        for unit in units
    ]
    for unit, path in enumerate(expected):
        own = codes[low[unit] : high[unit]].tolist()
        if collapse:
            own = [code for at, code in enumerate(own) if at == 0 or code != own[at - 1]]
        assert tuple(own) == path
    same = [[left == right for left in expected] for right in expected]
    assert (hashes[:, None] == hashes[None, :]).tolist() == same
    assert (hashes >= 0).all()


@settings(max_examples=60, deadline=None)
@given(units, st.booleans())
def test_paths_are_told_apart_even_if_their_numbers_were_equal(
    units: list[Touches], collapse: bool
) -> None:
    units = [[(0, 0), (1, 1)], *units]
    starts, ends, codes, _ = laid_out(units)
    found = np.zeros(len(units), np.int32)  # as if every unit had the first one's number
    offsets, path = np.array([0, 2], np.int32), np.array([0, 1], np.uint32)
    kernels.confirm_paths(starts, ends, codes, collapse, offsets, path, found)
    for unit, touches in enumerate(units):
        own = [code for code, _ in (naive.collapsed(touches) if collapse else touches)]
        assert found[unit] == (0 if own == [0, 1] else -1)


def test_persons_are_counted_once_a_path() -> None:
    found = np.array([0, 0, 1, -1, 0], np.int32)
    person = np.array([0, 0, 0, 1, 2], np.int32)
    units, persons = np.zeros(2, np.int64), np.zeros(2, np.int64)
    kernels.count_paths(found, person, units, persons)
    assert (units.tolist(), persons.tolist()) == ([3, 1], [2, 1])
