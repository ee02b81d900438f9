"""The Measurement Protocol's request as shapes. What has no place in a shape is passed over."""

from typing import Any

import msgspec
from msgspec import Raw

Id = str | int | float | None


class Consent(msgspec.Struct, gc=False):
    """What the person agreed to, of the two purposes that Google asks about."""

    ad_user_data: str | None = None
    ad_personalization: str | None = None


class Device(msgspec.Struct, gc=False):
    """The device, if the sender tells."""

    category: str | None = None
    language: str | None = None


class Location(msgspec.Struct, gc=False):
    """The place; only the country is taken."""

    country_id: str | None = None


class Event(msgspec.Struct, gc=False):
    """One event; its parameters stay as they were sent."""

    name: str
    params: Raw = Raw()
    timestamp_micros: Id = None


class Hit(msgspec.Struct, gc=False):
    """One request. The sender's address (`ip_override`) is passed over."""

    events: list[Raw]
    client_id: Id = None
    app_instance_id: Id = None
    user_id: Id = None
    timestamp_micros: Id = None
    user_properties: dict[str, Any] | None = None
    consent: Consent | None = None
    device: Device | None = None
    user_location: Location | None = None
    user_agent: str | None = None


class Params(msgspec.Struct, gc=False):
    """The parameters that have a place of their own in the row."""

    session_id: Id = None
    page_location: str | None = None
    page_title: str | None = None
    page_referrer: str | None = None
    language: str | None = None
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    term: str | None = None
    content: str | None = None
