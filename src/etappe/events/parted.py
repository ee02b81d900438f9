"""Parted: what is personal in the properties of an event, taken out of them and put back."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from etappe.events.personal import is_network_address, is_personal, plain_name

_OF_THINGS = frozenset(("name",))
"""Names that say who somebody is, unless they stand in the description of a thing."""
_THING = frozenset(
    ("productid", "itemid", "sku", "price", "url", "path", "category", "itemcategory", "variant",
     "quantity", "position", "listid", "promotionid", "creative", "query", "fileurl")
)  # fmt: skip
"""Names by which an object is known to describe a product, a page or a list."""


_DEEP = (dict, list)
"""What may hold further names, as JSON is decoded."""
_SHAPES = 4096
"""So many sets of names are remembered with what of them is personal."""
_AT_ONCE = 1_000
"""So many texts are read as one: more would only keep the collector of waste busy."""


class Parted(NamedTuple):
    """Properties taken apart: `plain` without what is personal (None if nothing is left); `personal` by JSON
    pointer (None if there were IP addresses alone, which are let go), both as JSON texts."""

    plain: str | None
    personal: str | None


class _Plan(NamedTuple):
    """What becomes of the entries of an object of certain names: (name, its step in a JSON pointer); `dropped` are kept
    nowhere."""

    personal: list[tuple[str, str]]
    kept: list[tuple[str, str]]
    dropped: list[str]


def parted(properties: str, *, of_thing: bool = False) -> Parted | None:
    """What is personal in a JSON object, at any depth, taken out of it; None if nothing is.

    `of_thing`: the event names a product, so its `name` is the product's.
    """
    [plain], [personal] = parted_all([properties], [of_thing])
    return None if plain == properties else Parted(plain, personal)


def parted_all(
    texts: Sequence[str], of_things: Sequence[bool]
) -> tuple[list[str | None], list[str | None]]:
    """The same for many objects at once, `of_things` by text: what is left of each and what was personal, None for
    nothing. Where nothing is taken out the text stays as it was. IP addresses are in neither: they are let go."""
    plain: list[str | None] = []
    personal: list[str | None] = []
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        values, taken, changed = _decoded(some), [], []
        for value, of_thing in zip(values, of_things[start : start + _AT_ONCE], strict=True):
            out: dict[str, Any] = {}
            dropped = _take_out(value, "", out, of_thing)
            taken.append(out)
            changed.append(dropped or bool(out))
        sealed = [None if text == "{}" else text for text in _encoded(taken)]
        left = [None if text == "{}" else text for text in _encoded(values)]
        personal += sealed
        plain += [
            new if other else told for told, new, other in zip(some, left, changed, strict=True)
        ]
    return plain, personal


def names_of(personal: Sequence[str]) -> set[str]:
    """The names of properties in texts as `Parted.personal` has them."""
    shapes = {
        tuple(told)
        for start in range(0, len(personal), _AT_ONCE)
        for told in _decoded(personal[start : start + _AT_ONCE])
    }
    return {_unescaped(pointer.rsplit("/", 1)[-1]) for shape in shapes for pointer in shape}


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


def _take_out(value: Any, pointer: str, personal: dict[str, Any], of_thing: bool) -> bool:
    """Move what is personal out of a decoded object or list into `personal`; whether something was dropped."""
    dropped = False
    if value.__class__ is list:
        for place, entry in enumerate(value):
            if entry.__class__ in _DEEP:
                dropped |= _take_out(entry, f"{pointer}/{place}", personal, of_thing=False)
        return dropped
    out, kept, gone = _plan(tuple(value), of_thing)
    for name, step in out:
        entry = value.pop(name)
        if entry is not None and entry != "":
            personal[pointer + step] = entry
    for name in gone:
        del value[name]
        dropped = True
    for name, step in kept:
        entry = value[name]
        if entry.__class__ in _DEEP:
            dropped |= _take_out(entry, pointer + step, personal, of_thing=False)
    return dropped


@lru_cache(_SHAPES)
def _plan(names: tuple[str, ...], of_thing: bool) -> _Plan:
    thing = of_thing or any(plain_name(name) in _THING for name in names)
    plan = _Plan([], [], [])
    for name in names:
        if is_network_address(name):
            plan.dropped.append(name)
            continue
        out = is_personal(name) and not (thing and plain_name(name) in _OF_THINGS)
        step = "/" + name.replace("~", "~0").replace("/", "~1")
        (plan.personal if out else plan.kept).append((name, step))
    return plan


def _decoded(texts: Sequence[str]) -> list[Any]:
    """Many JSON texts, read as one: each is known to be JSON, so a comma between them is one between entries."""
    try:
        found: list[Any] = msgspec.json.decode("[" + ",".join(texts) + "]")
    except msgspec.DecodeError:
        # Numbers and depths that only the other reader takes.
        found = [json.loads(text) for text in texts]
    return found


def _encoded(values: Sequence[Any]) -> list[str]:
    # No line break can stand inside of a line: JSON escapes it.
    return msgspec.json.Encoder().encode_lines(values).decode().split("\n")[:-1]


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
