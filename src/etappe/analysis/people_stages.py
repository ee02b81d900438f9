"""People of a stage model: who was in a stage, is there now, stopped there, or moved from one to another."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.errors import unknown
from etappe.analysis.levels import OUTSIDE, stage_tables
from etappe.analysis.people_group import (
    Group,
    Mask,
    Part,
    Rows,
    entries_of,
    member_mask,
    only_name,
    words,
)
from etappe.analysis.run import each
from etappe.analysis.scope import ResolvedScope, resolve_scope
from etappe.analysis.selection import Selection, selector
from etappe.analysis.speech import say
from etappe.analysis.stages import END, START, StagesQuestion
from etappe.analysis.stages_counts import converted_journeys
from etappe.base.messages import Language
from etappe.journeys.columns import AFTER_FIRST, Columns, Shard

PARTS = ("stage", "now", "stopped", "move")


@dataclass(frozen=True, slots=True)
class Walk:
    """The journeys of a shard through the stages: entry k of `stage` and `unit` is a touch inside a stage.

    `last` is the last stage of each journey, the number of stages where it has none. `outside` are the
    journeys' touches that no stage holds.
    """

    selection: Selection
    stage: NDArray[np.uint8]
    unit: NDArray[np.int32]
    last: Rows
    outside: Rows


def stages_group(columns: Columns, asked: StagesQuestion, part: Part) -> Group:
    """Who is meant by a figure of `stages`; the journeys are those that begin in its period."""
    resolved = resolve_scope(columns, asked.scope)
    names = only_name(part, 2 if part.name == "move" else 1)
    find = _FINDERS[part.name](resolved, *names)
    found = each(columns.shards, _walks(resolved))
    units = each(found, find)
    members = tuple(
        member_mask(walk.selection.shard, walk.selection.person[places])
        for walk, places in zip(found, units, strict=True)
    )
    persons = sum(int(mask.sum()) for mask in members)
    occurrences = part.name in ("move", "stopped")

    def figures(language: Language) -> dict[str, str]:
        labels = [_label(resolved, name, language) for name in names]
        return {"name": labels[0], "origin": labels[0], "target": labels[-1]}

    return Group(
        members=members,
        count=sum(map(len, units)) if occurrences else persons,
        unit={"move": "step", "stopped": "journey"}.get(part.name, "person"),
        says=words(part.name, figures),
        resolved=resolved,
    )


def _label(resolved: ResolvedScope, name: str, language: Language) -> str:
    if name in (START, END, OUTSIDE):
        return say(name[1:-1], language)
    return next(s.name[language] for s in resolved.model.stages if s.key == name)


def _walks(resolved: ResolvedScope) -> Callable[[Shard], Walk]:
    select = selector(resolved, "journey")
    table = stage_tables(resolved.columns, resolved.model)
    none = len(resolved.model.stages)

    def walk(shard: Shard) -> Walk:
        selection = select(shard)
        entries = entries_of(selection.starts, selection.ends)
        sizes = selection.ends - selection.starts
        unit = np.repeat(np.arange(len(selection), dtype=np.int32), sizes)
        rows = entries if selection.rows is None else selection.rows[entries]
        # The stage of every row first: reading columns in order is far cheaper than by rows.
        after = (shard.flags & AFTER_FIRST) != 0
        stage = np.where(after, table[1][shard.touchpoint], table[0][shard.touchpoint])[rows]
        inside = stage != none
        last = np.full(len(selection), none, np.int64)
        last[unit[inside]] = stage[inside]  # of equal places the last one written stays
        outside = np.zeros(len(selection), np.bool_)
        outside[unit[~inside]] = True
        return Walk(selection, stage[inside], unit[inside], last, np.flatnonzero(outside))

    return walk


def _code(resolved: ResolvedScope, name: str) -> int:
    names = [stage.key for stage in resolved.model.stages]
    if name == OUTSIDE:
        return len(names)
    if name not in names:
        raise unknown("name", name, (*names, OUTSIDE))
    return names.index(name)


def _ever(resolved: ResolvedScope, name: str) -> Callable[[Walk], Rows]:
    code, none = _code(resolved, name), len(resolved.model.stages)
    return lambda walk: (
        walk.outside if code == none else walk.unit[walk.stage == code].astype(np.int64)
    )


def _now(resolved: ResolvedScope, name: str) -> Callable[[Walk], Rows]:
    code = _code(resolved, name)

    def find(walk: Walk) -> Rows:
        selection = walk.selection
        running = np.flatnonzero(selection.shard.journey_open[selection.unit])
        person = selection.person[running]
        latest = np.ones(len(running), np.bool_)
        latest[:-1] = person[1:] != person[:-1]
        found: Rows = running[latest & (walk.last[running] == code)]
        return found

    return find


def _stopped(resolved: ResolvedScope, name: str) -> Callable[[Walk], Rows]:
    code = _code(resolved, name)

    def find(walk: Walk) -> Rows:
        selection = walk.selection
        won = converted_journeys(selection, resolved.converts(selection.shard), resolved)
        over: Mask = ~selection.shard.journey_open[selection.unit] & ~won
        return np.flatnonzero(over & (walk.last == code))

    return find


def _move(resolved: ResolvedScope, origin: str, target: str) -> Callable[[Walk], Rows]:
    first = -1 if origin == START else _code(resolved, origin)
    second = -1 if target == END else _code(resolved, target)

    def find(walk: Walk) -> Rows:
        stage, unit = walk.stage.astype(np.int64), walk.unit
        new = np.ones(len(unit), np.bool_)
        new[1:] = (unit[1:] != unit[:-1]) | (stage[1:] != stage[:-1])
        stage, unit = stage[new], unit[new]
        begins = np.ones(len(unit), np.bool_)
        begins[1:] = unit[1:] != unit[:-1]
        before = np.full(len(unit), -1, np.int64)
        before[1:] = np.where(begins[1:], -1, stage[:-1])
        if second < 0:
            ends = np.append(begins[1:], True)[: len(unit)]
            here = ends & (stage == first)
        else:
            here = (before == first) & (stage == second)
        found: Rows = unit[here].astype(np.int64)
        return found

    return find


_FINDERS: dict[str, Callable[..., Callable[[Walk], Rows]]] = {
    "stage": _ever,
    "now": _now,
    "stopped": _stopped,
    "move": _move,
}
