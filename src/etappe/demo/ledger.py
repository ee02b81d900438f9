"""The ledger: what each planted truth changed, so that the true loss is known to the cent."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.demo.dice import Bools, Dice
from etappe.demo.fulfilment import Fulfilment, comes_again
from etappe.demo.keys import order_word
from etappe.demo.ordering import within
from etappe.demo.orders import BY_OUTAGE, BY_PHONE_CHECKOUT, KEPT, LEIPZIG, MARKET, Orders
from etappe.demo.outcomes import DECEMBER
from etappe.demo.stories.ts16 import Searching


@dataclass(frozen=True, slots=True)
class Entry:
    """One truth: how many orders it prevented and what they were worth (minor units of EUR); which orders it
    delayed or moved to another way; and further exact counts by name."""

    prevented: int = 0
    prevented_value: int = 0
    delayed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


Ledger = dict[str, Entry]


def keep(
    dice: Dice, orders: Orders, done: Fulfilment, outage: Bools, summer: Bools, searching: Searching
) -> Ledger:
    """The ledger of one demo, by the truths' keys."""
    return {
        "phone_checkout": _prevented(orders, BY_PHONE_CHECKOUT),
        "payment_outage": _outage(orders, outage),
        "late_christmas": _late(dice, orders, done),
        "sommerfinale": Entry(counts={"orders": int(summer.sum())}),
        "newsletter_unseen": Entry(counts={
            "ways": int((orders.newsletter > 0).sum()), "last": int((orders.newsletter == 2).sum()),
        }),
        "paypal_38": Entry(counts={"orders": int((orders.placed & (orders.payment == 0)).sum())}),
        "loyal_new": _loyal(orders),
        "retro_schal": _retro(orders, done),
        "ts16": _ts16(searching),
        "ahornbach": Entry(counts={"people": 4, "days": 28, "value": 812_000}),
        "beate": Entry(counts={"sessions": 6, "hurdles": 9}),
        "leipzig": _pickups(orders, done),
        "gifts": _gifts(orders),
        "vorkasse": _unpaid(orders, done),
        "viral": Entry(),
    }  # fmt: skip


def _words(rows: Bools) -> tuple[str, ...]:
    return tuple(order_word(row) for row in np.flatnonzero(rows).tolist())


def _money(orders: Orders, rows: Bools | NDArray[np.int64]) -> int:
    return int(orders.value[rows].sum())


def _prevented(orders: Orders, why: int) -> Entry:
    rows = orders.prevented == why
    return Entry(int(rows.sum()), _money(orders, rows))


def _outage(orders: Orders, outage: Bools) -> Entry:
    lost = _prevented(orders, BY_OUTAGE)
    moved = outage & (orders.prevented == KEPT)
    return Entry(
        lost.prevented,
        lost.prevented_value,
        moved=_words(moved),
        counts={"failed": int(outage.sum())},
    )


def _late(dice: Dice, orders: Orders, done: Fulfilment) -> Entry:
    """Without the delay 24 instead of 15 of 100 would have come again: nine of 100 second orders are missing."""
    rows = np.flatnonzero(done.late)
    _, again = comes_again(orders)
    lost = rows[~again[rows]][: round(0.09 * len(rows))]
    worth = orders.value[lost[dice.order(len(lost))]]
    return Entry(len(lost), int(worth.sum()), _words(done.late), counts={"late": len(rows)})


def _loyal(orders: Orders) -> Entry:
    mine = orders.placed & (orders.company < 0)
    loyal = mine & orders.loyal
    return Entry(counts={
        "buyers": len(np.unique(orders.person[mine])), "loyal": len(np.unique(orders.person[loyal])),
        "value": _money(orders, mine), "loyal_value": _money(orders, loyal),
    })  # fmt: skip


def _retro(orders: Orders, done: Fulfilment) -> Entry:
    worth = _money(orders, done.refunded)
    counts = {"orders": int(orders.retro.sum()), "refunded": int(done.refunded.sum())}
    return Entry(0, worth, _words(done.waited), counts=counts)


def _ts16(searching: Searching) -> Entry:
    counts = {
        "companies": len(searching.company), "calls": len(searching.calls), "lost": len(searching.lost),
    }  # fmt: skip
    return Entry(counts=counts)


def _pickups(orders: Orders, done: Fulfilment) -> Entry:
    here = orders.store == LEIPZIG
    return Entry(
        delayed=_words(done.not_there & here),
        counts={"elsewhere": int((done.not_there & ~here).sum())},
    )


def _gifts(orders: Orders) -> Entry:
    shop = orders.placed & (orders.kind != MARKET) & within(orders.time, DECEMBER)
    return Entry(counts={"december": int(shop.sum()), "gifts": int((shop & orders.gift).sum())})


def _unpaid(orders: Orders, done: Fulfilment) -> Entry:
    advance = orders.placed & (orders.payment == 3)
    counts = {"advance": int(advance.sum()), "never_paid": int(done.unpaid.sum())}
    return Entry(0, _money(orders, done.unpaid), counts=counts)
