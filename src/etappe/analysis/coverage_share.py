"""Coverage of a scope: of the orders in its period that its condition keeps, those whose way was seen.

Every answer carries this figure in its basis, counted here and nowhere else.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Coverage, CoverageReason
from etappe.analysis.coverage_orders import REASONS, STAFF, ShardOrders, orders_covered
from etappe.analysis.period import Period
from etappe.analysis.where import Condition
from etappe.analysis.where_columns import prepare, touches_kept
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns, Shard

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a scope says of orders; `digital` is by touchpoint code, None for all."""

    columns: Columns
    period: Period
    condition: Condition | None
    model: StageModel
    digital: Mask | None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one coverage of the same columns from another."""
        return (
            "coverage",
            self.period.bounds(),
            self.condition,
            self.model.key,
            self.digital is None,
        )


def coverage_of(asked: Asked) -> Coverage:
    """The coverage of a scope; the same for every question about it."""
    return asked.columns.once(asked.key, lambda: _count(asked))


def orders_in(asked: Asked) -> tuple[tuple[ShardOrders, Mask], ...]:
    """The orders of every shard, and which of them the scope keeps."""
    low, high = asked.period.bounds()
    ground = None
    if asked.condition is not None:
        ground = prepare(asked.columns, asked.model, asked.condition, False)

    def of(shard: Shard, orders: ShardOrders) -> Mask:
        mask: Mask = (orders.time_us >= low) & (orders.time_us < high)
        if ground is not None and asked.condition is not None:
            mask &= touches_kept(ground, shard, asked.condition)[orders.row]
        if asked.digital is not None:
            mask &= asked.digital[shard.touchpoint[orders.row]]
        return mask

    found = orders_covered(asked.columns)
    return tuple(
        (orders, of(shard, orders))
        for shard, orders in zip(asked.columns.shards, found, strict=True)
    )


def _count(asked: Asked) -> Coverage:
    counts: Counter[int] = Counter()
    for orders, kept in orders_in(asked):
        codes, times = np.unique(orders.reason[kept], return_counts=True)
        counts.update(dict(zip(codes.tolist(), times.tolist(), strict=True)))
    staff = _staff(asked)
    if staff:
        counts[STAFF] += staff
    total = sum(counts.values())
    reasons = tuple(
        CoverageReason(key, counts[code], counts[code] / total)
        for code, key in enumerate(REASONS)
        if counts[code]
    )
    by_size = sorted(reasons, key=lambda one: -one.orders)
    return Coverage(total, counts[-1], counts[-1] / total if total else None, tuple(by_size))


def _staff(asked: Asked) -> int:
    """Orders that staff entered in the period; unknown, and left out, under a condition on touches."""
    if asked.condition is not None or asked.digital is not None:
        return 0
    low, high = asked.period.bounds()
    entered = asked.columns.staff_orders.time_us
    return int(np.count_nonzero((entered >= low) & (entered < high)))
