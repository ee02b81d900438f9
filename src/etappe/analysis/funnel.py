"""Funnel: how many persons take ordered steps within a time, where they stop and how long they need."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np

from etappe.analysis.basis import Basis
from etappe.analysis.funnel_by import NO_GROUPS, OTHER, Grouping, grouping
from etappe.analysis.funnel_compared import Compare, FunnelComparison, comparison, other_period
from etappe.analysis.funnel_course import (
    NO_CALENDAR,
    Calendar,
    CoursePart,
    Every,
    calendar_of,
    count_course,
    course_of,
)
from etappe.analysis.funnel_steps import FunnelGroup, FunnelStep, funnel_steps
from etappe.analysis.funnel_tries import (
    Bits,
    StepCounts,
    Tries,
    best_tries,
    count_steps,
    step_bits,
)
from etappe.analysis.funnel_words import funnel_in_words
from etappe.analysis.levels import Level, codes_of, resolve_level
from etappe.analysis.run import each, fold, shards_of
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.sequences import sequences
from etappe.analysis.speech import say
from etappe.base.durations import parse_duration
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns, Unit

MAX_STEPS = 20


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """Who does `steps` (names of `level`) in this order, all at most `within` after the first?

    `per` is whose steps they are; `by` names a level or property: one funnel for each of its values. `every` asks
    for the course by day, week or month; `compare` for the period before or a year ago beside it, or
    `compare_from` and `compare_to` for any other (days or moments).
    """

    scope: Scope = field(default_factory=Scope)
    steps: tuple[str, ...] = ()
    within: str = "7d"
    per: Unit = "person"
    level: str = "event"
    by: str = ""
    every: Every = ""
    compare: Compare = ""
    compare_from: str = ""
    compare_to: str = ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """`persons` (units with `per`) are all asked about: those with a touch in the period. Groups add up to it.

    So do the parts of `course`. `comparison` is None when none was asked for or the data do not reach so far.
    """

    persons: int
    steps: tuple[FunnelStep, ...]
    per: Unit
    within_seconds: float
    by: str
    groups: tuple[FunnelGroup, ...]
    every: Every
    course: tuple[CoursePart, ...]
    comparison: FunnelComparison | None
    currency: str
    basis: Basis

    def sentence(self, language: Language) -> str:
        """How many of 100 take each step; with a comparison, which groups changed and what is missing."""
        return funnel_in_words(self, language)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all periods of one question share."""

    columns: Columns
    question: FunnelQuestion
    level: Level
    bits: Bits
    within: timedelta
    by: Level | None


def funnel(columns: Columns, question: FunnelQuestion) -> Funnel:
    """Answer a FunnelQuestion. BadInput names an unknown step with the nearest known names."""
    resolved = resolve_scope(columns, question.scope)
    plan = _plan(columns, question, resolved)
    other = other_period(resolved, question.compare, question.compare_from, question.compare_to)
    calendar = calendar_of(resolved, question.every)
    counts, groups = _counted(plan, resolved, calendar, None)
    answer = _finish(plan, resolved, groups, calendar, counts)
    if other is None:
        return answer
    then = replace(resolved, period=other)
    before, others = _counted(plan, then, NO_CALENDAR, groups)
    labels = [(name, _label(plan.by, name)) for name in others.names]
    return replace(
        answer, comparison=comparison(resolved, other, question.steps, labels, (counts, before))
    )


@dataclass(frozen=True, slots=True)
class FunnelTries:
    """The best try of every unit that a question asks about, shard by shard; and how it is split."""

    resolved: ResolvedScope
    level: Level
    by: Level | None
    tries: list[Tries]


def funnel_tries(columns: Columns, question: FunnelQuestion) -> FunnelTries:
    """How far each unit gets, in the question's own period."""
    resolved = resolve_scope(columns, question.scope)
    plan = _plan(columns, question, resolved)
    return FunnelTries(resolved, plan.level, plan.by, _tries(plan, resolved))


def _plan(columns: Columns, question: FunnelQuestion, resolved: ResolvedScope) -> _Plan:
    level = resolve_level(columns, question.level, resolved.model)
    return _Plan(
        columns,
        question,
        level,
        step_bits(level, [codes_of(columns, level, step, "steps") for step in _steps(question)]),
        parse_duration(question.within),
        resolve_level(columns, question.by, resolved.model, "by") if question.by else None,
    )


def _steps(question: FunnelQuestion) -> tuple[str, ...]:
    if 1 <= len(question.steps) <= MAX_STEPS:
        return question.steps
    raise BadInput(
        f"steps: a funnel has 1 to {MAX_STEPS} steps, not {len(question.steps)}.",
        next_step="Name the steps in order, for example: view_item add_to_cart purchase.",
        field="steps",
    )


def _counted(
    plan: _Plan, resolved: ResolvedScope, calendar: Calendar, like: Grouping | None
) -> tuple[StepCounts, Grouping]:
    """The counts of one period, and its groups: its own, or those `like` another period's."""
    tries, steps = _tries(plan, resolved), len(plan.question.steps)
    groups = NO_GROUPS
    if plan.by is not None and (like is None or like.names):
        groups = grouping(plan.by, tries, like.names if like else ())
    names = len(groups.names)
    shape, bounds = (len(calendar), max(1, names), steps + 1), resolved.period.bounds()

    def count(shard: int) -> StepCounts:
        one = tries[shard]
        places = groups.places[shard] if names else None
        at = np.zeros(len(one.reached), np.int64) if places is None else places
        course = count_course(one, at, shape, calendar, bounds)
        return count_steps(one, places, names, steps, course)

    nobody = StepCounts.none(names, steps, len(calendar))
    return fold(range(len(tries)), count, StepCounts.__add__, nobody), groups


def _tries(plan: _Plan, resolved: ResolvedScope) -> list[Tries]:
    question = plan.question
    prepare = sequences(selector(resolved, question.per, "tries"), plan.level)
    window_us = (plan.within // timedelta(microseconds=1), *resolved.period.bounds())
    return each(
        shards_of(plan.columns, question.per),
        lambda shard: best_tries(
            prepare(shard), question.per, plan.bits, len(question.steps), window_us
        ),
    )


def _finish(
    plan: _Plan, resolved: ResolvedScope, groups: Grouping, calendar: Calendar, counts: StepCounts
) -> Funnel:
    question, words = plan.question, plan.columns.words
    funnels = [
        funnel_steps(question.steps, plan.level, words, counts, place)
        for place in range(len(counts.units))
    ]
    return Funnel(
        persons=int(counts.units[0]),
        steps=funnels[0],
        per=question.per,
        within_seconds=plan.within.total_seconds(),
        by=question.by,
        groups=tuple(
            FunnelGroup(name, _label(plan.by, name), int(counts.units[place]), funnels[place])
            for place, name in enumerate(groups.names, 1)
        ),
        every=question.every,
        course=course_of(calendar, counts.course, groups.names),
        comparison=None,
        currency=plan.columns.currency,
        basis=resolved.basis(counts.basis, "first_steps"),
    )


def _label(by: Level | None, name: str) -> dict[Language, str]:
    if by is None or name == OTHER:
        return {language: say("other", language) for language in LANGUAGES}
    return by.label(name)
