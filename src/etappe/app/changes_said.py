"""What somebody changed of the words, in a sentence."""

from collections.abc import Mapping
from typing import Any

from etappe.app.speech import say
from etappe.base import numbers
from etappe.base.messages import Language
from etappe.events.words import Words
from etappe.store.records import Change, Edit

SILENT = frozenset({"origin", "key", "like", "own", "outside"})
"""Fields of a document that say nothing to a reader."""

NAMED = 3


def said(change: Change, words: Words, language: Language) -> str:
    """One change, whether it is of one word or of many."""
    edits = change.edits
    if len(edits) == 1:
        return _edit(edits[0], words, language)
    all_confirmed = all(edit.kind == "event" and not _differences(edit) for edit in edits)
    names = ", ".join(_name(edit, words, language) for edit in edits[:NAMED])
    if len(edits) > NAMED:
        left = numbers.number(len(edits) - NAMED, language)
        names = say("and_more", language, names=names, count=left)
    key = "change_many_confirmed" if all_confirmed else "change_many"
    return say(key, language, count=numbers.number(len(edits), language), names=names)


def _edit(edit: Edit, words: Words, language: Language) -> str:
    name = _name(edit, words, language)
    if edit.kind == "rules":
        old, new = (_rules(document, language) for document in (edit.before, edit.after))
        return say("change_rules", language, old=old, new=new)
    fields = [_field(field, edit, words, language) for field in _differences(edit)]
    listed = ", ".join(fields) or say("change_saved", language)
    return say(_key(edit, bool(fields)), language, name=name, fields=listed)


def _key(edit: Edit, differs: bool) -> str:
    made, gone = not (edit.before or edit.was), edit.after is None
    match edit.kind:
        case "event" if gone:
            return "change_event_unconfirmed"
        case "event" if not differs:
            return "change_event_confirmed"
        case "touchpoint" | "model" if gone:
            return f"change_{edit.kind}_gone"
        case "touchpoint" | "model" if made:
            return f"change_{edit.kind}_made"
        case kind:
            return f"change_{kind}"


def _differences(edit: Edit) -> list[str]:
    """The fields that say something else after than before."""
    old, new = edit.before or edit.was or {}, edit.after or edit.was or {}
    return [
        field
        for field in (*new, *(field for field in old if field not in new))
        if field not in SILENT and _plain(old.get(field)) != _plain(new.get(field))
    ]


def _plain(value: Any) -> Any:
    """A value so that equal ones compare equal: a table without its empty places."""
    if isinstance(value, Mapping):
        return {key: part for key, part in value.items() if part is not None}
    return value or None


def _field(field: str, edit: Edit, words: Words, language: Language) -> str:
    old, new = (edit.before or edit.was or {}).get(field), (edit.after or edit.was or {}).get(field)
    name = say(f"field_{field}", language)
    if field in {"stages", "before", "after", "description", "purpose", "label"}:
        return say("field_only", language, field=name)
    texts = (_value(field, value, words, language) for value in (old, new))
    before, after = texts
    return say("from_to", language, field=name, old=before, new=after)


def _value(field: str, value: Any, words: Words, language: Language) -> str:
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if not value:
        return say("none", language)
    if isinstance(value, Mapping):
        return str(value.get(language, ""))
    if isinstance(value, list | tuple):
        return ", ".join(_event(name, words, language) for name in value)
    match field:
        case "touchpoint" if value in words.touchpoints:
            return words.touchpoints[value].name[language]
        case "channel" if value in words.channels:
            return words.channels[value].name[language]
        case "model" if value in words.models:
            return words.models[value].name[language]
        case "meaning" | "conversion":
            return _event(value, words, language)
        case "part" | "side" | "place" | "ownership":
            return say(f"{field}_{value}", language)
        case _:
            return str(value)


def _event(name: str, words: Words, language: Language) -> str:
    word = words.events.get(name)
    return word.label[language] if word else name


def _name(edit: Edit, words: Words, language: Language) -> str:
    """What people call the thing."""
    document = edit.after or edit.before or {}
    named = document.get("name")
    if edit.kind in {"touchpoint", "model"} and isinstance(named, Mapping):
        return str(named.get(language, edit.key))
    return _event(edit.key, words, language) if edit.kind == "event" else edit.key


def _rules(document: Mapping[str, Any] | None, language: Language) -> str:
    return numbers.number(len((document or {}).get("rules", ())), language)
