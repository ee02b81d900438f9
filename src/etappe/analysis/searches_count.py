"""Searches, counted: by term how many, without hits, by how many, and how the visit went on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.kpis_rows import keeper, place_of, rows_of
from etappe.analysis.levels import event_codes, extra_codes, extra_words
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import selector
from etappe.journeys.columns import Columns, Shard, Unit

Wide = NDArray[np.int64]

EVENT = "search"
TERMS = ("search_term", "query")
"""The property that holds what was typed: GA4's name, then Segment's."""
HITS = ("results", "result_count", "hits")
"""The property that holds how much was found, where the shop tells."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which events are searches; the properties of term and hits; the terms by their code."""

    events: NDArray[np.bool_]
    term: str
    terms: tuple[str | None, ...]
    hits: str | None
    no_hits: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """By term: searches, those without hits, distinct units, ends of a visit, visits that convert later."""

    searches: Wide
    in_vain: Wide
    units: Wide
    exits: Wide
    ordered: Wide
    basis: BasisCounts

    def __add__(self, other: "TermCounts") -> "TermCounts":
        return TermCounts(
            self.searches + other.searches,
            self.in_vain + other.in_vain,
            self.units + other.units,
            self.exits + other.exits,
            self.ordered + other.ordered,
            self.basis + other.basis,
        )


def no_terms(terms: int) -> TermCounts:
    """What no shard at all counts."""
    zero = np.zeros(terms, np.int64)
    return TermCounts(zero, zero, zero, zero, zero, BasisCounts())


def ground_of(resolved: ResolvedScope) -> Ground | None:
    """How this shop tells its searches; None where it tells none."""
    columns = resolved.columns
    term = _known(columns, TERMS)
    codes = event_codes(columns, EVENT)
    if term is None or not codes:
        return None
    events = np.zeros(max(1, len(columns.events)), np.bool_)
    events[codes] = True
    hits = _known(columns, HITS)
    words = extra_words(columns, hits) if hits else ()
    return Ground(
        events, term, extra_words(columns, term), hits, np.array([w == "0" for w in words])
    )


def _known(columns: Columns, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in columns.known_properties), None)


def search_rows(shard: Shard, ground: Ground, resolved: ResolvedScope) -> NDArray[np.int64]:
    """The rows of the shard that are searches in the period, each touch once, conditions aside."""
    low, high = resolved.period.bounds()
    mask = ground.events[shard.event] & (shard.time_us >= low) & (shard.time_us < high)
    return rows_of(shard, mask, None)


def in_vain(shard: Shard, ground: Ground, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these searches found nothing."""
    if ground.hits is None:
        return np.zeros(len(rows), np.bool_)
    return ground.no_hits[extra_codes(shard, ground.hits)[rows]]


def counter(resolved: ResolvedScope, ground: Ground, unit: Unit) -> Callable[[Shard], TermCounts]:
    """How to count one shard; `unit` is person or account, whose shard it is."""
    select, keep = selector(resolved, unit), keeper(resolved)
    size = len(ground.terms)

    def count(shard: Shard) -> TermCounts:
        rows = search_rows(shard, ground, resolved)
        kept = keep(shard) if unit == "person" else None
        rows = rows if kept is None else rows[kept[rows]]
        term = extra_codes(shard, ground.term)[rows].astype(np.int64)
        owner = np.searchsorted(shard.own_starts, rows.astype(np.int32), "right") - 1
        visit = place_of(shard.visit, rows)
        last = (visit >= 0) & (shard.visit.ends[np.maximum(visit, 0)] - 1 == rows)
        distinct = np.unique(owner * size + term) % size
        return TermCounts(
            searches=np.bincount(term, minlength=size),
            in_vain=np.bincount(term[in_vain(shard, ground, rows)], minlength=size),
            units=np.bincount(distinct, minlength=size),
            exits=np.bincount(term[last], minlength=size),
            ordered=np.bincount(
                term[_converts_later(shard, resolved, rows, visit)], minlength=size
            ),
            basis=select(shard).counts,
        )

    return count


def _converts_later(
    shard: Shard, resolved: ResolvedScope, rows: NDArray[np.int64], visit: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Does a conversion follow each row within its visit?"""
    goals = np.flatnonzero(shard.live(resolved.converts(shard)[: shard.rows]))
    following = np.searchsorted(goals, rows, "right")
    inside = (visit >= 0) & (following < len(goals))
    found = np.zeros(len(rows), np.bool_)
    found[inside] = goals[following[inside]] < shard.visit.ends[visit[inside]]
    return found
