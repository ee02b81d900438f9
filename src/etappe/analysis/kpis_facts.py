"""KPIs, counted: the partial of one shard and how partials merge. Whole numbers and durations only."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_carts import count_carts
from etappe.analysis.kpis_customers import count_customers
from etappe.analysis.kpis_orders import OrderBook, order_books
from etappe.analysis.kpis_rows import Mask, Rows, keeper, person_of, place_of, rows_of, values_of
from etappe.analysis.medians import Durations
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import Selection, selector
from etappe.analysis.stages_counts import converted_journeys
from etappe.base.heavy import heavy
from etappe.journeys.columns import IN_VISIT, SHOP_SIDE, Shard

VISITS, PERSONS, CONVERSIONS, VALUE = range(4)
"""Columns of `KpisFacts.channels`, a row a channel code."""


@dataclass(frozen=True, slots=True)
class KpisFacts:
    """What one or more shards add up to. Money in minor units of the shop's currency."""

    basis: BasisCounts
    channels: NDArray[np.int64]
    purchase: Durations
    purchase_us: int = 0
    active_persons: int = 0
    active_converted: int = 0
    visits: int = 0
    visits_converted: int = 0
    journeys: int = 0
    journeys_over: int = 0
    journeys_over_converted: int = 0
    conversions: int = 0
    without_visit: int = 0
    value_without_visit: int = 0
    orders: int = 0
    orders_priced: int = 0
    orders_returned: int = 0
    value: int = 0
    refunded: int = 0
    carts: int = 0
    carts_abandoned: int = 0
    customers: int = 0
    customers_again: int = 0
    customers_old: int = 0
    customers_old_again: int = 0
    customers_net: int = 0

    def __add__(self, other: "KpisFacts") -> "KpisFacts":
        return KpisFacts(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )


def no_facts(channels: int) -> KpisFacts:
    """What no shard at all counts."""
    return KpisFacts(BasisCounts(), np.zeros((channels, 4), np.int64), Durations())


def counter(resolved: ResolvedScope) -> Callable[[Shard], KpisFacts]:
    """How to count the KPIs of one shard."""
    persons = selector(resolved, "person")
    visits = selector(resolved, "visit")
    journeys = selector(resolved, "journey")
    keep, books = keeper(resolved), order_books(resolved.columns)
    carts = count_carts(resolved.columns)

    def count(shard: Shard) -> KpisFacts:
        kept = keep(shard)
        converts = resolved.converts(shard)
        goals = rows_of(shard, converts, kept)
        book = books(shard, kept)
        found: dict[str, int] = {}
        found |= _active(shard, resolved, kept, goals)
        found |= _journeys(journeys(shard), converts, resolved)
        found |= _orders(book, resolved)
        found |= carts(shard, kept, resolved)
        found |= count_customers(book, *state_at(resolved))
        channels, counted = _visits(visits(shard), goals, resolved)
        durations = purchase_us(shard, converts, kept, resolved)
        return KpisFacts(
            basis=persons(shard).counts,
            channels=channels,
            purchase=Durations.of(durations),
            purchase_us=int(durations.sum()),
            **found,
            **counted,
        )

    return count


def in_period(resolved: ResolvedScope, times_us: NDArray[np.int64]) -> Mask:
    """Which moments lie in the period."""
    low, high = resolved.period.bounds()
    return (times_us >= low) & (times_us < high)


def state_at(resolved: ResolvedScope) -> tuple[int, int]:
    """The moments a state of customers looks from: orders before the first, ages at the second."""
    high = resolved.period.bounds()[1]
    return high, min(high, resolved.columns.last_us)


def active_persons(shard: Shard, resolved: ResolvedScope, kept: Mask | None) -> Mask:
    """Per unit of persons: did they do something themselves in the period?"""
    mask = (shard.flags & SHOP_SIDE) == 0
    if kept is not None:
        mask &= kept
    if not resolved.period.everything:
        mask &= in_period(resolved, shard.time_us)
    active: Mask = heavy("select").any_kept(shard.person.starts, shard.person.ends, mask)
    return active


