"""Funnel in words: how many of 100 take each step, and what changed against another period."""

from collections.abc import Sequence
from typing import Protocol

from etappe.analysis.funnel_by import OTHER
from etappe.analysis.funnel_compared import FunnelComparison, GroupChange
from etappe.analysis.funnel_steps import FunnelStep
from etappe.analysis.levels import NOT_SET
from etappe.analysis.speech import per_hundred, plural, say
from etappe.base import numbers
from etappe.base.messages import Language, keys
from etappe.events.phrases import Phrase, finish_of, phrase_of
from etappe.journeys.columns import Unit

FEW = 100
"""Below so many units their own number is said, not that of 100."""
CHANGED, NAMED = 2, 3
"""At most so many changed groups, and groups in all, are said."""
SAME = 0.025
"""Shares nearer than this are called unchanged, if chance may make their difference."""


class FunnelSaid(Protocol):
    """What of a funnel's answer its sentence is made from."""

    @property
    def persons(self) -> int: ...
    @property
    def per(self) -> Unit: ...
    @property
    def by(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def steps(self) -> tuple[FunnelStep, ...]: ...
    @property
    def comparison(self) -> FunnelComparison | None: ...


def funnel_in_words(answer: FunnelSaid, language: Language) -> str:
    """The comparison where there is one to make, else how many take each step."""
    first = answer.steps[0]
    if not first.persons:
        return say("funnel_empty", language, first=first.label[language])
    if len(answer.steps) == 1:
        share = numbers.share(first.share_of_previous or 0, language)
        asked = plural(answer.per, answer.persons, language)
        return say("funnel_one", language, first=first.label[language], share=share, asked=asked)
    known = _known(answer.comparison)
    return _changes(answer, known, language) if known else _steps(answer, language)


def _steps(answer: FunnelSaid, language: Language) -> str:
    """'Von 100 Journeys mit Produktansicht legen 27 etwas in den Warenkorb, 11 gehen zur Kasse …'"""
    first = answer.steps[0]
    few = first.persons < FEW
    said = []
    for place, step in enumerate(answer.steps[1:]):
        share = step.share_of_first or 0
        count = numbers.number(step.persons, language) if few else per_hundred(share, language)
        phrase = phrase_of(step.meaning, language)
        if phrase.verb is None:
            phrase = _by_label("funnel_reach", step, language)
        key = "funnel_does" if place else "funnel_does_first"
        verb = _verb(phrase, count)
        said.append(say(key, language, verb=verb, count=count, rest=phrase.rest).strip())
    units = plural(answer.per, first.persons if few else 100, language, "of")
    base = _base(units, first, language)
    return say("funnel_steps", language, base=base, clauses=", ".join(said))


def _base(units: str, first: FunnelStep, language: Language) -> str:
    with_ = phrase_of(first.meaning, language).with_ or _quoted(first, language)
    return say("funnel_base", language, units=units, first=with_)


def _by_label(key: str, step: FunnelStep, language: Language) -> Phrase:
    """How a step without a phrase is said: by its label in quotes."""
    verb = say(f"{key}_one", language), say(f"{key}_many", language)
    return Phrase(verb=verb, rest=say(key, language, label=_quoted(step, language)))


def _quoted(step: FunnelStep, language: Language) -> str:
    return say("quoted", language, label=step.label[language])


def _verb(phrase: Phrase, count: str) -> str:
    one, many = phrase.verb or ("", "")
    return one if count == "1" else many


def _known(comparison: FunnelComparison | None) -> list[GroupChange]:
    """What was there in both periods: the groups, the largest first, or without groups everybody."""
    if comparison is None:
        return []
    groups = [one for one in comparison.groups if one.value not in (OTHER, NOT_SET)]
    both = [one for one in groups or [comparison.whole] if one.steps[-1].difference is not None]
    return both


def _changes(answer: FunnelSaid, known: Sequence[GroupChange], language: Language) -> str:
    """'Vom 3. bis 30. März schlossen 41 statt 64 von 100 Kassengängen auf dem Handy ab; am Desktop …'"""
    changed = sorted(
        (one for one in known if one.steps[-1].certain), key=lambda one: -abs(one.missing or 0)
    )
    others = [one for one in known if not one.steps[-1].certain]
    told = changed[:CHANGED]
    told += others[: (NAMED if len(told) == CHANGED else CHANGED) - len(told)]
    parts = [_first_change(answer, told[0], language)]
    for change in told[1:]:
        figures = _figures(answer, change, language)
        parts.append(say("funnel_change_too", language, **figures).strip())
    period = answer.comparison.period[language] if answer.comparison else ""
    sentence = say("funnel_changes", language, period=period, changes="; ".join(parts))
    return f"{sentence} {_missing(answer, changed, language)}".strip()


def _first_change(answer: FunnelSaid, change: GroupChange, language: Language) -> str:
    first, last = answer.steps[0], answer.steps[-1]
    how = finish_of(first.meaning, last.meaning, language) or _until(last, language)
    of = phrase_of(first.meaning, language).of if answer.per == "visit" else ""
    units = say(f"of_{answer.per}", language, count="").strip()
    figures = _figures(answer, change, language)
    where = f" {figures['where']}" if figures["where"] else ""
    return say(
        "funnel_change",
        language,
        verb=_verb(how, _now(change, language)),
        shares=figures["shares"],
        base=of or _base(units, first, language),
        where=where,
        rest=f" {how.rest}",
        chance=figures["chance"],
    )


def _until(last: FunnelStep, language: Language) -> Phrase:
    until = phrase_of(last.meaning, language).until
    said = _by_label("funnel_reached", last, language)
    return Phrase(verb=said.verb, rest=until) if until else said


def _figures(answer: FunnelSaid, change: GroupChange, language: Language) -> dict[str, str]:
    step = change.steps[-1]
    same = not step.certain and abs(step.difference or 0) <= SAME
    now, before = _now(change, language), per_hundred(step.share_before or 0, language)
    if now == before and not same:
        now, before = (
            per_hundred(one or 0, language, 1) for one in (step.share, step.share_before)
        )
    key = "funnel_same" if same else "funnel_instead"
    doubt = not (step.certain or same)
    return {
        "where": where_said(answer.by, change.value, change.label[language], language),
        "shares": say(key, language, now=now, before=before),
        "chance": say("funnel_may_be_chance", language) if doubt else "",
    }


def _now(change: GroupChange, language: Language) -> str:
    return per_hundred(change.steps[-1].share or 0, language)


def where_said(by: str, value: str, label: str, language: Language) -> str:
    """'auf dem Handy' where people say so, else the value's label in quotes; nothing for everybody."""
    if not by:
        return ""
    known = keys("etappe.analysis")
    wanted = (f"where_{by}_{value}", f"where_{by}", "where_value")
    quoted = say("quoted", language, label=label)
    return say(next(key for key in wanted if key in known), language, label=quoted)


def _missing(answer: FunnelSaid, changed: Sequence[GroupChange], language: Language) -> str:
    """How many reach the last step less (or more) than at the other period's shares, and their money."""
    count = sum(one.missing or 0 for one in changed)
    rough = numbers.rounded(abs(count))
    if rough <= 1:
        return ""
    money = ""
    values = [one.missing_value for one in changed if one.missing_value is not None]
    if len(values) == len(changed):
        worth = numbers.rounded(abs(float(sum(values))))
        said = numbers.money(worth, answer.currency, language, 0)
        money = say("funnel_money", language, money=said)
    key = "funnel_missing" if count > 0 else "funnel_more"
    last, shown = answer.steps[-1], numbers.number(rough, language)
    nouns = phrase_of(last.meaning, language).missed
    if nouns is None:
        label = _quoted(last, language)
        return say(f"{key}_label", language, label=label, count=shown, money=money)
    return say(key, language, noun=nouns[1], count=shown, money=money)
