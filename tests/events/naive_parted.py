"""The slow, obvious twin of `etappe.events.parted`: one text, one walk. Read it to know what parting means."""

import json
from typing import Any

from etappe.events.parted import _THING
from etappe.events.personal import is_network_address, is_personal, plain_name


def naive_parted(properties: str, of_thing: bool) -> tuple[Any, dict[str, Any]]:
    """What is left of a JSON object, and what was personal in it by JSON pointer."""
    personal: dict[str, Any] = {}
    return _without(json.loads(properties), "", personal, of_thing), personal


def _without(value: Any, pointer: str, personal: dict[str, Any], of_thing: bool) -> Any:
    if isinstance(value, list):
        return [
            _without(entry, f"{pointer}/{place}", personal, False)
            for place, entry in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    thing = of_thing or any(plain_name(name) in _THING for name in value)
    kept = {}
    for name, entry in value.items():
        if is_network_address(name):
            continue
        place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if is_personal(name) and not (thing and plain_name(name) == "name"):
            if entry not in (None, ""):
                personal[place] = entry
        else:
            kept[name] = _without(entry, place, personal, False)
    return kept
