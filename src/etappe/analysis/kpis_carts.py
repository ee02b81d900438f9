"""KPIs, carts: journeys that fill a cart and do not order within a day of touching it last."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_rows import Mask, Rows, place_of, rows_of
from etappe.analysis.scope import ResolvedScope
from etappe.base.clock import US_PER_DAY
from etappe.events.sides import meaning_of
from etappe.journeys.columns import CONVERSION, Columns, Shard

_NONE, _TOUCHED, _FILLED = np.uint8(0), np.uint8(1), np.uint8(3)
_MEANINGS = {
    "add_to_cart": _FILLED,
    "view_cart": _TOUCHED,
    "remove_from_cart": _TOUCHED,
    "cart_saved": _TOUCHED,
}
"""What is done to a cart. Only filling it makes one."""


@dataclass(frozen=True, slots=True)
class Carts:
    """The journeys of a shard (places, rising) with a cart last touched in the period, and which ordered."""

    journey: Rows
    ordered: Mask


def carts_of(columns: Columns) -> Callable[[Shard, Mask | None, ResolvedScope], Carts]:
    """How to find one shard's carts.

    Ordered: from the last cart touch to 24 h after it. Carts younger than 24 h at the data's end are left out.
    """
    kinds = [_MEANINGS.get(meaning_of(name, columns.words), _NONE) for name in columns.events]
    table = np.array(kinds or [_NONE], np.uint8)

    def find(shard: Shard, kept: Mask | None, resolved: ResolvedScope) -> Carts:
        rows = rows_of(shard, table[shard.event] != 0, kept) if table.any() else np.empty(0, int)
        journeys, last = _last_touches(shard, rows, table)
        low, high = resolved.period.bounds()
        chosen = (last >= low) & (last < high) & (last + US_PER_DAY <= columns.last_us)
        journeys, last = journeys[chosen], last[chosen]
        return Carts(journeys, _ordered(shard, journeys, last))

    return find


def count_carts(
    columns: Columns,
) -> Callable[[Shard, Mask | None, ResolvedScope], dict[str, int]]:
    """How to count one shard's carts, and those abandoned: no order within a day."""
    find = carts_of(columns)

    def count(shard: Shard, kept: Mask | None, resolved: ResolvedScope) -> dict[str, int]:
        carts = find(shard, kept, resolved)
        abandoned = len(carts.journey) - int(np.count_nonzero(carts.ordered))
        return {"carts": len(carts.journey), "carts_abandoned": abandoned}

    return count


def _last_touches(
    shard: Shard, rows: Rows, table: NDArray[np.uint8]
) -> tuple[Rows, NDArray[np.int64]]:
    """The journeys with a cart, rising, and when each touched it last."""
    place = place_of(shard.journey, rows)
    rows, place = rows[place >= 0], place[place >= 0]
    if not len(rows):
        return place, np.empty(0, np.int64)
    journeys, first = np.unique(place, return_index=True)
    last = np.maximum.reduceat(shard.time_us[rows], first)
    filled = np.logical_or.reduceat(table[shard.event[rows]] == _FILLED, first)
    return journeys[filled], last[filled]


def _ordered(shard: Shard, journeys: Rows, last: NDArray[np.int64]) -> Mask:
    """Which of the journeys order within a day of their last cart touch."""
    ordered = np.zeros(len(journeys), np.bool_)
    if not len(journeys):
        return ordered
    orders = rows_of(shard, (shard.flags & CONVERSION) != 0, None)
    place = place_of(shard.journey, orders)
    found = np.minimum(np.searchsorted(journeys, place), len(journeys) - 1)
    waited = shard.time_us[orders] - last[found]
    in_time = (journeys[found] == place) & (waited >= 0) & (waited <= US_PER_DAY)
    ordered[found[in_time]] = True
    return ordered
