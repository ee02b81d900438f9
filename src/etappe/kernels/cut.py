"""Cut the touches of persons into visits and journeys (DESIGN section 5): the order of the steps.

The steps stand in `cut_visits`, `cut_orders`, `cut_journeys` and `cut_layout`; each is one pass over
the rows of a shard. `tests/kernels/naive_cut.py` says the same slowly.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etappe.kernels.cut_flags import flag_rows, spread_channels
from etappe.kernels.cut_identity import join_keys, loose_sets
from etappe.kernels.cut_journeys import assign_journeys
from etappe.kernels.cut_layout import Layout, arrange
from etappe.kernels.cut_orders import join_orders
from etappe.kernels.cut_pack import (
    Columns,
    Split,
    Tables,
    dealt_order,
    fill_rows,
    find_cells,
    split_rows,
    taken,
)
from etappe.kernels.cut_rows import (
    CONVERSION,
    LOWEST_VALUE,
    NO_VALUE,
    Limits,
    Touches,
    compact_codes,
)
from etappe.kernels.cut_sort import sort_rows
from etappe.kernels.cut_told import tell_origins
from etappe.kernels.cut_visits import assign_visits, visit_bounds

__all__ = [
    "CONVERSION",
    "LOWEST_VALUE",
    "NO_VALUE",
    "Columns",
    "Cut",
    "Layout",
    "Limits",
    "Split",
    "Tables",
    "Touches",
    "cut",
    "dealt_order",
    "fill_rows",
    "find_cells",
    "flag_rows",
    "join_keys",
    "loose_sets",
    "sort_rows",
    "split_rows",
    "spread_channels",
    "taken",
    "tell_origins",
]


class Cut(NamedTuple):
    """What became of each row of a shard, in the order the rows came in.

    `time_us` and `value` are those of the order where a row is an order's conversion. `told` marks
    rows that tell again what was told (they are in no unit). `visit` and `journey` are numbers that
    rise with the person, -1 for none. `landing[v]` is the row that opened visit v and gives it its
    channel. `last_us[j]` is the last customer touch behind journey j when nothing followed it, else
    LONG_AGO: a journey is open while the data end less than the idle time later.
    """

    value: NDArray[np.int64]
    told: NDArray[np.bool_]
    visit: NDArray[np.int32]
    journey: NDArray[np.int32]
    landing: NDArray[np.int32]
    last_us: NDArray[np.int64]
    layout: Layout


def cut(touches: Touches, limits: Limits) -> Cut:
    """Visits, orders, journeys and row order of one shard's touches.

    Rows are sorted by person, time, arrival; `touches.offsets` bounds the persons.
    """
    touches = touches._replace(
        visit=compact_codes(touches.visit),
        order=compact_codes(touches.order),
        cart=compact_codes(touches.cart),
    )
    visit, landing = assign_visits(touches, limits)
    value, told = join_orders(touches, limits, visit)
    bounds = visit_bounds(touches, visit, told, len(landing))
    journey, last_us = assign_journeys(touches, limits, visit, told, bounds)
    layout = arrange(touches.offsets, told, visit, journey, len(landing), len(last_us))
    return Cut(value, told, visit, journey, landing, last_us, layout)
