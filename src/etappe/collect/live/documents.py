"""Documents: the fields of a JSON document by the paths that mapping files use."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Arrival

_WORD = re.compile(r"[^\[\]]+")
_MOST_FIELDS = 1_000
_PART = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


def at(document: Any, path: str, parent: Any = None) -> Any:
    """The value at 'customer.id', 'transactions[0].amount' or 'meta_data[_key]'; '^.name' is the parent's.

    A word in brackets finds the entry of that key (or name) in a list of {key, value}. None if there is none.
    """
    if path.startswith("^."):
        return at(parent, path[2:])
    value = document
    for name, place in _PART.findall(path):
        value = (
            _entry(value, place) if place else value.get(name) if isinstance(value, dict) else None
        )
        if value is None:
            return None
    return value


def first_at(document: Any, paths: Iterable[str], parent: Any = None) -> str:
    """The first of these fields that holds something, as text; "" if none does."""
    for path in paths:
        value = at(document, path, parent) if path else None
        if (
            isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and str(value).strip()
        ):
            return str(value).strip()
    return ""


def named_value(entries: Any, names: Iterable[str]) -> str:
    """The value of the first of these names in a list of {name, value} or {key, value}; "" if there is none."""
    return first_at(entries, [f"[{name}]" for name in names])


def is_form(arrival: Arrival) -> bool:
    """Whether the request says that its body is a form, as Mailchimp sends."""
    return arrival.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def form_document(body: bytes) -> dict[str, Any]:
    """A form as a document: the field data[email] becomes data.email. BadInput for more fields than any form has."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BadInput("The form has too many fields.", next_step="Send JSON.") from error
    document: dict[str, Any] = {}
    for name, value in pairs:
        head, *inner = _WORD.findall(name) or [name]
        place = document
        for step in inner:
            deeper = place.setdefault(head, {})
            if not isinstance(deeper, dict):
                break
            place, head = deeper, step
        place[head] = value
    return document


def _entry(value: Any, place: str) -> Any:
    if not isinstance(value, list):
        return None
    if place.isdecimal():
        return value[int(place)] if int(place) < len(value) else None
    for entry in value:
        if isinstance(entry, dict) and place in (entry.get("key"), entry.get("name")):
            return entry.get("value")
    return None
