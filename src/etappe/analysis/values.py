"""Values: the values that a property has in the data, the most frequent first, to choose a condition from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from etappe.analysis.errors import unknown
from etappe.analysis.levels import Level, resolve_level
from etappe.analysis.run import each
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.values_accounts import OWNER, words_of_accounts
from etappe.analysis.where_accounts import account_names
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns, Shard

MOST = 1_000


@dataclass(frozen=True, slots=True)
class ValuesQuestion:
    """Which values has `property` (or event, touchpoint, channel, stage, account.NAME)? `search`: only those that contain it."""

    property: str
    search: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """One value as a condition writes it, and how many touches have it."""

    value: str
    label: Mapping[Language, str]
    touches: int


@dataclass(frozen=True, slots=True)
class PropertyValues:
    """The most frequent values; `distinct` are all that fit, `without` the touches that have none."""

    property: str
    values: tuple[PropertyValue, ...]
    distinct: int
    without: int


def values(columns: Columns, question: ValuesQuestion) -> PropertyValues:
    """Answer a ValuesQuestion by counting codes. BadInput for an unknown property or a limit that cannot be."""
    if not 1 <= question.limit <= MOST:
        raise BadInput(
            f"limit: {question.limit} is not between 1 and {MOST}.",
            next_step="Ask for at most 1000 values, or narrow them with search.",
            field="limit",
        )
    if question.property.startswith(OWNER):
        return _of_accounts(columns, question)
    model = resolve_scope(columns, Scope()).model
    level = resolve_level(columns, question.property, model, "property")
    counts = _counts(columns, level)
    wanted = question.search.casefold()
    fitting = [
        code
        for code in np.flatnonzero(counts).tolist()
        if code != level.blank and (not wanted or _contains(level, code, wanted))
    ]
    shown = sorted(fitting, key=lambda code: (-counts[code], level.names[code]))[: question.limit]
    return PropertyValues(
        property=question.property,
        values=tuple(
            PropertyValue(level.names[code], level.label(level.names[code]), int(counts[code]))
            for code in shown
        ),
        distinct=len(fitting),
        without=int(counts[level.blank]) if level.blank >= 0 else 0,
    )


def _of_accounts(columns: Columns, question: ValuesQuestion) -> PropertyValues:
    """The same for `account.NAME`: touches are those of the accounts that have the value."""
    name = question.property.removeprefix(OWNER)
    if name not in account_names(columns):
        raise unknown("property", name, account_names(columns))
    counts, without = words_of_accounts(columns, name)
    wanted = question.search.casefold()
    fitting = [word for word in counts if wanted in word.casefold()]
    shown = sorted(fitting, key=lambda word: (-counts[word], word))[: question.limit]
    return PropertyValues(
        property=question.property,
        values=tuple(
            PropertyValue(word, {language: word for language in LANGUAGES}, counts[word])
            for word in shown
        ),
        distinct=len(fitting),
        without=without,
    )


def _counts(columns: Columns, level: Level) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    size = len(level.names)

    def of_shard(shard: Shard) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        live = shard.live(np.ones(shard.rows, np.bool_))
        return np.bincount(level.codes(shard)[: shard.rows][live], minlength=size)

    return sum(each(columns.shards, of_shard), np.zeros(size, np.int64))


def _contains(level: Level, code: int, wanted: str) -> bool:
    name = level.names[code]
    return wanted in name.casefold() or any(
        wanted in text.casefold() for text in level.label(name).values()
    )
