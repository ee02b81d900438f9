"""Jubelware: a year of an invented shop, the same bytes each time, with truths planted in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.demo import ads, marketing, service
from etappe.demo import companies as clubs
from etappe.demo.accounts import KnownAccount, known_accounts
from etappe.demo.browsing import browse
from etappe.demo.buying import buying_visits, left_checkouts
from etappe.demo.calendar import LAST_DAY
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.facts import write_facts
from etappe.demo.fulfilment import Fulfilment, fulfil
from etappe.demo.idle import idle_visits
from etappe.demo.ledger import Ledger, keep
from etappe.demo.looking import Seen, looking_visits
from etappe.demo.ordering import plan_orders
from etappe.demo.orders import CONSUMER, Orders, all_orders
from etappe.demo.outcomes import decide
from etappe.demo.passing import pass_on
from etappe.demo.people import People, gather
from etappe.demo.sheet import Sheet
from etappe.demo.size import FULL, Size
from etappe.demo.stories import ahornbach, beate, doubts, field, portal, summer, susa, ts16, viral
from etappe.demo.tally import tally
from etappe.demo.visits import Visits, together
from etappe.demo.words import Note, notes, word_edits
from etappe.store.events.values import AdvertisingDay

Batch = Mapping[str, NDArray[Any]]
SETTINGS = {
    "name": "Jubelware",
    "language": "de",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "country": "DE",
    "conversion": "purchase",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """The shop: its rows in order of arrival (= of time), its settings and words, and what is true of it.

    `people` are those with numbers below that; behind them are only who makes identity doubtful."""

    sheet: Sheet
    settings: Mapping[str, str]
    word_edits: Mapping[str, Any]
    advertising: tuple[AdvertisingDay, ...]
    notes: tuple[Note, ...]
    ledger: Ledger
    accounts: tuple[KnownAccount, ...]
    people: int
    today: date

    @property
    def batches(self) -> Iterator[Batch]:
        """The event rows, 200,000 a batch, columns of `events.row.EVENT_COLUMNS`; fresh at each call."""
        return iter(self.sheet.batches())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything decided before the first touch is written."""

    people: People
    companies: clubs.Companies
    orders: Orders
    outage: Bools
    summer: Bools
    first_company_order: int
    visits: Visits
    searching: ts16.Searching


def generate(seed: int = 1, persons: int = FULL) -> Demo:
    """Make the shop of about so many persons. Raises BadInput below 1,000."""
    size = Size(persons)
    dice = Dice(seed)
    plan = _plan(dice, size)
    sheet = Sheet()
    orders, done = _tell(dice, sheet, plan, size)
    return Demo(
        sheet=sheet,
        settings=SETTINGS,
        word_edits=word_edits(),
        advertising=tuple(marketing.advertising(dice.child("advertising"), size)),
        notes=notes(),
        ledger=keep(dice.child("ledger"), orders, done, plan.outage, plan.summer, plan.searching),
        accounts=known_accounts(plan.companies),
        people=len(plan.people),
        today=LAST_DAY,
    )


def _plan(dice: Dice, size: Size) -> _Plan:
    people = gather(dice.child("people"), size.groups(), clubs.company_names(size))
    consumers = plan_orders(dice.child("orders"), people, size)
    companies = clubs.plan_companies(dice.child("companies"), people, size)
    first = len(consumers)
    orders, outage = decide(dice.child("outcomes"), all_orders([consumers, companies.orders]), size)
    chosen = summer.summer_orders(orders, size)
    companies = replace(companies, orders=_of_companies(orders, first))
    searching = ts16.search_in_vain(dice.child("ts16"), companies, size)
    visits = _visits(dice, people, companies, orders, outage, chosen, searching, size)
    by_hand = [susa.susas_order(), ahornbach.ahornbachs_order()]
    none = np.zeros(len(by_hand), np.bool_)
    return _Plan(
        people, companies, all_orders([orders, *by_hand]),
        np.append(outage, none), np.append(chosen, none), first, visits, searching,
    )  # fmt: skip


def _of_companies(orders: Orders, first: int) -> Orders:
    return Orders(*(getattr(orders, name)[first:] for name in Orders.__slots__))


