"""A drawn-up map of Jubelware with plausible figures, for tests of the drawing alone."""

from decimal import Decimal

from etappe.analysis.basis import Basis
from etappe.base.messages import Language, say
from etappe.maps.canvas import TextBox
from etappe.maps.palette import Theme
from etappe.maps.svg import compose
from etappe.maps.value import (
    Cell,
    Course,
    Direction,
    Evidence,
    Figure,
    JourneyMap,
    Lane,
    MapStage,
    Move,
    Outstanding,
    Uncharted,
)

FROM, TO = "2025-10-31T23:00:00Z", "2026-10-31T23:00:00Z"
AIDA_DE = ("Aufmerksamkeit", "Interesse", "Verlangen", "Handlung")
AIDA_EN = ("Awareness", "Interest", "Desire", "Action")
NOTES_DE = (
    "Jemand wird auf den Shop aufmerksam, etwa durch eine Anzeige.",
    "Jemand sieht sich im Shop um und vergleicht.",
    "Ein Produkt wird zum Wunsch: die Produktseite.",
    "In den Warenkorb und zur Kasse.",
)
TOUCHPOINTS = (
    (
        "Instagram-Anzeige",
        "Startseite",
        "Newsletter",
        "Google-Anzeige",
        "Stadion-Plakat mit QR-Code",
    ),
    (
        "Kategorieseite",
        "Suche",
        "Preisvergleich Idealo",
        "Ratgeber „Trikotgrößen“",
        "Bewertungen gelesen",
    ),
    (
        "Produktseite",
        "Merkzettel",
        "Größentabelle",
        "Live-Chat",
        "Verfügbarkeit in der Filiale prüfen",
    ),
    ("Warenkorb", "Kasse: Adresse", "Kasse: Zahlung", "PayPal", "Bestellung"),
)
CHANNELS = ("Organische Suche", "Bezahlte soziale Medien", "Direkt", "E-Mail", "Preisvergleich")


def sample_map(
    language: Language = "de",
    labels: tuple[str, ...] | None = None,
    *,
    loop: bool = False,
    white: tuple[int, ...] = (),
    model: str = "AIDA",
) -> JourneyMap:
    """A full map with as many stages as labels; stages at `white` have no data."""
    labels = labels or (AIDA_DE if language == "de" else AIDA_EN)
    stages = tuple(_stage(i, label, i in white) for i, label in enumerate(labels))
    number = len(labels)
    return JourneyMap(
        kind="as-is",
        shop="Jubelware",
        model="aida",
        model_label=model,
        language=language,
        loop=loop,
        currency="EUR",
        conversion="purchase",
        conversion_label={"de": "Kauf", "en": "a purchase"},
        stages=stages,
        courses=_courses(stages),
        other_courses=Course((), 17_214, 0.33, 802),
        lanes=tuple(
            Lane(
                key,
                say("etappe.maps", f"lane_{key}", language),
                say("etappe.maps", f"lane_{key}_hint", language, conversion="Kauf"),
                tuple(_cell(key, i, stages, language) for i in range(number)),
            )
            for key in ("actions", "media", "time", "moves", "leave", "value", "emotion")
        ),
        uncharted=_uncharted(language),
        orders=6_000,
        value=Decimal("612480.50"),
        outside_orders=12,
        outside_value=Decimal("804.00"),
        left=40_112,
        converted=5_880,
        open=6_118,
        purchase_seconds=864_000.0,
        repurchase_rate=0.24,
        outside=61_203,
        outstanding=Outstanding("s1", {"de": labels[1], "en": labels[1]}, 17_410, 0.58, 0.31)
        if number > 2
        else None,
        basis=Basis(38_412, 52_110, 803_441, FROM, TO, "", 0.94, "journeys_begin", "Europe/Berlin"),
    )


def _stage(position: int, label: str, white: bool) -> MapStage:
    persons = (38_412, 29_874, 17_902, 9_210, 6_044, 5_880, 4_100)[position % 7]
    note = NOTES_DE[position % 4]
    return MapStage(
        f"s{position}",
        label,
        note,
        position,
        0 if white else persons,
        0 if white else persons * 5,
        "visits" if white else "",
    )


