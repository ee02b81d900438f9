"""Accounts, counted: what one shard of accounts says of those that a question is about, and how shards merge."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_facts import purchase_us
from etappe.analysis.kpis_rows import keeper, person_of
from etappe.analysis.medians import Durations
from etappe.analysis.people_count import basis_of, last_seen, orders_of
from etappe.analysis.people_group import member_mask
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import selector
from etappe.journeys.columns import Shard

Wide = NDArray[np.int64]


def _nothing() -> Wide:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """Entries go together: code of an account, its orders, money (minor units), last touch (µs), shard and place in it.

    `all_codes` are the accounts of the shards whoever was asked for, `persons` whose touches the counted ones have;
    `ways` the durations from a journey's first touch to its first order, `way_us` their sum.
    """

    basis: BasisCounts = field(default_factory=BasisCounts)
    code: Wide = field(default_factory=_nothing)
    orders: Wide = field(default_factory=_nothing)
    value: Wide = field(default_factory=_nothing)
    seen: Wide = field(default_factory=_nothing)
    shard: Wide = field(default_factory=_nothing)
    place: Wide = field(default_factory=_nothing)
    all_codes: Wide = field(default_factory=_nothing)
    persons: Wide = field(default_factory=_nothing)
    ways: Durations = field(default_factory=Durations)
    way_us: int = 0

    def merge(self, other: "AccountCounts") -> "AccountCounts":
        """Both together; an account lies in one shard."""
        names = ("code", "orders", "value", "seen", "shard", "place", "all_codes")
        both = {name: np.concatenate((getattr(self, name), getattr(other, name))) for name in names}
        return AccountCounts(
            basis=self.basis + other.basis,
            persons=np.union1d(self.persons, other.persons),
            ways=self.ways + other.ways,
            way_us=self.way_us + other.way_us,
            **both,
        )


def no_accounts() -> AccountCounts:
    """None."""
    return AccountCounts()


def counted(
    resolved: ResolvedScope, wanted: Collection[int]
) -> Callable[[tuple[int, Shard]], AccountCounts]:
    """How to count one shard (with its number): the wanted accounts that have a touch in scope."""
    select = selector(resolved, "account")
    keep = keeper(resolved, accounts=True)
    chosen = np.array(sorted(wanted), np.int64)

    def count(numbered: tuple[int, Shard]) -> AccountCounts:
        number, shard = numbered
        members = member_mask(shard, select(shard).person) & np.isin(shard.persons, chosen)
        places = np.flatnonzero(members)
        orders, value = orders_of(shard)
        mine = members[person_of(shard, np.arange(shard.rows))]
        kept = keep(shard)
        kept = mine if kept is None else kept[: shard.rows] & mine
        ways = purchase_us(shard, resolved.converts(shard), kept, resolved)
        return AccountCounts(
            basis=basis_of(shard, members),
            code=shard.persons[places].astype(np.int64),
            orders=orders[places],
            value=value[places],
            seen=last_seen(shard)[places],
            shard=np.full(len(places), number, np.int64),
            place=places,
            all_codes=shard.persons.astype(np.int64),
            persons=_persons(shard, members),
            ways=Durations.of(ways),
            way_us=int(ways.sum()),
        )

    return count


def _persons(shard: Shard, members: NDArray[np.bool_]) -> Wide:
    """Whose touches these accounts have."""
    units = shard.person
    mine = members[units.person]
    sizes = (units.ends - units.starts)[mine]
    first = np.cumsum(sizes) - sizes
    rows = np.repeat(units.starts[mine], sizes) + np.arange(sizes.sum()) - np.repeat(first, sizes)
    return np.unique(shard.touch_person[rows]).astype(np.int64)
