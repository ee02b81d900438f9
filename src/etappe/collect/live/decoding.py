"""What a decoder is: it turns the body of one request into drafts and says which events it could not take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import INVALID

MAX_EVENT_BYTES = 1_000_000
"""A single event may be so large; a decoder makes a fault of a larger one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a request beside its body.

    `call` is the last word of the address in its long form: `track`, `batch`, `events`, `collect`, or the name of a
    webhook. `headers` have lower-case names; `query` keeps the first value of each name. `received_us` is the moment
    (UTC, µs) at which the body was complete.
    """

    call: str
    received_us: int
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One event that cannot be taken: its place in the request (from 0), the field, and what is wrong with it.

    `reason` is the key in `reasons.REASONS` under which it counts.
    """

    index: int
    field: str
    message: str
    next_step: str = ""
    reason: str = INVALID


@dataclass(slots=True)
class Decoded:
    """What a body held: the good events in their order, a fault for each of the others.

    `write_key` is the key that the body itself named ("" none). `answer` replaces our own answer where a protocol
    asks for its own. With `keep` False the events are only looked at (a validation call): nothing is kept of them.
    """

    drafts: list[Draft]
    faults: list[Fault]
    write_key: str = ""
    answer: bytes | None = None
    keep: bool = True


Decoder = Callable[[bytes, Arrival], Decoded]
"""Decodes a whole, unpacked body. Raises BadInput if it is nothing this route takes (no JSON, no list of events).

A decoder gives every draft an `event_id` (one of its own if the sender gave none) and `received_us`; the front fills in
`key_kind`, `country` and what consent allows, and asks for the write key after decoding, because a body may hold it.
"""
