"""Companies: clubs, pubs, youth centres and merchants, their people, their orders and the ways to them."""

from dataclasses import dataclass

import numpy as np

from etappe.demo.calendar import DAY, DAYS, HOUR, clock_time, on_working_day
from etappe.demo.catalogue import COMPANY, INVOICE, prices, product, source
from etappe.demo.dice import Bools, Dice, Ints, dealt_in_turn
from etappe.demo.keys import DESKTOP
from etappe.demo.orders import COMPANY_ORDER, KEPT, SEEN_EARLIER, SEEN_LAST, Orders
from etappe.demo.people import People, favourite_products, usual_sources
from etappe.demo.size import Size
from etappe.demo.visits import NONE, Visits, any_of, looks, together, visits

CAST_COMPANIES = (
    "tsv-ahornbach",
    "gasthaus-zur-linde",
    "getraenke-hollmann",
    "jugendzentrum-kiez-5",
)
AHORNBACH, LINDE, HOLLMANN, KIEZ = range(4)
_KINDS = ("verein", "kneipe", "jugendzentrum", "getraenkehandel", "schule", "foerderverein")
MEAN_DAYS = 28.2
"""How long a company's way to an order takes on average (the figure of a B2B study of 2023)."""
_DAYS = (4.0, 12.0, 19.0, 26.0, 34.0, 45.0, 70.0)
_ORDERS_EACH, _ORDER_SHARES = (1, 2, 3, 4), (0.56, 0.25, 0.11, 0.08)
_UNITS = (15.0, 18.0, 22.0, 30.0)


@dataclass(frozen=True, slots=True)
class Companies:
    """`people[c]` are the persons of company c, its buyer last; `order_days` how long each order's way took."""

    names: tuple[str, ...]
    people: tuple[tuple[int, ...], ...]
    orders: Orders
    order_days: Ints  # µs from the first touch to the buying visit, for each order
    portal: Bools  # orders of the portal, told by their own story
    lost: Ints  # companies whose one order lies before February
    idle: Ints  # companies without any order


def company_names(size: Size) -> tuple[str, ...]:
    """The accounts' names: four that the tour knows, then the rest."""
    rest = range(len(CAST_COMPANIES), size.companies)
    return (*CAST_COMPANIES, *(f"{_KINDS[each * 7 % 6]}-{each:03d}" for each in rest))


def plan_companies(dice: Dice, people: People, size: Size) -> Companies:
    """All companies, their people and their orders."""
    names = people.companies
    staff = _staff(dice, people, len(names))
    company, day_from, day_to, lost = _order_windows(dice, len(names), size)
    count = len(company)
    days = dice.spread(_DAYS, count)
    days = np.minimum(days * (MEAN_DAYS / days.mean()), day_to - day_from - 2.0)
    days *= MEAN_DAYS / days.mean()
    room = np.maximum(day_to - day_from - days - 3.0, 0.0)
    day = (day_from + days + room * dice.uniform(count)).astype(np.int64)
    time = on_working_day(
        clock_time(dice, np.minimum(day, DAYS - 3), np.zeros(count, np.bool_), office=True)
    )
    wanted = favourite_products(dice, np.full(count, COMPANY))
    portal = np.zeros(count, np.bool_)
    portal[dice.some(~np.isin(company, lost) & (company > KIEZ), size.of(24))] = True
    wanted[portal] = product("vereinsshop-portal")
    buyer = np.array([staff[each][-1] for each in company.tolist()])
    nothing = np.zeros(count, np.bool_)
    orders = Orders(
        person=buyer,
        time=time,
        device=np.full(count, DESKTOP),
        product=wanted,
        value=_value(dice, wanted),
        kind=np.full(count, COMPANY_ORDER),
        company=company,
        loyal=nothing,
        payment=np.full(count, INVOICE),
        prevented=np.full(count, KEPT),
        store=np.zeros(count, np.int64),
        gift=nothing,
        retro=nothing,
        newsletter=np.zeros(count, np.int64),
        told_twice=dice.uniform(count) < 0.7,
        lost_visit=nothing,
        payment_pause=np.zeros(count, np.int64),
    )
    idle = np.setdiff1d(np.arange(HOLLMANN, len(names)), company)
    return Companies(names, staff, orders, (days * DAY).astype(np.int64), portal, lost, idle)


def _staff(dice: Dice, people: People, count: int) -> tuple[tuple[int, ...], ...]:
    """One to four people for each company; the cast's companies have the named ones."""
    mine = people.of("company")
    rest = count - len(CAST_COMPANIES)
    sizes = dealt_in_turn((0.3, 0.32, 0.24, 0.14), rest)[dice.order(rest)] + 1
    while int(sizes.sum()) != len(mine):
        step = 1 if sizes.sum() < len(mine) else -1
        can = np.flatnonzero(sizes < 4 if step > 0 else sizes > 1)
        sizes[can[: abs(int(sizes.sum()) - len(mine))]] += step
    ends = np.cumsum(sizes)
    groups = [tuple(mine[end - size : end].tolist()) for end, size in zip(ends, sizes, strict=True)]
    return ((1, 2, 3, 4), (5,), (6,), (7,), *groups)