def _courses(stages: tuple[MapStage, ...]) -> tuple[Course, ...]:
    names = [stage.name for stage in stages if not stage.white]
    if not names:
        return ()
    last = len(names) - 1
    ways = [
        (names[: min(2, last + 1)], 14_210, 0),
        (names[:1], 8_002, 0),
        (names, 5_410, 3_205),
        ([names[0], names[min(2, last)]], 3_944, 120),
        ([names[0], names[min(1, last)], names[0], names[min(1, last)]], 3_330, 240),
    ]
    unique = {tuple(way): (count, bought) for way, count, bought in ways}
    return tuple(Course(way, n, n / 52_110, bought) for way, (n, bought) in unique.items())


def _cell(lane: str, i: int, stages: tuple[MapStage, ...], language: Language) -> Cell:
    stage = stages[i]
    if lane == "emotion":
        return Cell(stage.name, white="surveys,reviews")
    if stage.white:
        return Cell(stage.name, white="visits")
    seen = Evidence("observed", stage.touches, "touches", FROM, TO)
    journeys = Evidence("observed", stage.persons + 900, "journeys", FROM, TO)
    if lane == "actions":
        further = Figure("(other)", "14 weitere" if language == "de" else "14 more", 2_318, 0.04)
        steps = (
            Figure("a>b", "Suche › Produktseite", 21_410, 0.1),
            Figure("b>c", "Produktseite › Warenkorb", 9_904, 0.05),
        )
        return Cell(
            stage.name, seen, figures=_figures(TOUCHPOINTS[i % 4]), further=further, steps=steps
        )
    if lane == "media":
        return Cell(stage.name, seen, figures=_figures(CHANNELS[i % 2 : i % 2 + 4]))
    if lane == "time":
        return Cell(
            stage.name,
            journeys,
            seconds=(0.0, 734.0, 157_680.0, 1_260.0)[i % 4],
            seconds_next=None if i + 1 == len(stages) else 93_000.0,
        )
    if lane == "moves":
        return Cell(
            stage.name,
            journeys,
            moves_in=_moves(i, stages, "start"),
            moves_out=_moves(i, stages, "end"),
        )
    if lane == "leave":
        return Cell(
            stage.name,
            journeys,
            left=17_410,
            reached=30_017,
            left_share=0.58 if i == 1 else 0.2 + 0.05 * i,
            typical=0.31,
            outstanding=i == 1,
        )
    last = i == min(3, len(stages) - 1)
    return Cell(
        stage.name,
        journeys,
        orders=6_000 if last else 0,
        value=Decimal("612480.50") if last else Decimal(0),
    )


def _figures(labels: tuple[str, ...]) -> tuple[Figure, ...]:
    counts = (48_210, 31_077, 12_400, 6_012, 1_930)
    return tuple(Figure(x, x, counts[k], counts[k] / 110_000) for k, x in enumerate(labels))


def _moves(i: int, stages: tuple[MapStage, ...], edge: str) -> tuple[Move, ...]:
    found = [Move(f"({edge})", "", "start" if edge == "start" else "end", 21_000, 0.48)]
    steps: tuple[tuple[int, Direction], ...] = (
        ((-1, "forward"), (-2, "skip"), (1, "back"))
        if edge == "start"
        else ((1, "forward"), (2, "skip"), (-1, "back"))
    )
    for (step, way), share in zip(steps, (0.3, 0.04, 0.18), strict=True):
        if 0 <= i + step < len(stages):
            other = stages[i + step]
            found.append(Move(other.name, other.label, way, round(43_000 * share), share))
    whole = sum(move.share for move in found)
    return tuple(Move(m.name, m.label, m.direction, m.count, m.share / whole) for m in found)


def _uncharted(language: Language) -> tuple[Uncharted, ...]:
    sources = {
        "thoughts": ("conversations", "surveys"),
        "pains": ("conversations", "reviews"),
        "gains": ("surveys", "interviews"),
        "competition": ("interviews", "workshop"),
        "systems": ("workshop",),
        "staff": ("workshop",),
        "opportunities": ("workshop",),
    }
    return tuple(
        Uncharted(
            key,
            say("etappe.maps", key, language),
            say("etappe.maps", f"{key}_question", language),
            ", ".join(say("etappe.maps", f"source_{s}", language) for s in found),
        )
        for key, found in sources.items()
    )


def text_boxes(drawn: JourneyMap, theme: Theme = "light") -> tuple[list[TextBox], float, float]:
    """Where every text lies, and the sheet's width and height."""
    sheet, height = compose(drawn, theme)
    return sheet.canvas.boxes, sheet.width, height
