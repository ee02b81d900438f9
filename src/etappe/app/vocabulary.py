"""Reading and changing the words of a shop: event names, touchpoints, rules, stage models."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from etappe.app.drafts import (
    drafted,
    event_draft,
    model_draft,
    no_model_draft,
    rules_draft,
    touchpoint_draft,
)
from etappe.app.occurrence import Occurrence, by_event, by_touchpoint
from etappe.app.shop import Shop
from etappe.base.clock import moment_of
from etappe.events.documents import rule_to_doc
from etappe.events.models import model_named
from etappe.events.words import (
    EventWord,
    Part,
    Place,
    Side,
    StageModel,
    Text,
    Touchpoint,
    TouchpointRule,
    Words,
)
from etappe.store.records import Draft

COMMAND_LINE = "command line"
"""Who changed something at the terminal of the machine itself."""


@dataclass(frozen=True, slots=True)
class TouchpointPlace:
    """A touchpoint as an event reaches it: how many touches, and its stage until the first conversion and after."""

    touchpoint: str
    part: Part
    touches: int
    stage: str | None
    stage_after: str | None


@dataclass(frozen=True, slots=True)
class EventWordView:
    """What an event name of this shop's data means, and whether that is guessed.

    `guessed_from`: from the words in its `name`, or from its `place` in journeys; null if nobody guessed.
    `stage` and `stage_after` (until the journey's first conversion, and from then on) are of the touchpoint, in
    the model asked for. `touchpoints` lists all that rules make of the name, the most frequent first.
    """

    name: str
    label: Text
    meaning: str
    touchpoint: str
    part: Part
    side: Side
    place: Place
    origin: str
    guessed_from: Literal["name", "place"] | None
    is_conversion: bool
    conversion_only: bool
    stage: str | None
    stage_after: str | None
    touches: int
    persons: int
    first_at: datetime | None
    last_at: datetime | None
    touchpoints: tuple[TouchpointPlace, ...]


def event_words(
    shop: Shop, stages: str = "", names: Collection[str] | None = None
) -> list[EventWordView]:
    """Every event name that occurs in the data (or these), guesses marked, stages by the model `stages`."""
    columns, words = shop.columns(), shop.settled().words
    model = model_named(stages or words.model, words)
    found, reached = by_event(columns), by_touchpoint(columns)
    return [
        _view(words, model, name, found.get(name), reached.get(name, {}))
        for name in columns.events
        if names is None or name in names
    ]


def _view(
    words: Words,
    model: StageModel,
    name: str,
    occurrence: Occurrence | None,
    reached: Mapping[str, int],
) -> EventWordView:
    word = words.events.get(name, EventWord(name, {"de": name, "en": name}))
    own = _place(words, model, word.touchpoint, 0)
    guess: Literal["name", "place"] = "name" if word.meaning else "place"
    return EventWordView(
        name=name,
        label=word.label,
        meaning=word.meaning or name,
        touchpoint=word.touchpoint,
        part=own.part,
        side=word.side,
        place=word.place,
        origin=word.origin,
        guessed_from=guess if word.origin == "guessed" else None,
        is_conversion=name in words.conversions,
        conversion_only=word.conversion_only,
        stage=own.stage,
        stage_after=own.stage_after,
        touches=occurrence.touches if occurrence else 0,
        persons=occurrence.persons if occurrence else 0,
        first_at=moment_of(occurrence.first_us) if occurrence else None,
        last_at=moment_of(occurrence.last_us) if occurrence else None,
        touchpoints=tuple(_place(words, model, *one) for one in reached.items()),
    )


def _place(words: Words, model: StageModel, key: str, touches: int) -> TouchpointPlace:
    known = words.touchpoints.get(key)
    part = known.part if known else "neutral"
    return TouchpointPlace(key, part, touches, model.before.get(key), model.after.get(key))


def put_event_word(
    shop: Shop, name: str, change: Mapping[str, Any], by: str = COMMAND_LINE
) -> EventWordView:
    """Change what an event name means; the past is read anew."""
    _make(shop, by, [event_draft(shop, shop.settled(), name, change)])
    return event_words(shop, names=(name,))[0]


def confirm_event_words(
    shop: Shop, names: Sequence[str], by: str = COMMAND_LINE
) -> list[EventWordView]:
    """Confirm the guesses for these names (all guesses when none is named), as one change."""
    settled = shop.settled()
    guessed = [name for name in shop.columns().events if _is_guess(settled.words, name)]
    _make(shop, by, [event_draft(shop, settled, name, {}) for name in names or guessed])
    return event_words(shop)


def _is_guess(words: Words, name: str) -> bool:
    return name in words.events and words.events[name].origin == "guessed"


def touchpoints(shop: Shop) -> list[Touchpoint]:
    """The catalogue: shipped, guessed and own touchpoints."""
    return list(shop.settled().words.touchpoints.values())


def put_touchpoint(
    shop: Shop, key: str, change: Mapping[str, Any], by: str = COMMAND_LINE
) -> Touchpoint:
    """Change or create a touchpoint. A changed part cuts the journeys anew."""
    _make(shop, by, [touchpoint_draft(shop.settled().words, key, change)])
    return shop.settled().words.touchpoints[key]


def rules(shop: Shop) -> list[TouchpointRule]:
    """The rules event → touchpoint, in the order in which they are tried."""
    return list(shop.settled().words.rules)


def put_rules(
    shop: Shop, own: Sequence[TouchpointRule], by: str = COMMAND_LINE
) -> list[TouchpointRule]:
    """Replace the shop's own rules; they come before the shipped ones."""
    _make(shop, by, [rules_draft(shop, [rule_to_doc(rule) for rule in own])])
    return rules(shop)


def models(shop: Shop) -> list[StageModel]:
    """Every stage model, shipped and own."""
    return list(shop.settled().words.models.values())


def put_model(
    shop: Shop, key: str, document: Mapping[str, Any], by: str = COMMAND_LINE
) -> StageModel:
    """Create or change an own model, or change a shipped one for this shop."""
    _make(shop, by, [model_draft(shop.settled().words, key, document)])
    return shop.settled().words.models[key]


def delete_model(shop: Shop, key: str, by: str = COMMAND_LINE) -> None:
    """Take an own model away, or a shipped one back to how it ships."""
    _make(shop, by, [no_model_draft(shop, key)])


def _make(shop: Shop, by: str, drafts: Sequence[Draft]) -> None:
    """Keep the drafts if the words fit together with them; BadInput before anything is kept."""
    drafted(shop, drafts)
    shop.records.changes.make(by, drafts)
