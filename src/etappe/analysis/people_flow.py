"""People of a flow: who had a touch of one name, and who went from one name straight to another."""

from collections.abc import Callable

import numpy as np

from etappe.analysis.flow import FlowQuestion
from etappe.analysis.flow_edges import END, START
from etappe.analysis.levels import Level, resolve_level
from etappe.analysis.people_group import (
    Group,
    Part,
    Rows,
    code_of,
    counted,
    only_name,
    persons_of,
    units_holding,
    words,
)
from etappe.analysis.run import each, shards_of
from etappe.analysis.scope import resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.sequences import Sequences, sequences
from etappe.analysis.speech import say
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

PARTS = ("node", "edge")
Found = Callable[[Sequences], Rows]
"""The unit of each occurrence in one shard, as often as it occurs."""


def flow_group(columns: Columns, asked: FlowQuestion, part: Part) -> Group:
    """Who has the node `part.names[0]`, or takes the edge between the two names."""
    resolved = resolve_scope(columns, asked.scope)
    level = resolve_level(columns, asked.level, resolved.model)
    prepare = sequences(selector(resolved, asked.within), level)
    names = only_name(part, 1 if part.name == "node" else 2)
    find = _node(level, names[0], asked) if part.name == "node" else _edge(level, *names)

    def of_shard(items: Sequences) -> tuple[Sequences, Rows]:
        return items, find(items)

    found = each(shards_of(columns, asked.within), lambda shard: of_shard(prepare(shard)))
    chosen = [counted(items.selection, units) for items, units in found]

    def figures(language: Language) -> dict[str, str]:
        labels = [_label(level, name, language) for name in names]
        return {"name": labels[0], "origin": labels[0], "target": labels[-1]}

    return Group(
        members=persons_of(columns, asked.within, chosen),
        count=sum(len(units) for _, units in found),
        unit="step" if part.name == "edge" else "touch",
        says=words(part.name, figures),
        resolved=resolved,
    )


def _label(level: Level, name: str, language: Language) -> str:
    return say(name[1:-1], language) if name in (START, END) else level.label(name)[language]


def _node(level: Level, name: str, asked: FlowQuestion) -> Found:
    if name in (START, END):
        return lambda items: np.arange(len(items.selection))
    code = code_of(level, name)

    def find(items: Sequences) -> Rows:
        entries = np.flatnonzero(items.codes == code)
        units = units_holding(items.selection, entries)
        entries, units = entries[units >= 0], units[units >= 0]
        if not asked.collapse:
            return units
        # A run of equal names is one touch: an entry that follows its like in the same unit is no new one.
        begins = items.selection.starts[units] == entries
        found: Rows = units[begins | (items.codes[entries - 1] != code)]
        return found

    return find


def _edge(level: Level, origin: str, target: str) -> Found:
    if origin == START and target != END:
        code = code_of(level, target)
        return lambda items: np.flatnonzero(items.codes[items.selection.starts] == code)
    if target == END and origin != START:
        code = code_of(level, origin)
        return lambda items: np.flatnonzero(items.codes[items.selection.ends - 1] == code)
    first, second = code_of(level, origin), code_of(level, target)

    def find(items: Sequences) -> Rows:
        # With --collapse an edge never leads to its own name; others are the same touches side by side.
        entries = np.flatnonzero((items.codes[:-1] == first) & (items.codes[1:] == second))
        units = units_holding(items.selection, entries)
        inside = units >= 0
        inside[inside] = entries[inside] + 1 < items.selection.ends[units[inside]]
        found: Rows = units[inside]
        return found

    return find
