"""Passing it on: things shared, recommendations used, rewards spent. Few of each."""

from json import dumps

import numpy as np

from etappe.demo.calendar import SECOND
from etappe.demo.catalogue import LEO, source
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import DEVICES
from etappe.demo.orders import Orders
from etappe.demo.people import People
from etappe.demo.sheet import Cell, Sheet
from etappe.demo.visits import Visits, holds

_SHARED, _USED, _REWARDS = 0.05, 0.3, 0.035
_PLACES = ("WhatsApp", "Instagram", "E-Mail")


def pass_on(dice: Dice, sheet: Sheet, people: People, plan: Visits, orders: Orders) -> None:
    """Write what fans share, whom a recommendation brought, and what the loyalty programme gave."""
    _share(dice, sheet, people, plan)
    _come_recommended(dice, sheet, plan)
    _spend_rewards(dice, sheet, plan, orders)


def _share(dice: Dice, sheet: Sheet, people: People, plan: Visits) -> None:
    """Fans who only look send a product to a friend, in the middle of their visit."""
    may = (people.persona[plan.person] == LEO) & (plan.order < 0) & holds(plan, "review_read")
    rows = np.flatnonzero(may & ~plan.known & (dice.uniform(len(plan)) < _SHARED))
    words = [dumps({"method": place}, ensure_ascii=False) for place in _PLACES]
    told = sheet.code("properties", words)[dice.dealt((6, 3, 1), len(rows))]
    sheet.add(
        plan.start[rows] + 20 * SECOND, name="share", properties=told, **_cells(sheet, plan, rows)
    )


def _come_recommended(dice: Dice, sheet: Sheet, plan: Visits) -> None:
    """Some who come by a link in WhatsApp bring a friend's code."""
    may = (plan.source == source("whatsapp")) & (plan.order < 0) & ~plan.known
    rows = np.flatnonzero(may & (dice.uniform(len(plan)) < _USED))
    sheet.add(plan.start[rows] + SECOND, name="referral_used", **_cells(sheet, plan, rows))


def _spend_rewards(dice: Dice, sheet: Sheet, plan: Visits, orders: Orders) -> None:
    """Regular customers spend a reward just before they buy."""
    mine = (plan.order >= 0) & plan.known & ~plan.club
    rows = np.flatnonzero(mine & (dice.uniform(len(plan)) < _REWARDS))
    sheet.add(orders.time[plan.order[rows]] - 2 * SECOND - orders.payment_pause[plan.order[rows]],
              name="reward_used", user_id=plan.person[rows] + 1, **_cells(sheet, plan, rows))  # fmt: skip


def _cells(sheet: Sheet, plan: Visits, rows: Ints) -> dict[str, Cell]:
    return {
        "source": "web",
        "anonymous_id": plan.person[rows] * len(DEVICES) + plan.device[rows] + 1,
        "visit_id": rows + 1,
        "device": sheet.code("device", list(DEVICES))[plan.device[rows]],
        "host": "jubelware.example",
    }
