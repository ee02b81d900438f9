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


class Orders(NamedTuple):
    """By order code: the first telling's row, whether its value is a server's, the visit of the first
    telling that has one, and the latest row of a visit that names the order. Rows before a person's
    first belong to somebody else's order of that code.
    """

    head: NDArray[np.int32]
    known: NDArray[np.bool_]
    told_in: NDArray[np.int32]
    carried: NDArray[np.int32]


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
            else:
                told[row] = True
            if orders.told_in[order] < 0:
                orders.told_in[order] = visit[row]
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
        order = touches.order[row]
        if visit[row] >= 0:
            recent = row
            if order >= 0:
                orders.carried[order] = row
        elif touches.kind[row] & CONVERSION and not told[row]:
            if order >= 0 and orders.told_in[order] >= 0:
                visit[row] = orders.told_in[order]
            elif order >= 0 and orders.carried[order] >= begin:
                visit[row] = visit[orders.carried[order]]
            elif (
                recent >= 0
                and touches.kind[row] & SITE
                and not touches.kind[row] & SHOP
                and touches.time_us[row] - touches.time_us[recent] <= limits.gap_us
            ):
                visit[row] = visit[recent]
