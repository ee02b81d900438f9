"""Catalogue: every analysis by its name, so that a door reads a question from flat texts and asks it.

To add an analysis: one line in ANALYSES. A door passes what the user wrote, `{"from": "30d", "level": "channel"}`;
what a question's fields are called is what a door calls them (`from_` is `from`).
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from etappe.analysis.accounts import AccountsQuestion
from etappe.analysis.calendar import CalendarQuestion, calendar
from etappe.analysis.coverage import CoverageQuestion, coverage
from etappe.analysis.errors import unknown, unknown_field
from etappe.analysis.events import EventsQuestion
from etappe.analysis.findings import FindingsQuestion, findings
from etappe.analysis.flow import FlowQuestion, flow
from etappe.analysis.funnel import FunnelQuestion, funnel
from etappe.analysis.kpis import KpisQuestion, kpis
from etappe.analysis.paths import PathsQuestion, paths
from etappe.analysis.people import PeopleQuestion
from etappe.analysis.scope import Scope
from etappe.analysis.searches import SearchesQuestion, searches
from etappe.analysis.stages import StagesQuestion, stages
from etappe.base.errors import BadInput
from etappe.journeys.columns import Columns

Question = Any
"""A frozen dataclass with a field `scope`."""
Answer = Any
"""A frozen dataclass with a field `basis` and a method `sentence`."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question's class and the function that answers it from columns alone.

    None: the answer needs more than columns (event rows, keys), so `app` hands that in itself.
    """

    question: type[Question]
    answer: Callable[[Columns, Any], Answer] | None


ANALYSES: dict[str, Analysis] = {
    "flow": Analysis(FlowQuestion, flow),
    "funnel": Analysis(FunnelQuestion, funnel),
    "paths": Analysis(PathsQuestion, paths),
    "stages": Analysis(StagesQuestion, stages),
    "kpis": Analysis(KpisQuestion, kpis),
    "findings": Analysis(FindingsQuestion, findings),
    "searches": Analysis(SearchesQuestion, searches),
    "calendar": Analysis(CalendarQuestion, calendar),
    "coverage": Analysis(CoverageQuestion, coverage),
    "events": Analysis(EventsQuestion, None),
    "people": Analysis(PeopleQuestion, None),
    "accounts": Analysis(AccountsQuestion, None),
}

_TRUE = ("true", "1", "yes", "on")
_FALSE = ("false", "0", "no", "off", "")


def question_of(name: str, params: Mapping[str, object]) -> Question:
    """The question of an analysis from flat texts; None and missing ones take the default.

    BadInput names the field, what was written and what is allowed.
    """
    if name not in ANALYSES:
        raise unknown("analysis", name, tuple(ANALYSES))
    kind = ANALYSES[name].question
    own, common = _fields(kind), _fields(Scope)
    own.pop("scope", None)
    for param in params:
        if param not in own and param not in common:
            raise unknown_field(param, (*own, *common))
    scope = Scope(**_read(common, params))
    return kind(scope=scope, **_read(own, params))


def ask(columns: Columns, question: Question) -> Answer:
    """Answer a question of any kind that columns alone can answer."""
    for analysis in ANALYSES.values():
        if type(question) is analysis.question and analysis.answer is not None:
            return analysis.answer(columns, question)
    raise TypeError(f"No analysis answers {type(question).__name__}.")


def _fields(kind: type[Any]) -> dict[str, tuple[str, Any]]:
    """What a door calls a field → its name and type."""
    hints = get_type_hints(kind)
    return {
        field.name.removesuffix("_"): (field.name, hints[field.name])
        for field in dataclasses.fields(kind)
    }


def _read(fields: Mapping[str, tuple[str, Any]], params: Mapping[str, object]) -> dict[str, Any]:
    return {
        name: _value(param, kind, params[param])
        for param, (name, kind) in fields.items()
        if params.get(param) is not None
    }


def _value(param: str, kind: Any, given: object) -> object:
    """What was written, as the field's type."""
    if kind is bool:
        return given if isinstance(given, bool) else _switch(param, str(given))
    if int in (kind, *get_args(kind)):
        return _whole(param, given)
    if kind == tuple[str, ...]:
        return (given,) if isinstance(given, str) else tuple(map(str, _listed(param, given)))
    text = str(given)
    allowed = get_args(kind)
    if allowed and text not in allowed:
        raise unknown(param, text, allowed)
    return text


def _switch(param: str, text: str) -> bool:
    if text.lower() in (*_TRUE, *_FALSE):
        return text.lower() in _TRUE
    raise BadInput(
        f"{param}: {text!r} is neither yes nor no.", next_step="Write true or false.", field=param
    )


def _whole(param: str, given: object) -> int:
    try:
        return int(str(given))
    except ValueError:
        raise BadInput(
            f"{param}: {given!r} is not a whole number.",
            next_step="Write digits alone, for example 50.",
            field=param,
        ) from None


def _listed(param: str, given: object) -> tuple[object, ...]:
    if isinstance(given, list | tuple):
        return tuple(given)
    raise BadInput(
        f"{param}: {given!r} is not a list of names.",
        next_step="Name one after another.",
        field=param,
    )
