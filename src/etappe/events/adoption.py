"""Taking a shop's own event name into its words: as a touchpoint of that name, like one we know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etappe.events.datafiles import document
from etappe.events.names import readable
from etappe.events.shipped import moments
from etappe.events.words import EventWord, Origin, Place, StageModel, Text, Touchpoint, Words


@dataclass(frozen=True, slots=True)
class Adoption:
    """An event name and what it stands for.

    `meaning` is a standard name or ''; `like` is the touchpoint whose channel and stages it gets, and whose
    part if the name has a meaning (a name that says nothing is neutral).
    """

    name: str
    meaning: str
    like: str
    origin: Origin


def adopt(words: Words, adoptions: Sequence[Adoption]) -> Words:
    """The words with each name as an event and a touchpoint of that name, and placed in every model.

    A touchpoint of that key that ships or that a person made stays, and so do its stages; a guessed one is
    replaced. One that a person made of a guess, and placed nowhere, keeps the places of the guess.
    """
    if not adoptions:
        return words
    new = [one for one in adoptions if _replaceable(words, one.name)]
    touchpoints = {one.name: _touchpoint(words, one) for one in new}
    like = {one.name: one.like for one in adoptions if one.name not in moments()}
    guessed = {one.name for one in new if one.name in words.touchpoints}
    return replace(
        words,
        events={**words.events, **{one.name: _event(words, one) for one in adoptions}},
        touchpoints={**words.touchpoints, **touchpoints},
        models={key: _placed(model, like, guessed) for key, model in words.models.items()},
    )


def like_meaning(words: Words, meaning: str) -> str:
    """The touchpoint that an event of this meaning is, by its word alone."""
    word = words.events.get(meaning)
    return word.touchpoint if word else ""


def _replaceable(words: Words, key: str) -> bool:
    return key not in words.touchpoints or words.touchpoints[key].origin == "guessed"


def _event(words: Words, one: Adoption) -> EventWord:
    known = words.events.get(one.meaning)
    label = _label(one.name)
    base = replace(known, name=one.name) if known else EventWord(one.name, label)
    place = _place(one, base)
    return replace(
        base, label=label, place=place, touchpoint=one.name, meaning=one.meaning, origin=one.origin
    )


def _place(one: Adoption, like: EventWord) -> Place:
    """Where it happens: what only a guess puts outside stays on the site unless it can't be there."""
    if one.origin == "guessed" and one.meaning in document("guessing")["site"]["meanings"]:
        return "site"
    return like.place


def _touchpoint(words: Words, one: Adoption) -> Touchpoint:
    name = _label(one.name)
    base = words.touchpoints.get(one.like) or Touchpoint(one.name, name)
    # Parts cut journeys, so they follow from the name alone; where a name stands only proposes its stages.
    part = base.part if one.meaning else "neutral"
    return replace(base, key=one.name, name=name, part=part, origin=one.origin)


def _label(name: str) -> Text:
    return {"de": readable(name), "en": readable(name)}


def _placed(model: StageModel, like: dict[str, str], guessed: set[str]) -> StageModel:
    new = {
        name: other
        for name, other in like.items()
        if name in guessed
        or not (name in model.before or name in model.after or name in model.outside)
    }
    before, after = (
        {key: stage for key, stage in table.items() if key not in guessed}
        | {name: table[other] for name, other in new.items() if other in table}
        for table in (model.before, model.after)
    )
    return replace(model, before=before, after=after)
