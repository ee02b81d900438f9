"""KPIs, customers: who came back to order, and what customers were worth so far."""

import numpy as np

from etappe.analysis.kpis_orders import OrderBook
from etappe.base.clock import US_PER_DAY

YEAR_US = 365 * US_PER_DAY


def count_customers(book: OrderBook, before_us: int, at_us: int) -> dict[str, int]:
    """Customers (persons with an order before `before_us`) as they stand at `at_us`.

    `again` have a second order; `old` ordered first at least 365 days before `at_us`, `old_again` of these
    have a second order within 365 days of the first. `net` is what all of them ordered less what was given
    back to them.
    """
    so_far = book.time_us < before_us
    order = np.lexsort((book.time_us[so_far], book.person[so_far]))
    person, time = book.person[so_far][order], book.time_us[so_far][order]
    customers, first = np.unique(person, return_index=True)
    last = np.append(first[1:], len(person))
    again = last - first > 1
    waited = np.full(len(customers), YEAR_US + 1, np.int64)
    waited[again] = time[first[again] + 1] - time[first[again]]
    old = time[first] + YEAR_US <= at_us
    back = (book.back_time_us < before_us) & np.isin(book.back_person, customers)
    return {
        "customers": len(customers),
        "customers_again": int(np.count_nonzero(again)),
        "customers_old": int(np.count_nonzero(old)),
        "customers_old_again": int(np.count_nonzero(old & (waited <= YEAR_US))),
        "customers_net": int(book.value[so_far].sum()) - int(book.back_value[back].sum()),
    }
