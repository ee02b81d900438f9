"""A shop's own words laid over the shipped ones. The shipped value itself never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from etappe.base.errors import BadInput
from etappe.events.adoption import Adoption, adopt, like_meaning
from etappe.events.documents import (
    event_word_from_doc,
    event_word_to_doc,
    model_from_doc,
    model_to_doc,
    rule_from_doc,
    touchpoint_from_doc,
    touchpoint_to_doc,
)
from etappe.events.names import readable
from etappe.events.words import StageModel, Words

Edits = Mapping[str, Any]
KNOWN = ("events", "touchpoints", "rules", "models", "conversion", "conversions", "model")


def overlay(words: Words, edits: Edits) -> Words:
    """The words with a shop's edits laid over them.

    `edits` has any of: `events` and `touchpoints` (name or key → the fields that differ), `rules` (a list; they
    come before the shipped ones), `models` (key → the fields that differ, or a whole model; in `before` and
    `after` a touchpoint → its stage, or null to put it outside), `conversion`, `conversions`, `model`. Empty or
    missing parts change nothing. Laying the same edits again changes nothing more. Raises BadInput.
    """
    if unknown := [name for name in edits if name not in KNOWN]:
        raise BadInput(
            f"{unknown[0]}: no such part of the words.",
            next_step=f"Known: {', '.join(KNOWN)}.",
            field=str(unknown[0]),
        )
    words = _with_touchpoints(words, edits.get("touchpoints") or {})
    # Models come before events: an event taken in as a touchpoint gets its place in own models too.
    words = _with_models(words, edits.get("models") or {})
    words = _with_events(words, edits.get("events") or {})
    words = _with_rules(words, edits.get("rules") or ())
    return _with_choices(words, edits)


def _with_touchpoints(words: Words, docs: Mapping[str, Edits]) -> Words:
    changed = {}
    for key, doc in docs.items():
        known = words.touchpoints.get(key)
        base = touchpoint_to_doc(known) if known else {"key": key, "name": readable(key)}
        changed[key] = touchpoint_from_doc(
            {"origin": "confirmed", **_merged(base, doc), "key": key}
        )
    return replace(words, touchpoints={**words.touchpoints, **changed})


def _with_events(words: Words, docs: Mapping[str, Edits]) -> Words:
    """Each name as edited; one of which only the meaning is told becomes a touchpoint of that name.

    `like` is no field of the event: it names the touchpoint that a guess likened it to, when its name said nothing.
    """
    for name, told in docs.items():
        doc = {field: value for field, value in told.items() if field != "like"}
        meaning = doc.get("meaning", "")
        if meaning and meaning not in words.events:
            raise BadInput(
                f"meaning: {meaning!r} is no known event.",
                next_step="Name a standard event such as view_item, add_to_cart or purchase.",
                field="meaning",
            )
        if name not in words.events or (meaning and words.events[name].meaning != meaning):
            named = doc.get("touchpoint")
            # A name that is its own touchpoint is like what it means, as it was when it was guessed.
            other = named if named != name else ""
            like = other or like_meaning(words, meaning) or told.get("like") or "page"
            words = adopt(words, [Adoption(name, meaning, like, "confirmed")])
        base = {**event_word_to_doc(words.events[name]), "origin": "confirmed"}
        word = event_word_from_doc({**_merged(base, doc), "name": name})
        words = replace(words, events={**words.events, name: word})
    return words


def _with_rules(words: Words, docs: Sequence[Edits]) -> Words:
    own = tuple(rule_from_doc(doc) for doc in docs)
    for rule in own:
        if rule.touchpoint not in words.touchpoints:
            raise BadInput(
                f"touchpoint: {rule.touchpoint!r} is no touchpoint.",
                next_step="Create the touchpoint first, or choose one of the catalogue.",
                field="touchpoint",
            )
    return replace(words, rules=own + tuple(rule for rule in words.rules if rule not in own))


def _with_models(words: Words, docs: Mapping[str, Edits]) -> Words:
    changed = {key: _model(words.models.get(key), key, doc) for key, doc in docs.items()}
    return replace(words, models={**words.models, **changed})


def _model(known: StageModel | None, key: str, doc: Edits) -> StageModel:
    base: dict[str, Any] = model_to_doc(known) if known else dict(_OWN)
    listed = doc.get("stages") or base.get("stages") or ()
    stages = {stage["key"] for stage in listed if isinstance(stage, Mapping) and "key" in stage}
    tables = {}
    for side in ("before", "after"):
        told = doc.get(side) or {}
        if wrong := next((s for s in told.values() if s is not None and s not in stages), None):
            raise BadInput(
                f"{side}: {wrong!r} is no stage of {key}.",
                next_step=f"Known: {', '.join(stages)}.",
                field=side,
            )
        # What ships may name a stage that this shop has taken out.
        kept = {place: stage for place, stage in base[side].items() if stage in stages}
        tables[side] = _placed(kept, told)
    nulls = {p for side in tables for p, stage in (doc.get(side) or {}).items() if stage is None}
    outside = sorted(nulls - set(tables["before"]) - set(tables["after"]))
    return model_from_doc({**_merged(base, doc), **tables, "key": key, "outside": outside})


_OWN: Edits = {"own": True, "before": {}, "after": {}}


def _placed(base: Mapping[str, str], doc: Mapping[str, str | None]) -> dict[str, str]:
    merged = {**base, **doc}
    return {touchpoint: stage for touchpoint, stage in merged.items() if stage is not None}


def _with_choices(words: Words, edits: Edits) -> Words:
    conversion = edits.get("conversion") or words.conversion
    others = tuple(edits.get("conversions") or words.conversions)
    model = edits.get("model") or words.model
    if model not in words.models:
        raise BadInput(
            f"model: {model!r} is no stage model.",
            next_step=f"Known: {', '.join(words.models)}.",
            field="model",
        )
    conversions = (conversion, *(name for name in others if name != conversion))
    return replace(words, conversion=conversion, conversions=conversions, model=model)


def _merged(base: Mapping[str, Any], doc: Edits) -> dict[str, Any]:
    """The document over the base; texts language by language."""
    texts = {
        name: {**base[name], **part}
        for name, part in doc.items()
        if isinstance(part, Mapping) and isinstance(base.get(name), Mapping)
    }
    return {**base, **doc, **texts}
