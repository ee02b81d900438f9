"""Everybody who comes and does not order: views, filled baskets, short looks, up to four journeys a year."""

from dataclasses import dataclass

import numpy as np

from etappe.demo.calendar import DAY, DAYS, START, clock_time, seasonal_day
from etappe.demo.catalogue import prices, source
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import PHONE
from etappe.demo.people import People, favourite_products, usual_sources
from etappe.demo.visits import NONE, Visits, any_of, looks, together, visits

# Of 100 journeys with a product view 27 fill the basket, 11 go to the checkout, 7 buy.
CART_SHARE, BUY_SHARE = 0.27, 0.0735
_BY_LETTER = 0.09  # of those who only look come by the newsletter
_GLANCES = 0.09  # journeys that see no product, beside those that do
_LEAD_DAYS = 8.0  # a journey's first visit lies at most so long before its last
_REST_DAYS = 71  # more than that and the 60 days after which a journey is over


@dataclass(frozen=True, slots=True)
class Seen:
    """Journeys with a product view that exist already, how many fill a basket, how many buy."""

    views: int
    carts: int
    bought: int


def looking_visits(
    dice: Dice, people: People, resting: Visits, busy_already: int, seen: Seen
) -> Visits:
    """Visits of those who only look, as many journeys as the shares above ask for.

    `busy_already`: so many of the group have a journey elsewhere (a checkout they left); it is among the
    `resting` visits, with those of others who may come again just to look.
    """
    wanted = round(seen.bought / BUY_SHARE)
    carts = max(round(CART_SHARE * wanted) - seen.carts, 0)
    views = max(wanted - seen.views - carts, 0)
    glances = round(_GLANCES * wanted)
    persons = people.of("looking")[busy_already:]
    # Without a name only the same device makes it the same person.
    again = resting.at(resting.device == people.device[resting.person])
    person, day = _slots(dice, persons, again, carts + views + glances)
    kind = dice.dealt((views, carts, glances), len(person))
    device = people.device[person]
    time = clock_time(dice, day, device == PHONE)
    return together(
        [
            _views(dice, people, person[kind == 0], time[kind == 0]),
            _carts(dice, people, person[kind == 1], time[kind == 1]),
            _glances(dice, people, person[kind == 2], time[kind == 2]),
        ]
    )


def _slots(dice: Dice, fresh: Ints, resting: Visits, journeys: int) -> tuple[Ints, Ints]:
    """A person and the day of the last visit for each journey, busier days more often.

    `fresh` come for the first time, spread over the year as far as they last; the others have been there
    before, `resting` ones on their own occasion, and come back when they have rested long enough.
    """
    year = seasonal_day(dice, np.zeros(journeys), np.full(journeys, DAYS - 1.0))
    fresh = fresh[dice.order(len(fresh))]
    returning = _free_again(resting)
    pool = np.empty(0, np.int64)
    guests: list[Ints] = []
    for day, count in enumerate(np.bincount(year, minlength=DAYS).tolist()):
        pool = np.concatenate([pool, *returning[day]])
        spread = round(count * len(fresh) / max(journeys, 1))
        new = min(max(count - len(pool), spread), len(fresh), count)
        turn = dice.order(len(pool))
        today = np.concatenate([fresh[:new], pool[turn[: count - new]]])
        fresh, pool = fresh[new:], pool[turn[count - new :]]
        returning[day + _REST_DAYS].append(today)
        guests.append(today)
        journeys -= count
    return np.concatenate(guests), np.repeat(np.arange(DAYS), [*map(len, guests)])


def _free_again(resting: Visits) -> list[list[Ints]]:
    """For each day the persons whose own occasion lies long enough back."""
    latest = np.full(int(resting.person.max()) + 1, -1)
    np.maximum.at(latest, resting.person, (resting.start - START) // DAY)
    days = latest + _REST_DAYS
    return [[np.flatnonzero((latest >= 0) & (days == day))] for day in range(DAYS + _REST_DAYS)]


def _views(dice: Dice, people: People, person: Ints, time: Ints) -> Visits:
    count = len(person)
    persona = people.persona[person]
    lengths = np.array((1, 2, 3, 4, 5, 6, 8))[dice.dealt((4, 9, 13, 17, 20, 20, 17), count)]
    came = usual_sources(dice, persona)
    came[dice.uniform(count) < _BY_LETTER] = source("newsletter")
    last = visits(
        person, time, people.device[person], came, favourite_products(dice, persona), (looks(dice, lengths),),
    )  # fmt: skip
    return together([last, _before(dice, people, person, time, 0.64)])


def _carts(dice: Dice, people: People, person: Ints, time: Ints) -> Visits:
    count = len(person)
    persona = people.persona[person]
    wanted = favourite_products(dice, persona)
    filled = any_of(dice, "cart1", count)
    for place, name in enumerate(("cart2", "cart3")):
        chosen = dice.uniform(count) < (0.45, 0.2)[place]
        filled[chosen] = any_of(dice, name, count)[chosen]
    last = visits(
        person, time, people.device[person], usual_sources(dice, persona), wanted,
        (looks(dice, 2 + dice.whole(5, count)), filled),
        value=prices()[wanted],
    )  # fmt: skip
    return together([last, _before(dice, people, person, time, 0.6)])


def _glances(dice: Dice, people: People, person: Ints, time: Ints) -> Visits:
    count = len(person)
    block = any_of(dice, "glance1", count)
    for share, name in ((0.5, "glance2"), (0.2, "glance3")):
        chosen = dice.uniform(count) < share
        block[chosen] = any_of(dice, name, count)[chosen]
    return visits(
        person, time, people.device[person],
        usual_sources(dice, people.persona[person]), NONE, (block,),
    )  # fmt: skip


def _before(dice: Dice, people: People, person: Ints, time: Ints, share: float) -> Visits:
    """An earlier visit for some of them."""
    some = np.flatnonzero(dice.uniform(len(person)) < share)
    persona = people.persona[person[some]]
    start = time[some] - (
        dice.spread((0.1, 1.0, 2.5, 4.0, _LEAD_DAYS - 1), len(some)) * DAY
    ).astype(np.int64)
    return visits(
        person[some], np.maximum(start, START), people.device[person[some]], usual_sources(dice, persona),
        favourite_products(dice, persona), (looks(dice, 1 + dice.whole(6, len(some))),),
    )  # fmt: skip
