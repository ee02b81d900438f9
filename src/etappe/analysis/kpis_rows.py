"""KPIs, rows: where single touches of a shard lie (person, visit, journey) and what they are worth."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.row_places import Mask, Rows, place_of, rows_of
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.where_columns import prepare, touches_kept
from etappe.journeys.columns import Shard

__all__ = ["Keeper", "Mask", "Rows", "keeper", "person_of", "place_of", "rows_of", "values_of"]

Keeper = Callable[[Shard], Mask | None]


def keeper(resolved: ResolvedScope, *, accounts: bool = False) -> Keeper:
    """Which rows of a shard (repeated rows included) the scope keeps, whatever its period; None = all.

    `accounts`: the shards are those of accounts.
    """
    condition, digital = resolved.condition, resolved.digital
    ground = None
    if condition is not None:
        ground = prepare(resolved.columns, resolved.model, condition, accounts)

    def keep(shard: Shard) -> Mask | None:
        mask = None
        if ground is not None and condition is not None:
            mask = touches_kept(ground, shard, condition)
        if digital is not None:
            kept = digital[shard.touchpoint]
            mask = kept if mask is None else mask & kept
        return mask

    return keep


def person_of(shard: Shard, rows: Rows) -> Rows:
    """The person (place in shard.persons) of each row that some unit of the shard holds."""
    return np.searchsorted(shard.own_starts, rows.astype(np.int32), "right") - 1


def values_of(shard: Shard, rows: Rows) -> tuple[NDArray[np.int64], Mask]:
    """The money of each row in minor units (0 without), and whether it has any."""
    if not len(shard.value_row):
        return np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
    place = np.searchsorted(shard.value_row, rows.astype(np.int32))
    place = np.minimum(place, len(shard.value_row) - 1)
    has = shard.value_row[place] == rows
    return np.where(has, shard.value[place], 0), has
