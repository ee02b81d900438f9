"""Stages: how many people are in each stage of a model, how they move, how long it takes, where it stops."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from etappe.analysis.basis import Basis
from etappe.analysis.money import major
from etappe.analysis.run import fold
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import NAMED_RULES
from etappe.analysis.speech import plural, say
from etappe.analysis.stages_counts import StagesCounts, counter, no_counts
from etappe.analysis.stages_stop import StageStop, most_stops
from etappe.base import numbers
from etappe.base.heavy import heavy
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

Direction = Literal["forward", "back", "start", "end"]
START, END = "(start)", "(end)"


@dataclass(frozen=True, slots=True)
class StagesQuestion:
    """Who is where in the stage model of the scope, in the journeys that begin in its period?"""

    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage. A stay runs from its first touch to the first of another stage, the last to its own last touch.

    `persons` and `journeys` were ever in it; `now` persons have a running journey in it; `entered` counts
    stays, `median_seconds` is their median. `hesitation_seconds` is the median from the last touch here to
    the first in the next stage. `forward` and `back` are moves out of it. `stops` journeys are over and end
    here without conversion: `stop_share` of `ended`, those ever in it that are over.
    """

    name: str
    label: Mapping[Language, str]
    persons: int
    now: int
    touches: int
    median_seconds: float | None
    journeys: int
    entered: int
    forward: int
    back: int
    hesitation_seconds: float | None
    stops: int
    ended: int
    stop_share: float | None


@dataclass(frozen=True, slots=True)
class StageMove:
    """`count` times `to` came next after `from_`, by `persons`; `open` (moves to `(end)` alone): still running."""

    from_: str
    to: str
    count: int
    persons: int
    direction: Direction
    open: int | None


@dataclass(frozen=True, slots=True)
class OutsideModel:
    """Touches of touchpoints that the model does not hold; `journeys_only` have no other touch."""

    touches: int
    persons: int
    journeys: int
    journeys_only: int


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages in the model's order. The totals below them are the same in every model."""

    model: str
    label: Mapping[Language, str]
    stages: tuple[StageFigures, ...]
    moves: tuple[StageMove, ...]
    outside: OutsideModel
    journeys: int
    persons: int
    touches: int
    conversion: str
    converted: int
    open: int
    orders: int
    value: Decimal
    currency: str
    stops_most: StageStop | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """Where journeys end more often than in the model's other stages, in words."""
        journeys = plural("journey", self.journeys, language)
        found = self.stops_most
        if found is not None:
            return say(
                "stages_stop" if found.certain else "stages_stop_chance",
                language,
                journeys=journeys,
                stage=found.label[language],
                share=numbers.number(100 * found.share, language),
                typical=numbers.number(100 * found.typical, language),
            )
        largest = max(self.stages, key=lambda stage: stage.persons, default=None)
        if largest is None or not largest.persons:
            return say("stages_empty", language, journeys=journeys)
        return say(
            "stages_open",
            language,
            journeys=journeys,
            stage=largest.label[language],
            persons=plural("person", largest.persons, language),
        )


def stages(columns: Columns, question: StagesQuestion) -> Stages:
    """Answer a StagesQuestion in one pass over the journeys."""
    resolved = resolve_scope(columns, question.scope)
    nothing = no_counts(len(resolved.model.stages))
    counts = fold(columns.shards, counter(resolved), StagesCounts.__add__, nothing)
    figures = _figures(resolved, counts)
    return Stages(
        model=resolved.model.key,
        label=resolved.model.name,
        stages=figures,
        moves=_moves(resolved, counts),
        outside=_outside(counts),
        journeys=counts.basis.journeys,
        persons=counts.basis.persons,
        touches=counts.basis.touches,
        conversion=resolved.conversion,
        converted=counts.converted,
        open=counts.running,
        orders=counts.orders,
        value=major(counts.value, columns.currency),
        currency=columns.currency,
        stops_most=most_stops([(s.name, s.label, s.stops, s.ended) for s in figures]),
        basis=resolved.basis(counts.basis, NAMED_RULES["journey"]),
    )


def _figures(resolved: ResolvedScope, counts: StagesCounts) -> tuple[StageFigures, ...]:
    kernel = heavy("stages")
    found = []
    for place, stage in enumerate(resolved.model.stages):
        row = counts.figures[place].tolist()
        stops, ended = row[kernel.STOPS], row[kernel.ENDED]
        out = [_move(counts, place, to)[kernel.COUNT] for to in range(len(resolved.model.stages))]
        found.append(
            StageFigures(
                name=stage.key,
                label=stage.name,
                persons=row[kernel.PERSONS],
                now=row[kernel.NOW],
                touches=row[kernel.TOUCHES],
                median_seconds=counts.stays[place].median_seconds(),
                journeys=row[kernel.JOURNEYS],
                entered=row[kernel.ENTERED],
                forward=sum(out[place + 1 :]),
                back=sum(out[:place]),
                hesitation_seconds=counts.pauses[place].median_seconds(),
                stops=stops,
                ended=ended,
                stop_share=stops / ended if ended else None,
            )
        )
    return tuple(found)


def _moves(resolved: ResolvedScope, counts: StagesCounts) -> tuple[StageMove, ...]:
    """Every move that happened, the most frequent first, then in the model's order."""
    kernel = heavy("stages")
    names = [stage.key for stage in resolved.model.stages]
    edge = len(names)
    found = []
    for origin, from_ in enumerate([*names, START]):
        for goal, to in enumerate([*names, END]):
            row = _move(counts, origin, goal)
            if row[kernel.COUNT]:
                still_open = row[kernel.STILL_OPEN] if goal == edge else None
                direction = _direction(origin, goal, edge)
                found.append(
                    StageMove(
                        from_, to, row[kernel.COUNT], row[kernel.MOVERS], direction, still_open
                    )
                )
    return tuple(sorted(found, key=lambda move: -move.count))


def _move(counts: StagesCounts, origin: int, goal: int) -> list[int]:
    row: list[int] = counts.moves[origin * len(counts.figures) + goal].tolist()
    return row


def _direction(origin: int, goal: int, edge: int) -> Direction:
    if origin == edge:
        return "start"
    if goal == edge:
        return "end"
    return "forward" if goal > origin else "back"


def _outside(counts: StagesCounts) -> OutsideModel:
    kernel = heavy("stages")
    row = counts.figures[-1].tolist()
    staged = sum(
        _move(counts, len(counts.figures) - 1, stage)[kernel.COUNT]
        for stage in range(len(counts.figures) - 1)
    )
    return OutsideModel(
        touches=row[kernel.TOUCHES],
        persons=row[kernel.PERSONS],
        journeys=row[kernel.JOURNEYS],
        journeys_only=counts.basis.journeys - staged,
    )
