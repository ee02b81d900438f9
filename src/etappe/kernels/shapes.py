"""Shapes: the array types kernels take, named once, and how a gap becomes a histogram bin.

Kernels are compiled for these alone, when first loaded. What a kernel reads is declared read-only, so that
memory-mapped and ordinary arrays run the same machine code.
"""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic


def reads(dtype: Any) -> Any:
    """A one-dimensional array that the kernel only reads."""
    return types.Array(dtype, 1, "C", readonly=True)


def tuple_of(*shapes: Any) -> Any:
    """What a kernel that makes several arrays returns."""
    make: Any = types.Tuple
    return make(shapes)


def writes(dtype: Any, dimensions: int = 1) -> Any:
    """An array that the kernel changes or makes."""
    return types.Array(dtype, dimensions, "C")


ROWS = reads(types.int32)
TIMES = reads(types.int64)
MASK = reads(types.boolean)
Unsigned = Any
"""An unsigned number of 64 bits inside a kernel: as an index it needs no look at its sign."""

CODES = (reads(types.uint16), reads(types.uint32))
"""Codes come in two widths; each kernel over codes is compiled for both."""

SUB_BINS = 64
BINS = 48 * SUB_BINS
"""Bins of a gap in microseconds: 64 to each doubling, so the middle of a bin is within 0.8 % of its values."""


def _leading_zeros(typing_context: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.int64), generate


_zeros_before: Any = intrinsic(_leading_zeros)


@njit(types.int64(types.int64), cache=True, nogil=True)
def bin_of(gap_us: int) -> int:
    """The bin of a gap: exact below 128 µs, then 64 bins to each doubling; negative gaps count as 0."""
    if gap_us < SUB_BINS:
        return max(gap_us, 0)
    shift: int = 57 - _zeros_before(gap_us)
    return min(shift * SUB_BINS + (gap_us >> shift), BINS - 1)
