"""TS-16 is discontinued on 2 February 2026: companies search, find nothing, phone or stay away."""

from dataclasses import dataclass
from json import dumps

import numpy as np

from etappe.demo.blocks import role
from etappe.demo.calendar import DAY, HOUR, clock_time, day_number, moment
from etappe.demo.catalogue import product, source
from etappe.demo.companies import KIEZ, Companies
from etappe.demo.dice import Dice, Ints, dealt_in_turn
from etappe.demo.keys import DESKTOP
from etappe.demo.people import People
from etappe.demo.sheet import Sheet
from etappe.demo.size import Size
from etappe.demo.visits import NONE, Visits, visits

GONE_FROM = moment(2, 2)
_SEARCHES, _COMPANIES, _CALLS, _CALLS_OF_LOST = 214, 41, 17, 6
_A_VISIT = 2  # searches at most in one visit


@dataclass(frozen=True, slots=True)
class Searching:
    """The companies that search, the person who does, the first moment; and which of them phone or are lost."""

    company: Ints
    person: Ints
    visits: Visits
    calls: Ints  # places in `company`
    lost: Ints  # places in `company`
    called_at: Ints


def search_in_vain(dice: Dice, companies: Companies, size: Size) -> Searching:
    """Who searches when: lost companies in spring, the others on the way to an order."""
    orders = companies.orders
    lost = companies.lost
    begin = orders.time - companies.order_days
    on_the_way = (begin > GONE_FROM + DAY) & ~companies.portal & (companies.order_days > 8 * DAY)
    on_the_way &= orders.company > KIEZ
    others, one = np.unique(orders.company[on_the_way], return_index=True)
    chosen = np.sort(dice.order(len(others))[: size.of(_COMPANIES) - len(lost)])
    way = np.flatnonzero(on_the_way)[one[chosen]]
    company = np.concatenate([lost, others[chosen]])
    person = np.array([companies.people[each][-1] for each in company.tolist()])
    spring = day_number(2, 12) + dice.whole(60, len(lost))
    first = np.concatenate([
        clock_time(dice, spring, np.zeros(len(lost), np.bool_), office=True), begin[way] + DAY
    ])  # fmt: skip
    span = np.concatenate([np.full(len(lost), 3 * DAY), companies.order_days[way] // 2])
    plan = _searches(person, company, first, span, size)
    few = size.of(_CALLS_OF_LOST)
    calls = np.concatenate([
        np.arange(len(lost))[-min(few, len(lost)):],
        np.arange(len(lost), len(company))[: max(size.of(_CALLS) - few, 0)],
    ])  # fmt: skip
    called = first[calls] + (dice.between(2, 40, len(calls)) * HOUR).astype(np.int64)
    return Searching(company, person, plan, calls, np.arange(len(lost)), called)


def _searches(person: Ints, company: Ints, first: Ints, span: Ints, size: Size) -> Visits:
    """So many searches together, at most two a visit, over the given span of each company."""
    each = np.bincount(
        dealt_in_turn(np.ones(len(company)).tolist(), size.of(_SEARCHES)), minlength=len(company)
    )
    sittings = (each + _A_VISIT - 1) // _A_VISIT
    who = np.repeat(np.arange(len(company)), sittings)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(sittings) - sittings, sittings)
    once = role("search").start
    second = np.where(turn * _A_VISIT + 1 < each[who], once, NONE)
    start = first[who] + span[who] * turn // sittings[who]
    return visits(
        person[who], start, DESKTOP, source("direct"), product("teleskopstange-ts-16"),
        (role("login").start, once, second), company=company[who], known=True, club=True,
    )  # fmt: skip


def tell_calls(sheet: Sheet, people: People, searching: Searching) -> None:
    """The calls after it, known by number and company."""
    person = searching.person[searching.calls]
    words = dumps({"topic": "Gibt es die TS-16 noch?"}, ensure_ascii=False)
    sheet.add(
        searching.called_at, name="call", source="telephony", channel="phone", phone=person + 1,
        account_id=people.account_codes(sheet, searching.company[searching.calls]), properties=words,
    )  # fmt: skip
