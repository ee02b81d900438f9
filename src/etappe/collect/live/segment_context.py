"""Context of a Segment call: who sends, what was agreed to, who acts for whom."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from etappe.collect.live.decoding import Fault
from etappe.collect.live.reading import word
from etappe.collect.live.segment_shapes import NOTHING, Call, Consent, Context, Id

_CHANNELS = {"web": "web", "mobile": "app", "server": "server"}
_DEVICES = {
    "phone": "phone", "mobile": "phone", "tablet": "tablet", "desktop": "desktop",
    "ios": "app", "android": "app",
}  # fmt: skip
_APP = re.compile(
    r"ios|android|swift|kotlin|flutter|react.native|unity|xamarin|dart", re.IGNORECASE
)
_SERVER = re.compile(r"python|node|ruby|php|golang|\bgo\b|java\b|\.net|rust|elixir", re.IGNORECASE)
_NO = frozenset({"", "0", "false", "no", "null", "none"})
UNNAMED_STAFF = "staff"
"""Who acts for a customer if the sender says only that somebody does."""


_FIELDS = msgspec.structs.fields(Context)


def share(context: Context | None, calls: Iterable[Call | Fault]) -> None:
    """Give every event of a batch what the batch says of all; what an event says itself goes before."""
    if context is None:
        return
    for call in calls:
        if isinstance(call, Call):
            call.context = _over(call.context, context)


def _over(own: Context | None, shared: Context) -> Context:
    if own is None:
        return shared
    told = {
        field.name: value
        for field in _FIELDS
        if (value := getattr(own, field.name)) is not None and value is not NOTHING
    }
    return msgspec.structs.replace(shared, **told)


def source_of(call: Call, context: Context, agent: str | None) -> str:
    """`web`, `app` or `server`: RudderStack says it, of the others the library does, or a page and a browser."""
    told = _CHANNELS.get(call.channel or "")
    if told:
        return told
    library = context.library.name if context.library else None
    by_library = _platform(library) if library else ""
    if by_library:
        return by_library
    return "web" if agent or (context.page and context.page.url) else "server"


@lru_cache(maxsize=1_000)
def _platform(library: str) -> str:
    if _APP.search(library):
        return "app"
    return "server" if _SERVER.search(library) else ""


def device_of(context: Context, agent: str | None) -> str | None:
    """The kind of device, where the sender says it itself; an iPad calls itself a Mac, which has no screen to touch."""
    if context.device:
        return _DEVICES.get((context.device.type or "").lower())
    fingers = context.touch if isinstance(context.touch, int) else 0
    return "tablet" if fingers > 1 and agent and "Macintosh" in agent else None


def granted(consent: Consent | None) -> str | None:
    """The purposes that were granted, in order, with commas; "" for none of those asked, None if nothing is told."""
    if consent is None or consent.category_preferences is None:
        return None
    purposes = [purpose for purpose, yes in consent.category_preferences.items() if yes]
    if len(purposes) > 1:
        purposes.sort()
    return ",".join(purposes).lower()


def staff_of(context: Context) -> str | None:
    """Who of the staff acts for the customer: context.staff, impersonating, or Sana's IsImpersonating."""
    for told in (context.staff, context.impersonating, context.is_impersonating):
        if told and (name := staff_name(told)):
            return name
    return None


def staff_name(told: Any) -> str | None:
    """A name, an object with one, or a bare yes. None for no."""
    if isinstance(told, dict):
        named = next(
            (told[key] for key in ("name", "id", "userId", "email") if told.get(key)), True
        )
        return staff_name(named)
    if isinstance(told, str):
        text = told.strip()
        return (
            None
            if text.lower() in _NO
            else (UNNAMED_STAFF if text.lower() in {"true", "yes", "1"} else text[:200])
        )
    if isinstance(told, bool | int | float):
        return UNNAMED_STAFF if told else None
    return None


def words(told: dict[str, Id] | None) -> dict[str, str] | None:
    """A flat object without its empty entries, all as text; None if nothing is left."""
    if not told:
        return None
    found = {key: text for key, value in told.items() if (text := word(value, key, 2_000))}
    return found or None
