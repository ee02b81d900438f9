"""Funnel by a property: which value each unit belongs to, and which values get a funnel of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.funnel_tries import Tries
from etappe.analysis.levels import NOT_SET, OWN_LEVELS, Level
from etappe.analysis.run import each
from etappe.base.heavy import heavy
from etappe.journeys.columns import Shard

MOST = 10
"""So many values get a funnel of their own; the rest is `(other)`."""
OTHER = "(other)"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Names of the groups, the largest first and `(other)` last, and per shard the group of each unit."""

    names: tuple[str, ...]
    places: list[NDArray[np.int64]]


NO_GROUPS = Grouping((), [])


def grouping(level: Level, tries: Sequence[Tries], like: Sequence[str] = ()) -> Grouping:
    """Every unit in one group: the value of its try's first step, else of its first touch that has one.

    A touch in a visit has its visit's value: that of the visit's first touch carrying the property. `like`
    names the groups of another period to use; what is none of them is `(other)`.
    """
    values = each(tries, lambda one: _values(one, level))
    names = [NOT_SET if level.blank < 0 else level.names[level.blank], *level.names]
    units = np.zeros(len(names), np.int64)
    for value in values:
        units += np.bincount(value, minlength=len(units))
    shown = _largest(units, names)
    if like:
        code_of = {name: code for code, name in reversed(list(enumerate(names)))}
        shown = [code_of[name] for name in like if name != OTHER]
    group_of = np.full(len(units), len(shown), np.int64)
    group_of[shown] = np.arange(len(shown))
    rest = (OTHER,) if like or len(np.flatnonzero(units)) > len(shown) else ()
    return Grouping((*(names[code] for code in shown), *rest), [group_of[one] for one in values])


def _largest(units: NDArray[np.int64], names: Sequence[str]) -> list[int]:
    used = np.flatnonzero(units)
    return sorted(used.tolist(), key=lambda code: (-units[code], names[code]))[:MOST]


def _values(tries: Tries, level: Level) -> NDArray[np.uint32]:
    """Per unit the code of its value plus one; 0 when no touch of it carries the property."""
    kernels = heavy("select")
    selection = tries.items.selection
    shard = selection.shard
    codes = selection.take(_by_visit(shard, level))
    found: NDArray[np.uint32] = kernels.first_codes(selection.starts, selection.ends, codes)
    tried = tries.reached > 0
    at_first = codes[tries.first[tried]]
    found[tried] = np.where(at_first != 0, at_first, found[tried])
    return found


def _by_visit(shard: Shard, level: Level) -> NDArray[np.uint32]:
    own = level.codes(shard)
    codes = own.astype(np.uint32) + np.uint32(1)
    if level.blank >= 0:
        codes[own == level.blank] = 0
    if level.key in OWN_LEVELS:
        return codes
    visits = shard.visit
    kernels = heavy("select")
    first = kernels.first_codes(visits.starts, visits.ends, codes)
    kernels.spread_codes(visits.starts, visits.ends, first, codes)
    return codes
