"""The calls of Segment's HTTP API as shapes: https://segment.com/docs/connections/spec/common/.

RudderStack and Jitsu send the same with small differences, which stand here too. What has no place in a shape
is passed over; properties and traits stay as they were sent.
"""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw

Id = str | int | float | None
Moment = datetime | int | float | None
NOTHING = Raw()


class Page(msgspec.Struct, gc=False):
    """context.page."""

    url: str | None = None
    title: str | None = None
    referrer: str | None = None


class Library(msgspec.Struct, gc=False):
    """context.library: what sends."""

    name: str | None = None


class Device(msgspec.Struct, gc=False):
    """context.device: `ios`, `android`; the tracker's phone, tablet, desktop."""

    type: str | None = None


class Consent(msgspec.Struct, gc=False, rename="camel"):
    """context.consent: purpose → granted, and the version of the text that was agreed to."""

    category_preferences: dict[str, bool] | None = None
    version: Id = None


class Context(msgspec.Struct, gc=False, rename="camel"):
    """context. It never has the sender's address: context.ip is passed over. `touch`: how many fingers
    the screen tells apart, as our tracker says it."""

    page: Page | None = None
    campaign: dict[str, Id] | None = None
    locale: str | None = None
    user_agent: str | None = None
    session_id: Id = None
    consent: Consent | None = None
    click_ids: dict[str, Id] | None = None
    group_id: Id = None
    library: Library | None = None
    device: Device | None = None
    touch: Any = None
    traits: Raw = NOTHING
    staff: Any = None
    impersonating: Any = None
    is_impersonating: Any = msgspec.field(name="IsImpersonating", default=None)


class Call(msgspec.Struct, gc=False, rename="camel"):
    """One event of any type."""

    type: str | None = None
    event: Id = None
    name: Id = None
    message_id: Id = None
    anonymous_id: Id = None
    user_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    timestamp: Moment = None
    original_timestamp: Moment = None
    sent_at: Moment = None
    properties: Raw = NOTHING
    traits: Raw = NOTHING
    context: Context | None = None
    channel: str | None = None
    write_key: str | None = None


class Batch(msgspec.Struct, gc=False, rename="camel"):
    """Several events in one request. Its `context` is that of each, where the event does not say otherwise."""

    batch: list[Call]
    sent_at: Moment = None
    write_key: str | None = None
    context: Context | None = None


class LooseBatch(msgspec.Struct, gc=False, rename="camel"):
    """A batch of which at least one event does not have the shape."""

    batch: list[Raw]
    sent_at: Any = None
    write_key: str | None = None
    context: Raw = NOTHING


class Traits(msgspec.Struct, gc=False):
    """The traits that are keys of a person."""

    email: str | None = None
    phone: Id = None
