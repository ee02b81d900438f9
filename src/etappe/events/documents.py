"""The words as plain documents (for records, API and files) and back, checked field by field."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, ClassVar, Protocol, TypeVar, cast, get_args

from etappe.base.errors import BadInput
from etappe.events.words import (
    EventWord,
    Origin,
    Ownership,
    Part,
    Place,
    Side,
    Stage,
    StageModel,
    Touchpoint,
    TouchpointRule,
)

Document = dict[str, Any]


class _Value(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=_Value)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "side": get_args(Side),
    "part": get_args(Part),
    "place": get_args(Place),
    "ownership": get_args(Ownership),
    "origin": get_args(Origin),
}
"""Fields with few allowed words."""

TEXTS = frozenset(
    {"label", "name", "purpose", "description", "example", "customer_goal", "shop_goal", "content"}
)


def event_word_to_doc(word: EventWord) -> Document:
    """As a plain document."""
    return _to_doc(word)


def event_word_from_doc(doc: Mapping[str, Any]) -> EventWord:
    """Back from a document. Raises BadInput naming the field."""
    return _from_doc(EventWord, doc, texts=frozenset({"label"}))


def touchpoint_to_doc(touchpoint: Touchpoint) -> Document:
    """As a plain document."""
    return _to_doc(touchpoint)


def touchpoint_from_doc(doc: Mapping[str, Any]) -> Touchpoint:
    """Back from a document. Raises BadInput naming the field."""
    return _from_doc(Touchpoint, doc, texts=frozenset({"name", "purpose"}))


def rule_to_doc(rule: TouchpointRule) -> Document:
    """As a plain document."""
    return _to_doc(rule)


def rule_from_doc(doc: Mapping[str, Any]) -> TouchpointRule:
    """Back from a document. Raises BadInput naming the field."""
    return _from_doc(TouchpointRule, doc, texts=frozenset())


def model_to_doc(model: StageModel) -> Document:
    """As a plain document; stages as a list of documents."""
    return {**_to_doc(model), "stages": [_to_doc(stage) for stage in model.stages]}


def model_from_doc(doc: Mapping[str, Any]) -> StageModel:
    """Back from a document. Raises BadInput naming the field; `models.check_model` checks what it says."""
    listed = doc.get("stages")
    if not isinstance(listed, list) or not all(isinstance(stage, Mapping) for stage in listed):
        raise _wrong("stages", listed, "a list of stages, each with key and name")
    stages = tuple(_from_doc(Stage, stage, texts=TEXTS) for stage in listed)
    for table in ("before", "after"):
        if not _is_words(doc.get(table, {})):
            raise _wrong(table, doc[table], "a table from touchpoint to stage")
    outside = doc.get("outside", ())
    if not isinstance(outside, list | tuple) or not all(isinstance(key, str) for key in outside):
        raise _wrong("outside", outside, "a list of touchpoints")
    whole = {"before": {}, "after": {}, **doc, "stages": stages, "outside": tuple(outside)}
    return _from_doc(StageModel, whole, texts=frozenset({"name", "description"}))


def _to_doc(value: _Value) -> Document:
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: dict(part) if isinstance(part, Mapping) else part for name, part in found.items()}


def _from_doc(kind: type[T], doc: Mapping[str, Any], texts: frozenset[str]) -> T:
    known = {field.name: field for field in fields(kind)}
    for name in doc:
        if name not in known:
            raise BadInput(
                f"{name}: {kind.__name__} has no such field.",
                next_step=f"Known: {', '.join(known)}.",
                field=str(name),
            )
    for name, field in known.items():
        if name not in doc and field.default is MISSING and field.default_factory is MISSING:
            raise BadInput(f"{name} is missing.", next_step=f"Give {name}.", field=name)
    return kind(**{name: _checked(known[name], part, name in texts) for name, part in doc.items()})


def _checked(field: Field[Any], value: Any, is_text: bool) -> Any:
    if is_text:
        return _text(field.name, value)
    if field.name in CHOICES and value not in CHOICES[field.name]:
        raise _wrong(field.name, value, f"one of {', '.join(CHOICES[field.name])}")
    kind = str(field.type)
    expected = next((right for name, right in _RIGHT.items() if kind in name), None)
    if expected and not expected[0](value):
        raise _wrong(field.name, value, expected[1])
    return value


_RIGHT: Mapping[tuple[str, ...], tuple[Callable[[Any], bool], str]] = {
    ("<class 'str'>", "str"): (lambda value: isinstance(value, str), "a word"),
    ("<class 'bool'>", "bool"): (lambda value: isinstance(value, bool), "true or false"),
}


def _text(name: str, value: Any) -> Mapping[str, str]:
    """A text in German and English; a bare word stands for both."""
    if isinstance(value, str):
        return {"de": value, "en": value}
    if not _is_words(value) or not set(value) <= {"de", "en"}:
        raise _wrong(name, value, "a text with 'de' and 'en'")
    return cast(Mapping[str, str], dict(value))


def _is_words(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and isinstance(word, str) for key, word in value.items()
    )


def _wrong(name: str, value: Any, expected: str) -> BadInput:
    return BadInput(
        f"{name}: {value!r} is not {expected}.", next_step=f"Give {expected}.", field=name
    )
