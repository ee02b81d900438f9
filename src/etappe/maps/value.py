"""The journey map as a value: stages × lanes, courses, white spots; what SVG, PNG and the UI draw from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from etappe.analysis.basis import Basis
from etappe.base.messages import Language, say
from etappe.base.numbers import money, number

EvidenceKind = Literal["observed", "reported", "assumed"]
Direction = Literal["start", "forward", "skip", "back", "end", "open"]
EvidenceUnit = Literal["touches", "journeys", "orders"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a field: `n` of `unit` (touches, journeys, orders) between two moments."""

    kind: EvidenceKind
    n: int
    unit: EvidenceUnit
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a field: a touchpoint, channel or move, with its count and share of the field.

    `certain` is false for a channel that nobody saw: an answer, a code, a poster tell of it.
    """

    name: str
    label: str
    count: int
    share: float
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """Journeys that came into or went out of a stage; `name` is the other stage, '(start)', '(end)' or '(open)'."""

    name: str
    label: str
    direction: Direction
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One field (lane × stage). What its lane does not speak of stays empty.

    `figures` are the largest, `further` the rest in one; `steps` the most frequent moves between touchpoints.
    `white` is '' for a known field, else the key of the source that would fill it: the white spot.
    Seconds are medians; `seconds_next` runs from the last touch here to the first in the next stage.
    `left` journeys ended here without conversion, of `reached` that are no longer open; `typical` is the
    same share over the model's other stages, `outstanding` says this one is far above it.
    """

    stage: str
    evidence: Evidence | None = None
    white: str = ""
    figures: tuple[Figure, ...] = ()
    further: Figure | None = None
    steps: tuple[Figure, ...] = ()
    moves_in: tuple[Move, ...] = ()
    moves_out: tuple[Move, ...] = ()
    seconds: float | None = None
    seconds_next: float | None = None
    left: int | None = None
    reached: int | None = None
    left_share: float | None = None
    typical: float | None = None
    outstanding: bool = False
    orders: int | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the map: `key`, its name, the question it answers, a field per stage."""

    key: str
    label: str
    hint: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MapStage:
    """One stage of the model; `position` (from 0) chooses its colour, the same on every page."""

    name: str
    label: str
    description: str
    position: int
    persons: int
    touches: int
    white: str = ""
    """The sources that would fill it when the stage has no touch, else ''."""


@dataclass(frozen=True, slots=True)
class Course:
    """A frequent course: stages in order, runs of the same stage as one. Share of all journeys."""

    stages: tuple[str, ...]
    count: int
    share: float
    conversions: int


@dataclass(frozen=True, slots=True)
class Uncharted:
    """A lane that events alone cannot fill, with the sources that could."""

    key: str
    label: str
    question: str
    source: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The stage where far more journeys end than elsewhere, in both languages."""

    stage: str
    label: Mapping[Language, str]
    left: int
    left_share: float
    typical: float


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """An as-is map. Labels are in `language`; the sentences of the encoder are in both."""

    kind: Literal["as-is"]
    shop: str
    model: str
    model_label: str
    language: Language
    loop: bool
    currency: str
    conversion: str
    conversion_label: Mapping[Language, str]
    stages: tuple[MapStage, ...]
    courses: tuple[Course, ...]
    other_courses: Course
    lanes: tuple[Lane, ...]
    uncharted: tuple[Uncharted, ...]
    orders: int
    value: Decimal
    outside_orders: int
    outside_value: Decimal
    """Orders told at a touchpoint outside the model; they are part of `orders` and `value`."""
    left: int
    """Journeys over without conversion; with `converted` and `open` (running, none yet) all of `basis`."""
    converted: int
    open: int
    purchase_seconds: float | None
    repurchase_rate: float | None
    outside: int
    """Touches outside the model; with the stages' touches they are all touches of `basis`."""
    outstanding: Outstanding | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The map in one sentence, from its own figures."""
        if not self.basis.touches:
            return say("etappe.maps", "sentence_empty", language)
        found = self.outstanding
        return say(
            "etappe.maps",
            "sentence_outstanding" if found else "sentence_plain",
            language,
            journeys=number(self.basis.journeys, language),
            persons=number(self.basis.persons, language),
            orders=number(self.orders, language),
            value=money(self.value, self.currency, language, 0),
            conversion=self.conversion_label[language],
            stage=found.label[language] if found else "",
            left=number(100 * found.left_share, language) if found else "",
            typical=number(100 * found.typical, language) if found else "",
        )
