"""People of what: which analyses lead to people, by which parts, and how a part becomes a group."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from etappe.analysis import (
    people_coverage,
    people_flow,
    people_funnel,
    people_kpis,
    people_paths,
    people_stages,
)
from etappe.analysis.errors import unknown
from etappe.analysis.people_group import Group, Part
from etappe.base.errors import BadInput
from etappe.journeys.columns import Columns

GROUPS: dict[str, tuple[tuple[str, ...], Callable[[Columns, Any, Part], Group]]] = {
    "funnel": (people_funnel.PARTS, people_funnel.funnel_group),
    "flow": (people_flow.PARTS, people_flow.flow_group),
    "paths": (people_paths.PARTS, people_paths.paths_group),
    "stages": (people_stages.PARTS, people_stages.stages_group),
    "kpis": (people_kpis.PARTS, people_kpis.kpis_group),
    "coverage": (people_coverage.PARTS, people_coverage.coverage_group),
}
"""By the other analysis' name: the parts it has, and how to find the persons of one."""


def check_part(of: str, part: Part) -> None:
    """BadInput unless the analysis has such a part."""
    if of not in GROUPS:
        raise unknown("of", of, tuple(GROUPS))
    if part.name not in GROUPS[of][0]:
        raise unknown("part", part.name, GROUPS[of][0])


def group_of(columns: Columns, of: str, asked: object, part: Part) -> Group:
    """The persons of that part of the answer to the question `asked`."""
    check_part(of, part)
    return GROUPS[of][1](columns, asked, part)


def params_of(q: str) -> Mapping[str, object]:
    """An address' query text as the parameters of a question: "steps=a&steps=b&within=7d"."""
    try:
        found = parse_qs(q.removeprefix("?"), keep_blank_values=False, strict_parsing=bool(q))
    except ValueError as error:
        raise BadInput(
            f"q: {q!r} is no query text.",
            next_step="Write it as in an address: steps=view_item&steps=purchase&within=7d.",
            field="q",
        ) from error
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
