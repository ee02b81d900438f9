"""KPIs, customers: who came back to order, and what customers were worth so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_orders import OrderBook
from etappe.base.clock import US_PER_DAY

YEAR_US = 365 * US_PER_DAY


@dataclass(frozen=True, slots=True)
class Customers:
    """Persons with an order, by their places in the shard, rising; the masks go with them.

    `again` have a second order; `old` ordered first at least 365 days ago; `soon` have the second within
    365 days of the first. `net` is what all of them ordered less what was given back to them.
    """

    person: NDArray[np.int64]
    again: NDArray[np.bool_]
    old: NDArray[np.bool_]
    soon: NDArray[np.bool_]
    net: int


def customers_of(book: OrderBook, before_us: int, at_us: int) -> Customers:
    """Customers (persons with an order before `before_us`) as they stand at `at_us`."""
    so_far = book.time_us < before_us
    order = np.lexsort((book.time_us[so_far], book.person[so_far]))
    person, time = book.person[so_far][order], book.time_us[so_far][order]
    customers, first = np.unique(person, return_index=True)
    last = np.append(first[1:], len(person))
    again = last - first > 1
    waited = np.full(len(customers), YEAR_US + 1, np.int64)
    waited[again] = time[first[again] + 1] - time[first[again]]
    back = (book.back_time_us < before_us) & np.isin(book.back_person, customers)
    return Customers(
        person=customers,
        again=again,
        old=time[first] + YEAR_US <= at_us,
        soon=waited <= YEAR_US,
        net=int(book.value[so_far].sum()) - int(book.back_value[back].sum()),
    )


def count_customers(book: OrderBook, before_us: int, at_us: int) -> dict[str, int]:
    """The customers of `customers_of` in numbers."""
    found = customers_of(book, before_us, at_us)
    return {
        "customers": len(found.person),
        "customers_again": int(np.count_nonzero(found.again)),
        "customers_old": int(np.count_nonzero(found.old)),
        "customers_old_again": int(np.count_nonzero(found.old & found.soon)),
        "customers_net": found.net,
    }
