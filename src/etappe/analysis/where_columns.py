"""Where on columns: the touches of a shard that a condition keeps.

A bare name keeps a visit whole if its first touch carrying the property has the value, a touch outside
visits by its own; `journey.x` keeps journeys by their first touch carrying x; `person.x` and `account.x`
keep all touches of those whose latest value fits; where x is an attribute of accounts (`where_accounts`), that one
counts. Words are compared once each, rows by their code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.errors import unknown
from etappe.analysis.levels import Codes, extra_codes, extra_words, repeated_rows, resolve_level
from etappe.analysis.money import major
from etappe.analysis.where import AnyOf, Compare, Condition, Not, comparisons
from etappe.analysis.where_accounts import account_names, is_attribute, rows_of_accounts
from etappe.analysis.where_words import fitting
from etappe.base.heavy import heavy
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns, Shard, Units

Mask = NDArray[np.bool_]
Crossed = Mapping[Compare, Mask]
"""Per comparison about the other kind of unit (accounts or persons): the arrival numbers it keeps."""

_OWN = ("event", "touchpoint", "channel", "stage", "value")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a condition is judged on: the columns, the stage model, and answers from the other shards."""

    columns: Columns
    model: StageModel
    accounts: bool
    crossed: Crossed


def check_names(columns: Columns, condition: Condition) -> None:
    """Raise BadInput for a property that no touch can have."""
    known = (*_OWN, *(name for name in columns.known_properties if name not in _OWN))
    for compare in comparisons(condition):
        if compare.name not in known and not is_attribute(columns, compare):
            named = account_names(columns) if compare.owner == "account" else ()
            raise unknown("where", compare.name, tuple(dict.fromkeys((*named, *known))))


def prepare(columns: Columns, model: StageModel, condition: Condition, accounts: bool) -> Ground:
    """Answer what the shards at hand can't: `account.x` for persons, `person.x` for accounts."""
    other_owner = "person" if accounts else "account"
    others = columns.shards if accounts else columns.account_shards
    ground = Ground(columns, model, not accounts, {})
    crossed: dict[Compare, Mask] = {}
    for compare in comparisons(condition):
        if compare.owner == other_owner:
            kept = np.zeros(columns.seq + 2, np.bool_)
            for shard in others:
                rows = _owners(ground, shard, compare)
                kept[shard.seq[rows]] = True
            crossed[compare] = kept
    return Ground(columns, model, accounts, crossed)


def touches_kept(ground: Ground, shard: Shard, condition: Condition) -> Mask:
    """Per row of the shard (repeated rows included): does the condition keep the touch?"""
    if isinstance(condition, Compare):
        return _compare(ground, shard, condition)
    if isinstance(condition, Not):
        return ~touches_kept(ground, shard, condition.item)
    join = np.logical_or if isinstance(condition, AnyOf) else np.logical_and
    mask = touches_kept(ground, shard, condition.items[0])
    for item in condition.items[1:]:
        mask = join(mask, touches_kept(ground, shard, item))
    return mask


def _compare(ground: Ground, shard: Shard, compare: Compare) -> Mask:
    if compare in ground.crossed:
        return ground.crossed[compare][shard.seq]
    match compare.owner:
        case "":
            return _visits(ground, shard, compare)
        case "journey":
            return _units(ground, shard, compare, shard.journey, latest=False)
        case _:
            return _owners(ground, shard, compare)


def _owners(ground: Ground, shard: Shard, compare: Compare) -> Mask:
    """Persons or accounts, whichever the shard is of."""
    if is_attribute(ground.columns, compare):
        return _with_repeats(shard, rows_of_accounts(ground.columns, shard, compare))
    return _units(ground, shard, compare, shard.person, latest=True)


def _visits(ground: Ground, shard: Shard, compare: Compare) -> Mask:
    kernels = heavy("select")
    codes, fits = _property(ground, shard, compare)
    mask = fits[codes]
    visits = shard.visit
    first = kernels.first_codes(visits.starts, visits.ends, codes)
    kernels.spread(visits.starts, visits.ends, fits[first], mask)
    return _repeat(shard, mask)


def _units(ground: Ground, shard: Shard, compare: Compare, units: Units, latest: bool) -> Mask:
    kernels = heavy("select")
    codes, fits = _property(ground, shard, compare)
    pick = kernels.last_codes if latest else kernels.first_codes
    mask = np.zeros(len(shard.time_us), np.bool_)
    kernels.spread(units.starts, units.ends, fits[pick(units.starts, units.ends, codes)], mask)
    return _with_repeats(shard, mask) if latest else _repeat(shard, mask)


def _with_repeats(shard: Shard, mask: Mask) -> Mask:
    """Touches that repeat get the answer of their unit: persons' units point at repeated rows, where they have some."""
    mask[repeated_rows(shard)] = mask[shard.rows :]
    return mask


def _repeat(shard: Shard, mask: Mask) -> Mask:
    """Rows that repeat a touch get the answer of the touch."""
    mask[shard.rows :] = mask[: shard.rows][repeated_rows(shard)]
    return mask


def _property(ground: Ground, shard: Shard, compare: Compare) -> tuple[NDArray[np.uint32], Mask]:
    """Codes per row (0: has none) and, per code, whether its word fits."""
    columns, name = ground.columns, compare.name
    if name == "value":
        return _values(columns, shard, compare)
    if name in _OWN:
        level = resolve_level(columns, name, ground.model)
        words: list[str | None] = [None, *level.names]
        if level.blank >= 0:
            words[level.blank + 1] = None
        own: Codes = level.codes(shard)
        return own.astype(np.uint32) + np.uint32(1), fitting(words, compare)
    return extra_codes(shard, name), fitting(extra_words(columns, name), compare)


def _values(columns: Columns, shard: Shard, compare: Compare) -> tuple[NDArray[np.uint32], Mask]:
    distinct, codes_of_rows = np.unique(shard.value, return_inverse=True)
    codes = np.zeros(len(shard.time_us), np.uint32)
    codes[shard.value_row] = codes_of_rows + 1
    codes[shard.rows :] = codes[: shard.rows][repeated_rows(shard)]
    words = [None, *(str(major(int(value), columns.currency)) for value in distinct)]
    return codes, fitting(words, compare)
