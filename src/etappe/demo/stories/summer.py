"""Sommerfinale: three weeks of paid posts, many visits, next to no orders."""

import numpy as np

from etappe.demo.calendar import DAY, clock_time, day_number, moment
from etappe.demo.catalogue import source
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.keys import PHONE
from etappe.demo.ordering import systematic, within
from etappe.demo.orders import CONSUMER, NOT_UNSEEN, Orders
from etappe.demo.people import People, favourite_products
from etappe.demo.size import Size
from etappe.demo.visits import NONE, Visits, any_of, looks, together, visits

WINDOW = (moment(6, 1), moment(6, 22))
_ORDERS, _VISITS = 3, 4_100


def summer_orders(orders: Orders, size: Size) -> Bools:
    """The three orders whose buying visit came from the campaign."""
    may = within(orders.time, WINDOW) & (orders.kind == CONSUMER) & orders.placed & ~orders.loyal
    may &= (orders.newsletter == NOT_UNSEEN) & (orders.device == PHONE)
    return systematic(orders.time, may, size.of(_ORDERS))


def summer_visits(dice: Dice, people: People, size: Size, orders: Bools) -> Visits:
    """All other visits of the campaign: a look at the landing page, sometimes at a product."""
    persons = people.of("summer")
    count = size.of(_VISITS) - int(orders.sum())
    twice = persons[: count - len(persons)]
    first = _on_days(dice, people, persons, 1, 14)
    second = _on_days(dice, people, twice, 15, 21)
    return together([first, second])


def _on_days(dice: Dice, people: People, person: Ints, first: int, last: int) -> Visits:
    count = len(person)
    day = day_number(6, first) + dice.whole(last - first + 1, count)
    device = np.full(count, PHONE)
    looked = dice.uniform(count) < 0.3
    wanted = np.where(looked, favourite_products(dice, people.persona[person]), NONE)
    block = np.where(looked, looks(dice, 1 + dice.whole(2, count)), any_of(dice, "glance1", count))
    time = clock_time(dice, day, device == PHONE)
    return visits(
        person,
        np.minimum(time, WINDOW[1] - DAY // 24),
        device,
        source("sommerfinale"),
        wanted,
        (block,),
    )
