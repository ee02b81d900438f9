"""Units for kernel tests: lists of (code, time) laid end to end, and how Hypothesis draws them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Touches = list[tuple[int, int]]

touches = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=9).map(
    lambda unit: sorted(unit, key=lambda touch: touch[1])
)
"""One unit in time order, with many equal times and codes 0 to 3."""

units = st.lists(touches, max_size=8)

widths = st.sampled_from([np.uint16, np.uint32])
"""The two widths codes come in."""


def laid_out(
    units: Sequence[Touches], width: Any = np.uint16
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any], NDArray[np.int64]]:
    """Starts, ends, codes and times."""
    ends = np.cumsum([len(unit) for unit in units], dtype=np.int32)
    starts = np.concatenate(([0], ends))[:-1].astype(np.int32)
    flat = [touch for unit in units for touch in unit]
    codes = np.array([code for code, _ in flat], width)
    return starts, ends.astype(np.int32), codes, np.array([time for _, time in flat], np.int64)
