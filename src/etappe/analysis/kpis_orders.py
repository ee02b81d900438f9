"""KPIs, orders: every order of a shard with what was given back for it.

A refund or return belongs to its person's order with its order id (the cut brings what is told of an order to the
order's person), without one to its person's latest order before it.
A refund without a value gives back the whole order; a cancellation counts as money given back only where no
refund tells of the same order.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_rows import Mask, Rows, person_of, rows_of, values_of
from etappe.analysis.levels import extra_codes
from etappe.events.sides import meaning_of
from etappe.journeys.columns import CONVERSION, Columns, Shard

_NONE, _REFUND, _CANCELLED, _RETURN = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(4)
_MEANINGS = {
    "refund": _REFUND,
    "order_cancelled": _CANCELLED,
    "return_requested": _RETURN,
    "return_received": _RETURN,
}
_ORDER = "order"
"""The further column of order ids."""


@dataclass(frozen=True, slots=True)
class OrderBook:
    """Orders in row order (times in µs, money in minor units), and the givings back (`back_…`) with theirs.

    `priced`: the order has money in the shop's currency. `returned`: a return or refund tells of it, ever.
    """

    row: Rows
    time_us: NDArray[np.int64]
    person: Rows
    value: NDArray[np.int64]
    priced: Mask
    returned: Mask
    back_time_us: NDArray[np.int64]
    back_value: NDArray[np.int64]
    back_person: Rows


@dataclass(frozen=True, slots=True)
class _Told:
    """Some events about orders: `order` is the place of the order in the book, -1 unknown."""

    time_us: NDArray[np.int64]
    value: NDArray[np.int64]
    priced: Mask
    person: Rows
    order: Rows
    kind: NDArray[np.uint8]

    def only(self, chosen: Mask) -> "_Told":
        return _Told(
            self.time_us[chosen],
            self.value[chosen],
            self.priced[chosen],
            self.person[chosen],
            self.order[chosen],
            self.kind[chosen],
        )


def order_books(columns: Columns) -> Callable[[Shard, Mask | None], OrderBook]:
    """How to read the order book of one shard's kept rows."""
    kinds = [_MEANINGS.get(meaning_of(name, columns.words), _NONE) for name in columns.events]
    table = np.array(kinds or [_NONE], np.uint8)
    named = _ORDER in columns.known_properties

    def read(shard: Shard, keep: Mask | None) -> OrderBook:
        rows = rows_of(shard, (shard.flags & CONVERSION) != 0, keep)
        value, priced = values_of(shard, rows)
        order = rows, shard.time_us[rows], person_of(shard, rows), value, priced
        about = rows_of(shard, table[shard.event] != 0, keep) if table.any() else rows[:0]
        if not len(about):
            nothing = np.empty(0, np.int64)
            return OrderBook(*order, np.zeros(len(rows), np.bool_), nothing, nothing, nothing)
        told = _told(shard, table, about, named, order)
        returned = np.zeros(len(rows), np.bool_)
        returned[told.order[(told.kind != _CANCELLED) & (told.order >= 0)]] = True
        return OrderBook(*order, returned, *_given_back(told, value))

    return read


def _told(
    shard: Shard,
    table: NDArray[np.uint8],
    about: Rows,
    named: bool,
    order: tuple[Rows, NDArray[np.int64], Rows, NDArray[np.int64], Mask],
) -> _Told:
    rows, order_time, order_person, _, _ = order
    value, priced = values_of(shard, about)
    person, time = person_of(shard, about), shard.time_us[about]
    place = _latest_before(order_person, order_time, person, time)
    if named:
        codes = extra_codes(shard, _ORDER)
        known = codes[about] != 0
        wanted = person[known] << 32 | codes[about][known]
        place[known] = _same_order(order_person << 32 | codes[rows], wanted)
    return _Told(time, np.abs(value), priced, person, place, table[shard.event[about]])


def _same_order(orders: NDArray[np.int64], wanted: NDArray[np.int64]) -> Rows:
    """The place of the order with that person and id, -1 when there is none."""
    if not len(orders):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(orders, kind="stable")
    place = np.minimum(np.searchsorted(orders[order], wanted), len(orders) - 1)
    return np.where(orders[order][place] == wanted, order[place], -1)


def _latest_before(
    order_person: Rows, order_time: NDArray[np.int64], person: Rows, time: NDArray[np.int64]
) -> Rows:
    """The place of the person's latest order up to each time, -1 when there is none."""
    if not len(order_person):
        return np.full(len(person), -1, np.int64)
    # Times first, then persons, both as ranks, so that one sorted search serves all persons at once.
    times, ranks = np.unique(np.concatenate((order_time, time)), return_inverse=True)
    orders = order_person * len(times) + ranks[: len(order_time)]
    wanted = person * len(times) + ranks[len(order_time) :]
    sorting = np.argsort(orders, kind="stable")
    place = np.searchsorted(orders[sorting], wanted, "right") - 1
    found = sorting[np.maximum(place, 0)]
    return np.where((place >= 0) & (order_person[found] == person), found, -1)


def _given_back(
    told: _Told, order_value: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Rows]:
    """Time, amount and person of everything given back."""
    refunds = told.only(told.kind == _REFUND)
    cancelled = told.only(
        (told.kind == _CANCELLED) & ~np.isin(told.order, refunds.order[refunds.order >= 0])
    )
    parts = [part for kind in (refunds, cancelled) for part in _amounts(kind, order_value)]
    time, amount, person = (np.concatenate(column) for column in zip(*parts, strict=True))
    return time, amount, person


def _amounts(
    told: _Told, order_value: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64], Rows]]:
    """Events with a value as they are; of those without, the first of each order that has no value told."""
    priced = told.only(told.priced)
    blank = told.only(~told.priced & (told.order >= 0) & ~np.isin(told.order, priced.order))
    sorting = np.lexsort((blank.time_us, blank.order))
    _, first = np.unique(blank.order[sorting], return_index=True)
    chosen = sorting[first]
    whole = order_value[blank.order[chosen]]
    return [
        (priced.time_us, priced.value, priced.person),
        (blank.time_us[chosen], whole, blank.person[chosen]),
    ]
