"""Vereinsshop-Portal: from research to a recommendation, by way of an e-book, a webinar and three free months."""

from json import dumps

import numpy as np

from etappe.demo.blocks import role
from etappe.demo.calendar import DAY, HOUR, MINUTE
from etappe.demo.catalogue import product, source
from etappe.demo.companies import Companies
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import DESKTOP
from etappe.demo.orders import SEEN_EARLIER, SEEN_LAST, Orders
from etappe.demo.people import People
from etappe.demo.sheet import Sheet
from etappe.demo.visits import Visits, looks, together, visits

# Parts of the way to the order: research, team visit, comparison, ad with e-book; then the webinar.
_STEPS = (("research", 1.0, "blog"), ("team", 0.72, "direct"), ("portal_compare", 0.5, "google"), ("ebook", 0.3, "portal_ads"))  # fmt: skip
_WEBINAR = 0.12


def portal_visits(dice: Dice, companies: Companies, newsletter: Ints, first_order: int) -> Visits:
    """The visits of all companies that take the portal; the last starts the trial and orders."""
    orders = companies.orders
    rows = np.flatnonzero(companies.portal)
    portal = product("vereinsshop-portal")
    parts = []
    for turn, (name, part, came) in enumerate(_STEPS):
        person = [
            companies.people[each][turn % len(companies.people[each])]
            for each in orders.company[rows].tolist()
        ]
        start = orders.time[rows] - (companies.order_days[rows] * part).astype(np.int64)
        parts.append(visits(
            np.array(person, np.int64), start, DESKTOP, source(came), portal,
            (role(name).start, role("login").start), company=orders.company[rows], club=True,
        ))  # fmt: skip
    seen = newsletter[rows]
    letter = np.flatnonzero(seen == SEEN_EARLIER)
    parts.append(visits(
        orders.person[rows[letter]], orders.time[rows[letter]] - companies.order_days[rows[letter]] // 5,
        DESKTOP, source("newsletter"), portal, (looks(dice, np.ones(len(letter), np.int64)),),
        company=orders.company[rows[letter]], known=True, club=True,
    ))  # fmt: skip
    parts.append(visits(
        orders.person[rows], orders.time[rows], DESKTOP,
        np.where(seen == SEEN_LAST, source("newsletter"), source("google")), portal,
        (role("login").start, role("trial").start), value=orders.value[rows],
        payment=orders.payment[rows], order=first_order + rows, company=orders.company[rows],
        known=True, club=True,
    ))  # fmt: skip
    return together(parts)


def tell_portal(
    sheet: Sheet, people: People, companies: Companies, orders: Orders, first_order: int
) -> None:
    """The webinar before; access within minutes, letters with insights, a word on LinkedIn after."""
    rows = np.flatnonzero(companies.portal)
    number = first_order + rows
    person = orders.person[number]
    cells = {
        "user_id": person + 1,
        "account_id": people.account_codes(sheet, orders.company[number]),
    }
    webinar = orders.time[number] - (companies.order_days[rows] * _WEBINAR).astype(np.int64)
    topic = dumps({"topic": "Vereinsshop in einer Stunde"}, ensure_ascii=False)
    sheet.add(webinar, name="webinar_attended", source="webinar", properties=topic, **cells)
    cells["order_id"] = number + 1
    sheet.add(orders.time[number] + 3 * MINUTE, name="access_sent", source="erp", **cells)
    for week in (1, 3, 6):
        sheet.add(orders.time[number] + week * 7 * DAY, name="onboarding_sent", source="newsletter",
                  channel="email", **cells)  # fmt: skip
    fans = slice(0, None, 2)
    told = {name: cell[fans] for name, cell in cells.items()}
    sheet.add(orders.time[number][fans] + 34 * DAY + 5 * HOUR, name="mentioned", source="linkedin",
              channel="organic_social", **told)  # fmt: skip
