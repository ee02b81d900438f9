"""Paths: the most frequent sequences of touches, with their persons, conversions, value and time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.level_stages import stages_of
from etappe.analysis.levels import Level, codes_of, resolve_level
from etappe.analysis.money import major
from etappe.analysis.paths_details import PathDetails, details
from etappe.analysis.paths_top import PathShape, UnitPaths, top_paths, unit_paths
from etappe.analysis.run import each, fold, shards_of
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import NAMED_RULES, selector
from etappe.analysis.sequences import sequences
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.journeys.columns import Columns, Unit

MAX_STEPS = 1_000
MAX_TOP = 10_000


@dataclass(frozen=True, slots=True)
class PathsQuestion:
    """Which first `steps` touches do most units share?

    With `after` X a path is the first X and the `steps` touches that follow; with `before` Y the touches that
    lead to the first Y, and it; with both from the first X to the next Y. `collapse` makes a run one touch.
    """

    scope: Scope = field(default_factory=Scope)
    level: str = "event"
    per: Unit = "visit"
    after: str = ""
    before: str = ""
    steps: int = 10
    top: int = 50
    collapse: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """`count` units by `persons` took this path; `conversions` of them contain a conversion, worth `value`.

    `share` is of all units with a path; `median_seconds` from the path's first touch to its last.
    """

    path: tuple[str, ...]
    count: int
    persons: int
    share: float
    conversions: int
    value: Decimal
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class PathsOther:
    """All units whose path is not among the shown ones."""

    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Paths:
    """Counts of the paths and of `other` sum to `units`; `without` units have no such path (`after`, `before`).

    `stages` says in which stage most touches of a name lie; names that are mostly outside the model are not in it.
    """

    unit: Unit
    units: int
    paths: tuple[Path, ...]
    other: PathsOther
    level: str
    conversion: str
    conversion_label: Mapping[Language, str]
    currency: str
    without: int
    labels: Mapping[str, Mapping[Language, str]]
    stages: Mapping[str, str]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The most frequent path, its share and how many of it convert."""
        if not self.paths:
            return say("paths_empty", language)
        top = self.paths[0]
        return say(
            "paths",
            language,
            path=" → ".join(self.labels[name][language] for name in top.path),
            share=numbers.share(top.share, language),
            count=numbers.number(top.count, language),
            units=plural(self.unit, self.units, language, "of"),
            conversions=numbers.number(top.conversions, language),
            conversion=self.conversion_label[language],
        )


def paths(columns: Columns, question: PathsQuestion) -> Paths:
    """Answer a PathsQuestion: hash every path, keep the most frequent, then confirm and describe them."""
    asked = paths_taken(columns, question)
    resolved, level, shape, items = asked.resolved, asked.level, asked.shape, asked.items
    top = top_paths(items, shape, question.top, level.names)
    counts = fold(
        list(zip(items, top.found, strict=True)),
        lambda item: details(item[0], item[1], len(top.paths), resolved),
        PathDetails.__add__,
        PathDetails.none(len(top.paths)),
    )
    return _finish(resolved, question, level, items, top.paths, counts)


@dataclass(frozen=True, slots=True)
class PathsTaken:
    """The path of every unit that a question asks about, shard by shard."""

    resolved: ResolvedScope
    level: Level
    shape: PathShape
    items: list[UnitPaths]


def paths_taken(columns: Columns, question: PathsQuestion) -> PathsTaken:
    """Which path each unit takes; BadInput for a number or an anchor that cannot be."""
    _check(question)
    resolved = resolve_scope(columns, question.scope)
    level = resolve_level(columns, question.level, resolved.model)
    shape = PathShape(
        after=_anchor(columns, level, question.after, "after"),
        before=_anchor(columns, level, question.before, "before"),
        steps=question.steps,
        collapse=question.collapse,
    )
    prepare = sequences(selector(resolved, question.per), level)
    items = each(shards_of(columns, question.per), lambda shard: unit_paths(prepare(shard), shape))
    return PathsTaken(resolved, level, shape, items)


def _check(question: PathsQuestion) -> None:
    for name, value, most in (("steps", question.steps, MAX_STEPS), ("top", question.top, MAX_TOP)):
        if not 1 <= value <= most:
            raise BadInput(
                f"{name}: {value} is out of range.",
                next_step=f"Write a whole number from 1 to {most}.",
                field=name,
            )


def _anchor(columns: Columns, level: Level, name: str, field: str) -> NDArray[np.bool_]:
    """By code: is it the anchor? Empty when none was asked for."""
    if not name:
        return np.empty(0, np.bool_)
    table = np.zeros(max(1, len(level.names)), np.bool_)
    table[codes_of(columns, level, name, field)] = True
    return table


def _finish(
    resolved: ResolvedScope,
    question: PathsQuestion,
    level: Level,
    items: list[UnitPaths],
    shown: list[tuple[int, ...]],
    counts: PathDetails,
) -> Paths:
    units = sum(len(item.low) for item in items)
    asked = sum(len(item.items.selection) for item in items)
    currency = resolved.columns.currency
    stages = stages_of(resolved.columns, level, resolved.model)
    rows = tuple(
        Path(
            path=tuple(level.names[code] for code in codes),
            count=int(counts.units[place]),
            persons=int(counts.persons[place]),
            share=int(counts.units[place]) / units,
            conversions=int(counts.conversions[place]),
            value=major(int(counts.value[place]), currency),
            median_seconds=counts.durations[place].median_seconds(),
        )
        for place, codes in enumerate(shown)
    )
    rest = units - sum(row.count for row in rows)
    names = dict.fromkeys(name for row in rows for name in row.path)
    basis = sum((item.items.selection.counts for item in items), BasisCounts())
    return Paths(
        unit=question.per,
        units=units,
        paths=rows,
        other=PathsOther(rest, rest / units if units else 0.0),
        level=level.key,
        conversion=resolved.conversion,
        conversion_label=resolve_level(resolved.columns, "event", resolved.model).label(
            resolved.conversion
        ),
        currency=currency,
        without=asked - units,
        labels={name: level.label(name) for name in names},
        stages={name: stages[name] for name in names if name in stages},
        basis=resolved.basis(basis, NAMED_RULES[question.per]),
    )
