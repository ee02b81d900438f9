"""Flow, second pass: the median time between the two touches of the most frequent edges."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.flow_counts import DENSE_NAMES, FlowCounts
from etappe.analysis.medians import EXACT, binned_medians
from etappe.analysis.run import batches, each
from etappe.analysis.sequences import Sequences
from etappe.base.heavy import heavy

Wide = NDArray[np.int64]
_BINS = 48 * 64
_NO_SLOT = -(2**31)


def edge_medians(
    prepared: Sequence[Sequences], n: int, collapse: bool, counts: FlowCounts, places: Wide
) -> dict[int, float]:
    """Median seconds by edge number, for the edges at `places` of `counts` that have a time between.

    Edges seen up to 1,000 times keep every gap; the others are counted in a histogram.
    """
    edges = counts.edges[places]
    between = (edges // (n + 1) != n) & (edges % (n + 1) != n)
    edges, seen = edges[between], counts.counts[places][between]
    if not len(edges):
        return {}
    few = seen <= EXACT
    offsets = np.concatenate(([0], np.cumsum(seen[few]))).astype(np.int32)
    keys, slots = _slots(edges, few, n)

    def partial(items: Sequence[Sequences]) -> tuple[NDArray[np.int32], NDArray[np.int32], Wide]:
        histograms = np.zeros((int(np.count_nonzero(~few)), _BINS), np.int32)
        filled = np.zeros(len(offsets), np.int32)
        exact = np.empty(int(offsets[-1]), np.int64)
        for item in items:
            heavy("flow").collect_gaps(
                item.selection.starts,
                item.selection.ends,
                item.codes,
                item.times_us,
                n,
                collapse,
                keys,
                slots,
                histograms,
                offsets,
                filled,
                exact,
            )
        return histograms, filled, exact

    parts = each(batches(prepared), partial)
    histograms: NDArray[np.int64] = np.sum([part[0] for part in parts], axis=0, dtype=np.int64)
    medians = dict(zip(edges[~few].tolist(), binned_medians(histograms), strict=True))
    for place, edge in enumerate(edges[few].tolist()):
        start = offsets[place]
        gaps = [exact[start : start + filled[place]] for _, filled, exact in parts]
        medians[edge] = float(np.median(np.concatenate(gaps))) / 1e6
    return medians


def _slots(edges: Wide, few: NDArray[np.bool_], n: int) -> tuple[Wide, NDArray[np.int32]]:
    """Where the kernel finds an edge's slot: a table by edge, or an open table (keys and slots)."""
    slot_of = np.empty(len(edges), np.int32)
    slot_of[~few] = np.arange(np.count_nonzero(~few))
    slot_of[few] = -1 - np.arange(np.count_nonzero(few))
    if n <= DENSE_NAMES:
        slots = np.full((n + 1) ** 2, _NO_SLOT, np.int32)
        slots[edges] = slot_of
        return np.empty(0, np.int64), slots
    size = 1 << (4 * len(edges)).bit_length()
    keys = np.full(size, -1, np.int64)
    slots = np.full(size, _NO_SLOT, np.int32)
    place_of = heavy("flow").place_of
    for edge, slot in zip(edges.tolist(), slot_of.tolist(), strict=True):
        place = place_of(keys, edge)
        keys[place], slots[place] = edge, slot
    return keys, slots
