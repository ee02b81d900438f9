"""Account columns: the touches of people while they belong to an account, cut by account."""

import numpy as np
from numpy.typing import NDArray

from etappe.identity.memberships import Memberships
from etappe.journeys.build import Arrays, Built
from etappe.kernels.cut_rows import Rows


def by_account(built: Built, members: Memberships) -> Rows:
    """The touches of whole persons that belong to an account, owned by it.

    A touch belongs to the account that it names, else to the person's primary account of that moment
    (`identity.memberships`). Visits stay those of the persons.
    """
    if not built.rows["account"].any() and not len(members):
        return built.rows[:0]
    touches = built.touches()
    if not len(touches):
        return touches
    primary = members.primary_of(touches["person"], touches["time_us"], _latest_named(touches))
    account = np.where(touches["account"] > 0, touches["account"], primary)
    rows = touches[account > 0]
    rows["owner"] = account[account > 0]
    return rows


def with_visits_from(rows: Rows, first_visit: int) -> Rows:
    """The rows with visits that go up from `first_visit`, so that shards' visits keep apart."""
    if len(rows):
        rows["visit"] += np.where(rows["visit"] >= 0, np.int32(first_visit), np.int32(0))
    return rows


def members(rows: Rows) -> Arrays:
    """Who has touches in which account, each pair once; kept beside the persons' columns."""
    pairs = rows["person"].astype(np.int64) << 32 | rows["owner"]
    distinct = np.unique(pairs)
    return {
        "member_person": (distinct >> 32).astype(np.int32),
        "member_account": (distinct & 0xFFFFFFFF).astype(np.int32),
    }


def persons_by_row(built: Built) -> Arrays:
    """Whose each row of a shard of accounts is: there the owner is the account."""
    return {"touch_person": built.rows["person"][built.order[built.place]]}


def in_order_of_arrival(rows: Rows) -> Rows:
    """Rows by seq, as the cut takes them."""
    seq = rows["seq"]
    return rows if (seq[1:] >= seq[:-1]).all() else rows[np.argsort(seq, kind="stable")]


def _latest_named(touches: Rows) -> NDArray[np.int32]:
    """Per touch the account its person named last, 0 for none; touches come by person, time, arrival."""
    naming = np.flatnonzero(touches["account"] > 0)
    primary = np.zeros(int(touches["person"].max()) + 1, np.int32)
    # Of several assignments to one place the last, which is the latest event, stays.
    primary[touches["person"][naming]] = touches["account"][naming]
    of_each: NDArray[np.int32] = primary[touches["person"]]
    return of_each
