"""What an edit of the words becomes in the records, and the words that it would make."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etappe.app.shop import Shop
from etappe.base.errors import BadInput, NotFound
from etappe.events.documents import (
    event_word_to_doc,
    model_from_doc,
    model_to_doc,
    rule_from_doc,
    rule_to_doc,
    touchpoint_to_doc,
)
from etappe.events.guessing import like_place
from etappe.events.models import check_model, new_model
from etappe.events.names import readable
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.sides import canonical
from etappe.events.words import StageModel, Touchpoint, Words
from etappe.journeys.settled import Settled
from etappe.store.records import Draft, WordEdits

CHOICES = ("conversion", "conversions", "model")


def drafts_of(shop: Shop, edits: Mapping[str, Any]) -> list[Draft]:
    """An edit in the shape of `etappe.events.overlay` as documents; BadInput names what does not fit.

    A model that is None is taken away.
    """
    settled = shop.settled()
    found = [event_draft(shop, settled, *one) for one in (edits.get("events") or {}).items()]
    for key, change in (edits.get("touchpoints") or {}).items():
        found.append(touchpoint_draft(settled.words, key, change))
    if edits.get("rules") is not None:
        found.append(rules_draft(shop, edits["rules"]))
    for key, document in (edits.get("models") or {}).items():
        found.append(
            model_draft(settled.words, key, document)
            if document is not None
            else no_model_draft(shop, key)
        )
    choices = {name: edits[name] for name in CHOICES if edits.get(name) is not None}
    return [*found, choices_draft(shop, settled.words, choices)] if choices else found


def drafted(shop: Shop, drafts: Sequence[Draft]) -> Settled:
    """The words as they would count with the drafts; BadInput if they don't fit together."""
    edits = shop.records.word_edits()
    for draft in drafts:
        _lay(edits, draft)
    settled = shop.book.settled(overlay(shipped_words(), edits))
    for model in edits["models"]:
        check_model(settled.words.models[model], settled.words)
    for name in edits["events"]:
        _check_touchpoint(settled.words, settled.words.events[name].touchpoint)
    return settled


def event_draft(shop: Shop, settled: Settled, name: str, change: Mapping[str, Any]) -> Draft:
    """What an event name means; no change confirms its guess."""
    words, names = settled.words, shop.columns().events
    if name not in names:
        raise NotFound(
            f"No event is called {name!r}.",
            next_step=f"Known: {', '.join(names[:20])}.",
            field="name",
        )
    known = words.events.get(name)
    base = event_word_to_doc(known) if known else {}
    document = {**base, **change, "origin": "confirmed"}
    if change.get("meaning") and "touchpoint" not in change:
        # Another meaning brings its own touchpoint, side and place.
        document = {**change, "origin": "confirmed"}
    stat = settled.stat(name)
    if not document.get("meaning") and stat is not None:
        # Its name says nothing: the places of the guess hold on.
        document["like"] = like_place(stat)
    return Draft("event", name, document, base)


def touchpoint_draft(words: Words, key: str, change: Mapping[str, Any]) -> Draft:
    """A touchpoint changed, or a new one."""
    known = words.touchpoints.get(key)
    base = touchpoint_to_doc(known or Touchpoint(key, {"de": readable(key), "en": readable(key)}))
    channel = change.get("channel")
    if channel and channel not in words.channels:
        raise BadInput(
            f"channel: {channel!r} is no channel.",
            next_step=f"Known: {', '.join(words.channels)}.",
            field="channel",
        )
    document = {**base, **change, "key": key, "origin": "confirmed"}
    return Draft("touchpoint", key, document, base if known else None)


def rules_draft(shop: Shop, own: Sequence[Mapping[str, Any]]) -> Draft:
    """The shop's own rules, whole."""
    documents = [rule_to_doc(rule_from_doc(rule)) for rule in own]
    return Draft("rules", "", {"rules": documents})


def model_draft(words: Words, key: str, document: Mapping[str, Any]) -> Draft:
    """An own model, or a shipped one as this shop wants it."""
    known = words.models.get(key)
    model = _model(words, key, document)
    kept = model_to_doc(model)
    # Who stood in the model and no longer does was put outside, and no guess may put it back.
    for side in ("before", "after"):
        stood = {*getattr(known, side), *known.outside} if known else set()
        kept[side] = {**dict.fromkeys(sorted(stood), None), **kept[side]}
    return Draft("model", key, kept, model_to_doc(known) if known else None)


def _model(words: Words, key: str, document: Mapping[str, Any]) -> StageModel:
    if "stage_names" in document:
        return new_model(
            key,
            document.get("name", key),
            document["stage_names"],
            words,
            based_on=document.get("based_on", ""),
            loop=bool(document.get("loop", False)),
        )
    known = words.models.get(key)
    base = model_to_doc(known) if known else {"own": True, "before": {}, "after": {}}
    whole = {**base, **document, "key": key, "own": key not in shipped_words().models}
    return check_model(model_from_doc(whole), words)


def no_model_draft(shop: Shop, key: str) -> Draft:
    """An own model taken away, or a shipped one back to how it ships."""
    if key not in shop.records.word_edits()["models"]:
        raise NotFound(
            f"There is no own stage model {key!r}.",
            next_step="Shipped models stay; only own ones can be deleted.",
            field="key",
        )
    if shop.records.settings().model == key and key not in shipped_words().models:
        raise BadInput(
            f"The stage model {key!r} is the shop's first.",
            next_step="Choose another first: etappe shop set --stages aida",
            field="key",
        )
    return Draft("model", key, None)


def choices_draft(shop: Shop, words: Words, change: Mapping[str, Any]) -> Draft:
    """The conversions and the stage model shown first."""
    kept = shop.records.settings()
    document: dict[str, Any] = {name: getattr(kept, name) for name in CHOICES} | dict(change)
    document["conversions"] = list(document["conversions"])
    if document["model"] not in words.models:
        raise BadInput(
            f"There is no stage model {document['model']!r}.",
            next_step=f"Known: {', '.join(words.models)}.",
            field="model",
        )
    occurring = shop.columns().events
    for field, name in _named(change):
        # Before the first data any name may be meant.
        if occurring and canonical(name, words) not in {*words.events, *occurring}:
            raise BadInput(
                f"{field}: no event is called {name!r}.",
                next_step=f"Known: {', '.join(occurring[:20])}.",
                field=field,
            )
    return Draft("choices", "", document)


def _named(change: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "conversion" in change:
        yield "conversion", change["conversion"]
    yield from (("conversions", name) for name in change.get("conversions", ()))


def _lay(edits: WordEdits, draft: Draft) -> None:
    """One draft into the edits of a shop."""
    match draft.kind:
        case "event" | "touchpoint" | "model":
            table = {
                "event": edits["events"],
                "touchpoint": edits["touchpoints"],
                "model": edits["models"],
            }[draft.kind]
            if draft.document is None:
                table.pop(draft.key, None)
            else:
                table[draft.key] = draft.document
        case "rules":
            edits["rules"] = (draft.document or {}).get("rules", [])
        case "choices":
            document = draft.document or {}
            edits["conversion"] = document["conversion"]
            edits["conversions"] = tuple(document["conversions"])
            edits["model"] = document["model"]


def _check_touchpoint(words: Words, key: str) -> None:
    if key and key not in words.touchpoints:
        raise BadInput(
            f"touchpoint: {key!r} is no touchpoint.",
            next_step="Create the touchpoint first, or choose one of the catalogue.",
            field="touchpoint",
        )
