"""Parted: what is personal in the properties of an event, taken out of them and put back."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from etappe.events.personal import is_personal, plain_name

_OF_THINGS = frozenset(("name",))
"""Names that say who somebody is, unless they stand in the description of a thing."""
_THING = frozenset(
    ("productid", "itemid", "sku", "price", "url", "path", "category", "itemcategory", "variant",
     "quantity", "position", "listid", "promotionid", "creative", "query", "fileurl")
)  # fmt: skip
"""Names by which an object is known to describe a product, a page or a list."""


class Parted(NamedTuple):
    """Properties taken apart: `plain` without what is personal (None if nothing is left); `personal` by JSON
    pointer, both as JSON texts."""

    plain: str | None
    personal: str


def parted(properties: str, *, of_thing: bool = False) -> Parted | None:
    """What is personal in a JSON object, at any depth, taken out of it; None if nothing is.

    `of_thing`: the event names a product, so its `name` is the product's.
    """
    try:
        value = msgspec.json.decode(properties)
    except msgspec.DecodeError:
        value = json.loads(properties)
    personal: dict[str, Any] = {}
    plain = _without(value, "", personal, of_thing)
    if not personal:
        return None
    return Parted(
        msgspec.json.encode(plain).decode() if plain else None,
        msgspec.json.encode(personal).decode(),
    )


def joined(plain: str | None, personal: str) -> str:
    """The properties as they were sent, from both parts."""
    value = json.loads(plain) if plain else {}
    for pointer, told in json.loads(personal).items():
        *way, last = [_unescaped(step) for step in pointer.split("/")[1:]]
        place: Any = value
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        place[last] = told
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without(value: Any, pointer: str, personal: dict[str, Any], of_thing: bool) -> Any:
    if isinstance(value, list):
        return [
            _without(entry, f"{pointer}/{place}", personal, of_thing=False)
            for place, entry in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        return value
    thing = of_thing or any(plain_name(name) in _THING for name in value)
    kept = {}
    for name, entry in value.items():
        place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if is_personal(name) and not (thing and plain_name(name) in _OF_THINGS):
            if entry not in (None, ""):
                personal[place] = entry
            continue
        kept[name] = _without(entry, place, personal, of_thing=False)
    return kept


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
