"""Findings, slow: the stage in which people typically stay far longer than in the model's other stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from etappe.analysis.stages import StageFigures
from etappe.analysis.stages_stop import ENOUGH
from etappe.base.messages import Language


@dataclass(frozen=True, slots=True)
class SlowStage:
    """The stage with the longest typical stay; `others_seconds` is the median of the other stages' typical stays."""

    name: str
    label: Mapping[Language, str]
    entered: int
    median_seconds: float
    others_seconds: float


def slowest(stages: Sequence[StageFigures]) -> SlowStage | None:
    """The slowest of those with enough stays; None where no two can be compared or none is slower."""
    timed = [
        (stage.median_seconds, stage)
        for stage in stages
        if stage.median_seconds is not None and stage.entered >= ENOUGH
    ]
    if len(timed) < 2:
        return None
    seconds, slow = max(timed, key=lambda pair: pair[0])
    others = median(time for time, stage in timed if stage is not slow)
    if seconds <= others:
        return None
    return SlowStage(slow.name, slow.label, slow.entered, seconds, others)
