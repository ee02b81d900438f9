"""The club branch in the field: two fairs, Beate's visits, quotes sent and accepted."""

from json import dumps

import numpy as np

from etappe.demo.calendar import DAY, HOUR, moment, on_working_day
from etappe.demo.companies import Companies
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.orders import Orders
from etappe.demo.people import People
from etappe.demo.sheet import Cell, Sheet
from etappe.demo.visits import Visits, holds

FAIRS = (
    (moment(2, 20, 10), "Vereinsmesse Bremen"),
    (moment(9, 11, 10), "Sportplatz-Tage Leipzig"),
)
_IDLE_GUESTS = 0.06  # of companies that never order come to each fair
_VISITED = 0.07  # of ways to an order include advice in person
_ACCEPTED = 0.6


def tell_field(
    dice: Dice, sheet: Sheet, people: People, companies: Companies, orders: Orders,
    plan: Visits, first_order: int,
) -> None:  # fmt: skip
    """Write it all; nothing lies before a way's first touch or after its order, so no way gets longer."""
    number = first_order + np.arange(len(companies.orders))
    placed = orders.time[number]
    begun = companies.orders.time - companies.order_days
    _visit_fairs(dice, sheet, people, companies, begun, placed)
    _advise(dice, sheet, people, companies, begun, placed)
    _quote(dice, sheet, people, companies, placed, plan)


def _cells(sheet: Sheet, people: People, person: Ints, company: Ints) -> dict[str, Cell]:
    return {"user_id": person + 1, "account_id": people.account_codes(sheet, company)}


def _visit_fairs(
    dice: Dice, sheet: Sheet, people: People, companies: Companies, begun: Ints, placed: Ints
) -> None:
    """Whoever is on the way to an order comes, and some who only look."""
    for opens, name in FAIRS:
        on_way = np.flatnonzero((begun < opens - DAY) & (placed > opens + 3 * DAY))
        looking = companies.idle[dice.uniform(len(companies.idle)) < _IDLE_GUESTS]
        person = [
            *companies.orders.person[on_way].tolist(),
            *(companies.people[one][0] for one in looking.tolist()),
        ]
        company = np.concatenate([companies.orders.company[on_way], looking])
        at = opens + (dice.between(0, 50, len(company)) * HOUR).astype(np.int64)
        at = np.where((at - opens) % DAY > 7 * HOUR, at - 9 * HOUR, at)
        words = dumps({"fair": name}, ensure_ascii=False)
        sheet.add(np.maximum(at, opens), name="fair_visited", source="crm", channel="fair", properties=words,
                  **_cells(sheet, people, np.array(person, np.int64), company))  # fmt: skip


def _advise(
    dice: Dice, sheet: Sheet, people: People, companies: Companies, begun: Ints, placed: Ints
) -> None:
    """Beate calls in at clubs half-way to their order."""
    chosen = (dice.uniform(len(placed)) < _VISITED) & (placed - begun > 8 * DAY)
    at = on_working_day(((begun + placed) // 2 // DAY) * DAY + 15 * HOUR, saturday=False)
    rows = np.flatnonzero(chosen & ~companies.portal & (at < placed - DAY))
    words = dumps({"by": "Beate Vogt"}, ensure_ascii=False)
    sheet.add(at[rows], name="sales_visit", source="crm", properties=words,
              **_cells(sheet, people, companies.orders.person[rows], companies.orders.company[rows]))  # fmt: skip


def _quote(
    dice: Dice, sheet: Sheet, people: People, companies: Companies, placed: Ints, plan: Visits
) -> None:
    """An answer the next working day, accepted by most before they order."""
    rows = np.flatnonzero(holds(plan, "quote_requested"))
    person, company = plan.person[rows], plan.company[rows]
    sent = on_working_day((plan.start[rows] // DAY + 1) * DAY + 10 * HOUR, saturday=False)
    order_at = _next_order(companies.orders.company, placed, company, plan.start[rows])
    keep = sent < order_at
    cells = _cells(sheet, people, person, company)
    sheet.add(sent[keep], name="quote_sent", source="erp", **_at(cells, keep))
    accepted = sent + ((order_at - sent) * dice.between(0.4, 0.9, len(rows))).astype(np.int64)
    yes = keep & (dice.uniform(len(rows)) < _ACCEPTED) & (order_at - sent > DAY)
    sheet.add(
        accepted[yes], name="quote_accepted", source="crm", channel="email", **_at(cells, yes)
    )


def _at(cells: dict[str, Cell], rows: Bools) -> dict[str, Cell]:
    return {
        name: cell[rows] if isinstance(cell, np.ndarray) else cell for name, cell in cells.items()
    }


def _next_order(owner: Ints, placed: Ints, company: Ints, after: Ints) -> Ints:
    """The first order of each company after that moment; far away where there is none."""
    scale = moment(12, 31) * 2
    known = np.sort(owner * scale + placed)
    place = np.searchsorted(known, company * scale + after)
    found = known[np.minimum(place, len(known) - 1)]
    mine = (place < len(known)) & (found // scale == company)
    return np.where(mine, found % scale, 0)
