"""When an order is paid, picked, shipped and delivered, and what goes wrong on the way."""

from dataclasses import dataclass

import numpy as np

from etappe.demo.calendar import DAY, HOUR, MINUTE, moment, on_working_day, weekday
from etappe.demo.catalogue import INVOICE, KLARNA, PREPAYMENT
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.ordering import systematic, within
from etappe.demo.orders import BREMEN, COMPANY_ORDER, LEIPZIG, Orders
from etappe.demo.size import Size

LATE_WINDOW = (moment(12, 8), moment(12, 21))
LEIPZIG_FROM = moment(5, 1)
DHL, KUESTENBOTE, FREIGHT = range(3)
CARRIERS = ("DHL", "Küstenbote", "Spedition")
NEVER = np.iinfo(np.int64).max // 2
_REPEAT_WHEN_LATE = 0.15
_HALF_YEAR = 180 * DAY


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Times of each order's stations (local µs; NEVER if it was not reached) and what went wrong."""

    paid: Ints
    picked: Ints
    shipped: Ints  # for click & collect: told to be ready in the store
    delivered: Ints  # for click & collect: collected
    carrier: Ints
    late: Bools
    unpaid: Bools
    waited: Bools  # wrong stock: shipped after 16 days
    refunded: Bools  # wrong stock: never shipped, money back
    not_there: Bools  # told "ready", and the shelf was empty


def fulfil(dice: Dice, orders: Orders, size: Size) -> Fulfilment:
    """The way of every order that came about; of the others all times are NEVER."""
    count = len(orders)
    prepaid = orders.placed & (orders.payment == PREPAYMENT)
    unpaid = systematic(orders.time, prepaid, round(0.14 * int(prepaid.sum())))
    refunded = systematic(orders.time, orders.retro, size.of(21))
    waited = orders.retro & ~refunded
    paid = orders.time + _until_paid(dice, orders)
    released = np.where(np.isin(orders.payment, (INVOICE, KLARNA)), orders.time + HOUR, paid)
    picked = _picking(dice, released)
    shipped = picked + (dice.between(3.0, 6.5, count) * HOUR).astype(np.int64)
    shipped[waited] = (
        orders.time[waited]
        + 16 * DAY
        + (dice.between(-3, 3, count)[waited] * HOUR).astype(np.int64)
    )
    picked[waited] = shipped[waited] - 4 * HOUR
    stopped = ~orders.placed | unpaid | refunded
    shipped[stopped] = NEVER
    picked[stopped] = NEVER
    paid[~orders.placed | unpaid] = NEVER
    late = _late(dice, orders, shipped, size)
    carrier = np.where(orders.kind == COMPANY_ORDER, FREIGHT, DHL)
    others = ~within(shipped, LATE_WINDOW) & (carrier == DHL) & (dice.uniform(count) < 0.35)
    carrier[late | others] = KUESTENBOTE
    not_there = _not_there(orders, shipped)
    delivered = _delivery(dice, orders, shipped, late, not_there)
    return Fulfilment(
        paid, picked, shipped, delivered, carrier, late, unpaid, waited, refunded, not_there
    )


def _until_paid(dice: Dice, orders: Orders) -> Ints:
    """At once, after the invoice's two weeks, or three days for money sent in advance."""
    count = len(orders)
    wait = dice.between(40, 160, count) / 60 * MINUTE
    wait = np.where(orders.payment == INVOICE, dice.spread((6, 12, 14, 17, 30), count) * DAY, wait)
    wait = np.where(
        orders.payment == KLARNA, dice.spread((10, 13.9, 14, 14.1, 28), count) * DAY, wait
    )
    early = dice.spread((1.2, 2.4, 3.0, 3.6, 6.0), count)
    return np.where(orders.payment == PREPAYMENT, early * DAY, wait).astype(np.int64)


def _picking(dice: Dice, released: Ints) -> Ints:
    """The same morning for early orders, else the next; nobody picks on Sundays."""
    day = np.asarray(released // DAY, np.int64)
    morning = (dice.spread((7.2, 7.8, 8.6, 9.8, 11.5), len(released)) * HOUR).astype(np.int64)
    same = released - day * DAY < 6 * HOUR
    return on_working_day(np.where(same, day, day + 1) * DAY + morning)


def _late(dice: Dice, orders: Orders, shipped: Ints, size: Size) -> Bools:
    """Parcels of the one carrier in its bad days: first orders, of whose buyers 15 of 100 come again."""
    candidates = within(shipped, LATE_WINDOW) & (orders.kind == 0) & (orders.store == 0)
    candidates &= orders.payment != PREPAYMENT
    first, again = comes_again(orders)
    returning = np.flatnonzero(candidates & first & again)
    gone = np.flatnonzero(candidates & first & ~again)
    count = min(size.of(215), round(len(gone) / (1 - _REPEAT_WHEN_LATE)))
    keen = min(round(_REPEAT_WHEN_LATE * count), len(returning))
    late = np.zeros(len(orders), np.bool_)
    late[returning[dice.order(len(returning))[:keen]]] = True
    late[gone[dice.order(len(gone))[: count - keen]]] = True
    return late


def comes_again(orders: Orders) -> tuple[Bools, Bools]:
    """Whether each order is its person's first, and whether another follows within 180 days."""
    first, again = np.zeros(len(orders), np.bool_), np.zeros(len(orders), np.bool_)
    turn = np.lexsort((orders.time, orders.person))
    turn = turn[orders.placed[turn]]
    same = orders.person[turn][1:] == orders.person[turn][:-1]
    first[turn[np.concatenate(([True], ~same))]] = True
    soon = same & (np.diff(orders.time[turn]) <= _HALF_YEAR)
    again[turn[:-1][soon]] = True
    return first, again


def _not_there(orders: Orders, shipped: Ints) -> Bools:
    """Every sixth in Leipzig from May on, every sixtieth else."""
    collected = (orders.store > 0) & (shipped < NEVER)
    bad = collected & (orders.store == LEIPZIG) & (shipped >= LEIPZIG_FROM)
    return systematic(shipped, bad, round(int(bad.sum()) / 6)) | systematic(
        shipped,
        collected & (orders.store == BREMEN),
        round(int((collected & (orders.store == BREMEN)).sum()) / 60),
    )


def _delivery(dice: Dice, orders: Orders, shipped: Ints, late: Bools, not_there: Bools) -> Ints:
    count = len(orders)
    days = np.array((1, 2, 3))[dice.dealt((0.3, 0.5, 0.2), count)]
    days[late] = np.array((4, 5, 6, 7, 8, 9))[
        dice.dealt((0.1, 0.2, 0.36, 0.18, 0.1, 0.06), int(late.sum()))
    ]
    day = np.where(shipped < NEVER, shipped // DAY + days, 0)
    arrives = day * DAY + (dice.spread((9.0, 11.0, 12.5, 14.5, 18.0), count) * HOUR).astype(
        np.int64
    )
    arrives = np.where(weekday(arrives) == 6, arrives + np.where(late, -DAY, DAY), arrives)
    collected = shipped + (dice.spread((2.0, 20.0, 30.0, 54.0, 120.0), count) * HOUR).astype(
        np.int64
    )
    collected += not_there * 3 * DAY
    arrives = np.where(orders.store > 0, collected, arrives)
    return np.where(shipped < NEVER, arrives, NEVER)
