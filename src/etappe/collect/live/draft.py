"""A draft: one event on its way in, from the answer to the sender until it is a row of the store."""

from collections.abc import Sequence
from typing import Literal

import msgspec

EventKind = Literal["track", "page", "screen", "identify", "group", "alias"]
KeyKind = Literal["browser", "server"]


class Draft(msgspec.Struct, array_like=True, gc=False):
    """One event as it was sent, checked in form but not yet understood. What was not told is None.

    This is what lies in the journal (as an array: new fields go to the end, with a default), so it holds no IP
    address. `name` is the event's name as sent, or ours where the call has none (`page_view`). `occurred_us` is
    corrected for the sender's clock. `key_kind` says which kind of write key brought it; `source` is `web`, `server`
    or the platform (`shopify`). `value` is a decimal as text, in `currency`. `consent` holds the granted purposes
    with commas between: "" all were refused, None nothing was told. `properties` and `traits` are JSON objects as sent, or
    empty. With `cookieless` the event carries no key of a person but one that is forgotten at the day's end.
    `given` are columns of the row that the sender stated as such (`host`, `device`, `channel`): no step puts its own in their place. `follows` is the id of an earlier event that names the order this one
    is about, where the sender does not. `key_id` is the number of the write key that
    brought it (0: before these were told apart).
    """

    kind: EventKind
    event_id: str
    name: str
    occurred_us: int
    received_us: int
    key_kind: KeyKind = "browser"
    source: str = "web"
    anonymous_id: str | None = None
    user_id: str | None = None
    previous_id: str | None = None
    account_id: str | None = None
    email: str | None = None
    phone: str | None = None
    visit_id: str | None = None
    url: str | None = None
    title: str | None = None
    referrer: str | None = None
    user_agent: str | None = None
    language: str | None = None
    country: str | None = None
    campaign: dict[str, str] | None = None
    click_ids: dict[str, str] | None = None
    consent: str | None = None
    consent_version: str | None = None
    staff: str | None = None
    order_id: str | None = None
    product_id: str | None = None
    value: str | None = None
    currency: str | None = None
    properties: bytes = b""
    traits: bytes = b""
    cookieless: bool = False
    given: dict[str, str | int | bool] | None = None
    follows: str | None = None
    key_id: int = 0


_drafts = msgspec.msgpack.Decoder(list[Draft])


def packed(drafts: Sequence[Draft]) -> bytes:
    """Drafts as they lie in the journal."""
    return msgspec.msgpack.encode(drafts)


def unpacked(payload: bytes) -> list[Draft]:
    """The drafts of a payload of the journal. Raises MsgspecError if it holds none."""
    return _drafts.decode(payload)
