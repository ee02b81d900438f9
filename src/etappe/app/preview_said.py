"""What a change would do, in a sentence."""

from collections.abc import Callable, Sequence

from etappe.app.preview_moves import Reading, WordMove
from etappe.app.speech import plural, say
from etappe.base.messages import Language

Name = Callable[[Reading, Language], str]


def said(
    touches: int, persons: int, cut_anew: bool, moves: Sequence[WordMove], language: Language
) -> str:
    """'412 Interaktionen von 98 Personen wechseln von „Seite“ zu „Warenkorb“; Journeys werden neu geschnitten.'"""
    journeys = say("preview_cut" if cut_anew else "preview_not_cut", language)
    if not touches:
        key = "preview_nothing_cut" if cut_anew else "preview_nothing"
        return say(key, language)
    key, figures = _what(moves, language)
    change = say(
        f"preview_{key}_one" if touches == 1 else f"preview_{key}",
        language,
        touches=plural("touch", touches, language),
        persons=plural("person", persons, language),
        **figures,
    )
    return say("preview", language, change=change, journeys=journeys)


def _what(moves: Sequence[WordMove], language: Language) -> tuple[str, dict[str, str]]:
    """The kind of change that all moves have in common, and its two sides where they are the same."""
    for key, field, name in _KINDS:
        if all(getattr(move.before, field) != getattr(move.after, field) for move in moves):
            pairs = {(name(move.before, language), name(move.after, language)) for move in moves}
            if len(pairs) == 1:
                old, new = pairs.pop()
                return key, {"old": old, "new": new}
            return f"{key}_many", {}
    return "mixed", {}


def _conversion(reading: Reading, language: Language) -> str:
    return say("conversion_yes" if reading.is_conversion else "conversion_no", language)


_KINDS: tuple[tuple[str, str, Name], ...] = (
    ("touchpoint", "touchpoint", lambda reading, language: reading.label[language]),
    ("conversion", "is_conversion", _conversion),
    ("part", "part", lambda reading, language: say(f"part_{reading.part}", language)),
    ("side", "side", lambda reading, language: say(f"side_{reading.side}", language)),
    ("place", "place", lambda reading, language: say(f"place_{reading.place}", language)),
    (
        "stage",
        "stage",
        lambda reading, language: (
            reading.stage_label[language] if reading.stage_label else say("outside", language)
        ),
    ),
)
"""What may change, the field that tells, and how its two sides are called; the first that fits is said."""
