"""Stages in several models: does another model change the truth? Asked of every model, compared figure by figure."""

from collections.abc import Sequence

from etappe.analysis.speech import plural, say
from etappe.analysis.stages import Stages
from etappe.base import numbers
from etappe.base.messages import Language


def same_totals(answers: Sequence[Stages]) -> bool:
    """Are journeys, persons, touches, orders and money the same in all of them?"""
    return (
        len({(a.journeys, a.persons, a.touches, a.converted, a.orders, a.value) for a in answers})
        == 1
    )


def models_words(answers: Sequence[Stages], language: Language) -> str:
    """Whether the totals are equal in all models, with the totals."""
    first = answers[0]
    return say(
        "stages_models_same" if same_totals(answers) else "stages_models_differ",
        language,
        orders=plural("order", first.orders, language),
        value=numbers.money(first.value, first.currency, language, 0),
        journeys=plural("journey", first.journeys, language),
        models=numbers.in_letters(len(answers), language),
    )
