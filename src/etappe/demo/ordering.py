"""Who orders when and what: consumers' orders laid over the year, loyal people several times."""

import numpy as np
from numpy.typing import NDArray

from etappe.demo.calendar import DAYS, clock_time, moment, seasonal_day
from etappe.demo.catalogue import PREPAYMENT, prices, product
from etappe.demo.dice import Bools, Dice, Ints, dealt_in_turn, evenly
from etappe.demo.keys import DESKTOP, PHONE
from etappe.demo.orders import BREMEN, CONSUMER, LEIPZIG, MARKET, NO_STORE, Orders
from etappe.demo.people import People, favourite_products
from etappe.demo.size import Size

PHONE_WINDOW = (moment(3, 3), moment(3, 31))
RETRO_WINDOW = (moment(8, 10), moment(8, 22))
_GAPS = (18.0, 28.0, 38.0, 52.0, 70.0, 95.0)  # days between a loyal person's orders
_LONG_GAP = (186.0, 220.0, 280.0)
_RARE = 0.52  # of those with two or three orders have a long gap first


def plan_orders(dice: Dice, people: People, size: Size) -> Orders:
    """All consumer orders that were meant to be, in no particular order; stories prevent some of them later."""
    person, day, loyal, kind = _people_and_days(dice, people, size)
    persona = people.persona[person]
    device = np.where(dice.uniform(len(person)) < 0.07, DESKTOP, people.device[person])
    time = clock_time(dice, day, device == PHONE)
    device = _march_devices(people, person, time, device, kind, size)
    wanted = favourite_products(dice, persona)
    retro = _retro(dice, time, kind, wanted, size)
    wanted[retro] = product("retro-schal-1974")
    count = len(person)
    nobody = np.zeros(count, np.bool_)
    return Orders(
        person=person,
        time=time,
        device=device,
        product=wanted,
        value=_basket_value(dice, wanted, loyal),
        kind=kind,
        company=np.full(count, -1),
        loyal=loyal,
        payment=np.full(count, PREPAYMENT),
        prevented=np.zeros(count, np.int64),
        store=_stores(dice, kind, retro),
        gift=nobody.copy(),
        retro=retro,
        newsletter=np.zeros(count, np.int64),
        told_twice=dice.uniform(count) < 0.6,
        lost_visit=nobody.copy(),
        payment_pause=np.zeros(count, np.int64),
    )


def _people_and_days(dice: Dice, people: People, size: Size) -> tuple[Ints, Ints, Bools, Ints]:
    once, fans, sellers = people.of("once"), people.of("loyal"), people.of("market")
    often = _orders_each(size.loyal_orders, len(fans))
    last = np.full(len(once), DAYS - 1.0)
    days_once = seasonal_day(dice, np.full(len(once), 1.0), last)
    days_fans = _loyal_days(dice, often)
    days_market = seasonal_day(dice, np.full(len(sellers), 1.0), np.full(len(sellers), DAYS - 1.0))
    person = np.concatenate([once, np.repeat(fans, often), sellers])
    day = np.concatenate([days_once, days_fans, days_market])
    loyal = np.isin(person, fans)
    kind = np.where(np.isin(person, sellers), MARKET, CONSUMER)
    return person, day, loyal, kind


def _orders_each(total: int, count: int) -> Ints:
    """2 to 8 orders for each loyal person, `total` together."""
    often = 2 + dealt_in_turn((0.24, 0.28, 0.22, 0.14, 0.08, 0.04), count)
    missing = total - int(often.sum())
    step = 1 if missing > 0 else -1
    can = np.flatnonzero(often > 2) if step < 0 else np.arange(count)
    places = can[(np.arange(abs(missing)) * len(can) // max(abs(missing), 1)) % len(can)]
    np.add.at(often, places, step)
    return often


def _loyal_days(dice: Dice, often: Ints) -> Ints:
    """Days of each loyal person's orders, rising within the person, flat over persons."""
    total = int(often.sum())
    gaps = dice.spread(_GAPS, total)
    first = np.cumsum(often) - often
    seldom = often <= 3
    rare = first[dice.some(seldom, round(_RARE * int(seldom.sum())))] + 1
    gaps[rare] = dice.spread(_LONG_GAP, len(rare))
    gaps[first] = 0.0
    run = np.cumsum(gaps)
    offset = run - np.repeat(run[first], often)
    span = offset[first + often - 1]
    squeeze = np.minimum(1.0, (DAYS - 20.0) / np.maximum(span, 1.0))
    offset = offset * np.repeat(squeeze, often)
    start = seasonal_day(dice, np.full(len(often), 3.0), DAYS - 3.0 - span * squeeze)
    days = np.repeat(start, often) + offset.astype(np.int64)
    return np.asarray(np.minimum(days, DAYS - 1), np.int64)


def _march_devices(
    people: People, person: Ints, time: Ints, device: Ints, kind: Ints, size: Size
) -> Ints:
    """In the window of the phone's trouble exactly so many orders are planned on phones."""
    inside = within(time, PHONE_WINDOW) & (kind == CONSUMER)
    places = np.flatnonzero(inside)
    likely = places[np.argsort(people.chance[person[places]], kind="stable")]
    changed = device.copy()
    changed[likely] = DESKTOP
    changed[likely[: size.of(250)]] = PHONE
    return changed


def _retro(dice: Dice, time: Ints, kind: Ints, wanted: Ints, size: Size) -> Bools:
    """Exactly so many orders of the scarf in its days of wrong stock; other orders then want a cap."""
    inside = within(time, RETRO_WINDOW) & (kind == CONSUMER)
    scarf = product("retro-schal-1974")
    wanted[inside & (wanted == scarf)] = product("cap-nordlicht")
    chosen = np.zeros(len(time), np.bool_)
    chosen[dice.some(inside, size.of(58))] = True
    return chosen


def _basket_value(dice: Dice, wanted: Ints, loyal: Bools) -> Ints:
    """The article, sometimes twice, sometimes with a second one; loyal people come more often instead."""
    twice = dice.uniform(len(wanted)) < 0.05
    second = dice.weighted((0.2, 0.0, 0.25, 0.25, 0.15, 0.1, 0.05), len(wanted))
    added = np.where(dice.uniform(len(wanted)) < np.where(loyal, 0.04, 0.12), prices()[second], 0)
    return np.asarray(prices()[wanted] * (1 + twice) + added, np.int64)


def _stores(dice: Dice, kind: Ints, retro: Bools) -> Ints:
    store = np.array((NO_STORE, BREMEN, LEIPZIG))[dice.dealt((0.92, 0.05, 0.03), len(kind))]
    store[retro | (kind != CONSUMER)] = NO_STORE
    return store


def within(time: Ints, window: tuple[int, int]) -> NDArray[np.bool_]:
    """Whether each moment lies in the half-open window."""
    return np.asarray((time >= window[0]) & (time < window[1]), np.bool_)


def systematic(time: Ints, among: Bools, count: int) -> Bools:
    """A mask of `count` places of `among`, evenly spaced in time."""
    mask = np.zeros(len(time), np.bool_)
    mask[evenly(time, among, count)] = True
    return mask
