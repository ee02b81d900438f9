"""What becomes of the planned orders: which the stories prevent, how they are paid, what led to them.

Where PRODUCT says a share, exactly so many orders are chosen, evenly over the year, so that the figure
holds by construction and in every month.
"""

from dataclasses import replace

import numpy as np

from etappe.demo.calendar import MINUTE, SECOND, moment
from etappe.demo.catalogue import APPLE_PAY, CARD, INVOICE, KLARNA, PAYPAL, PREPAYMENT
from etappe.demo.dice import Bools, Dice, Ints, evenly
from etappe.demo.keys import PHONE
from etappe.demo.ordering import PHONE_WINDOW, systematic, within
from etappe.demo.orders import (
    BY_OUTAGE,
    BY_PHONE_CHECKOUT,
    COMPANY_ORDER,
    CONSUMER,
    KEPT,
    MARKET,
    NOT_UNSEEN,
    SEEN_EARLIER,
    SEEN_LAST,
    Orders,
)
from etappe.demo.size import Size

OUTAGE_WINDOW = (moment(11, 28, 18), moment(11, 29, 9))
DECEMBER = (moment(12, 1), moment(1, 1))
_USUAL_WORTH = 5_330  # cents
_MONEY_SHARES = {"paypal": 0.38, "prepayment": 0.09}
_NEWSLETTER_SEEN, _NEWSLETTER_LAST = 0.31, 0.12
_GIFTS_DECEMBER, _GIFTS_ELSE = 0.46, 0.11


def decide(dice: Dice, orders: Orders, size: Size) -> tuple[Orders, Bools]:
    """The orders with all of that decided, and which of them met the outage of PayPal."""
    outage = _outage(orders, size)
    prevented = _prevented(dice, orders, outage, size)
    orders = replace(orders, prevented=prevented)
    payment = _payments(dice, orders, outage, size)
    orders = replace(orders, payment=payment)
    paypal = orders.placed & (payment == PAYPAL)
    slow = systematic(orders.time, paypal, int(paypal.sum()) // 20)
    lost = systematic(orders.time, paypal & ~slow, int(paypal.sum()) // 10)
    pause = dice.between(50 * SECOND, 4 * MINUTE, len(orders)) * paypal
    pause += slow * dice.between(32 * MINUTE, 55 * MINUTE, len(orders))
    return (
        replace(
            orders,
            newsletter=_newsletter(orders, size),
            gift=_gifts(dice, orders),
            lost_visit=lost,
            payment_pause=pause.astype(np.int64),
        ),
        outage,
    )


def _outage(orders: Orders, size: Size) -> Bools:
    """The orders whose PayPal payment fails: a third of all that pay so in those hours."""
    here = within(orders.time, OUTAGE_WINDOW) & (orders.kind == CONSUMER) & ~orders.loyal
    return systematic(orders.time, here, 2 * size.lost_in_outage)


def _prevented(dice: Dice, orders: Orders, outage: Bools, size: Size) -> Ints:
    prevented = np.full(len(orders), KEPT)
    on_phone = within(orders.time, PHONE_WINDOW) & (orders.kind == CONSUMER)
    on_phone &= (orders.device == PHONE) & ~orders.loyal
    prevented[_of_usual_worth(orders, on_phone, size.prevented_by_phone)] = BY_PHONE_CHECKOUT
    prevented[dice.some(outage, size.lost_in_outage)] = BY_OUTAGE
    return prevented


def _of_usual_worth(orders: Orders, among: Bools, count: int) -> Ints:
    """So many, evenly in time, of those ways to choose them the one nearest to the usual worth of a basket."""
    ways = [evenly(orders.time, among, count, turn / 32) for turn in range(32)]
    worth = [abs(int(orders.value[way].sum()) - count * _USUAL_WORTH) for way in ways]
    return ways[int(np.argmin(worth))]


def _payments(dice: Dice, orders: Orders, outage: Bools, size: Size) -> Ints:
    """Exactly 38 of 100 orders by PayPal, 9 in advance; in the outage's hours PayPal is common."""
    payment = np.array((CARD, KLARNA, APPLE_PAY))[dice.dealt((0.4, 0.4, 0.2), len(orders))]
    company = orders.kind == COMPANY_ORDER
    payment[company] = INVOICE
    consumer = orders.placed & (orders.kind == CONSUMER)
    hours = within(orders.time, OUTAGE_WINDOW) & consumer & ~outage
    during = systematic(orders.time, hours, 4 * size.lost_in_outage)
    wanted = round(_MONEY_SHARES["paypal"] * size.all_orders) - int(during.sum())
    usual = consumer & ~within(orders.time, OUTAGE_WINDOW)
    paypal = during | systematic(orders.time, usual, wanted)
    payment[paypal] = PAYPAL
    payment[outage & ~orders.placed] = PAYPAL
    payment[outage & orders.placed] = CARD
    advance = round(_MONEY_SHARES["prepayment"] * size.all_orders)
    from_companies = systematic(orders.time, company, advance // 7)
    rest = consumer & ~paypal & ~outage & ~orders.retro & (orders.store == 0)
    payment[from_companies] = PREPAYMENT
    payment[systematic(orders.time, rest, advance - int(from_companies.sum()))] = PREPAYMENT
    return np.asarray(payment, np.int64)


def _newsletter(orders: Orders, size: Size) -> Ints:
    """In 31 of 100 ways to an order; the last step in 12."""
    seen = np.full(len(orders), NOT_UNSEEN)
    eligible = orders.placed & (orders.kind != MARKET)
    anywhere = systematic(orders.time, eligible, round(_NEWSLETTER_SEEN * size.all_orders))
    seen[anywhere] = SEEN_EARLIER
    last = systematic(orders.time, anywhere, round(_NEWSLETTER_LAST * size.all_orders))
    seen[last] = SEEN_LAST
    return seen


def _gifts(dice: Dice, orders: Orders) -> Bools:
    """In December 46 of 100 orders in the shop go to somebody else; else 11 of 100 of consumers'."""
    may = orders.placed & (orders.kind == CONSUMER) & (orders.store == 0)
    december = within(orders.time, DECEMBER)
    in_shop = orders.placed & december & (orders.kind != MARKET)
    gift = systematic(orders.time, may & december, round(_GIFTS_DECEMBER * int(in_shop.sum())))
    gift |= may & ~december & (dice.uniform(len(orders)) < _GIFTS_ELSE)
    return gift
