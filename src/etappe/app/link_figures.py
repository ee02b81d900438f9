"""Figures of links and codes, from the columns: visits by a link, orders by it or with its code, and their money."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from etappe.analysis.kpis_rows import Rows, place_of, values_of
from etappe.analysis.levels import extra_codes, extra_words
from etappe.events.heard import asked
from etappe.journeys.columns import CONVERSION, Columns, Shard

_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """`visits` by the link; `orders` in these visits or with the code, each once; `value` in minor units."""

    visits: int = 0
    orders: int = 0
    orders_by_code: int = 0
    value: int = 0


def link_figures(columns: Columns, shorts: Mapping[str, str]) -> dict[str, LinkFigures]:
    """By short word its figures; `shorts` gives each its coupon code, '' for none."""
    order = list(shorts)
    visits, orders, by_code, value = (np.zeros(len(order) + 1, np.int64) for _ in range(4))
    for shard in columns.shards:
        by_link = _links_of_visits(columns, shard, order)
        np.add.at(visits, by_link, 1)
        rows = np.flatnonzero(shard.live((shard.flags[: shard.rows] & CONVERSION) != 0))
        place = place_of(shard.visit, rows)
        clicked = np.where(place >= 0, np.append(by_link, -1)[place], -1)
        coded = _links_of_orders(columns, shard, rows, [shorts[short] for short in order])
        money, _ = values_of(shard, rows)
        np.add.at(by_code, coded, 1)
        # An order with the code of one link in a visit by another is the code's: that was shown at the till.
        told = np.where(coded >= 0, coded, clicked)
        np.add.at(orders, told, 1)
        np.add.at(value, told, money)
    return {
        short: LinkFigures(int(visits[at]), int(orders[at]), int(by_code[at]), int(value[at]))
        for at, short in enumerate(order)
    }


def _links_of_visits(columns: Columns, shard: Shard, order: list[str]) -> Rows:
    """The place in `order` of each visit's link, -1 for none: that of its first touch."""
    if _CONTENT not in columns.known_properties:
        return np.full(len(shard.visit), -1, np.int64)
    known = {short: at for at, short in enumerate(order)}
    table = np.array([known.get(word or "", -1) for word in extra_words(columns, _CONTENT)])
    found: Rows = table[extra_codes(shard, _CONTENT)[shard.visit.starts]]
    return found


def _links_of_orders(
    columns: Columns,
    shard: Shard,
    rows: Rows,
    codes: list[str],
) -> Rows:
    """The place of the link whose coupon code each order has, -1 for none."""
    known = {code: at for at, code in enumerate(codes) if code}
    found = np.full(len(rows), -1, np.int64)
    for name in asked().coupons if known else ():
        if name not in columns.known_properties:
            continue
        words = extra_words(columns, name)
        table = np.array([known.get((word or "").strip().upper(), -1) for word in words])
        here = table[extra_codes(shard, name)[rows]]
        found = np.where(found >= 0, found, here)
    return found
