"""The same journeys with fewer or more names: the event column drawn anew, in the shape of the load."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.load import FUNNEL, SHOP_NAMES
from etappe.journeys.columns import Columns, Shard


def renamed(columns: Columns, names: int, seed: int = 11) -> Columns:
    """Columns whose touches carry `names` names, Zipf-distributed; visits and journeys stay as they are."""
    draw = np.random.default_rng(seed)
    words = SHOP_NAMES[:names] + tuple(f"own_event_{n}" for n in range(names - len(SHOP_NAMES)))
    chance = 1 / np.arange(1, names + 1) ** 0.9
    total = np.cumsum(chance / chance.sum())
    total[-1] = 1.0

    def drawn(shard: Shard) -> Shard:
        found = np.searchsorted(total, draw.random(len(shard.time_us)), "right")
        codes: NDArray[np.uint16] = np.minimum(found, names - 1).astype(np.uint16)
        # Repeated rows are the same touches again and must carry the same name.
        order = np.argsort(shard.seq[: shard.rows], kind="stable")
        places = np.searchsorted(shard.seq[: shard.rows], shard.seq[shard.rows :], sorter=order)
        codes[shard.rows :] = codes[order[places]]
        return replace(shard, event=codes)

    return replace(columns, events=words, shards=tuple(map(drawn, columns.shards)))


def funnel_codes(columns: Columns) -> list[int]:
    """The codes of the five steps of the funnel."""
    return [columns.events.index(name) for name in FUNNEL]
