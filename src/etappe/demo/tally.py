"""Counts the journeys of a plan of visits, so that the rest of the shop can be made to fit."""

from dataclasses import dataclass

import numpy as np

from etappe.demo.calendar import DAY
from etappe.demo.visits import Visits, holds

_IDLE = 60 * DAY


@dataclass(frozen=True, slots=True)
class Tally:
    """Journeys with a product view; of them with a basket, with a checkout, with an order."""

    views: int
    carts: int
    checkouts: int
    bought: int


def tally(plan: Visits) -> Tally:
    """Cut the visits into journeys (60 days of rest, or a visit after an order) and count."""
    turn = np.lexsort((plan.start, plan.person))
    person, start, order = plan.person[turn], plan.start[turn], plan.order[turn]
    fresh = np.ones(len(turn), np.bool_)
    fresh[1:] = (person[1:] != person[:-1]) | (np.diff(start) > _IDLE) | (order[:-1] >= 0)
    journey = np.cumsum(fresh) - 1
    seen, filled, went = (
        np.bincount(journey, holds(plan, name)[turn]) > 0
        for name in ("view_item", "add_to_cart", "begin_checkout")
    )
    bought = np.bincount(journey, order >= 0) > 0
    return Tally(*(int(np.count_nonzero(seen & also)) for also in (seen, filled, went, bought)))
