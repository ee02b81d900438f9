"""Reading and changing the words of a shop: event names, touchpoints, rules, stage models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etappe.app.shop import Shop
from etappe.base.errors import BadInput, NotFound
from etappe.events.documents import (
    event_word_to_doc,
    model_from_doc,
    model_to_doc,
    rule_to_doc,
    touchpoint_to_doc,
)
from etappe.events.models import check_model, new_model
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.words import (
    EventWord,
    Part,
    StageModel,
    Text,
    Touchpoint,
    TouchpointRule,
    Words,
)


@dataclass(frozen=True, slots=True)
class EventWordView:
    """What an event name of this shop's data means, and whether that is guessed."""

    name: str
    label: Text
    meaning: str
    touchpoint: str
    part: Part
    side: str
    origin: str
    is_conversion: bool


def event_words(shop: Shop) -> list[EventWordView]:
    """Every event name that occurs in the data, guesses marked."""
    columns, words = shop.columns(), shop.words()
    return [_view(words, name) for name in columns.events]


def _view(words: Words, name: str) -> EventWordView:
    word = words.events.get(name, EventWord(name, {"de": name, "en": name}))
    touchpoint = words.touchpoints.get(word.touchpoint)
    return EventWordView(
        name=name,
        label=word.label,
        meaning=word.meaning or name,
        touchpoint=word.touchpoint,
        part=touchpoint.part if touchpoint else "neutral",
        side=word.side,
        origin=word.origin,
        is_conversion=name in words.conversions,
    )


def put_event_word(shop: Shop, name: str, change: Mapping[str, Any]) -> EventWordView:
    """Change what an event name means; the past is read anew."""
    words = shop.words()
    if name not in shop.columns().events:
        raise NotFound(
            f"No event is called {name!r}.",
            next_step=f"Known: {', '.join(shop.columns().events[:20])}.",
            field="name",
        )
    known = words.events.get(name)
    base = event_word_to_doc(known) if known else {}
    document = {**base, **change, "origin": "confirmed"}
    if change.get("meaning") and "touchpoint" not in change:
        # Another meaning brings its own touchpoint, side and place.
        document = {**change, "origin": "confirmed"}
    _checked(shop, {"events": {name: document}})
    shop.records.put_event_word(name, document)
    return _view(shop.words(), name)


def confirm_event_words(shop: Shop, names: Sequence[str]) -> list[EventWordView]:
    """Confirm the guesses for these names (all guesses when none is named)."""
    words = shop.words()
    guessed = [name for name in shop.columns().events if _is_guess(words, name)]
    for name in names or guessed:
        put_event_word(shop, name, {})
    return event_words(shop)


def _is_guess(words: Words, name: str) -> bool:
    return name in words.events and words.events[name].origin == "guessed"


def touchpoints(shop: Shop) -> list[Touchpoint]:
    """The catalogue: shipped, guessed and own touchpoints."""
    return list(shop.words().touchpoints.values())


def put_touchpoint(shop: Shop, key: str, change: Mapping[str, Any]) -> Touchpoint:
    """Change or create a touchpoint. A changed part cuts the journeys anew."""
    known = shop.words().touchpoints.get(key)
    base = touchpoint_to_doc(known) if known else {}
    document = {**base, **change, "key": key, "origin": "confirmed"}
    _checked(shop, {"touchpoints": {key: document}})
    shop.records.put_touchpoint(key, document)
    return shop.words().touchpoints[key]


def rules(shop: Shop) -> list[TouchpointRule]:
    """The rules event → touchpoint, in the order in which they are tried."""
    return list(shop.words().rules)


def put_rules(shop: Shop, own: Sequence[TouchpointRule]) -> list[TouchpointRule]:
    """Replace the shop's own rules; they come before the shipped ones."""
    documents = [rule_to_doc(rule) for rule in own]
    _checked(shop, {"rules": documents})
    shop.records.put_rules(documents)
    return rules(shop)


def models(shop: Shop) -> list[StageModel]:
    """Every stage model, shipped and own."""
    return list(shop.words().models.values())


def put_model(shop: Shop, key: str, document: Mapping[str, Any]) -> StageModel:
    """Create or change an own model, or change a shipped one for this shop."""
    words = shop.words()
    if "stage_names" in document:
        model = new_model(
            key,
            document.get("name", key),
            document["stage_names"],
            words,
            based_on=document.get("based_on", ""),
            loop=bool(document.get("loop", False)),
        )
    else:
        known = words.models.get(key)
        base = model_to_doc(known) if known else {"own": True, "before": {}, "after": {}}
        model = check_model(model_from_doc({**base, **document, "key": key}), words)
    shop.records.put_model(key, model_to_doc(model))
    return model


def delete_model(shop: Shop, key: str) -> None:
    """Take an own model away, or a shipped one back to how it ships."""
    if key not in shop.records.word_edits()["models"]:
        raise NotFound(
            f"There is no own stage model {key!r}.",
            next_step="Shipped models stay; only own ones can be deleted.",
            field="key",
        )
    if shop.words().model == key and key not in shipped_words().models:
        raise BadInput(
            f"The stage model {key!r} is the shop's first.",
            next_step="Choose another first: etappe shop set --stages aida",
            field="key",
        )
    shop.records.delete_model(key)


def _checked(shop: Shop, edits: Mapping[str, Any]) -> None:
    """Raise before anything is kept, if the edit does not fit the words."""
    overlay(shop.words(), edits)
