"""Filling: the fields of every lane from the analyses, white where the data know nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import certain, event_codes
from etappe.analysis.money import major
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.stages import END, START, StageFigures, Stages
from etappe.base.messages import Language, say
from etappe.base.numbers import number
from etappe.maps.cells import CellCounts
from etappe.maps.value import Cell, Direction, Evidence, EvidenceUnit, Figure, Lane, Move
from etappe.maps.words import conversion_words

TOP = {"actions": 5, "media": 4}
TOP_STEPS = 2
STEP = " › "


def fill_lanes(
    resolved: ResolvedScope, staged: Stages, counts: CellCounts, language: Language
) -> tuple[Lane, ...]:
    """All lanes from data, and Emotion, which waits for its sources."""
    filling = Filling(resolved, staged, counts, language)
    fills: dict[str, Callable[[int, StageFigures], Cell]] = {
        "actions": filling.actions,
        "media": filling.media,
        "time": filling.time,
        "moves": filling.moves,
        "leave": filling.leave,
        "value": filling.value,
        "emotion": filling.emotion,
    }
    conversion = conversion_words(resolved.columns.words, resolved.conversion, language)
    return tuple(
        Lane(
            key,
            say("etappe.maps", f"lane_{key}", language),
            say("etappe.maps", f"lane_{key}_hint", language, conversion=conversion),
            tuple(
                fill(i, stage) if stage.touches else _white(resolved, stage)
                for i, stage in enumerate(staged.stages)
            ),
        )
        for key, fill in fills.items()
    )


def source_of(resolved: ResolvedScope, stage: str) -> str:
    """Which data would fill a stage without any: told by the part of the touchpoints it stands for."""
    model, known = resolved.model, resolved.columns.words.touchpoints
    pairs = chain(model.before.items(), model.after.items())
    parts = Counter(known[key].part for key, place in pairs if place == stage and key in known)
    part = max(parts, key=lambda each: (each != "neutral", parts[each]), default="before")
    return {"during": "visits,orders", "after": "service"}.get(part, "visits")


def short(label: str) -> str:
    """'Intent to Purchase (Kaufanreiz auslösen)' → 'Intent to Purchase': the name where room is scarce."""
    return label.split(" (")[0]


def _white(resolved: ResolvedScope, stage: StageFigures) -> Cell:
    return Cell(stage.name, white=source_of(resolved, stage.name))


class Filling:
    """What all lanes read: the analyses' figures of one map in one language."""

    def __init__(
        self, resolved: ResolvedScope, staged: Stages, counts: CellCounts, language: Language
    ) -> None:
        self.resolved, self.staged, self.counts = resolved, staged, counts
        self.language = language
        self.columns = resolved.columns
        self.labels = {stage.name: short(stage.label[language]) for stage in staged.stages}

    def actions(self, place: int, stage: StageFigures) -> Cell:
        """The most frequent touchpoints of the stage, and the most frequent steps between them."""
        points = self.columns.touchpoints
        figures, further = self._top("actions", points, self.counts.touchpoints[place])
        steps = self._steps(place, stage.touches)
        seen = self._seen(stage.touches, "touches")
        return Cell(stage.name, seen, figures=figures, further=further, steps=steps)

    def media(self, place: int, stage: StageFigures) -> Cell:
        """The channels through which the stage's touches came about."""
        figures, further = self._top("media", self.columns.channels, self.counts.channels[place])
        figures = tuple(
            replace(figure, certain=certain(self.columns, figure.name)) for figure in figures
        )
        return Cell(
            stage.name, self._seen(stage.touches, "touches"), figures=figures, further=further
        )

    def time(self, place: int, stage: StageFigures) -> Cell:
        """How long a stay lasts, and the pause before the next stage."""
        return Cell(
            stage.name,
            self._seen(stage.journeys, "journeys"),
            seconds=stage.median_seconds,
            seconds_next=stage.hesitation_seconds,
        )

    def moves(self, place: int, stage: StageFigures) -> Cell:
        """The moves into the stage and out of it; edges of the journey first, then the most frequent."""
        into = [(m.from_, m.count) for m in self.staged.moves if m.to == stage.name]
        out = [(m.to, m.count - (m.open or 0)) for m in self.staged.moves if m.from_ == stage.name]
        still = sum(m.open or 0 for m in self.staged.moves if m.from_ == stage.name)
        return Cell(
            stage.name,
            self._seen(stage.journeys, "journeys"),
            moves_in=self._moves(place, into, False),
            moves_out=self._moves(place, [*out, ("(open)", still)], True),
        )

    def leave(self, place: int, stage: StageFigures) -> Cell:
        """Where journeys end without conversion, against the model's other stages taken together."""
        stops = sum(other.stops for other in self.staged.stages) - stage.stops
        ended = sum(other.ended for other in self.staged.stages) - stage.ended
        found = self.staged.stops_most
        return Cell(
            stage.name,
            self._seen(stage.ended, "journeys"),
            left=stage.stops,
            reached=stage.ended,
            left_share=stage.stop_share,
            typical=stops / ended if ended else None,
            outstanding=found is not None and found.certain and found.name == stage.name,
        )

    def value(self, place: int, stage: StageFigures) -> Cell:
        """Orders told in the stage; white when the shop has never sent a conversion."""
        if not event_codes(self.columns, self.resolved.conversion):
            return Cell(stage.name, white="orders")
        orders = int(self.counts.orders[place])
        return Cell(
            stage.name,
            self._seen(orders, "orders") if orders else self._seen(stage.journeys, "journeys"),
            orders=orders,
            value=major(int(self.counts.value[place]), self.columns.currency),
        )

    def emotion(self, place: int, stage: StageFigures) -> Cell:
        """Feelings leave no trace in events."""
        return Cell(stage.name, white="surveys,reviews")

    def _seen(self, n: int, unit: EvidenceUnit) -> Evidence:
        return Evidence("observed", n, unit, self.staged.basis.from_, self.staged.basis.to)

    def _top(
        self, lane: str, names: tuple[str, ...], row: NDArray[np.int64]
    ) -> tuple[tuple[Figure, ...], Figure | None]:
        """The most frequent names of a field, and all others in one figure."""
        whole = int(row.sum())
        order = [int(code) for code in np.argsort(-row, kind="stable") if row[code]]
        top = TOP[lane] if len(order) != TOP[lane] + 1 else TOP[lane] + 1
        figures = tuple(self._figure(names[code], int(row[code]), whole) for code in order[:top])
        rest = whole - sum(figure.count for figure in figures)
        if not rest:
            return figures, None
        count = number(len(order) - top, self.language)
        label = say("etappe.maps", "further", self.language, count=count)
        return figures, Figure("(other)", label, rest, rest / whole)

    def _figure(self, name: str, count: int, whole: int) -> Figure:
        return Figure(name, self._label(name), count, count / whole)

    def _label(self, name: str) -> str:
        words = self.columns.words
        known = words.touchpoints.get(name) or words.channels.get(name)
        return (known.name.get(self.language) if known else "") or name

    def _steps(self, place: int, touches: int) -> tuple[Figure, ...]:
        """The most frequent moves from a touchpoint of the stage to another touchpoint."""
        table = self.counts.steps[place]
        order = np.argsort(-table, axis=None, kind="stable")[:TOP_STEPS]
        found = []
        for at in order.tolist():
            i, j = divmod(at, table.shape[1])
            if count := int(table[i, j]):
                names = [self.columns.touchpoints[self.counts.step_codes[k]] for k in (i, j)]
                label = STEP.join(self._label(name) for name in names)
                found.append(Figure(">".join(names), label, count, count / touches))
        return tuple(found)

    def _moves(self, place: int, found: list[tuple[str, int]], out: bool) -> tuple[Move, ...]:
        whole = sum(count for _, count in found)
        moves = [
            Move(name, self.labels.get(name, ""), self._way(place, name, out), count, count / whole)
            for name, count in found
            if count
        ]
        return tuple(sorted(moves, key=lambda move: (not move.name.startswith("("), -move.count)))

    def _way(self, place: int, name: str, out: bool) -> Direction:
        """The direction of a move between this stage and another, as the journey goes."""
        edges: dict[str, Direction] = {START: "start", END: "end", "(open)": "open"}
        if name in edges:
            return edges[name]
        other = list(self.labels).index(name)
        step = other - place if out else place - other
        return "back" if step < 0 else ("forward" if step == 1 else "skip")
