"""Flow: which touch follows which, how often, by how many persons and after how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis
from etappe.analysis.flow_counts import FlowCounts, count_flow
from etappe.analysis.flow_edges import END, START, FlowEdge, FlowEdges
from etappe.analysis.flow_gaps import edge_medians
from etappe.analysis.level_stages import stages_of
from etappe.analysis.levels import Level, certain, resolve_level
from etappe.analysis.run import each, shards_of
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.selection import NAMED_RULES, selector
from etappe.analysis.sequences import sequences
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns, Unit

Wide = NDArray[np.int64]

MEDIAN_EDGES = 500
"""Medians are measured for so many of the most frequent edges."""


@dataclass(frozen=True, slots=True)
class FlowQuestion:
    """What follows what at `level` inside each `within`? `collapse` makes a run of equal names one touch.

    `limit` keeps so many of the most frequent edges and sums the rest as `other`; None keeps all.
    """

    scope: Scope = field(default_factory=Scope)
    level: str = "event"
    within: Unit = "visit"
    collapse: bool = False
    limit: int | None = None


class FlowNode(NamedTuple):
    """One name: its touches (for `(start)` and `(end)` the units) and its persons.

    `stage` is the stage of the model in which most of the shop's touches of that name lie; None where that is
    outside the model, and at levels that are no touchpoints, events or stages. `certain` is false for a channel that
    nobody saw: an answer, a code, a poster tell of it.
    """

    name: str
    touches: int
    persons: int
    label: dict[Language, str]
    stage: str | None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class FlowOther:
    """What the limit cut away, summed."""

    edges: int
    count: int
    nodes: int
    touches: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Nodes and edges, the most frequent first, then by name. Counts of edges into a node sum to its touches."""

    level: str
    within: Unit
    units: int
    nodes: tuple[FlowNode, ...]
    edges: Sequence[FlowEdge]
    other: FlowOther
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The most frequent step between two touches, in words."""
        units = plural(self.within, self.units, language)
        steps = (edge for edge in self.edges if edge.from_ != START and edge.to != END)
        top = next(steps, None)
        if top is None:
            return say("flow_empty", language, units=units)
        labels = {node.name: node.label[language] for node in self.nodes}
        key = "flow" if top.median_seconds is not None else "flow_without_time"
        return say(
            key,
            language,
            units=units,
            origin=labels.get(top.from_, top.from_),
            target=labels.get(top.to, top.to),
            count=numbers.number(top.count, language),
            persons=plural("person", top.persons, language, "of"),
            time=numbers.span(top.median_seconds or 0, language),
        )


def flow(columns: Columns, question: FlowQuestion) -> Flow:
    """Answer a FlowQuestion: one pass for counts and persons, one for the medians of the top edges."""
    if question.limit is not None and question.limit < 1:
        raise BadInput(
            f"limit: {question.limit} is out of range.",
            next_step="Write a whole number from 1 on, or leave it away for all edges.",
            field="limit",
        )
    resolved = resolve_scope(columns, question.scope)
    level = resolve_level(columns, question.level, resolved.model)
    select = selector(resolved, question.within)
    prepared = each(shards_of(columns, question.within), sequences(select, level))
    n = len(level.names)
    counts = count_flow(prepared, columns, n, question.within, question.collapse)
    order = _order(counts, level.names, question.limit)
    medians = edge_medians(prepared, n, question.collapse, counts, order[:MEDIAN_EDGES])
    nodes = _nodes(counts, level, order, question.limit, stages_of(columns, level, resolved.model))
    if level.key == "channel":
        nodes = tuple(node._replace(certain=certain(columns, node.name)) for node in nodes)
    return Flow(
        level=level.key,
        within=question.within,
        units=counts.units,
        nodes=nodes,
        edges=FlowEdges(counts, level.names, order, medians),
        other=_other(counts, order, nodes),
        basis=resolved.basis(counts.basis, NAMED_RULES[question.within]),
    )


def _order(counts: FlowCounts, names: tuple[str, ...], limit: int | None) -> Wide:
    """Places of the edges to show: the most frequent first, then by the two names."""
    places = np.arange(len(counts.edges))
    if limit is not None and limit < len(places):
        threshold = np.partition(counts.counts, -limit)[-limit] if limit else np.inf
        places = places[counts.counts >= threshold]
    rank = _ranks((*names, ""))
    width = len(names) + 1
    edges, seen = counts.edges[places], counts.counts[places]
    by_name = rank[edges // width] * width + rank[edges % width]
    most = int(seen.max(initial=0))
    if most < np.iinfo(np.int64).max // width**2:
        # Both in one number: several times faster to sort than two columns.
        order = np.argsort((most - seen) * width**2 + by_name)
    else:
        order = np.lexsort((by_name, -seen))
    return places[order][:limit]


def _ranks(names: tuple[str, ...]) -> Wide:
    """Each name's place in the alphabet, so that arrays are ordered by name without texts."""
    ranks = np.empty(len(names), np.int64)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return ranks


def _nodes(
    counts: FlowCounts,
    level: Level,
    order: Wide,
    limit: int | None,
    stages: Mapping[str, str],
) -> tuple[FlowNode, ...]:
    """The nodes to show: the most frequent, and every one that a shown edge touches."""
    used = np.flatnonzero(counts.touches)
    rank = _ranks(level.names)
    used = used[np.lexsort((rank[used], -counts.touches[used]))]
    if limit is not None and limit < len(used):
        width = len(level.names) + 1
        shown = counts.edges[order]
        wanted = np.isin(used, np.concatenate((shown // width, shown % width)))
        wanted[:limit] = True
        used = used[wanted]
    nodes = [
        FlowNode(
            level.names[code],
            int(counts.touches[code]),
            int(counts.persons[code]),
            level.label(level.names[code]),
            stages.get(level.names[code]),
        )
        for code in used.tolist()
    ]
    for name in (START, END):
        label: dict[Language, str] = {lang: say(name[1:-1], lang) for lang in LANGUAGES}
        nodes.append(FlowNode(name, counts.units, counts.unit_persons, label, None))
    return tuple(sorted(nodes, key=lambda node: (-node.touches, node.name)))


def _other(counts: FlowCounts, order: Wide, nodes: tuple[FlowNode, ...]) -> FlowOther:
    shown = [node for node in nodes if node.name not in (START, END)]
    return FlowOther(
        edges=len(counts.edges) - len(order),
        count=int(counts.counts.sum()) - int(counts.counts[order].sum()),
        nodes=int(np.count_nonzero(counts.touches)) - len(shown),
        touches=int(counts.touches.sum()) - sum(node.touches for node in shown),
    )
