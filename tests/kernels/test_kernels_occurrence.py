from functools import reduce

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from etappe.kernels import occurrence as kernels
from kernels import naive_analysis as naive
from kernels.kernel_units import Touches, laid_out, units


@settings(max_examples=100, deadline=None)
@given(units, st.integers(1, 4), st.integers(1, 3))
def test_names_are_counted_as_their_naive_twin_counts_them(
    persons: list[Touches], size: int, parts: int
) -> None:
    shards = [persons[part::parts] for part in range(parts)]
    figures = reduce(kernels.added, [_counted(shard, size) for shard in shards])
    found = {code: tuple(row) for code, row in enumerate(figures.tolist()) if row[0]}
    assert found == naive.occurrences(persons, size)


def _counted(persons: list[Touches], size: int) -> NDArray[np.int64]:
    starts, _, codes, times = laid_out(persons, np.uint32)
    return kernels.count(codes, starts, times, size)
