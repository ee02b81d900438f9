"""Stages, where it stops: the stage in which far more journeys end than in the model's other stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from etappe.base.messages import Language

ENOUGH = 30
"""Journeys that a stage and the others must have before one is called out."""
CERTAIN = 3.0
"""Standard errors between the two shares from which on the difference is hardly chance."""


@dataclass(frozen=True, slots=True)
class StageStop:
    """`stops` of `ended` journeys end in this stage without conversion; `typical` is that share elsewhere.

    `certain` says that chance hardly makes such a difference (two-proportion z above 3).
    """

    name: str
    label: Mapping[Language, str]
    stops: int
    ended: int
    share: float
    typical: float
    certain: bool


def most_stops(
    stages: Sequence[tuple[str, Mapping[Language, str], int, int]],
) -> StageStop | None:
    """The stage (name, label, stops, ended) furthest above the others taken together, or None."""
    all_stops = sum(stops for _, _, stops, _ in stages)
    all_ended = sum(ended for _, _, _, ended in stages)
    found = []
    for name, label, stops, ended in stages:
        others = all_ended - ended
        if ended < ENOUGH or others < ENOUGH:
            continue
        share, typical = stops / ended, (all_stops - stops) / others
        common = all_stops / all_ended
        error = sqrt(common * (1 - common) * (1 / ended + 1 / others))
        if share > typical:
            certain = (share - typical) > CERTAIN * error
            found.append(StageStop(name, label, stops, ended, share, typical, certain))
    return max(found, key=lambda stop: stop.share - stop.typical, default=None)