def _order_windows(dice: Dice, count: int, size: Size) -> tuple[Ints, Ints, Ints, Ints]:
    """Company and the days its way to an order may fill, one entry an order; and who is lost in February."""
    total = size.company_orders - 1  # the club of the tour orders by its own story
    mean = sum(each * share for each, share in zip(_ORDERS_EACH, _ORDER_SHARES, strict=True))
    often = np.array(_ORDERS_EACH)[dealt_in_turn(_ORDER_SHARES, round(total / mean))]
    missing = total - int(often.sum())
    often[np.arange(abs(missing)) * 3 % len(often)] += 1 if missing > 0 else 0
    surplus = np.flatnonzero(often > 1)[: max(-missing, 0)]
    often[surplus] -= 1
    buyers = np.sort(dice.order(count - 2)[: len(often)]) + 2
    often = often[dice.order(len(often))]
    lost = buyers[(often == 1) & (buyers > KIEZ)][: size.of(12) - 1]
    buyers, often = np.append(buyers, LINDE), np.append(often, 1)
    often[np.argmax(often)] -= 1
    lost = np.append(lost, LINDE)
    company = np.repeat(buyers, often)
    turn = np.arange(len(company)) - np.repeat(np.cumsum(often) - often, often)
    length = (DAYS - 4) / np.repeat(often, often)
    first = (turn * length).astype(np.int64) + 1
    last = ((turn + 1) * length).astype(np.int64)
    early = np.isin(company, lost)
    return company, np.where(early, 1, first), np.where(early, 90, last), np.sort(lost)


def _value(dice: Dice, wanted: Ints) -> Ints:
    """Net money: teams buy 15 and more shirts, pubs a table and some rods."""
    units = dice.spread(_UNITS, len(wanted)).astype(np.int64)
    single = np.isin(wanted, [product("kickertisch-stammtisch"), product("vereinsshop-portal")])
    few = dice.whole(6, len(wanted)) + 1
    teams = np.isin(wanted, [product("teamsatz-trikots"), product("pokal-kreisliga")])
    return prices()[wanted] * np.where(single, 1, np.where(teams, units, few))


def company_visits(
    dice: Dice, people: People, companies: Companies, newsletter: Ints, first_order: int
) -> Visits:
    """The ways to the companies' orders: the initiator begins, others look, the buyer orders."""
    orders = companies.orders
    mine = np.flatnonzero(~companies.portal)
    count = len(mine)
    company = orders.company[mine]
    came = usual_sources(dice, np.full(count, COMPANY))
    seen = newsletter[mine]
    came[(seen == SEEN_EARLIER) & (came == source("direct"))] = source("google")
    came[seen == SEEN_LAST] = source("newsletter")
    last = visits(
        orders.person[mine], orders.time[mine], DESKTOP, came, orders.product[mine],
        (any_of(dice, "login", count), looks(dice, 1 + dice.whole(2, count)),
         any_of(dice, "cart2", count), any_of(dice, "buy4", count)),
        value=orders.value[mine], payment=orders.payment[mine], order=first_order + mine,
        company=company, known=True, club=True,
    )  # fmt: skip
    parts = [last, _first_visits(dice, people, companies, mine, seen)]
    for place, share in enumerate((0.25, 0.4, 0.55, 0.7, 0.85)):
        some = np.flatnonzero(dice.uniform(count) < 0.62 - 0.04 * place)
        parts.append(_between(dice, companies, mine[some], share))
    return together(parts)


def _first_visits(
    dice: Dice, people: People, companies: Companies, mine: Ints, seen: Ints
) -> Visits:
    orders = companies.orders
    count = len(mine)
    person = np.array([companies.people[each][0] for each in orders.company[mine].tolist()])
    came = usual_sources(dice, people.persona[person])
    # Each begins without a name and signs in at the end, so that the way belongs to the company.
    first = visits(
        person, orders.time[mine] - companies.order_days[mine], DESKTOP, came, orders.product[mine],
        (looks(dice, 2 + dice.whole(4, count)), any_of(dice, "login", count)),
        company=orders.company[mine], club=True,
    )  # fmt: skip
    read = np.flatnonzero(seen == SEEN_EARLIER)
    letter = visits(
        orders.person[mine[read]], orders.time[mine[read]] - companies.order_days[mine[read]] // 2,
        DESKTOP, source("newsletter"), orders.product[mine[read]],
        (looks(dice, 1 + dice.whole(3, len(read))),),
        company=orders.company[mine[read]], known=True, club=True,
    )  # fmt: skip
    return together([first, letter])


def _between(dice: Dice, companies: Companies, mine: Ints, share: float) -> Visits:
    """A visit by one of the company's people, logged in, part of the way along."""
    orders = companies.orders
    count = len(mine)
    turn = dice.whole(12, count)
    person = np.array(
        [
            companies.people[each][place % len(companies.people[each])]
            for each, place in zip(orders.company[mine].tolist(), turn.tolist(), strict=True)
        ],
        np.int64,
    )
    start = orders.time[mine] - (companies.order_days[mine] * (1.0 - share)).astype(np.int64)
    start += (dice.between(-3, 3, count) * HOUR).astype(np.int64)
    quote = np.where(dice.uniform(count) < 0.07, any_of(dice, "quote", count), NONE)
    return visits(
        person, start, DESKTOP, usual_sources(dice, np.full(count, COMPANY)), orders.product[mine],
        (any_of(dice, "login", count), looks(dice, 1 + dice.whole(4, count)), quote),
        company=orders.company[mine], known=True, club=True,
    )  # fmt: skip
