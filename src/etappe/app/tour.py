"""The tour of the demo shop: its stops, and their answers asked at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etappe.app.demo_mark import is_demo
from etappe.app.person import person_page
from etappe.app.shop import Shop
from etappe.base.errors import NotFound
from etappe.demo.tour import STOPS, Text, stop_of, told


@dataclass(frozen=True, slots=True)
class TourStop:
    """One stop as the UI shows it: a page with its state, a question, what to try and why to trust the answer."""

    number: int
    key: str
    page: str
    search: Mapping[str, str | tuple[str, ...]]
    question: Text
    try_this: Text
    trust: Text


@dataclass(frozen=True, slots=True)
class Tour:
    """All stops in their order."""

    stops: tuple[TourStop, ...]


@dataclass(frozen=True, slots=True)
class TourAnswer:
    """What a stop's analyses say now."""

    number: int
    said: Text


def tour(shop: Shop) -> Tour:
    """The stops; NotFound in a shop that is not the demo."""
    _only_in_the_demo(shop)
    return Tour(
        tuple(
            TourStop(
                stop.number,
                stop.key,
                stop.page,
                stop.search,
                stop.question,
                stop.try_this,
                stop.trust,
            )
            for stop in STOPS
        )
    )


def tour_answer(shop: Shop, number: int) -> TourAnswer:
    """The answer of one stop, computed now."""
    _only_in_the_demo(shop)
    return TourAnswer(number, told(stop_of(number), _Asked(shop)))


class _Asked:
    """The shop as the tour asks it. Each question is asked once, though it is told in two languages."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._known: dict[str, Any] = {}

    def ask(self, name: str, params: Mapping[str, Any]) -> Any:
        key = f"{name} {sorted(params.items())}"
        if key not in self._known:
            self._known[key] = self._shop.ask(name, params)
        return self._known[key]

    def person(self, key: str) -> Any:
        # She is invented, and the tour leads through the demo alone: nobody's data are opened here.
        return person_page(self._shop, key, {}, opened=True)

    def models(self) -> Sequence[str]:
        return tuple(self._shop.columns().words.models)


def _only_in_the_demo(shop: Shop) -> None:
    if not is_demo(shop):
        raise NotFound(
            f"The shop {shop.name!r} has no tour.",
            next_step="The tour leads through the demo shop: etappe demo.",
            field="shop",
        )
