"""The slow, obvious twin of etappe.kernels.stages: one journey a list, everything counted in dictionaries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

OUTSIDE = "outside"
START = "start"
END = "end"


@dataclass
class Journey:
    """`touches` are (stage or OUTSIDE, time) in row order; `state` is lost, won or running."""

    person: int
    touches: list[tuple[int | str, int]]
    state: str


@dataclass
class Told:
    touches: Counter[Any] = field(default_factory=Counter)
    persons: Counter[Any] = field(default_factory=Counter)
    journeys: Counter[Any] = field(default_factory=Counter)
    entered: Counter[Any] = field(default_factory=Counter)
    ended: Counter[Any] = field(default_factory=Counter)
    stops: Counter[Any] = field(default_factory=Counter)
    now: Counter[Any] = field(default_factory=Counter)
    moves: Counter[Any] = field(default_factory=Counter)
    movers: Counter[Any] = field(default_factory=Counter)
    open_ends: Counter[Any] = field(default_factory=Counter)
    stays: defaultdict[Any, list[int]] = field(default_factory=lambda: defaultdict(list))
    pauses: defaultdict[Any, list[int]] = field(default_factory=lambda: defaultdict(list))


def stages(journeys: list[Journey]) -> Told:
    """Read each journey as its stays (stage, first time, last time), then count."""
    told = Told()
    persons: defaultdict[Any, set[int]] = defaultdict(set)
    movers: defaultdict[Any, set[int]] = defaultdict(set)
    now: dict[int, Any] = {}
    for journey in journeys:
        stays = _stays([touch for touch in journey.touches if touch[0] != OUTSIDE])
        for stage, _ in journey.touches:
            told.touches[stage] += 1
            persons[stage].add(journey.person)
        for stage in {stage for stage, _ in journey.touches}:
            told.journeys[stage] += 1
            told.ended[stage] += journey.state != "running"
        for (stage, first, last), (_, following, _) in pairwise(stays):
            told.stays[stage].append(max(0, following - first))
            told.pauses[stage].append(max(0, following - last))
        for stage, first, last in stays[-1:]:
            told.stays[stage].append(max(0, last - first))
        walked = [stage for stage, _, _ in stays]
        told.entered.update(walked)
        if walked:
            for move in pairwise([START, *walked, END]):
                told.moves[move] += 1
                movers[move].add(journey.person)
            told.open_ends[walked[-1]] += journey.state == "running"
        where = walked[-1] if walked else OUTSIDE
        if journey.state == "running":
            now[journey.person] = where
        told.stops[where] += journey.state == "lost"
    told.now.update(now.values())
    told.persons.update({stage: len(who) for stage, who in persons.items()})
    told.movers.update({move: len(who) for move, who in movers.items()})
    return told


def _stays(touches: list[tuple[int | str, int]]) -> list[tuple[int | str, int, int]]:
    stays: list[tuple[int | str, int, int]] = []
    for stage, time in touches:
        if stays and stays[-1][0] == stage:
            stays[-1] = (stage, stays[-1][1], time)
        else:
            stays.append((stage, time, time))
    return stays
