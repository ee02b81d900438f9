"""The tour: stops over the demo, each a page in a set state, one question, and the answer computed at that moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from etappe.analysis.stages_models import models_words
from etappe.base import messages, numbers
from etappe.base.errors import NotFound
from etappe.base.messages import LANGUAGES, Language

Text = Mapping[Language, str]


class Asks(Protocol):
    """The shop that the tour asks, as every door does."""

    def ask(self, name: str, params: Mapping[str, Any]) -> Any:
        """The answer to an analysis."""

    def person(self, key: str) -> Any:
        """The page of one person."""

    def models(self) -> Sequence[str]:
        """The keys of all stage models."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: the page of the UI with its state, and who answers its question.

    Question, the thing to try and why to trust it are texts of the catalogue, by the stop's key.
    """

    number: int
    key: str
    page: str
    search: Mapping[str, str | tuple[str, ...]]
    answer: Callable[[Asks, Language], str]

    @property
    def question(self) -> Text:
        """What is asked here."""
        return self._text("question")

    @property
    def try_this(self) -> Text:
        """The one thing to touch."""
        return self._text("try")

    @property
    def trust(self) -> Text:
        """Why one may believe the answer."""
        return self._text("trust")

    def _text(self, part: str) -> Text:
        key = f"{self.key}_{part}"
        return {language: messages.say("etappe.demo", key, language) for language in LANGUAGES}


def stop_of(number: int) -> Stop:
    """The stop with this number; NotFound names those there are."""
    for stop in STOPS:
        if stop.number == number:
            return stop
    raise NotFound(
        f"The tour has no stop {number}.",
        next_step=f"Known: {', '.join(str(stop.number) for stop in STOPS)}.",
        field="stop",
    )


def told(stop: Stop, shop: Asks) -> Text:
    """The answer of a stop, computed now, in both languages."""
    return {language: stop.answer(shop, language) for language in LANGUAGES}


_WAY = ("view_item", "add_to_cart", "begin_checkout", "purchase")
_SPRING = {"from": "2026-02-01", "to": "2026-04-30"}
_TERM = "TS-16"


def _losses(shop: Asks, language: Language) -> str:
    funnel = shop.ask("funnel", {"steps": list(_WAY), "per": "journey", "within": "365d"})
    return f"{funnel.sentence(language)} {shop.ask('findings', {}).notable(language)}"


def _models(shop: Asks, language: Language) -> str:
    return models_words([shop.ask("stages", {"stages": key}) for key in shop.models()], language)


def _phones(shop: Asks, language: Language) -> str:
    findings = shop.ask("findings", {}).findings
    said: str = next(one.said[language] for one in findings if one.key == "change")
    return said


def _susa(shop: Asks, language: Language) -> str:
    said: str = shop.person("susa").sentence(language)
    return said


def _searches(shop: Asks, language: Language) -> str:
    said: str = shop.ask("searches", {"term": _TERM}).sentence(language)
    return said


def _leave(shop: Asks, language: Language) -> str:
    made = shop.ask("stages", {})
    return messages.say(
        "etappe.demo",
        "leave_answer",
        language,
        stages=numbers.in_letters(len(made.stages), language),
        journeys=numbers.number(made.journeys, language),
        touches=numbers.number(made.touches, language),
    )


STOPS: tuple[Stop, ...] = (
    Stop(1, "losses", "/", {}, _losses),
    Stop(2, "models", "/maps", {"stages": "aida"}, _models),
    Stop(
        3,
        "phones",
        "/funnel",
        {
            **_SPRING,
            "steps": ("begin_checkout", "purchase"),
            "per": "visit",
            "within": "1d",
            "by": "device",
            "every": "week",
        },
        _phones,
    ),
    Stop(4, "susa", "/people/susa", {}, _susa),
    Stop(7, "searches", "/people", {"where": f"query = '{_TERM}'"}, _searches),
    Stop(8, "leave", "/maps", {}, _leave),
)
"""Numbers are those of the whole tour; stops whose pages do not exist yet are not in the list."""
