"""Findings: the three things that stand out: the largest loss, the largest change, the slowest stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from etappe.analysis.basis import Basis
from etappe.analysis.days import days_between, local_day
from etappe.analysis.findings_change import Change, largest_change
from etappe.analysis.findings_days import WITHIN, count_days, ground_of
from etappe.analysis.findings_slow import SlowStage, slowest
from etappe.analysis.findings_words import change_words, place_words, slow_words
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.speech import say
from etappe.analysis.stages import Stages, StagesQuestion, stages
from etappe.analysis.stages_stop import StageStop
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns

Kind = Literal["loss", "change", "slow"]


@dataclass(frozen=True, slots=True)
class FindingsQuestion:
    """What stands out in the scope's period, in its stage model?"""

    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing as a sentence. `stands_out` is false where nothing does, and the sentence says so.

    `analysis` and `params` are the question that shows it: the name of an analysis and what to ask it.
    """

    key: Kind
    stands_out: bool
    said: Mapping[Language, str]
    analysis: str
    params: Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Findings:
    """Three findings, in this order: loss, change, slow. The figures behind them are None where nothing stands out."""

    findings: tuple[Finding, ...]
    loss: StageStop | None
    change: Change | None
    slow: SlowStage | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The three sentences, one after the other."""
        return " ".join(finding.said[language] for finding in self.findings)

    def notable(self, language: Language) -> str:
        """Where the largest change is, in few words; what else stands out first where there is none."""
        if self.change is None:
            return next((one.said[language] for one in self.findings if one.stands_out), "")
        return say("findings_notable", language, place=place_words(self.change, language))


def findings(columns: Columns, question: FindingsQuestion) -> Findings:
    """Answer a FindingsQuestion: one pass over the journeys for the stages, one over the visits for the change."""
    resolved = resolve_scope(columns, question.scope)
    made = stages(columns, StagesQuestion(question.scope))
    change = _change(resolved) if made.basis.touches else None
    slow = slowest(made.stages)
    return Findings(
        findings=(
            _loss_finding(made, question.scope),
            _change_finding(resolved, change),
            _slow_finding(made, slow, question.scope),
        ),
        loss=made.stops_most,
        change=change,
        slow=slow,
        basis=made.basis,
    )


def _change(resolved: ResolvedScope) -> Change | None:
    """The largest change within the period, held against its other days and those of the period before."""
    first, last = _period_days(resolved)
    reach = last - first + timedelta(days=1)
    data = local_day(resolved.columns.first_us, resolved.columns.zone)
    start = first - reach if first - reach >= data else first
    days = days_between(start, last, resolved.columns.zone)
    ground = ground_of(resolved, days)
    counts = count_days(resolved, ground)
    return largest_change(ground, counts, (first - start).days, resolved.columns.currency)


def _period_days(resolved: ResolvedScope) -> tuple[date, date]:
    """The local days of the period, no further than the data reach."""
    columns, period = resolved.columns, resolved.period
    low, high = period.bounds()
    first = max(low, columns.first_us)
    last = max(first, min(high - 1, columns.last_us))
    return local_day(first, columns.zone), local_day(last, columns.zone)


def _loss_finding(made: Stages, scope: Scope) -> Finding:
    said = {language: made.sentence(language) for language in LANGUAGES}
    return Finding("loss", made.stops_most is not None, said, "stages", _asked(scope))


def _slow_finding(made: Stages, slow: SlowStage | None, scope: Scope) -> Finding:
    said = {language: slow_words(slow, language) for language in LANGUAGES}
    return Finding("slow", slow is not None, said, "stages", _asked(scope))


def _change_finding(resolved: ResolvedScope, change: Change | None) -> Finding:
    first, last = _period_days(resolved)
    with_year = (last - first).days > 366
    said = {language: change_words(change, with_year, language) for language in LANGUAGES}
    if change is None:
        return Finding("change", False, said, "kpis", _asked(resolved.scope))
    return Finding("change", True, said, "funnel", _shows(resolved.scope, change, first, last))


def _shows(scope: Scope, change: Change, first: date, last: date) -> dict[str, str | list[str]]:
    """The funnel by segment, week by week, from a month before the change to a month after it."""
    begin, end = date.fromisoformat(change.first_day), date.fromisoformat(change.last_day)
    month = timedelta(days=30)
    params: dict[str, str | list[str]] = {
        **_asked(replace(scope, from_="", to="")),
        "steps": [change.step, change.next_step],
        "per": "visit",
        "within": WITHIN,
        "every": "week",
        "from": max(first, begin - month).isoformat(),
        "to": min(last, end + month).isoformat(),
    }
    return {**params, "by": change.by} if change.by else params


def _asked(scope: Scope) -> dict[str, str | list[str]]:
    """The scope as a door writes it, without what is left open."""
    told = {
        "from": scope.from_,
        "to": scope.to,
        "where": scope.where,
        "conversion": scope.conversion,
        "stages": scope.stages,
        "digital": "true" if scope.digital else "",
    }
    return {name: text for name, text in told.items() if text}
