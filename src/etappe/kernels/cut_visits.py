"""Visits: which customer touches on a site or in an app belong together."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import (
    CONVERSION,
    PAYING,
    RETURN,
    SERVER,
    SHOP,
    SHOPPING,
    SITE,
    Limits,
    Touches,
)


class VisitBounds(NamedTuple):
    """First and last row of each visit, its first order, and what it holds.

    `anchor[o]` is the row that order o hangs on: its conversion, else its first customer touch (-1
    when only the shop spoke of it). `late_order[v]` is an order of visit v that was placed before
    the visit began (-1 none); `shopping[v]` says that it holds a touch before or during a purchase
    that is not about such an order. `orders[p]` says that a row of person p names an order.
    """

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    anchor: NDArray[np.int32]
    late_order: NDArray[np.int32]
    shopping: NDArray[np.bool_]
    orders: NDArray[np.bool_]


class Found(NamedTuple):
    """Visits as they are found: of each row, the row that opened each, its last time, by source's visit,
    whether each was left in the checkout."""

    visit: NDArray[np.int32]
    landing: NDArray[np.int32]
    last_us: NDArray[np.int64]
    by_source: NDArray[np.int32]
    paying: NDArray[np.bool_]


@njit(cache=True, nogil=True)
def assign_visits(touches: Touches, limits: Limits) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(visit of each row or -1, the row that opened each visit).

    What a server tells of a conversion neither opens nor continues a visit: `join_orders` places it.
    """
    rows = len(touches.time_us)
    found = Found(
        np.full(rows, -1, np.int32),
        np.empty(rows, np.int32),
        np.empty(rows, np.int64),
        np.full(touches.visit.max() + 1 if rows else 0, -1, np.int32),
        np.zeros(rows, np.bool_),
    )
    visits = 0
    for person in range(len(touches.offsets) - 1):
        begin, end = touches.offsets[person], touches.offsets[person + 1]
        visits = _visits_of(touches, limits, begin, end, found, visits)
    return found.visit, found.landing[:visits].copy()


@njit(cache=True, nogil=True)
def _visits_of(
    touches: Touches, limits: Limits, begin: int, end: int, found: Found, visits: int
) -> int:
    """Find one person's visits, numbered from `visits` on; returns the next free number."""
    base = visits  # visits below belong to earlier persons
    recent = -1
    for row in range(begin, end):
        kind = touches.kind[row]
        own = touches.visit[row]
        if kind & SHOP or (own < 0 and stands_beside(kind)):
            continue
        since = touches.time_us[row] - found.last_us[recent] if recent >= 0 else 0
        mine = -1
        if own >= 0 and found.by_source[own] >= base:
            mine = found.by_source[own]
        elif recent >= 0 and _comes_back(kind, found.paying[recent]):
            mine = recent if since <= limits.payment_us else -1
        elif recent >= 0 and own < 0 and since <= limits.gap_us:
            here, there = touches.origin[row], touches.origin[found.landing[recent]]
            if here == there or not _other_campaign(touches, here, there):
                mine = recent
        if mine < 0:
            mine = visits
            found.landing[mine] = row
            visits += 1
        if own >= 0:
            found.by_source[own] = mine
        if kind & (CONVERSION | PAYING | RETURN):
            found.paying[mine] = kind & CONVERSION == 0
        found.last_us[mine] = touches.time_us[row]
        found.visit[row] = recent = mine
    return visits


@njit(cache=True, nogil=True)
def _comes_back(kind: int, paying: bool) -> bool:
    """Whether somebody comes back from paying to the latest visit, which was left in the checkout or not.

    Who comes from a provider does; who lands behind the checkout out of nowhere does if it was left open.
    """
    return bool(kind & RETURN) and (paying or not kind & PAYING)


@njit(cache=True, nogil=True)
def stands_beside(kind: int) -> bool:
    """Whether a customer touch without a source's visit makes no visit: a call, a webhook's order."""
    return not kind & SITE or (kind & CONVERSION != 0 and kind & SERVER != 0)


@njit(cache=True, nogil=True)
def _other_campaign(touches: Touches, here: int, there: int) -> bool:
    """Whether origin `here` names a campaign or click that is not that of the visit's first, `there`."""
    campaign, click = touches.campaign[here], touches.click[here]
    if campaign != 0 and campaign != touches.campaign[there]:
        return True
    return bool(click != 0 and click != touches.click[there])


@njit(cache=True, nogil=True)
def visit_bounds(
    touches: Touches, visit: NDArray[np.int32], told: NDArray[np.bool_], visits: int
) -> VisitBounds:
    """What the cut into journeys must know of a visit before it looks at the visit's first row.

    Order codes are one person's own only between that person's rows, so anchors are rows and hold
    for a person when they lie in the person's rows.
    """
    first = np.full(visits, -1, np.int32)
    last = np.full(visits, -1, np.int32)
    late_order = np.full(visits, -1, np.int32)
    shopping = np.zeros(visits, np.bool_)
    anchor = np.full(len(visit), -1, np.int32)
    by_order = np.full(touches.order.max() + 1 if len(visit) else 0, -1, np.int32)
    orders = np.zeros(len(touches.offsets) - 1, np.bool_)
    for person in range(len(touches.offsets) - 1):
        begin, end = touches.offsets[person], touches.offsets[person + 1]
        orders[person] = _find_anchors(touches, told, begin, end, by_order, anchor)
        for row in range(begin, end):
            mine = visit[row]
            if mine < 0 or told[row]:
                continue
            if first[mine] < 0:
                first[mine] = row
            last[mine] = row
            if 0 <= anchor[row] < first[mine]:
                if late_order[mine] < 0:
                    late_order[mine] = anchor[row]
            elif touches.kind[row] & SHOPPING:
                shopping[mine] = True
    return VisitBounds(first, last, anchor, late_order, shopping, orders)


@njit(cache=True, nogil=True)
def _find_anchors(
    touches: Touches,
    told: NDArray[np.bool_],
    begin: int,
    end: int,
    by_order: NDArray[np.int32],
    anchor: NDArray[np.int32],
) -> bool:
    """Write into `anchor` of one person's rows the row that each row's order hangs on, if there are orders."""
    found = False
    for row in range(begin, end):
        order = touches.order[row]
        if order < 0 or told[row]:
            continue
        found = True
        held = by_order[order]
        conversion = touches.kind[row] & CONVERSION
        if held < begin:
            if conversion or not touches.kind[row] & SHOP:
                by_order[order] = row
        elif conversion and not touches.kind[held] & CONVERSION:
            by_order[order] = row
    if found:
        for row in range(begin, end):
            order = touches.order[row]
            if order >= 0 and by_order[order] >= begin:
                anchor[row] = by_order[order]
    return found
