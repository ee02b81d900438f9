"""Flow's edges: kept as columns and read as rows, since 2,000 names make millions of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.flow_counts import FlowCounts

Wide = NDArray[np.int64]

START, END = "(start)", "(end)"
_AT_ONCE = 10_000


class FlowEdge(NamedTuple):
    """`count` times `to` came next after `from_`, by `persons`; `open` (edges to `(end)` alone): still running."""

    from_: str
    to: str
    count: int  # type: ignore[assignment]  # the contract's word wins over tuple.count
    persons: int
    median_seconds: float | None
    open: int | None


@dataclass(frozen=True, slots=True, eq=False)
class FlowEdges(Sequence[FlowEdge]):
    """The edges at `order` of `counts`. A sequence of FlowEdge, equal to a tuple of the same edges."""

    counts: FlowCounts
    names: tuple[str, ...]
    order: Wide
    medians: dict[int, float]

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[FlowEdge]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self._rows(self.order[first : first + _AT_ONCE])

    @overload
    def __getitem__(self, place: int) -> FlowEdge: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[FlowEdge, ...]: ...
    def __getitem__(self, place: int | slice) -> FlowEdge | tuple[FlowEdge, ...]:
        if isinstance(place, slice):
            return tuple(self._rows(self.order[place]))
        return next(self._rows(self.order[[place]]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FlowEdges | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _rows(self, order: Wide) -> Iterator[FlowEdge]:
        n = len(self.names)
        edges = self.counts.edges[order]
        origin, target = edges // (n + 1), edges % (n + 1)
        still_open: NDArray[np.object_] = np.full(len(order), None)
        ends = np.flatnonzero(target == n)
        still_open[ends] = np.append(self.counts.open, 0)[origin[ends]]
        rows = zip(
            np.array((*self.names, START), object)[origin].tolist(),
            np.array((*self.names, END), object)[target].tolist(),
            self.counts.counts[order].tolist(),
            self.counts.edge_persons[order].tolist(),
            map(self.medians.get, edges.tolist()),
            still_open.tolist(),
            strict=True,
        )
        return map(partial(tuple.__new__, FlowEdge), rows)
