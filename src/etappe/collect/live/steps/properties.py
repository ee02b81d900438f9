"""Properties: what the sender put beside stays as it was sent, except what stands in the row already."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
from msgspec import Raw

from etappe.collect.live.address import MASK
from etappe.collect.live.known import SHORT, facts_of
from etappe.collect.live.way import Passing, Surroundings
from etappe.events.consent import CONSENT_EVENT
from etappe.events.personal import is_personal

_PAGE = frozenset(
    ("url", "path", "title", "referrer", "search", "hash", "referring_domain", "tab_url", "initial_referrer",
     "initial_referring_domain")
)  # fmt: skip
_PAGE_OF_GA4 = frozenset(("page_location", "page_title", "page_referrer", "session_id"))
_BY_TRAITS = frozenset(("identify", "group"))
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
            _add(passing, "consent_version", Raw(msgspec.json.encode(draft.consent_version)))


class _Cut(NamedTuple):
    """What is asked of a text of properties: without these, and besides without what a page or a refusal takes out."""

    text: bytes
    lifted: tuple[str, ...]
    page: bool
    bare: bool


def _put(passing: Passing) -> None:
    draft = passing.draft
    by_traits = bool(draft.traits) and draft.kind in _BY_TRAITS
    text = draft.traits if by_traits else draft.properties
    cut = _Cut(text, tuple(passing.lifted or ()), draft.kind in _PAGE_KINDS, draft.cookieless)
    rest = _remembered(cut) if len(text) <= SHORT else _remaining(cut)
    if rest:
        passing.row["properties"] = rest
    if draft.traits and not by_traits:
        _add(passing, "user_properties", Raw(draft.traits))


@lru_cache(maxsize=4_096)
def _remembered(cut: _Cut) -> str:
    return _remaining(cut)


def _remaining(cut: _Cut) -> str:
    """The properties that stay, as they were sent if all do; "" for none."""
    text, drop = cut.text, set(cut.lifted)
    if cut.page:
        drop |= _PAGE
    if b'"page_' in text:
        drop |= _PAGE_OF_GA4
    mailed = b"@" in text or b"%40" in text
    if not (drop or mailed or cut.bare):
        return text.decode()
    rest = {name: raw for name, raw in facts_of(text).fields.items() if name not in drop}
    if cut.bare:
        rest = {name: raw for name, raw in rest.items() if not is_personal(name)}
    if mailed:
        rest = {name: _without_mail(raw) for name, raw in rest.items()}
    return msgspec.json.encode(rest).decode() if rest else ""


def _add(passing: Passing, name: str, value: Raw) -> None:
    fields = msgspec.json.decode(passing.row.get("properties", "{}"), type=dict[str, Raw])
    fields[name] = value
    passing.row["properties"] = msgspec.json.encode(fields).decode()


def _without_mail(raw: Raw) -> Raw:
    """A property that holds an address of a page: e-mail addresses in it are masked."""
    text = bytes(raw)
    if (b"@" in text or b"%40" in text) and any(sign in text for sign in _ADDRESSES):
        return Raw(_MAIL.sub(MASK.encode(), text))
    return raw
