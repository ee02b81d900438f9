"""Flow, first pass: how often each name and each edge occurs, by how many persons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.run import batches, each
from etappe.analysis.sequences import Sequences, still_open
from etappe.base.heavy import heavy
from etappe.journeys.columns import Columns, Unit

DENSE_NAMES = 2_048
"""Up to so many names edges are counted in a square table, beyond in an open one."""

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FlowCounts:
    """Whole numbers of all shards. Node n stands for start and end; edge = from * (n + 1) + to.

    `touches`, `persons` and `open` are by name, `edges` rises and `counts` and `edge_persons` go with it.
    """

    units: int
    unit_persons: int
    touches: Wide
    persons: Wide
    open: Wide
    edges: Wide
    counts: Wide
    edge_persons: Wide
    basis: BasisCounts


def count_flow(
    prepared: Sequence[Sequences], columns: Columns, n: int, within: Unit, collapse: bool
) -> FlowCounts:
    """The counts of all shards together; tables of many names are large, so a thread has one for its shards."""
    count = _dense if n <= DENSE_NAMES else _sparse
    parts = each(batches(prepared), lambda items: count(items, n, collapse))
    tables = reduce(_merged, parts) if parts else _Tables(np.zeros(n, np.int64))
    open_ = sum(each(prepared, lambda item: _open(item, columns, n, within)), np.zeros(n, np.int64))
    selections = [item.selection for item in prepared]
    return FlowCounts(
        units=sum(map(len, selections)),
        unit_persons=sum(selection.counts.persons for selection in selections),
        touches=_touches(tables, n),
        persons=tables.node_persons,
        open=open_,
        edges=tables.edges,
        counts=tables.counts,
        edge_persons=tables.persons,
        basis=reduce(BasisCounts.__add__, (one.counts for one in selections), BasisCounts()),
    )


_NOTHING = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Tables:
    """`node_persons` are by name; `edges` rises, `counts` and `persons` go with it."""

    node_persons: Wide
    edges: Wide = field(default_factory=lambda: _NOTHING)
    counts: Wide = field(default_factory=lambda: _NOTHING)
    persons: Wide = field(default_factory=lambda: _NOTHING)


def _touches(tables: _Tables, n: int) -> Wide:
    """By name the touches: those of the edges into it. Sums of whole numbers below 2^53 are exact as floats."""
    into = tables.edges % (n + 1)
    touches: Wide = np.bincount(into, tables.counts, n + 1)[:n].astype(np.int64)
    return touches


def _dense(items: Sequence[Sequences], n: int, collapse: bool) -> _Tables:
    kernels = heavy("flow")
    nodes, table = _table(n, 2), _table((n + 1) ** 2, 3)
    for arguments in _arguments(items):
        kernels.count_dense(*arguments, n, collapse, nodes, table)
    edges = np.flatnonzero(table[:, 0])
    return _of_rows(nodes, edges, table[edges])


def _sparse(items: Sequence[Sequences], n: int, collapse: bool) -> _Tables:
    nodes, nobody = _table(n, 2), _table(n, 2)
    parts = []
    for arguments in _arguments(items):
        keys, table = heavy("flow").count_sparse(*arguments, n, collapse, nodes)
        used = np.flatnonzero(keys != -1)
        places = used[np.argsort(keys[used])]
        parts.append(_of_rows(nobody, keys[places], table[places]))
    return replace(reduce(_merged, parts), node_persons=nodes[:, 0].astype(np.int64))


def _arguments(items: Sequence[Sequences]) -> Iterator[tuple[NDArray[Any], ...]]:
    """What the kernels read of each shard; persons are numbered on, since one table sees them all."""
    before = 0
    for item in items:
        selection = item.selection
        yield selection.starts, selection.ends, selection.person + np.int32(before), item.codes
        before += len(selection.shard.persons)


def _table(rows: int, width: int) -> Ints:
    """Nothing counted yet, and nobody seen: the last of its columns is the last person."""
    table = np.zeros((rows, width), np.int32)
    table[:, -1] = -1
    return table


def _of_rows(nodes: Ints, edges: Wide, rows: Ints) -> _Tables:
    return _Tables(
        nodes[:, 0].astype(np.int64),
        edges,
        rows[:, 0].astype(np.int64),
        rows[:, 1].astype(np.int64),
    )


def _merged(left: _Tables, right: _Tables) -> _Tables:
    edges = np.concatenate((left.edges, right.edges))
    order = np.argsort(edges, kind="stable")
    edges = edges[order]
    first = np.flatnonzero(np.diff(edges, prepend=-1))
    if not len(first):
        return _Tables(left.node_persons + right.node_persons)

    def summed(mine: Wide, others: Wide) -> Wide:
        total: Wide = np.add.reduceat(np.concatenate((mine, others))[order], first)
        return total

    return _Tables(
        left.node_persons + right.node_persons,
        edges[first],
        summed(left.counts, right.counts),
        summed(left.persons, right.persons),
    )


def _open(item: Sequences, columns: Columns, n: int, within: Unit) -> Wide:
    """By name the units that end with it and are still running."""
    counts = np.zeros(n, np.int64)
    selection = item.selection
    running = still_open(selection, within, columns)
    heavy("flow").count_open(selection.ends, running, item.codes, counts)
    return counts
