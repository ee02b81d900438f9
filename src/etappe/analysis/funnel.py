"""Funnel: how many persons take ordered steps within a time, where they stop and how long they need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis
from etappe.analysis.funnel_by import NO_GROUPS, Grouping, grouping
from etappe.analysis.funnel_tries import (
    Bits,
    StepCounts,
    Tries,
    best_tries,
    count_steps,
    step_bits,
)
from etappe.analysis.levels import Level, codes_of, resolve_level
from etappe.analysis.medians import Durations
from etappe.analysis.run import each, fold, shards_of
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.sequences import sequences
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.durations import parse_duration
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.journeys.columns import Columns, Unit

Places = NDArray[np.int64]

MAX_STEPS = 20


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """Who does `steps` (names of `level`) in this order, all at most `within` after the first?

    `per` is whose steps they are; `by` names a level or property: one funnel for each of its values.
    """

    scope: Scope = field(default_factory=Scope)
    steps: tuple[str, ...] = ()
    within: str = "7d"
    per: Unit = "person"
    level: str = "event"
    by: str = ""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """`persons` (units with `per`) got here. Shares are None where nobody could, but the first step has
    `share_of_first` 1 always; the median is of best tries.
    """

    name: str
    persons: int
    share_of_first: float | None
    share_of_previous: float | None
    median_seconds_from_previous: float | None
    label: dict[Language, str]


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """The funnel of the units whose try (or else first touch) has this value; `(other)` is all smaller ones."""

    value: str
    persons: int
    steps: tuple[FunnelStep, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """`persons` (units with `per`) are all asked about: those with a touch in the period. Groups add up to it."""

    persons: int
    steps: tuple[FunnelStep, ...]
    per: Unit
    within_seconds: float
    by: str
    groups: tuple[FunnelGroup, ...]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """How many of those at the first step reach the last, and where most are lost."""
        first, last = self.steps[0], self.steps[-1]
        units = plural(self.per, first.persons, language, "of")
        if not first.persons:
            return say("funnel_empty", language, first=first.label[language])
        if len(self.steps) == 1:
            share = numbers.share(first.share_of_previous or 0, language)
            asked = plural(self.per, self.persons, language)
            return say(
                "funnel_one", language, first=first.label[language], share=share, asked=asked
            )
        losses = [
            before.persons - after.persons
            for before, after in zip(self.steps, self.steps[1:], strict=False)
        ]
        worst = losses.index(max(losses))
        return say(
            "funnel",
            language,
            units=units,
            first=first.label[language],
            last=last.label[language],
            share=numbers.share(last.share_of_first or 0, language),
            count=numbers.number(last.persons, language),
            before=self.steps[worst].label[language],
            after=self.steps[worst + 1].label[language],
            lost=numbers.number(losses[worst], language),
        )


def funnel(columns: Columns, question: FunnelQuestion) -> Funnel:
    """Answer a FunnelQuestion. BadInput names an unknown step with the nearest known names."""
    resolved = resolve_scope(columns, question.scope)
    level = resolve_level(columns, question.level, resolved.model)
    bits = step_bits(level, [codes_of(columns, level, step, "steps") for step in _steps(question)])
    within = parse_duration(question.within)
    tries = _tries(columns, resolved, level, bits, within, question)
    groups = grouping(columns, resolved, question.by, tries) if question.by else NO_GROUPS
    places: list[Places | None] = [*groups.places] if groups.names else [None] * len(tries)
    parts = fold(
        list(zip(tries, places, strict=True)),
        lambda item: count_steps(item[0], item[1], len(groups.names), len(question.steps)),
        StepCounts.__add__,
        StepCounts.none(len(groups.names), len(question.steps)),
    )
    return _finish(resolved, question, level, within, groups, parts)


def _steps(question: FunnelQuestion) -> tuple[str, ...]:
    if 1 <= len(question.steps) <= MAX_STEPS:
        return question.steps
    raise BadInput(
        f"steps: a funnel has 1 to {MAX_STEPS} steps, not {len(question.steps)}.",
        next_step="Name the steps in order, for example: view_item add_to_cart purchase.",
        field="steps",
    )


def _tries(
    columns: Columns,
    resolved: ResolvedScope,
    level: Level,
    bits: Bits,
    within: timedelta,
    question: FunnelQuestion,
) -> list[Tries]:
    prepare = sequences(selector(resolved, question.per, "tries"), level)
    window_us = (within // timedelta(microseconds=1), *resolved.period.bounds())
    return each(
        shards_of(columns, question.per),
        lambda shard: best_tries(
            prepare(shard), question.per, bits, len(question.steps), window_us
        ),
    )


def _finish(
    resolved: ResolvedScope,
    question: FunnelQuestion,
    level: Level,
    within: timedelta,
    groups: Grouping,
    counts: StepCounts,
) -> Funnel:
    funnels = [
        _funnel_steps(question.steps, level, int(units), counts.at_step[place].tolist(), gaps)
        for place, (units, gaps) in enumerate(zip(counts.units, counts.gaps, strict=True))
    ]
    return Funnel(
        persons=int(counts.units[0]),
        steps=funnels[0],
        per=question.per,
        within_seconds=within.total_seconds(),
        by=question.by,
        groups=tuple(
            FunnelGroup(name, int(counts.units[place]), funnels[place])
            for place, name in enumerate(groups.names, 1)
        ),
        basis=resolved.basis(counts.basis, "first_steps"),
    )


def _funnel_steps(
    names: Sequence[str],
    level: Level,
    units: int,
    at_step: list[int],
    gaps: Sequence[Durations],
) -> tuple[FunnelStep, ...]:
    before = [units, *at_step]
    return tuple(
        FunnelStep(
            name=name,
            persons=at_step[step],
            share_of_first=_share(at_step[step], at_step[0]) if step else 1.0,
            share_of_previous=_share(at_step[step], before[step]),
            median_seconds_from_previous=gaps[step].median_seconds(),
            label=level.label(name),
        )
        for step, name in enumerate(names)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
