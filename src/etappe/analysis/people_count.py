"""People, counted: the partial of one shard, how partials merge, and a page's place in the whole list."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_rows import person_of, rows_of, values_of
from etappe.base.errors import BadInput
from etappe.journeys.columns import CONVERSION, SHOP_SIDE, Shard

Sort = Literal["seen", "value"]
Wide = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = np.int64(-(2**62))
"""Last seen, of a person who never did anything: the shop alone did."""


@dataclass(frozen=True, slots=True)
class After:
    """Where a page begins: behind the person with this sort key and number."""

    key: int
    person: int


def _nothing() -> Wide:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """`basis`, `customers`, `orders` and `value` are of everybody; the arrays hold the first of the page and on.

    They go together, in the list's order: sort key, person, number of the shard, place in it.
    """

    basis: BasisCounts = field(default_factory=BasisCounts)
    customers: int = 0
    orders: int = 0
    value: int = 0
    limit: int = 0
    key: Wide = field(default_factory=_nothing)
    person: Wide = field(default_factory=_nothing)
    shard: Wide = field(default_factory=_nothing)
    place: Wide = field(default_factory=_nothing)

    def merge(self, other: "PeopleCounts") -> "PeopleCounts":
        """Both together, cut at the limit: a list's beginning only needs its parts' beginnings."""
        limit = max(self.limit, other.limit)
        names = ("key", "person", "shard", "place")
        both = [np.concatenate((getattr(self, name), getattr(other, name))) for name in names]
        order = np.lexsort((both[1], -both[0]))[:limit]
        return PeopleCounts(
            self.basis + other.basis,
            self.customers + other.customers,
            self.orders + other.orders,
            self.value + other.value,
            limit,
            *(column[order] for column in both),
        )

    def first(self, count: int) -> "PeopleCounts":
        """The first so many of the list."""
        cut = {name: getattr(self, name)[:count] for name in ("key", "person", "shard", "place")}
        return replace(self, **cut)

    def cursor(self) -> str:
        """Where the page after the last of these begins."""
        return f"{int(self.key[-1])}_{int(self.person[-1])}"


def no_people() -> PeopleCounts:
    """Nobody."""
    return PeopleCounts()


def after_cursor(text: str) -> After | None:
    """The place that a cursor names; None at the beginning. BadInput for what is no cursor."""
    if not text:
        return None
    key, _, person = text.partition("_")
    if person.isdecimal() and key.removeprefix("-").isdecimal() and len(text) < 40:
        return After(int(key), int(person))
    raise BadInput(
        f"cursor: {text!r} is no place in this list.",
        next_step="Use the `next` of the page before, or leave it out to begin again.",
        field="cursor",
    )


def counter(
    sort: Sort, after: After | None, limit: int
) -> Callable[[int, Shard, Mask], PeopleCounts]:
    """How to count the members of one shard and find the first `limit` behind `after`."""

    def count(number: int, shard: Shard, members: Mask) -> PeopleCounts:
        places = np.flatnonzero(members)
        if not len(places):
            return PeopleCounts(limit=limit)
        orders, value = orders_of(shard)
        key = (last_seen(shard) if sort == "seen" else value)[places]
        persons = shard.persons[places]
        chosen = _behind(key, persons, after)
        first = _first(key[chosen], persons[chosen], limit)
        here = chosen[first]
        return PeopleCounts(
            basis=basis_of(shard, members),
            customers=int(np.count_nonzero(orders[places])),
            orders=int(orders[places].sum()),
            value=int(value[places].sum()),
            limit=limit,
            key=key[here],
            person=persons[here].astype(np.int64),
            shard=np.full(len(here), number, np.int64),
            place=places[here],
        )

    return count


def orders_of(shard: Shard) -> tuple[Wide, Wide]:
    """By place in the shard's persons: how many orders, and what they are worth in minor units."""
    rows = rows_of(shard, (shard.flags & CONVERSION) != 0, None)
    person = person_of(shard, rows)
    worth, _ = values_of(shard, rows)
    orders = np.bincount(person, minlength=len(shard.persons))
    value = np.zeros(len(shard.persons), np.int64)
    np.add.at(value, person, worth)
    return orders, value


def last_seen(shard: Shard) -> Wide:
    """By place in the shard's persons: the moment (µs) of their latest own touch; NEVER without any."""
    return _reduced(shard, np.maximum, NEVER)


def first_seen(shard: Shard) -> Wide:
    """The moment of their first own touch; -NEVER without any."""
    return _reduced(shard, np.minimum, -NEVER)


def _reduced(shard: Shard, ufunc: np.ufunc, blank: np.int64) -> Wide:
    own = (shard.flags[: shard.rows] & SHOP_SIDE) == 0
    times = np.append(np.where(own, shard.time_us[: shard.rows], blank), blank)
    found = np.full(len(shard.persons), blank, np.int64)
    sizes = np.zeros(len(shard.persons), np.int64)
    sizes[shard.person.person] = shard.person.ends - shard.person.starts
    some = sizes > 0
    if some.any():
        # Persons need not lie side by side (rows that were cut anew stand between): each has both its ends.
        edges = np.stack((shard.own_starts[some], shard.own_starts[some] + sizes[some]), axis=1)
        found[some] = ufunc.reduceat(times, edges.ravel())[::2]
    return found


def _behind(key: Wide, person: Wide, after: After | None) -> Wide:
    if after is None:
        return np.arange(len(key))
    return np.flatnonzero((key < after.key) | ((key == after.key) & (person > after.person)))


def _first(key: Wide, person: Wide, limit: int) -> Wide:
    """The places of the first `limit`: highest key, then lowest number."""
    if len(key) <= limit:
        return np.lexsort((person, -key))
    bound = np.partition(key, -limit)[-limit]
    near = np.flatnonzero(key >= bound)
    return near[np.lexsort((person[near], -key[near]))[:limit]]


def basis_of(shard: Shard, members: Mask) -> BasisCounts:
    """What is known of these persons, whole."""
    mine = members[shard.person.person]
    journeys = members[shard.journey.person]
    return BasisCounts(
        persons=int(np.count_nonzero(members)),
        journeys=int(np.count_nonzero(journeys)),
        touches=int((shard.person.ends - shard.person.starts)[mine].sum(dtype=np.int64)),
    )