def _visits(
    dice: Dice, people: People, companies: clubs.Companies, orders: Orders, outage: Bools,
    chosen: Bools, searching: ts16.Searching, size: Size,
) -> Visits:  # fmt: skip
    """All visits but those told by hand; who only looks fills the shop up to its rates."""
    first = len(orders) - len(companies.orders)
    left = left_checkouts(dice.child("left"), people, orders, outage)
    letters = companies.orders.newsletter
    parts = [
        buying_visits(dice.child("buying"), people, orders, outage, chosen),
        clubs.company_visits(dice.child("clubs"), people, companies, letters, first),
        idle_visits(dice.child("idle"), companies),
        portal.portal_visits(dice.child("portal"), companies, letters, first),
        searching.visits,
    ]
    once = [
        summer.summer_visits(dice.child("summer"), people, size, chosen),
        viral.video_visits(dice.child("viral"), people),
        left.plan,
    ]
    parts += once
    known = tally(together(parts))
    seen = Seen(known.views, known.carts, known.bought)
    parts.append(looking_visits(dice.child("looking"), people, together(once), left.count, seen))
    return together(parts)


def _tell(dice: Dice, sheet: Sheet, plan: _Plan, size: Size) -> tuple[Orders, Fulfilment]:
    """Write every touch; the orders come back with the moment of their purchase."""
    people, visits, orders = plan.people, plan.visits, plan.orders
    told = browse(dice.child("browse"), sheet, people, visits, orders)
    orders = replace(orders, time=np.where(told > 0, told, orders.time))
    done = fulfil(dice.child("fulfil"), orders, size)
    usual = np.flatnonzero(orders.placed)
    usual = usual[usual < len(orders) - 2]
    write_facts(sheet, people, orders, done, usual)
    service.serve(dice.child("service"), sheet, orders, done, usual)
    shop = usual[orders.kind[usual] != 1]
    service.tell_again(dice.child("again"), sheet, orders, shop)
    service.tell_marketplace(sheet, orders)
    device, must = _other_device(visits, orders)
    service.follow_parcel(dice.child("parcel"), sheet, orders, done, device, must, shop)
    _market(dice, sheet, plan, orders, size)
    susa.tell_susa(sheet, len(orders) - 2)
    ahornbach.tell_ahornbach(sheet, len(orders) - 1)
    beate.tell_beate(sheet, len(orders))
    ts16.tell_calls(sheet, people, plan.searching)
    doubts.tell_doubts(sheet, len(people))
    portal.tell_portal(sheet, people, plan.companies, orders, plan.first_company_order)
    field.tell_field(
        dice.child("field"), sheet, people, plan.companies, orders, visits, plan.first_company_order
    )
    return orders, done


def _market(dice: Dice, sheet: Sheet, plan: _Plan, orders: Orders, size: Size) -> None:
    people, visits = plan.people, plan.visits
    persons, since = marketing.subscribe(
        dice.child("subscribe"), sheet, people, orders, visits, size
    )
    marketing.send_newsletters(dice.child("letters"), sheet, persons, since)
    ordering = np.unique(orders.person[orders.placed])
    marketing.click_letters(dice.child("clicks"), sheet, visits, ordering)
    marketing.remind_of_carts(dice.child("carts"), sheet, visits)
    marketing.talk_before(dice.child("talk"), sheet, people, visits)
    marketing.visit_stores(dice.child("stores"), sheet, orders)
    ads.click_ads(dice.child("ads"), sheet, people, visits)
    pass_on(dice.child("passing"), sheet, people, visits, orders)


def _other_device(visits: Visits, orders: Orders) -> tuple[Ints, Bools]:
    """For each order the device its person used before on another one, and whether there was any."""
    device = orders.device.copy()
    must = np.zeros(len(orders), np.bool_)
    mine = np.flatnonzero(orders.placed & (orders.kind == CONSUMER))
    owner = np.full(int(max(visits.person.max(), orders.person.max())) + 1, -1)
    owner[orders.person[mine][::-1]] = mine[::-1]
    order = owner[visits.person]
    other = (order >= 0) & (visits.device != orders.device[order]) & ~visits.known
    device[order[other]] = visits.device[other]
    must[order[other]] = True
    return device, must
