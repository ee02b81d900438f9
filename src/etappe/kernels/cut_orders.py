"""One order, one conversion: tellings of an order become one row, in the visit of its checkout."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import (
    CONVERSION,
    LOWEST_VALUE,
    NO_VALUE,
    SERVER,
    SHOP,
    SITE,
    Limits,
    Touches,
)
from etappe.kernels.cut_visits import stands_beside


class Orders(NamedTuple):
    """By order code: the first telling's row, whether its value is a server's, the visit of the first
    telling that has one, the latest row of a visit that names the order, and the cart that a telling
    names; by cart the latest row of a visit that names it. Rows before a person's first belong to
    somebody else's order or cart of that code.
    """

    head: NDArray[np.int32]
    known: NDArray[np.bool_]
    told_in: NDArray[np.int32]
    carried: NDArray[np.int32]
    cart: NDArray[np.int32]
    filled: NDArray[np.int32]


@njit(cache=True, nogil=True)
def join_orders(
    touches: Touches, limits: Limits, visit: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(value of each row, rows that tell an order again); places orders into `visit`, in place.

    The first telling stands for the order: its time is the earliest. Its value is the first that a
    server told, else the first told at all.
    """
    rows = len(touches.time_us)
    value = touches.value.copy()
    told = np.zeros(rows, np.bool_)
    codes = touches.order.max() + 1 if rows else 0
    orders = Orders(
        np.full(codes, -1, np.int32),
        np.zeros(codes, np.bool_),
        np.full(codes, -1, np.int32),
        np.full(codes, -1, np.int32),
        np.full(codes, -1, np.int32),
        np.full(touches.cart.max() + 1 if rows else 0, -1, np.int32),
    )
    for person in range(len(touches.offsets) - 1):
        begin, end = touches.offsets[person], touches.offsets[person + 1]
        for row in range(begin, end):
            order = touches.order[row]
            if order < 0 or not touches.kind[row] & CONVERSION:
                continue
            if orders.head[order] < begin:
                orders.head[order] = row
                orders.known[order] = False
                orders.told_in[order] = -1
                orders.cart[order] = -1
            else:
                told[row] = True
            if orders.told_in[order] < 0:
                orders.told_in[order] = visit[row]
            if orders.cart[order] < 0:
                orders.cart[order] = touches.cart[row]
            _take_value(touches, row, orders, value)
        _place(touches, limits, (begin, end), orders, told, visit)
    return value, told


@njit(cache=True, nogil=True)
def _take_value(touches: Touches, row: int, orders: Orders, value: NDArray[np.int64]) -> None:
    """Let a telling's value stand for the order if it is better than what was known."""
    order, mine = touches.order[row], touches.value[row]
    head = orders.head[order]
    if mine == NO_VALUE or orders.known[order]:
        return
    if mine >= LOWEST_VALUE and touches.kind[row] & SERVER:
        value[head] = mine
        orders.known[order] = True
    elif value[head] == NO_VALUE or (value[head] < LOWEST_VALUE <= mine):
        value[head] = mine


@njit(cache=True, nogil=True)
def _place(
    touches: Touches,
    limits: Limits,
    person: tuple[int, int],
    orders: Orders,
    told: NDArray[np.bool_],
    visit: NDArray[np.int32],
) -> None:
    """Put one person's conversions without a visit into the visit that carried the checkout."""
    begin, end = person
    recent = -1
    for row in range(begin, end):
        order, cart = touches.order[row], touches.cart[row]
        if visit[row] >= 0:
            recent = row
            if order >= 0:
                orders.carried[order] = row
            if cart >= 0:
                orders.filled[cart] = row
        elif touches.kind[row] & CONVERSION and not told[row]:
            visit[row] = _carrier(touches, limits, row, begin, recent, orders, visit)


@njit(cache=True, nogil=True)
def _carrier(
    touches: Touches,
    limits: Limits,
    row: int,
    begin: int,
    recent: int,
    orders: Orders,
    visit: NDArray[np.int32],
) -> int:
    """The visit that carried the checkout of the order at `row`, -1 without one.

    It is that of another telling, of the same order id, of the same cart, of the device whose key the
    order names (up to the time that paying may take), else the person's in the time before (`recent` is
    the last row of a visit).
    """
    order, cart, kind = touches.order[row], touches.cart[row], touches.kind[row]
    if order >= 0:
        if orders.told_in[order] >= 0:
            return int(orders.told_in[order])
        if orders.carried[order] >= begin:
            return int(visit[orders.carried[order]])
        cart = orders.cart[order]
    if cart >= 0 and orders.filled[cart] >= begin:
        return int(visit[orders.filled[cart]])
    if recent < 0 or not kind & SITE or kind & SHOP:
        return -1
    at, device = touches.time_us[row], touches.device[row]
    if device >= 0:
        own = recent
        while own >= begin and at - touches.time_us[own] <= limits.payment_us:
            mine = touches.kind[own]
            beside = mine & SHOP or (touches.visit[own] < 0 and stands_beside(mine))
            if visit[own] >= 0 and touches.device[own] == device and not beside:
                return int(visit[own])
            own -= 1
    return int(visit[recent]) if at - touches.time_us[recent] <= limits.gap_us else -1
