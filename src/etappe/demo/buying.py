"""The visits that lead to consumers' orders, and those whose checkout was not finished."""

from dataclasses import dataclass

import numpy as np

from etappe.demo.ads import told_clicks
from etappe.demo.calendar import DAY, HOUR, START, clock_time
from etappe.demo.catalogue import PAYPAL, prices, source
from etappe.demo.dice import Bools, Dice, Floats, Ints
from etappe.demo.keys import DESKTOP, PHONE
from etappe.demo.ordering import PHONE_WINDOW, systematic, within
from etappe.demo.orders import BY_PHONE_CHECKOUT, CONSUMER, KEPT, SEEN_EARLIER, SEEN_LAST, Orders
from etappe.demo.people import People, favourite_products, usual_sources
from etappe.demo.visits import NONE, Visits, any_of, looks, together, visits

# Touches up to and with the purchase: loyal people typically 4, new ones 9.
_LOYAL_TOUCHES, _LOYAL_SHARES = (4, 5, 6), (0.72, 0.18, 0.10)
_NEW_TOUCHES, _NEW_SHARES = (
    (5, 6, 7, 8, 9, 10, 11, 12),
    (0.08, 0.14, 0.2, 0.18, 0.16, 0.12, 0.07, 0.05),
)
_LOYAL_DAYS = (0.0, 0.4, 1.3, 2.0, 2.8, 4.0, 6.2)
_NEW_DAYS = (0.9, 4.2, 8.4, 11.3, 15.3, 22.0, 38.0)
# For each checkout finished, so many are not: 64 of 100 finish on phones, 70 elsewhere.
_LEFT_ON_PHONE, _LEFT_ELSEWHERE = 36 / 64, 30 / 70
# Shares of checkouts on phones that make seven times as many angry ones in March.
_RAGE, _RAGE_IN_MARCH, _RAGE_OF_PREVENTED = 0.0296, 0.21, 0.25


@dataclass(frozen=True, slots=True)
class Checkouts:
    """Checkouts that a person left: their visits, and how many orders they stand for."""

    plan: Visits
    count: int


def buying_visits(
    dice: Dice, people: People, orders: Orders, outage: Bools, summer: Bools
) -> Visits:
    """All visits of the ways to consumers' orders, prevented ones too: the last one is the checkout's.

    `outage`: orders whose PayPal payment failed; `summer`: those that came from the summer's campaign.
    """
    mine = np.flatnonzero(orders.kind == CONSUMER)
    loyal = orders.loyal[mine]
    lengths = np.where(
        loyal,
        np.array(_LOYAL_TOUCHES)[dice.dealt(_LOYAL_SHARES, len(mine))],
        np.array(_NEW_TOUCHES)[dice.dealt(_NEW_SHARES, len(mine))],
    )
    ending = _ending(dice, people, orders, mine, outage)
    last = _last_visits(dice, people, orders, mine, ending, summer)
    # A click on an ad is a touch too: the way to the order stays as long as it was meant to be.
    clicks = ~loyal & told_clicks(people, orders.person[mine], last.source)
    return together([last, _earlier_visits(dice, people, orders, mine, lengths - clicks)])


def _ending(dice: Dice, people: People, orders: Orders, mine: Ints, outage: Bools) -> Ints:
    """How the checkout goes on: bought, or why not."""
    count = len(mine)
    loyal, payment = orders.loyal[mine], orders.payment[mine]
    tried = any_of(dice, "buy3", count)
    longer = dice.uniform(count) < 0.45
    tried[longer] = any_of(dice, "buy4", count)[longer]
    coupon = usual_sources(dice, people.persona[orders.person[mine]]) == source("podcast")
    tried[coupon] = any_of(dice, "buy5", count)[coupon]
    tried[loyal] = any_of(dice, "buy2", count)[loyal]
    angry = _angry(orders.time[mine], (orders.device[mine] == PHONE) & ~loyal)
    tried[angry] = any_of(dice, "buy_after_rage", count)[angry]
    again = outage[mine] | (~loyal & (payment == PAYPAL) & (dice.uniform(count) < 0.01))
    tried[again] = any_of(dice, "buy_second_try", count)[again]
    prevented = orders.prevented[mine]
    by_phone = prevented == BY_PHONE_CHECKOUT
    tried[by_phone] = any_of(dice, "leave3", count)[by_phone]
    raging = systematic(
        orders.time[mine], by_phone, round(_RAGE_OF_PREVENTED * int(by_phone.sum()))
    )
    tried[raging] = any_of(dice, "rage", count)[raging]
    failed = (prevented != KEPT) & ~by_phone
    tried[failed] = any_of(dice, "refused_more", count)[failed]
    return tried


def _angry(time: Ints, phone: Bools) -> Bools:
    """Checkouts on phones with a rage click on the payment page, exactly as many as the shares say."""
    window = within(time, PHONE_WINDOW)
    groups = ((phone & window, _RAGE_IN_MARCH), (phone & ~window, _RAGE))
    march, else_ = (
        systematic(time, group, round(share * int(group.sum()))) for group, share in groups
    )
    return march | else_


def _last_visits(
    dice: Dice, people: People, orders: Orders, mine: Ints, ending: Ints, summer: Bools
) -> Visits:
    count = len(mine)
    loyal = orders.loyal[mine]
    came = usual_sources(dice, people.persona[orders.person[mine]])
    newsletter = orders.newsletter[mine]
    # A direct last visit would hand the order to the letter before it in last-non-direct models.
    came[(newsletter == SEEN_EARLIER) & (came == source("direct"))] = source("google")
    came[newsletter == SEEN_LAST] = source("newsletter")
    came[summer[mine]] = source("sommerfinale")
    look = np.where(loyal, NONE, looks(dice, np.where(dice.uniform(count) < 0.7, 1, 2)))
    placed = orders.placed[mine]
    return visits(
        orders.person[mine],
        orders.time[mine],
        orders.device[mine],
        came,
        orders.product[mine],
        (look, any_of(dice, "cart1", count), ending),
        value=orders.value[mine],
        payment=orders.payment[mine],
        order=np.where(placed, mine, NONE),
        known=loyal,
    )


