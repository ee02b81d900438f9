"""Retention: how long a shop keeps which kind of data, and the deletion of what is older."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from etappe.app.data_kinds import EVENT_KINDS, names_of
from etappe.app.setting_changes import note_settings
from etappe.app.shop import Shop
from etappe.app.shop_clock import clock_of
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.errors import BadInput

Kind = Literal["browsing", "contacts", "orders", "originals", "samples", "openings"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SHORTEST_DAYS, LONGEST_DAYS = 1, 36_500

PROPOSED: Mapping[Kind, int] = {
    "browsing": 425, "contacts": 1_095, "orders": 3_650, "originals": 1_095, "samples": 30, "openings": 730,
}  # fmt: skip
"""Days that are usual: 14 months, 3 years, 10 years, 3 years, 30 days, 2 years."""
_AT_ONCE: frozenset[Kind] = frozenset(("samples", "openings"))
"""Kinds that are deleted after the proposed time unless the shop says otherwise: nobody misses them. Of the others
nothing is deleted before somebody has decided it: an import of old orders would be gone the next night."""


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One kind. `days` None: kept without limit. `decided`: somebody of the shop chose it. `due`: how many are older."""

    kind: Kind
    days: int | None
    decided: bool
    proposed: int
    due: int


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """What was deleted, or with `dry` would be: how many of each kind."""

    dry: bool
    deleted: Mapping[Kind, int]


def retention(shop: Shop) -> list[RetentionRow]:
    """Every kind with its time, and how many are due now."""
    decided = shop.records.retention.all()
    due = _due(shop)
    return [
        RetentionRow(kind, days, kind in decided, PROPOSED[kind], _count(shop, kind, due))
        for kind, days in _days(shop).items()
    ]


def set_retention(
    shop: Shop, given: Mapping[str, int | None], by: str = COMMAND_LINE
) -> list[RetentionRow]:
    """Decide kinds: days, None for no limit. BadInput names a kind or a number that cannot be; nothing is kept then."""
    for kind, days in given.items():
        if kind not in KINDS:
            raise BadInput(
                f"kind: {kind!r}.", next_step=f"Known: {', '.join(KINDS)}.", field="kind"
            )
        if days is not None and not SHORTEST_DAYS <= days <= LONGEST_DAYS:
            raise BadInput(
                f"days: {days} is not from {SHORTEST_DAYS} to {LONGEST_DAYS}.",
                next_step="Write days, or none for no limit.",
                field="days",
            )
    before = {str(kind): days for kind, days in _days(shop).items()}
    for kind, days in given.items():
        shop.records.retention.put(kind, days)
    note_settings(shop, by, "retention", before, given)
    return retention(shop)


def run_retention(shop: Shop, *, dry: bool = False) -> RetentionRun:
    """Delete what is older than its time, in every place, and write the files anew; with `dry` only say how much."""
    due = _due(shop)
    deleted = {kind: _count(shop, kind, due) for kind in KINDS}
    if dry or not any(deleted.values()):
        return RetentionRun(dry, deleted)
    seqs = np.concatenate([due[kind] for kind in EVENT_KINDS])
    gone: tuple[int, ...] = ()
    if len(seqs):
        gone = shop.events.private.erase(seqs, np.empty(0, np.int64)).keys
    originals = due["originals"].tolist()
    shop.events.private.drop_originals(originals)
    shop.records.data_keys.destroy([*gone, *originals])
    for kind, drop in (
        ("samples", shop.events.private.drop_samples),
        ("openings", shop.records.openings.forget_before),
    ):
        before = _before(shop, kind)
        if before is not None:
            drop(before)
    shop.records.rewrite()
    shop.accounts.drop()
    if len(seqs) or originals:
        # Not for examples alone: they go every day, and a large file takes half a minute.
        shop.events.private.rewrite()
    if len(seqs):
        shop.book.compact()
    return RetentionRun(dry, deleted)


def _days(shop: Shop) -> dict[Kind, int | None]:
    decided = shop.records.retention.all()
    return {kind: decided.get(kind, PROPOSED[kind] if kind in _AT_ONCE else None) for kind in KINDS}


def _before(shop: Shop, kind: Any) -> int | None:
    """The moment before which data of the kind are due: the start of the shop's day so many days ago; None where there
    is no limit."""
    days = _days(shop)[kind]
    return None if days is None else clock_of(shop).start_us(days)


def _due(shop: Shop) -> dict[str, NDArray[np.int64]]:
    """Arrival numbers of due events by kind, and the keys whose originals are due."""
    nothing = np.empty(0, np.int64)
    due: dict[str, NDArray[np.int64]] = {}
    for kind in EVENT_KINDS:
        before = _before(shop, kind)
        due[kind] = (
            nothing
            if before is None
            else shop.events.private.older(names_of(shop, kind), before, orders=kind == "orders")
        )
    before = _before(shop, "originals")
    due["originals"] = (
        nothing if before is None else shop.events.private.keys_last_seen_before(before)
    )
    return due


def _count(shop: Shop, kind: Kind, due: Mapping[str, NDArray[np.int64]]) -> int:
    if kind in due:
        return len(due[kind])
    before = _before(shop, kind)
    if before is None:
        return 0
    if kind == "samples":
        return shop.events.private.drop_samples(before, dry=True)
    return shop.records.openings.older(before)
