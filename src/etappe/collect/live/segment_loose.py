"""Segment's calls, read loosely: field by field, where an event of a request does not have the shape.

What stands in the context in a wrong form is left out; a wrong id, name or moment is the event's fault.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from etappe.base.errors import BadInput
from etappe.collect.live.decoding import MAX_EVENT_BYTES, Fault
from etappe.collect.live.reading import WrongField, decode_json
from etappe.collect.live.reasons import TOO_LARGE
from etappe.collect.live.segment_context import share
from etappe.collect.live.segment_shapes import (
    NOTHING,
    Call,
    Consent,
    Context,
    Device,
    Library,
    LooseBatch,
    Page,
)

Shape = TypeVar("Shape", bound=msgspec.Struct)
Wrong = Callable[[str, Raw], Any]

_raw = msgspec.json.Decoder(Raw)
_raws = msgspec.json.Decoder(list[Raw])
_batch = msgspec.json.Decoder(LooseBatch)
_call = msgspec.json.Decoder(Call)
_fields = msgspec.json.Decoder(dict[str, Raw])
_MOMENTS = frozenset({"timestamp", "originalTimestamp", "sentAt"})
_INNER: dict[str, type[msgspec.Struct]] = {"page": Page, "library": Library, "device": Device}
_ALL_REFUSED = Consent({})


def loose_calls(body: bytes, many: bool) -> tuple[list[Call | Fault], object, str | None]:
    """The events, or a fault in the place of each that cannot be read; `sentAt` and `writeKey` of the request.

    Raises BadInput if the body is neither an event nor a list of them.
    """
    if not many:
        call = _loose(0, decode_json(_raw, body))
        sent, key = (None, None) if isinstance(call, Fault) else (call.sent_at, call.write_key)
        return [call], sent, key
    try:
        batch = decode_json(_batch, body)
    except msgspec.ValidationError:
        batch = _bare_list(body)
    calls = [_loose(index, raw) for index, raw in enumerate(batch.batch)]
    if batch.context is not NOTHING:
        share(_wrong_in_call("context", batch.context), calls)
    return calls, _iso(batch.sent_at), batch.write_key


def _bare_list(body: bytes) -> LooseBatch:
    try:
        return LooseBatch(decode_json(_raws, body))
    except msgspec.ValidationError as error:
        raise BadInput(
            "batch: the body holds no list of events.",
            next_step='Send {"batch": [{"type": "track", …}], "sentAt": "…"}.',
            field="batch",
        ) from error


def _loose(index: int, raw: Raw) -> Call | Fault:
    text = bytes(raw)
    if len(text) > MAX_EVENT_BYTES:
        told = f"is larger than {MAX_EVENT_BYTES} bytes."
        return Fault(index, "", told, "Send less in one event.", TOO_LARGE)
    try:
        return _call.decode(text)
    except msgspec.ValidationError:
        pass
    try:
        return _shaped(Call, _fields.decode(text), _wrong_in_call)
    except msgspec.ValidationError:
        return Fault(index, "", "is no JSON object.", "Send every event as an object.")
    except WrongField as wrong:
        return wrong.at(index)


def _shaped(shape: type[Shape], fields: dict[str, Raw], wrong: Wrong) -> Shape:
    """The shape of those fields that fit; of a field that does not, what `wrong` makes of it."""
    told: dict[str, Any] = {}
    for field in msgspec.structs.fields(shape):
        raw = fields.get(field.encode_name)
        if raw is None:
            continue
        try:
            told[field.name] = (
                raw if field.type is Raw else msgspec.json.decode(raw, type=field.type)
            )
        except msgspec.ValidationError:
            told[field.name] = wrong(field.encode_name, raw)
    return shape(**told)


def _wrong_in_call(name: str, raw: Raw) -> Any:
    if name in _MOMENTS:
        return _moment(name, raw)
    if name == "context":
        try:
            return _shaped(Context, _fields.decode(raw), _wrong_in_context)
        except msgspec.ValidationError:
            return None
    raise WrongField(name, f"has the wrong form: {_shown(raw)}.", "Send a text or a number.")


def _wrong_in_context(name: str, raw: Raw) -> Any:
    """A consent that cannot be read is none."""
    if name == "consent":
        return _ALL_REFUSED
    inner = _INNER.get(name)
    try:
        return _shaped(inner, _fields.decode(raw), _left_out) if inner else None
    except msgspec.ValidationError:
        return None


def _left_out(_: str, __: Raw) -> None:
    return None


def _moment(name: str, raw: Raw) -> datetime | None:
    told = msgspec.json.decode(raw)
    moment = _iso(told)
    if moment is None and told and name != "sentAt":
        raise WrongField(name, f"is no moment: {_shown(raw)}.", "Send ISO 8601 in UTC.")
    return moment


def _iso(told: Any) -> datetime | None:
    """A moment in any form of ISO 8601; None if it is none."""
    try:
        return datetime.fromisoformat(told.strip()) if isinstance(told, str) else None
    except ValueError:
        return None


def _shown(raw: Raw) -> str:
    return bytes(raw)[:60].decode("utf-8", "replace")