def _earlier_visits(
    dice: Dice, people: People, orders: Orders, mine: Ints, lengths: Ints
) -> Visits:
    """One or two visits before: the remaining touches, spread over the typical time."""
    loyal = orders.loyal[mine]
    count = len(mine)
    days = np.where(loyal, dice.spread(_LOYAL_DAYS, count), dice.spread(_NEW_DAYS, count))
    rest = np.where(loyal, lengths - 3, np.maximum(lengths - 5, 1))
    split = ~loyal & (rest >= 2)
    second = np.where(split, rest // 2, 0)
    opened = _opening_time(orders, mine, days)
    person = orders.person[mine]
    persona = people.persona[person]
    device = _first_device(dice, people, orders, mine)
    came = usual_sources(dice, persona)
    earlier = orders.newsletter[mine] == SEEN_EARLIER
    came[earlier & ~split] = source("newsletter")
    rest = np.where(loyal, rest, rest - told_clicks(people, person, came))
    first = visits(
        orders.person[mine], opened, device, came, orders.product[mine],
        (looks(dice, np.maximum(rest - second, 1)),),
        known=loyal,
    )  # fmt: skip
    part = dice.between(0.3, 0.8, count)
    between = opened + ((orders.time[mine] - opened) * part).astype(np.int64)
    came_again = usual_sources(dice, persona)
    came_again[earlier] = source("newsletter")
    second = np.maximum(second - told_clicks(people, person, came_again), 1)
    middle = visits(
        orders.person[mine], between, device, came_again, favourite_products(dice, persona),
        (looks(dice, np.where(split, second, 1)),),
    )  # fmt: skip
    enough = split & (orders.time[mine] - opened > 8 * HOUR)
    return together([first, middle.at(enough)])


def _opening_time(orders: Orders, mine: Ints, days: Floats) -> Ints:
    """The first visit: so many days before, not before the year nor before the person's last order."""
    time = orders.time[mine]
    opened = time - (days * DAY).astype(np.int64)
    floor = np.full(len(mine), START + HOUR)
    turn = np.lexsort((time, orders.person[mine]))
    same = orders.person[mine][turn][1:] == orders.person[mine][turn][:-1]
    floor[turn[1:][same]] = time[turn[:-1][same]] + 3 * HOUR
    return np.where(opened > floor, opened, np.minimum(floor, time - HOUR))


def _first_device(dice: Dice, people: People, orders: Orders, mine: Ints) -> Ints:
    """A third of new people start on the phone and buy at the desk, or the other way round."""
    device = orders.device[mine].copy()
    other = np.where(device == PHONE, DESKTOP, PHONE)
    changes = ~orders.loyal[mine] & orders.placed[mine] & (dice.uniform(len(mine)) < 0.3)
    changes |= orders.device[mine] != people.device[orders.person[mine]]
    changes &= orders.placed[mine]
    device[changes] = other[changes]
    return device


def left_checkouts(dice: Dice, people: People, orders: Orders, outage: Bools) -> Checkouts:
    """Checkouts nobody finished, each twin to a planned order of the same day and device."""
    usual = (orders.kind == CONSUMER) & ~outage
    phone = np.flatnonzero(usual & (orders.device == PHONE))
    other = np.flatnonzero(usual & (orders.device != PHONE))
    twins = np.concatenate(
        [_thin(orders, phone, _LEFT_ON_PHONE), _thin(orders, other, _LEFT_ELSEWHERE)]
    )
    person = people.of("looking")[: len(twins)]
    day = (orders.time[twins] - START) // DAY
    time = clock_time(dice, day, orders.device[twins] == PHONE)
    wanted = orders.product[twins]
    count = len(twins)
    ending = any_of(dice, "leave1", count)
    depth = dice.dealt((0.34, 0.33, 0.24, 0.09), count)
    for place, name in ((1, "leave2"), (2, "leave3"), (3, "leave4")):
        ending[depth == place] = any_of(dice, name, count)[depth == place]
    angry = _angry(time, orders.device[twins] == PHONE)
    ending[angry] = any_of(dice, "rage", count)[angry]
    plan = visits(
        person, time, orders.device[twins], usual_sources(dice, people.persona[person]), wanted,
        (looks(dice, 1 + dice.whole(3, count)), any_of(dice, "cart2", count), ending),
        value=prices()[wanted],
        payment=dice.weighted((0.4, 0.25, 0.2, 0.05, 0.1), count),
    )  # fmt: skip
    before = visits(
        person, np.maximum(time - (dice.between(1, 12, count) * DAY).astype(np.int64), START),
        orders.device[twins], usual_sources(dice, people.persona[person]), wanted,
        (looks(dice, 1 + dice.whole(4, count)),),
    )  # fmt: skip
    return Checkouts(together([plan, before.at(dice.uniform(count) < 0.55)]), count)


def _thin(orders: Orders, places: Ints, share: float) -> Ints:
    """So large a share of the places, evenly in time."""
    ranked = places[np.argsort(orders.time[places], kind="stable")]
    count = round(share * len(ranked))
    return ranked[(np.arange(count) * len(ranked) + len(ranked) // 2) // max(count, 1)]
