"""The sheet of one drawing: its map, colours, columns and voice, handed to every part that draws."""

from dataclasses import dataclass
from decimal import Decimal

from etappe.base.messages import say
from etappe.base.numbers import money, number, share, span
from etappe.maps.canvas import Canvas
from etappe.maps.palette import Palette
from etappe.maps.value import Cell, Evidence, JourneyMap
from etappe.maps.words import period_words

MARGIN = 56.0
GUTTER = 150.0
TOTAL = 190.0
PAD = 14.0
WIDTH = 1680.0
NARROWEST = 206.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Geometry (user units) and formatting of one map in one theme."""

    map: JourneyMap
    palette: Palette
    canvas: Canvas
    column: float

    @property
    def left(self) -> float:
        """Where the first stage's column begins."""
        return MARGIN + GUTTER

    @property
    def right(self) -> float:
        """Where the last stage's column ends and the column of totals begins."""
        return self.left + self.column * len(self.map.stages)

    @property
    def width(self) -> float:
        """The whole sheet."""
        return self.right + TOTAL + MARGIN

    def x(self, position: int) -> float:
        """The left edge of a stage's column."""
        return self.left + position * self.column

    def middle(self, position: int) -> float:
        """The centre line of a stage's column."""
        return self.x(position) + self.column / 2

    def say(self, key: str, **figures: object) -> str:
        """A message of the map in its language."""
        return say("etappe.maps", key, self.map.language, **figures)

    def number(self, value: float) -> str:
        """A whole number as the language writes it."""
        return number(value, self.map.language)

    def share(self, value: float) -> str:
        """A share as per cent; below one per cent with a digit, so that little is not nothing."""
        return share(value, self.map.language, 1 if 0 < value < 0.00995 else 0)

    def span(self, seconds: float) -> str:
        """A duration in its largest fitting unit; within a second it is a moment."""
        return span(seconds, self.map.language) if seconds >= 1 else self.say("at_once")

    def money(self, value: Decimal) -> str:
        """Money; from a thousand on without the small coins."""
        return money(value, self.map.currency, self.map.language, 0 if abs(value) >= 1000 else 2)

    @property
    def period(self) -> str:
        """The map's period in words."""
        return period_words(self.map.basis, self.map.language)

    @property
    def conversion(self) -> str:
        """The conversion as people call it."""
        return self.map.conversion_label[self.map.language]

    def cell_title(self, lane: str, position: int, cell: Cell) -> str:
        """What a field says of its evidence on hover."""
        stage = self.map.stages[position].label
        if cell.white or cell.evidence is None:
            source = self.source(cell.white)
            return self.say("white_title", lane=lane, stage=stage, source=source)
        seen = cell.evidence
        n, kind, unit = self.number(seen.n), self.say(seen.kind), self.say(seen.unit)
        return self.say(
            "cell_title", lane=lane, stage=stage, kind=kind, n=n, unit=unit, period=self.period
        )

    def source(self, keys: str) -> str:
        """The sources 'surveys,reviews' in words."""
        return ", ".join(self.say(f"source_{key}") for key in keys.split(",") if key)

    def mark(self, x: float, y: float, evidence: Evidence | None) -> None:
        """The evidence mark with its n, ending at x on the baseline y."""
        if evidence is None:
            return
        colour = self.palette.soft
        wide = self.canvas.text(x, y, self.number(evidence.n), colour, 9.5, anchor="end")
        self.dot(x - wide - 7, y - 3.3, evidence.kind, colour)

    def dot(self, x: float, y: float, kind: str, colour: str) -> None:
        """● observed, ◐ reported, ○ assumed."""
        self.canvas.circle(x, y, 3.1, colour if kind == "observed" else "none", colour, 1.1)
        if kind == "reported":
            self.canvas.path(f"M{x:.1f} {y - 3.1:.1f}a3.1 3.1 0 0 0 0 6.2z", fill=colour)


def column_width(stages: int) -> float:
    """Columns share the sheet's width; from seven stages on the sheet grows instead."""
    return max(NARROWEST, (WIDTH - 2 * MARGIN - GUTTER - TOTAL) / max(1, stages))
