"""Reading: what all decoders share. JSON as real senders write it, moments, and plain words."""

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

import msgspec

from etappe.base.clock import US_PER_DAY, US_PER_SECOND
from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Fault
from etappe.collect.live.reasons import INVALID, TOO_OLD
from etappe.events.personal import is_network_address

Wanted = TypeVar("Wanted")

LONGEST_ID = 512
"""Signs that an id or a name may have."""
OLDEST_US = 3_653 * US_PER_DAY
"""How long before its receipt an event may have happened: ten years."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SKEW_FROM_US = 3 * US_PER_SECOND
_MILLISECONDS_FROM = 100_000_000_000
"""As a number of seconds that would be the year 5138: from here on a number is in milliseconds."""

_ENDS = (b'ip"', b'Ip"', b'IP"', b'pv4"', b'pv6"', b'ddr"', b'ddress"', b"forwarded")
"""How the names of properties with an IP address end: nothing else is taken apart."""
_NO_OBJECT = frozenset({b"", b"null", b"{}"})
_LONE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


class WrongField(Exception):
    """One field of an event makes no sense; the decoder turns it into the event's fault."""

    def __init__(
        self, field: str, message: str, next_step: str = "", reason: str = INVALID
    ) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.next_step = next_step
        self.reason = reason

    def at(self, index: int) -> Fault:
        """The fault of the event in that place."""
        return Fault(index, self.field, self.message, self.next_step, self.reason)


class _Order(msgspec.Struct, gc=False):
    order_id: str | int | None = None
    orderId: str | int | None = None  # noqa: N815 as senders spell it
    transaction_id: str | int | None = None


_order = msgspec.json.Decoder(_Order)


class Moments(NamedTuple):
    """When a request was sent by the sender's clock (None: not told) and received by ours, in microseconds."""

    sent_us: int | None
    received_us: int

    def skew_us(self) -> int:
        """What to add to a time by the sender's clock; 0 for the seconds that a request may take."""
        if self.sent_us is None:
            return 0
        skew = self.received_us - self.sent_us
        return skew if abs(skew) > _SKEW_FROM_US else 0


def clean_json(body: bytes) -> bytes:
    """The body without byte order mark and without NUL, which no database keeps. Raises BadInput if it is not UTF-8."""
    if not body.isascii():
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadInput("The body is not UTF-8.", next_step="Send JSON in UTF-8.") from error
        body = body.removeprefix(b"\xef\xbb\xbf")
    return body.replace(b"\\u0000", b"\\ufffd") if b"\\u0000" in body else body


def decode_json(decoder: "msgspec.json.Decoder[Wanted]", body: bytes) -> Wanted:
    """Decode a cleaned body. Raises BadInput if it is no JSON; lets ValidationError pass.

    Half an emoji (a text that a script cut off in its middle) becomes the sign for an unknown one.
    """
    try:
        return decoder.decode(body)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError) as error:
        mended = _LONE.sub(rb"\\ufffd", body)
        if mended != body:
            return decode_json(decoder, mended)
        told = (
            "is nested too deeply" if isinstance(error, RecursionError) else f"is no JSON: {error}"
        )
        raise BadInput(f"The body {told}.", next_step="Send one JSON document in UTF-8.") from error


def micros(moment: datetime | float) -> int:
    """Microseconds of a moment by the sender's clock; without a zone it is UTC. Raises WrongField out of range.

    A number is in seconds, or in milliseconds if it is too large for that.
    """
    if isinstance(moment, datetime):
        delta = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
        return (delta.days * 86_400 + delta.seconds) * US_PER_SECOND + delta.microseconds
    if abs(moment) >= _MILLISECONDS_FROM * 1_000:
        raise WrongField("timestamp", f"{moment} is no moment.", "Send ISO 8601 in UTC.")
    unit = 1_000 if abs(moment) >= _MILLISECONDS_FROM else US_PER_SECOND
    return round(moment * unit)


def occurred(us: int, received_us: int, field: str = "timestamp") -> int:
    """The moment itself. Raises WrongField for one more than ten years before the receipt."""
    if us < received_us - OLDEST_US:
        raise WrongField(
            field,
            "says that it happened more than ten years ago.",
            "Send the moment in UTC, in ISO 8601; older history comes by etappe import.",
            TOO_OLD,
        )
    return us


def word(value: Any, field: str = "", longest: int = LONGEST_ID) -> str | None:
    """An id or a name as text; None for nothing. Raises WrongField if it is too long."""
    if value is None:
        return None
    if type(value) is str:
        text = value.strip()
    else:
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if len(text) > longest:
        raise WrongField(field, f"is longer than {longest} signs.", "Send a shorter one.")
    return text or None


def json_object(raw: msgspec.Raw, field: str) -> bytes:
    """The text of a JSON object as it was sent; empty for none. Raises WrongField if it is something else."""
    text = bytes(raw)
    if text in _NO_OBJECT:
        return b""
    if text[:1] != b"{":
        raise WrongField(
            field, "is no JSON object.", f'Send {field} as an object: {{"size": "L"}}.'
        )
    return without_addresses(text) if any(end in text for end in _ENDS) else text


def without_addresses(text: bytes) -> bytes:
    """A JSON object without IP addresses, at any depth: they are written nowhere, not even to the journal."""
    value = msgspec.json.decode(text)
    bare = _bare(value)
    return text if bare == value else msgspec.json.encode(bare)


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _bare(entry) for name, entry in value.items() if not is_network_address(name)}
    return value


def order_in(properties: bytes) -> str | None:
    """The number of the order that properties name, in Segment's words or GA4's; it decides what of a refusal may be kept."""
    if (
        b"rder_id" not in properties
        and b"rderId" not in properties
        and b"transaction_id" not in properties
    ):
        return None
    try:
        told = _order.decode(properties)
    except msgspec.ValidationError:
        return None
    return word(told.order_id or told.orderId or told.transaction_id, "order_id")


def own_id() -> str:
    """An event id for a sender that gave none."""
    return uuid4().hex