def _active(
    shard: Shard, resolved: ResolvedScope, kept: Mask | None, goals: Rows
) -> dict[str, int]:
    """Persons who did something themselves in the period, and those of them who converted in it."""
    active = active_persons(shard, resolved, kept)
    converted = np.zeros(len(shard.persons), np.bool_)
    converted[person_of(shard, goals[in_period(resolved, shard.time_us[goals])])] = True
    both = np.count_nonzero(active & converted[shard.person.person])
    return {"active_persons": int(np.count_nonzero(active)), "active_converted": int(both)}


def _journeys(selection: Selection, converts: Mask, resolved: ResolvedScope) -> dict[str, int]:
    over = ~selection.shard.journey_open[selection.unit]
    converted = converted_journeys(selection, converts, resolved)
    return {
        "journeys": len(selection),
        "journeys_over": int(np.count_nonzero(over)),
        "journeys_over_converted": int(np.count_nonzero(over & converted)),
    }


def _visits(
    selection: Selection, goals: Rows, resolved: ResolvedScope
) -> tuple[NDArray[np.int64], dict[str, int]]:
    """Visits that begin in the period and conversions that lie in it, by the visits' channel."""
    shard, size = selection.shard, len(resolved.columns.channels)
    channel = shard.channel[shard.visit.starts[selection.unit]]
    table = np.zeros((size, 4), np.int64)
    table[:, VISITS] = np.bincount(channel, minlength=size)[:size]
    order = np.argsort(channel, kind="stable")
    by_channel, person = channel[order], selection.person[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (by_channel[1:] != by_channel[:-1]) | (person[1:] != person[:-1])
    table[:, PERSONS] = np.bincount(by_channel[new], minlength=size)[:size]
    converted = np.zeros(len(shard.visit), np.bool_)
    place = place_of(shard.visit, goals)
    converted[place[place >= 0]] = True
    goals = goals[in_period(resolved, shard.time_us[goals])]
    value, _ = values_of(shard, goals)
    inside = (shard.flags[goals] & IN_VISIT) != 0
    np.add.at(table[:, CONVERSIONS], shard.channel[goals[inside]], 1)
    np.add.at(table[:, VALUE], shard.channel[goals[inside]], value[inside])
    return table, {
        "visits": len(selection),
        "visits_converted": int(np.count_nonzero(converted[selection.unit])),
        "conversions": len(goals),
        "without_visit": int(np.count_nonzero(~inside)),
        "value_without_visit": int(value[~inside].sum()),
    }


def _orders(book: OrderBook, resolved: ResolvedScope) -> dict[str, int]:
    now = in_period(resolved, book.time_us)
    return {
        "orders": int(np.count_nonzero(now)),
        "orders_priced": int(np.count_nonzero(book.priced[now])),
        "orders_returned": int(np.count_nonzero(book.returned[now])),
        "value": int(book.value[now].sum()),
        "refunded": int(book.back_value[in_period(resolved, book.back_time_us)].sum()),
    }


def purchase_us(
    shard: Shard, converts: Mask, kept: Mask | None, resolved: ResolvedScope
) -> NDArray[np.int64]:
    """From each journey's first touch to its first conversion, where that one is kept and in the period."""
    rows = rows_of(shard, converts, None)
    # By time: where visits overlap, the first in row order need not be the first that happened.
    rows = rows[np.argsort(shard.time_us[rows], kind="stable")]
    place = place_of(shard.journey, rows)
    rows, place = rows[place >= 0], place[place >= 0]
    journeys, first = np.unique(place, return_index=True)
    rows = rows[first]
    chosen = in_period(resolved, shard.time_us[rows])
    if kept is not None:
        chosen &= kept[rows]
    starts = shard.journey.starts[journeys[chosen]]
    took: NDArray[np.int64] = np.maximum(shard.time_us[rows[chosen]] - shard.time_us[starts], 0)
    return took
