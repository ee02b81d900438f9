"""Coverage, order by order: was the way to it seen, and if not, what is the likeliest reason?

An order counts as seen when its journey shows a touch of the customer's before it. Reasons are given from what is
known of the order itself; what nothing explains stays unexplained (`unseen`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.row_places import Mask, Rows, place_of, rows_of
from etappe.analysis.run import each
from etappe.base.heavy import heavy
from etappe.events.consent import REFUSED
from etappe.events.sources import source_category
from etappe.journeys.columns import CONVERSION, SHOP_SIDE, Columns, Shard

REASONS = (
    "staff",
    "marketplace",
    "phone",
    "store",
    "fair",
    "before",
    "no_consent",
    "imported",
    "unseen",
)
"""Why an order's way was not seen, in the order they are asked: entered by staff, sold on a marketplace, by phone, in
a store, at a fair; older than anything seen of visits; consent refused; brought by a file; else nobody knows (blocked,
refused before anything was told, another device)."""

STAFF, BEFORE, NO_CONSENT, IMPORTED, UNSEEN = (
    REASONS.index(key) for key in ("staff", "before", "no_consent", "imported", "unseen")
)
_BY_CHANNEL = {key: REASONS.index(key) for key in ("marketplace", "phone", "store", "fair")}
_BY_SOURCE = {"pos": "store", "store": "store", "phone": "phone", "marketplace": "marketplace"}
_LIVE = frozenset(
    ("", "web", "app", "server", "webhook", "backend", "shopify", "woocommerce", "shopware", "magento", "erp")
)  # fmt: skip
"""Sources that tell of orders as they happen; others are files."""


@dataclass(frozen=True, slots=True)
class ShardOrders:
    """The orders of a shard: their rows, times and whether their way was seen; `reason` (into REASONS) is -1 if so."""

    row: Rows
    time_us: Rows
    reason: NDArray[np.int8]


def orders_covered(columns: Columns) -> tuple[ShardOrders, ...]:
    """The orders of every shard, worked out once for these columns."""
    return columns.once("orders covered", lambda: _all_orders(columns))


def _all_orders(columns: Columns) -> tuple[ShardOrders, ...]:
    rows = each(columns.shards, _order_rows)
    seen = [_seen(shard, found) for shard, found in zip(columns.shards, rows, strict=True)]
    begin = min((_first_visit_us(shard) for shard in columns.shards), default=0)
    explain = _explainer(columns, begin)
    return tuple(
        ShardOrders(found, shard.time_us[found], explain(shard, found, known))
        for shard, found, known in zip(columns.shards, rows, seen, strict=True)
    )


def _order_rows(shard: Shard) -> Rows:
    return rows_of(shard, (shard.flags & CONVERSION) != 0, None)


def _seen(shard: Shard, rows: Rows) -> Mask:
    """Whether the journey of each order shows a customer's touch before it."""
    seen = np.zeros(len(rows), np.bool_)
    place = place_of(shard.journey, rows)
    inside = place >= 0
    starts, before = shard.journey.starts[place[inside]], rows[inside].astype(np.int32)
    seen[inside] = heavy("select").any_kept(starts, before, (shard.flags & SHOP_SIDE) == 0)
    return seen


def _first_visit_us(shard: Shard) -> int:
    """When the first visit began that something else than an order opened: before, nobody looked."""
    starts = shard.visit.starts
    starts = starts[(shard.flags[starts] & CONVERSION) == 0]
    return int(shard.time_us[starts].min()) if len(starts) else np.iinfo(np.int64).max


def _explainer(columns: Columns, begin_us: int) -> Callable[[Shard, Rows, Mask], NDArray[np.int8]]:
    by_channel = np.array([_BY_CHANNEL.get(key, -1) for key in columns.channels] or [-1], np.int8)
    nothing_seen = begin_us == np.iinfo(np.int64).max

    def explain(shard: Shard, rows: Rows, seen: Mask) -> NDArray[np.int8]:
        reason = np.full(len(rows), -1, np.int8)
        lost = np.flatnonzero(~seen)
        if not len(lost):
            return reason
        seqs = shard.seq[rows[lost]].astype(np.int64)
        sources = columns.words_at("event_source", seqs)
        consents = columns.words_at("consent", seqs)
        old = (shard.time_us[rows[lost]] < begin_us) & (not nothing_seen)
        channel = by_channel[shard.channel[rows[lost]]]
        told = zip(channel.tolist(), old.tolist(), sources, consents, strict=True)
        reason[lost] = [_reason(*one) for one in told]
        return reason

    return explain


@cache
def _reason(channel: int, old: bool, source: str | None, consent: str | None) -> int:
    source = (source or "").lower()
    place = _BY_SOURCE.get(source) or source_category(source)
    if channel >= 0 or place in _BY_CHANNEL:
        return channel if channel >= 0 else _BY_CHANNEL[place]
    if old:
        return BEFORE
    if consent == REFUSED:
        return NO_CONSENT
    return UNSEEN if source in _LIVE else IMPORTED
