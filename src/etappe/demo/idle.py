"""Companies that never order in the year: they look, fill a basket, and some leave the checkout."""

import numpy as np

from etappe.demo.calendar import DAY, DAYS, START, clock_time
from etappe.demo.catalogue import COMPANY, prices
from etappe.demo.companies import Companies
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import DESKTOP
from etappe.demo.people import favourite_products, usual_sources
from etappe.demo.visits import NONE, Visits, any_of, looks, together, visits

_LEFT = 30 / 70  # checkouts left for each one finished
_A_YEAR = 2  # looks of each person


def idle_visits(dice: Dice, companies: Companies) -> Visits:
    """Their visits; a checkout that is left is the twin of an order of the same day, so that 70 of 100 finish."""
    company = np.array([each for each in companies.idle for _ in companies.people[each]], np.int64)
    person = np.array([one for each in companies.idle for one in companies.people[each]], np.int64)
    ranked = np.sort(companies.orders.time)
    count = round(_LEFT * len(ranked))
    twins = ranked[(np.arange(count) * len(ranked) + len(ranked) // 2) // max(count, 1)]
    turn = np.arange(count) % len(person)
    some = (dice.order(len(person)))[turn]
    return together(
        [
            _visits(dice, person[some], company[some], (twins - START) // DAY, leaves=True),
            *(_looks(dice, person, company, half) for half in range(_A_YEAR)),
        ]
    )


def _looks(dice: Dice, person: Ints, company: Ints, half: int) -> Visits:
    length = DAYS / _A_YEAR
    day = (half * length + dice.between(1.0, length - 2.0, len(person))).astype(np.int64)
    return _visits(dice, person, company, day, leaves=False)


def _visits(dice: Dice, person: Ints, company: Ints, day: Ints, *, leaves: bool) -> Visits:
    count = len(person)
    wanted = favourite_products(dice, np.full(count, COMPANY))
    fills = np.full(count, True) if leaves else dice.uniform(count) < 0.12
    filled = np.where(fills, any_of(dice, "cart2", count), NONE)
    ending = any_of(dice, "leave2", count) if leaves else np.full(count, NONE)
    came = usual_sources(dice, np.full(count, COMPANY))
    return visits(
        person, clock_time(dice, day, fills, office=True), DESKTOP, came, wanted,
        (any_of(dice, "login", count), looks(dice, 1 + dice.whole(6, count)), filled, ending),
        value=prices()[wanted], company=company, known=True, club=True,
    )  # fmt: skip
