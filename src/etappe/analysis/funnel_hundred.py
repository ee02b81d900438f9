"""Funnel in words: of a hundred that begin, how many take each step."""

from typing import TYPE_CHECKING

from etappe.analysis.speech import say
from etappe.base import numbers
from etappe.base.messages import Language

if TYPE_CHECKING:
    from etappe.analysis.funnel import Funnel

_OWN = ("add_to_cart", "begin_checkout", "purchase")
"""Steps with a phrase of their own; others are called by their labels."""


def hundred_words(funnel: "Funnel", language: Language) -> str:
    """'Von 100 Journeys mit Produktansicht legen 27 etwas in den Warenkorb, 11 gehen zur Kasse, 7 kaufen.'"""
    first, *later = funnel.steps
    if not first.persons:
        return say("funnel_empty", language, first=first.label[language])
    begun = "view_item" if first.name == "view_item" else "begun"
    steps = [
        say(
            f"funnel_hundred_{'first_' if not place else ''}{step.name if step.name in _OWN else 'other'}",
            language,
            count=numbers.number(100 * (step.share_of_first or 0), language),
            label=step.label[language],
        )
        for place, step in enumerate(later)
    ]
    return say(
        f"funnel_hundred_{begun}",
        language,
        units=say(f"hundred_{funnel.per}", language),
        first=first.label[language],
        steps=", ".join(steps),
    )
