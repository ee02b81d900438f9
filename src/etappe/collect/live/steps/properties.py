"""Properties: what the sender put beside stays as it was sent, except what stands in the row already."""

import re
from collections.abc import Sequence

import msgspec
from msgspec import Raw

from etappe.collect.live.address import MASK
from etappe.collect.live.known import fields_of
from etappe.collect.live.way import Passing, Surroundings
from etappe.events.consent import CONSENT_EVENT
from etappe.events.personal import is_personal

_PAGE = frozenset(
    ("url", "path", "title", "referrer", "search", "hash", "referring_domain", "tab_url", "initial_referrer",
     "initial_referring_domain")
)  # fmt: skip
_PAGE_OF_GA4 = frozenset(("page_location", "page_title", "page_referrer", "session_id"))
_PAGE_KINDS = frozenset(("page", "screen"))
_MAIL = re.compile(rb"[^\s\"/?&=#@:;,\\]+(?:@|%40)[^\s\"/?&=#@:;,\\]+\.[a-zA-Z]{2,}")
_ADDRESSES = (b"://", b"mailto:", b"?")


def put_properties(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put the properties into the row: of identify and group the traits, of GA4 also the properties of the user."""
    for passing in batch:
        draft = passing.draft
        if draft.properties or draft.traits:
            _put(passing)
        if draft.consent_version and draft.name == CONSENT_EVENT:
            _add(passing, "consent_version", draft.consent_version)


def _put(passing: Passing) -> None:
    draft = passing.draft
    text = (
        draft.traits if draft.kind in {"identify", "group"} and draft.traits else draft.properties
    )
    drop = set(passing.lifted or ())
    if draft.kind in _PAGE_KINDS:
        drop |= _PAGE
    if b'"page_' in text:
        drop |= _PAGE_OF_GA4
    mailed = b"@" in text or b"%40" in text
    beside = draft.traits if text is draft.properties else b""
    if not (drop or mailed or beside or draft.cookieless):
        passing.row["properties"] = text.decode()
        return
    rest = {name: raw for name, raw in fields_of(passing).items() if name not in drop}
    if draft.cookieless:
        rest = {name: raw for name, raw in rest.items() if not is_personal(name)}
    if mailed:
        rest = {name: _without_mail(raw) for name, raw in rest.items()}
    if beside:
        rest["user_properties"] = Raw(beside)
    if rest:
        passing.row["properties"] = msgspec.json.encode(rest).decode()


def _add(passing: Passing, name: str, value: str) -> None:
    fields = msgspec.json.decode(passing.row.get("properties", "{}"), type=dict[str, Raw])
    fields[name] = Raw(msgspec.json.encode(value))
    passing.row["properties"] = msgspec.json.encode(fields).decode()


def _without_mail(raw: Raw) -> Raw:
    """A property that holds an address of a page: e-mail addresses in it are masked."""
    text = bytes(raw)
    if (b"@" in text or b"%40" in text) and any(sign in text for sign in _ADDRESSES):
        return Raw(_MAIL.sub(MASK.encode(), text))
    return raw
