"""Flow, first pass: how often each name and each edge occurs, by how many persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.run import each
from etappe.analysis.sequences import Sequences, still_open
from etappe.base.heavy import heavy
from etappe.journeys.columns import Columns, Unit

DENSE_NAMES = 2_048
"""Up to so many names edges are counted in a square table, beyond in an open one."""

Wide = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FlowCounts:
    """Whole numbers of one or more shards. Node n stands for start and end; edge = from * (n + 1) + to.

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
    """The counts of all shards together."""
    partials = each(prepared, lambda item: _partial(item, columns, n, within, collapse))
    if not partials:
        none = np.zeros(n, np.int64)
        nothing = np.empty(0, np.int64)
        return FlowCounts(0, 0, none, none, none, nothing, nothing, nothing, BasisCounts())
    edges, counts, persons = _merged_edges(partials)
    return FlowCounts(
        units=sum(partial.units for partial in partials),
        unit_persons=sum(partial.unit_persons for partial in partials),
        touches=_sum([partial.touches for partial in partials]),
        persons=_sum([partial.persons for partial in partials]),
        open=_sum([partial.open for partial in partials]),
        edges=edges,
        counts=counts,
        edge_persons=persons,
        basis=reduce(BasisCounts.__add__, (partial.basis for partial in partials)),
    )


def _partial(item: Sequences, columns: Columns, n: int, within: Unit, collapse: bool) -> FlowCounts:
    kernels = heavy("flow")
    selection = item.selection
    nodes = _table(n)
    arguments = (selection.starts, selection.ends, selection.person, item.codes, n, collapse, nodes)
    if n <= DENSE_NAMES:
        table = _table((n + 1) ** 2)
        kernels.count_dense(*arguments, table)
        edges = np.flatnonzero(table[:, 0])
    else:
        keys, table = kernels.count_sparse(*arguments)
        used = np.flatnonzero(keys != -1)
        places = used[np.argsort(keys[used])]
        edges, table = keys[places], table[places]
    rows = table[edges] if n <= DENSE_NAMES else table
    open_ = np.zeros(n, np.int64)
    kernels.count_open(selection.ends, still_open(selection, within, columns), item.codes, open_)
    return FlowCounts(
        units=len(selection),
        unit_persons=selection.counts.persons,
        touches=nodes[:, 0].astype(np.int64),
        persons=nodes[:, 1].astype(np.int64),
        open=open_,
        edges=edges,
        counts=rows[:, 0].astype(np.int64),
        edge_persons=rows[:, 1].astype(np.int64),
        basis=selection.counts,
    )


def _table(rows: int) -> NDArray[np.int32]:
    table = np.zeros((rows, 3), np.int32)
    table[:, 2] = -1
    return table


def _merged_edges(partials: Sequence[FlowCounts]) -> tuple[Wide, Wide, Wide]:
    edges = np.concatenate([partial.edges for partial in partials])
    order = np.argsort(edges, kind="stable")
    edges = edges[order]
    first = np.flatnonzero(np.diff(edges, prepend=-1))
    if not len(first):
        return edges, edges, edges

    def summed(parts: list[Wide]) -> Wide:
        total: Wide = np.add.reduceat(np.concatenate(parts)[order], first)
        return total

    counts = summed([partial.counts for partial in partials])
    return edges[first], counts, summed([partial.edge_persons for partial in partials])


def _sum(parts: list[Wide]) -> Wide:
    total: Any = np.sum(parts, axis=0)
    return np.asarray(total, np.int64)
