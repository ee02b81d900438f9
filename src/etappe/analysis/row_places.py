"""Where single rows of a shard lie: in which unit, and whether a scope keeps them."""

import numpy as np
from numpy.typing import NDArray

from etappe.journeys.columns import Shard, Units

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


def rows_of(shard: Shard, wanted: Mask, keep: Mask | None) -> Rows:
    """The rows, each touch once, for which `wanted` (by row) holds and that the scope keeps."""
    chosen = shard.live(wanted[: shard.rows])
    return np.flatnonzero(chosen if keep is None else chosen & keep[: shard.rows])


def place_of(units: Units, rows: Rows) -> Rows:
    """The unit that holds each row, -1 for none. Units lie in row order."""
    if not len(units):
        return np.full(len(rows), -1, np.int64)
    place = np.searchsorted(units.ends, rows.astype(np.int32), "right")
    inside = place < len(units)
    inside &= units.starts[np.minimum(place, len(units) - 1)] <= rows
    return np.where(inside, place, -1)
