"""Encode: the one way an answer becomes JSON, for the terminal and for HTTP alike."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import numpy as np

from etappe.base.messages import LANGUAGES

_AS_IT_IS = frozenset((str, int, bool, type(None), Decimal))
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encode(answer: object) -> bytes:
    """An answer as JSON: fields are keys (`from_` → `from`), Decimal a number, moments with Z, None null.

    An answer that can speak ends with `sentences`; a list of answers is a JSON array.
    """
    return _ENCODER.encode(plain(answer))


def plain(answer: object) -> Any:
    """The answer as dictionaries, lists and plain values, as `encode` writes it."""
    return _plain(answer)


def _plain(value: object) -> Any:
    if type(value) in _AS_IT_IS or isinstance(value, str | int | Decimal):
        return value
    if isinstance(value, float):
        # numpy's own floats are floats too, but no encoder's.
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        # Rows come by the hundred thousand: plain items are not worth a call.
        return {
            key: item if type(item) in _AS_IT_IS else _plain(item)
            for key, item in zip(_keys(type(value)), value, strict=True)
        }
    if isinstance(value, Sequence | np.ndarray) and not isinstance(value, bytes):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return _moment(value)


@cache
def _keys(kind: Any) -> tuple[str, ...]:
    """What the fields of a kind of row are called in JSON."""
    return tuple(name.removesuffix("_") for name in kind._fields)


def _fields(value: Any) -> dict[str, Any]:
    plain_fields = {
        field.name.removesuffix("_"): _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
    }
    # Also inside another answer: one that can speak does.
    if hasattr(value, "sentence"):
        plain_fields["sentences"] = {language: value.sentence(language) for language in LANGUAGES}
    return plain_fields


def _moment(value: object) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("A moment without time zone has no place in an answer.")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} has no place in an answer.")
