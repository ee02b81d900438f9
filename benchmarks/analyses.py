"""Answers from warm columns, by call: flow, funnel, paths, stages, map."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import peer
from benchmarks.load import FUNNEL
from benchmarks.measure import once, repeated
from benchmarks.names import funnel_codes, renamed
from benchmarks.peer import Peer
from benchmarks.table import Row, timed
from etappe.analysis.flow import Flow, FlowQuestion, flow
from etappe.analysis.flow_counts import count_flow
from etappe.analysis.funnel import Funnel, FunnelQuestion, funnel
from etappe.analysis.funnel_tries import best_tries, step_bits
from etappe.analysis.levels import resolve_level, stage_tables
from etappe.analysis.paths import PathsQuestion, paths
from etappe.analysis.run import each
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.sequences import sequences
from etappe.analysis.stages import StagesQuestion, stages
from etappe.journeys.columns import AFTER_FIRST, Columns, Shard
from etappe.maps.draw import MapQuestion, draw_map

BUDGETS = {32: 0.25, 300: 0.4, 2_000: 1.0}
PEER_NAMES = 300
"""Beyond so many names the peer needs minutes for its medians: it is not asked."""
WEEK_US = 7 * 86_400_000_000


def rows(columns: Columns) -> Iterator[Row]:
    """One after another, the peer's answer to a question beside ours; unequal answers end the run."""
    for names, budget in BUDGETS.items():
        named = columns if names == len(columns.events) else renamed(columns, names)
        if names > PEER_NAMES:
            took = repeated(partial(flow, named, FlowQuestion()))
            yield timed(f"flow, whole Answer, {names:,} names", budget, took)
            continue
        with Peer(named, [_stage_of(named, shard) for shard in named.shards]) as sql:
            if names == min(BUDGETS):
                yield _flow_counts(named, sql)
            yield _flow(named, sql, names, budget)
            if named is columns:
                yield from _funnel(named, sql)
                yield from _others(named, sql)
    yield timed("map, all lanes", 1.0, repeated(lambda: draw_map(columns, MapQuestion()), 5))


def _flow_counts(columns: Columns, sql: Peer) -> Row:
    resolved = resolve_scope(columns, Scope())
    prepare = sequences(
        selector(resolved, "visit"), resolve_level(columns, "event", resolved.model)
    )
    prepared = each(columns.shards, prepare)
    n = len(columns.events)
    took = repeated(lambda: count_flow(prepared, columns, n, "visit", False))
    return timed(
        "flow, counts and persons, no medians", 0.06, took, once(lambda: sql.ask(peer.FLOW_COUNTS))
    )


def _flow(columns: Columns, sql: Peer, names: int, budget: float) -> Row:
    answers: list[Any] = []
    took = repeated(lambda: flow(columns, FlowQuestion()))
    peers = once(lambda: answers.append(sql.ask(peer.FLOW)))
    answer: Flow = flow(columns, FlowQuestion())
    ours = {(edge.from_, edge.to): (edge.count, edge.persons) for edge in answer.edges}
    word = {code: name for code, name in enumerate(columns.events)}
    theirs = {
        (word.get(before, "(start)"), word.get(name, "(end)")): (times, persons)
        for before, name, times, persons, _ in answers[0]
    }
    _same(f"flow at {names} names", ours, theirs)
    return timed(f"flow, whole Answer, {names:,} names", budget, took, peers)


def _funnel(columns: Columns, sql: Peer) -> Iterator[Row]:
    resolved = resolve_scope(columns, Scope())
    level = resolve_level(columns, "event", resolved.model)
    bits = step_bits(level, [[code] for code in funnel_codes(columns)])
    window = (WEEK_US, *resolved.period.bounds())
    prepare = sequences(selector(resolved, "person", "tries"), level)

    def reached() -> list[Any]:
        return each(
            columns.shards,
            lambda shard: best_tries(prepare(shard), "person", bits, len(FUNNEL), window),
        )

    question = FunnelQuestion(steps=FUNNEL, within="7d")
    answers: list[Any] = []
    peers = once(lambda: answers.append(sql.ask(peer.funnel_sql(funnel_codes(columns), WEEK_US))))
    answer: Funnel = funnel(columns, question)
    _same("funnel", tuple(step.persons for step in answer.steps), answers[0][0])
    yield timed("funnel, 5 steps in 7 days, steps reached", 0.15, repeated(reached), peers)
    yield timed("funnel, with medians", 0.3, repeated(lambda: funnel(columns, question)))


def _others(columns: Columns, sql: Peer) -> Iterator[Row]:
    answers: list[Any] = []
    peers = once(lambda: answers.append(sql.ask(peer.PATHS)))
    shown = paths(columns, PathsQuestion()).paths
    # Which of the paths that are as frequent as the last one are shown is a matter of order alone.
    least = shown[-1].count
    ours = {path.path: (path.count, path.persons) for path in shown if path.count > least}
    theirs = {
        tuple(columns.events[code] for code in path): (times, persons)
        for path, times, persons, _ in answers[0]
        if times > least
    }
    _same("paths", ours, theirs)
    took = repeated(lambda: paths(columns, PathsQuestion()))
    yield timed("paths, top 50", 0.3, took, peers)
    took = repeated(lambda: stages(columns, StagesQuestion()))
    yield timed("stages", 0.3, took, once(lambda: sql.ask(peer.STAGES)))


def _stage_of(columns: Columns, shard: Shard) -> NDArray[np.int16]:
    """The stage of each row, -1 outside the model: what SQL would need a table for."""
    model = resolve_scope(columns, Scope()).model
    after = (shard.flags & AFTER_FIRST) != 0
    stage = stage_tables(columns, model)[after.astype(np.int8), shard.touchpoint].astype(np.int16)
    return np.where(stage == len(model.stages), np.int16(-1), stage)


def _same(what: str, ours: object, theirs: object) -> None:
    if ours != theirs:
        raise AssertionError(f"{what}: Etappe and DuckDB SQL answer differently.")
