"""Our own form: event rows as JSON, in an array, one a line, or alone. Docs: docs/guide/collector.md."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import msgspec
from msgspec import Raw

from etappe.base.errors import BadInput
from etappe.collect.live.decoding import MAX_EVENT_BYTES, Arrival, Decoded
from etappe.collect.live.draft import Draft, EventKind
from etappe.collect.live.reading import (
    WrongField,
    clean_json,
    decode_json,
    json_object,
    micros,
    occurred,
    own_id,
    word,
)
from etappe.collect.live.reasons import TOO_LARGE
from etappe.collect.live.segment_context import staff_name

Id = str | int | float | None

_GIVEN = (
    "host", "path", "channel", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
    "click_id", "device", "browser",
)  # fmt: skip
"""Columns that the sender states as such: no step finds them out by itself."""
_KINDS: dict[str, EventKind] = {
    "identify": "identify", "group": "group", "alias": "alias", "page_view": "page", "screen_view": "screen",
}  # fmt: skip


class Row(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """An event row as a sender writes it: the names of EVENT_COLUMNS in plain form, and `url`, `user_agent`, `traits`.

    `value` is a decimal in `currency`; `consent` the granted purposes with commas between, or a list of them.
    """

    name: str
    event_id: Id = None
    occurred_at: datetime | int | float | None = None
    source: str | None = None
    anonymous_id: Id = None
    user_id: Id = None
    previous_id: Id = None
    email: str | None = None
    email_verified: bool | None = None
    phone: Id = None
    account_id: Id = None
    visit_id: Id = None
    url: str | None = None
    host: str | None = None
    path: str | None = None
    title: str | None = None
    referrer: str | None = None
    channel: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    click_id: str | None = None
    device: str | None = None
    browser: str | None = None
    user_agent: str | None = None
    country: str | None = None
    language: str | None = None
    staff: str | bool | None = None
    bot: bool | None = None
    consent: str | list[str] | None = None
    consent_version: Id = None
    order_id: Id = None
    product_id: Id = None
    value: str | int | float | None = None
    currency: str | None = None
    properties: Raw = Raw()
    traits: Raw = Raw()


_row = msgspec.json.Decoder(Row)
_rows = msgspec.json.Decoder(list[Row])
_raw = msgspec.json.Decoder(Raw)
_raws = msgspec.json.Decoder(list[Raw])
_KNOWN = ", ".join(Row.__struct_fields__)


def decode_native(body: bytes, arrival: Arrival) -> Decoded:
    """Decode the body of `/v1/events`. Raises BadInput if it is neither an array nor lines of JSON."""
    body = clean_json(body).strip()
    if not body:
        raise BadInput("The body is empty.", next_step="Send an array of events, or one a line.")
    found = Decoded([], [])
    for index, row in enumerate(_rows_of(body)):
        try:
            found.drafts.append(_draft(row if isinstance(row, Row) else _loose(row), arrival))
        except WrongField as wrong:
            found.faults.append(wrong.at(index))
    return found


def _rows_of(body: bytes) -> Sequence[Row | Raw]:
    if body[:1] == b"[":
        if len(body) <= MAX_EVENT_BYTES:
            try:
                return decode_json(_rows, body)
            except msgspec.ValidationError:
                pass
        return decode_json(_raws, body)
    if body[:1] != b"{":
        raise BadInput(
            "The body is neither an array nor lines of JSON objects.",
            next_step='Send [{"name": "purchase", …}], or one object a line.',
        )
    try:
        return [_raw.decode(body)]
    except (msgspec.DecodeError, RecursionError):
        return [Raw(line) for line in body.splitlines() if line.strip()]


def _loose(raw: Raw) -> Row:
    """One event by itself; what is wrong with it becomes its fault."""
    text = bytes(raw)
    if len(text) > MAX_EVENT_BYTES:
        raise WrongField(
            "", f"is larger than {MAX_EVENT_BYTES} bytes.", "Send less in one event.", TOO_LARGE
        )
    try:
        return decode_json(_row, text)
    except BadInput as error:
        raise WrongField("", error.message, error.next_step) from error
    except msgspec.ValidationError as error:
        told, _, place = str(error).partition(" - at `$")
        field = place.strip("`.") or _named(told)
        raise WrongField(
            field, f"{told}.", f"Known: {_KNOWN}; everything else goes into properties."
        ) from error


def _named(told: str) -> str:
    """The field that a message is about: 'Object contains unknown field `colour`' → colour."""
    return told.split("`")[1] if told.count("`") > 1 else ""


def _draft(row: Row, arrival: Arrival) -> Draft:
    name = word(row.name, "name", 200)
    if name is None:
        raise WrongField("name", "is missing.", 'Name what happened: "purchase".')
    if row.value is not None and not _is_decimal(row.value):
        raise WrongField(
            "value", f"is no amount: {row.value!r}.", 'Write a plain decimal: "1234.50".'
        )
    us = micros(row.occurred_at) if row.occurred_at is not None else arrival.received_us
    return Draft(
        kind=_KINDS.get(name, "track"),
        event_id=word(row.event_id, "event_id") or own_id(),
        name=name,
        occurred_us=occurred(us, arrival.received_us, "occurred_at"),
        received_us=arrival.received_us,
        source=word(row.source, "source", 100) or "server",
        anonymous_id=word(row.anonymous_id, "anonymous_id"),
        user_id=word(row.user_id, "user_id"),
        previous_id=word(row.previous_id, "previous_id"),
        account_id=word(row.account_id, "account_id"),
        email=word(row.email, "email"),
        phone=word(row.phone, "phone"),
        visit_id=word(row.visit_id, "visit_id"),
        url=row.url,
        title=row.title,
        referrer=row.referrer,
        user_agent=row.user_agent,
        language=row.language,
        country=row.country,
        consent=row.consent if not isinstance(row.consent, list) else ",".join(sorted(row.consent)),
        consent_version=word(row.consent_version, "consent_version"),
        staff=staff_name(row.staff),
        order_id=word(row.order_id, "order_id"),
        product_id=word(row.product_id, "product_id"),
        value=None if row.value is None else str(row.value).strip(),
        currency=word(row.currency, "currency"),
        properties=json_object(row.properties, "properties"),
        traits=json_object(row.traits, "traits"),
        given=_given(row),
    )


def _is_decimal(value: str | float) -> bool:
    try:
        return Decimal(str(value).strip()).is_finite()
    except ArithmeticError:
        return False


def _given(row: Row) -> dict[str, str | int | bool] | None:
    told: dict[str, Any] = {column: getattr(row, column) for column in _GIVEN}
    told |= {"bot": row.bot, "email_verified": row.email_verified}
    return (
        cast(dict[str, str | int | bool], {k: v for k, v in told.items() if v is not None}) or None
    )
