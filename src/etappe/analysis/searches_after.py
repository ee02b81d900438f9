"""Searches, afterwards: those whom a term found nothing: do they phone, do they ever order again?"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.errors import unknown
from etappe.analysis.levels import event_codes, extra_codes
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.searches_count import Ground, in_vain, search_rows
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import Language
from etappe.journeys.columns import Shard

Kind = Literal["account", "person"]

CALLS = ("call", "conversation_started")
SOON_US = 2 * 86_400 * 1_000_000
"""Who phones or writes so soon after the first search in vain does so because of it, we may suppose."""
NEAR = 0.7  # similarity of two terms, from 0 to 1


class Term(Protocol):
    """What is known of another term."""

    @property
    def term(self) -> str: ...
    @property
    def searches(self) -> int: ...
    @property
    def without_hits(self) -> int | None: ...
    @property
    def persons(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SearchesAfter:
    """The `units` (accounts where accounts searched, else persons) whom `term` found nothing, `searches` times.

    `called` of them phoned or wrote within two days of the first such search; `lost` had ordered before
    and never did again. `similar` is the nearest term that always found something, `similar_searches` times.
    """

    term: str
    unit: Kind
    searches: int
    units: int
    called: int
    lost: int
    similar: str | None
    similar_searches: int

    def sentence(self, language: Language) -> str:
        """What the empty search led to."""
        if not self.searches:
            return say("searches_found", language, term=self.term)
        said = say(
            "searches_after",
            language,
            searches=plural("search", self.searches, language),
            term=self.term,
            units=plural(self.unit, self.units, language),
            called=numbers.number(self.called, language),
            lost=numbers.number(self.lost, language),
        )
        if self.similar is None:
            return said
        more = say(
            "searches_similar",
            language,
            term=self.similar,
            count=numbers.number(self.similar_searches, language),
        )
        return f"{said} {more}"


def after_searches(
    resolved: ResolvedScope, ground: Ground, terms: Sequence[Term], term: str
) -> SearchesAfter:
    """What those did whom this term found nothing. BadInput for a term nobody typed."""
    known = [one.term for one in terms]
    if term not in known:
        raise unknown("term", term, tuple(known))
    columns, code = resolved.columns, ground.terms.index(term)
    kinds: tuple[tuple[Kind, tuple[Shard, ...]], ...] = (
        ("account", columns.account_shards),
        ("person", columns.shards),
    )
    unit: Kind = "person"
    found = np.zeros(4, np.int64)
    for kind, shards in kinds:
        unit = kind
        found = sum(
            (_followed(shard, resolved, ground, code) for shard in shards), np.zeros(4, np.int64)
        )
        if found[0]:
            break
    similar = _similar(terms, term)
    searches, units, called, lost = found.tolist()
    return SearchesAfter(
        term=term,
        unit=unit,
        searches=searches,
        units=units,
        called=called,
        lost=lost,
        similar=similar.term if similar else None,
        similar_searches=similar.searches if similar else 0,
    )


def _similar(terms: Sequence[Term], term: str) -> Term | None:
    """The term most like it that always finds something."""
    found = {one.term: one for one in terms if one.without_hits == 0 and one.term != term}
    near = get_close_matches(term, list(found), 1, NEAR)
    return found[near[0]] if near else None


def _followed(
    shard: Shard, resolved: ResolvedScope, ground: Ground, code: int
) -> NDArray[np.int64]:
    """Searches in vain, units, units that called soon, units lost; of one shard."""
    rows = search_rows(shard, ground, resolved)
    rows = rows[(extra_codes(shard, ground.term)[rows] == code) & in_vain(shard, ground, rows)]
    owner = _owners(shard, rows)
    first = np.full(len(shard.own_starts), np.iinfo(np.int64).max, np.int64)
    np.minimum.at(first, owner, shard.time_us[rows])
    searched = np.unique(owner)
    called = _any(shard, _events(shard, resolved, CALLS), first, 0, SOON_US)
    ordered = np.flatnonzero(shard.live(resolved.converts(shard)[: shard.rows]))
    before = _any(shard, ordered, first, -(2**62), -1)
    again = _any(shard, ordered, first, 0, 2**62)
    lost = before & ~again
    return np.array(
        [len(rows), len(searched), called[searched].sum(), lost[searched].sum()], np.int64
    )


def _owners(shard: Shard, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(shard.own_starts, rows.astype(np.int32), "right") - 1


def _events(shard: Shard, resolved: ResolvedScope, names: Sequence[str]) -> NDArray[np.int64]:
    table = np.zeros(max(1, len(resolved.columns.events)), np.bool_)
    for name in names:
        table[event_codes(resolved.columns, name)] = True
    return np.flatnonzero(shard.live(table[shard.event[: shard.rows]]))


def _any(
    shard: Shard, rows: NDArray[np.int64], first: NDArray[np.int64], low: int, high: int
) -> NDArray[np.bool_]:
    """Per unit: does one of these rows lie `low` to `high` microseconds after its first search?"""
    owner = _owners(shard, rows)
    known = first[owner] != np.iinfo(np.int64).max
    rows, owner = rows[known], owner[known]
    gap = shard.time_us[rows] - first[owner]
    found = np.zeros(len(first), np.bool_)
    found[owner[(gap >= low) & (gap <= high)]] = True
    return found
