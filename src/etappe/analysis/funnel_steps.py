"""Funnel, its steps: how many units are at each, as an answer says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from etappe.analysis.funnel_tries import StepCounts
from etappe.analysis.levels import Level
from etappe.base.messages import Language
from etappe.events.sides import meaning_of
from etappe.events.words import Words


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """`persons` (units with `per`) got here. Shares are None where nobody could, but the first step has
    `share_of_first` 1 always; the median is of best tries. `meaning` is the standard event that the step
    stands for, '' on other levels.
    """

    name: str
    persons: int
    share_of_first: float | None
    share_of_previous: float | None
    median_seconds_from_previous: float | None
    label: dict[Language, str]
    meaning: str


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """The funnel of the units whose try (or else first touch) has this value; `(other)` is all smaller ones."""

    value: str
    label: dict[Language, str]
    persons: int
    steps: tuple[FunnelStep, ...]


def funnel_steps(
    names: Sequence[str], level: Level, words: Words, counts: StepCounts, place: int
) -> tuple[FunnelStep, ...]:
    """The steps of the group at `place`; the first group is everybody."""
    at_step = counts.at_step[place].tolist()
    before = [int(counts.units[place]), *at_step]
    return tuple(
        FunnelStep(
            name=name,
            persons=at_step[step],
            share_of_first=_share(at_step[step], at_step[0]) if step else 1.0,
            share_of_previous=_share(at_step[step], before[step]),
            median_seconds_from_previous=counts.gaps[place][step].median_seconds(),
            label=level.label(name),
            meaning=meaning_of(name, words) if level.key == "event" else "",
        )
        for step, name in enumerate(names)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
