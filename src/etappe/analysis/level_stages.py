"""Level stages: to which stage of a model the names of a level mostly belong, so that they can take its colour."""

from collections.abc import Mapping
from operator import add

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import Level, stage_tables
from etappe.analysis.run import fold
from etappe.analysis.sequences import kernel_codes
from etappe.base.heavy import heavy
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns, Shard

LEVELS = ("event", "touchpoint")


def stages_of(columns: Columns, level: Level, model: StageModel) -> Mapping[str, str]:
    """The stage key by name: where most touches of all the shop's journeys with that name lie.

    A name mostly outside the model is not in it, nor any name of a level that is neither event, touchpoint nor
    stage. It is the same for every selection, so a name keeps its colour; of equal stages the earlier counts.
    """
    keys = [stage.key for stage in model.stages]
    if level.key == "stage":
        return {key: key for key in keys}
    if level.key not in LEVELS:
        return {}
    table = stage_tables(columns, model)

    def count(shard: Shard) -> NDArray[np.int64]:
        counts = np.zeros((len(level.names), len(keys) + 1), np.int64)
        codes = kernel_codes(level.codes(shard))
        journeys = shard.journey
        heavy("stages").count_by_code(
            journeys.starts, journeys.ends, codes, shard.touchpoint, shard.flags, table, counts
        )
        return counts

    nothing = np.zeros((len(level.names), len(keys) + 1), np.int64)
    counts = fold(columns.shards, count, add, nothing)
    most = counts.argmax(axis=1)
    known = np.flatnonzero((most < len(keys)) & (counts.max(axis=1) > 0))
    return {level.names[name]: keys[most[name]] for name in known.tolist()}
