"""Rejected: what arrived and was not kept, counted by reason and day, with examples where one may be kept."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from etappe.analysis.tables_csv import safe
from etappe.app.live_words import reason_next_step, reason_text, sender_text
from etappe.app.shop import Shop
from etappe.app.shop_clock import clock_of
from etappe.app.speech import say
from etappe.base.clock import moment_of
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.collect.live.reasons import REASONS, may_be_sampled
from etappe.events.personal import veiled, veiled_text
from etappe.events.words import Text
from etappe.store.events import RejectedSample, Rejection

MOST_DAYS = 400
MOST_SAMPLES = 500
_HEADS = ("day", "reason", "meaning", "source", "events")
_INNER = ("properties", "traits")
"""What a draft keeps as the text of a JSON object."""


@dataclass(frozen=True, slots=True)
class RejectedDay:
    """So many events of one day, in the shop's time zone."""

    day: date
    events: int


@dataclass(frozen=True, slots=True)
class RejectedSource:
    """So many events of one source; '' where it is not known."""

    source: str
    events: int


@dataclass(frozen=True, slots=True)
class RejectedReason:
    """One reason: in words, what to do, how often by day (every day of the period) and by source.

    Without `sampled` no example is kept: the content of such an event is nobody's business.
    """

    reason: str
    label: Text
    next_step: Text
    sampled: bool
    events: int
    days: tuple[RejectedDay, ...]
    sources: tuple[RejectedSource, ...]


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """One example: what was wrong with which field, and the event as it was sent, personal values masked."""

    received_at: datetime
    reason: str
    source: str
    field: str
    message: Text
    sample: Any


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not kept in the days `from_` to `to` (in the shop's time zone, both included): the most frequent reason first.

    `samples` are the latest examples, of the reason that was asked for or of all.
    """

    from_: date
    to: date
    events: int
    reasons: tuple[RejectedReason, ...]
    samples: tuple[RejectedEvent, ...]


def rejected(shop: Shop, reason: str = "", days: int = 30, limit: int = 50) -> Rejected:
    """What was not kept in the last `days`; `limit` examples. BadInput for a reason that is none."""
    known = [one.key for one in REASONS]
    period = clock_of(shop).last_days(days)
    counts = _counts(shop, days)
    if reason and reason not in {*known, *(one.reason for one in counts)}:
        raise BadInput(
            f"reason: {reason!r} is none.", next_step=f"Known: {', '.join(known)}.", field="reason"
        )
    chosen = [one for one in counts if reason in ("", one.reason)]
    names = dict.fromkeys(one.reason for one in chosen)
    reasons = [_reason(name, [o for o in chosen if o.reason == name], period) for name in names]
    return Rejected(
        from_=period[0],
        to=period[-1],
        events=sum(one.events for one in reasons),
        reasons=tuple(sorted(reasons, key=lambda one: -one.events)),
        samples=tuple(map(_event, shop.events.drained.samples(reason, limit))) if limit else (),
    )


def rejected_csv(shop: Shop, language: Language, days: int = 30) -> bytes:
    """The counts as CSV, as spreadsheets of the language open it: the latest day first."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    rows.writerow([say(f"rejected_{name}", language) for name in _HEADS])
    for one in _counts(shop, days):
        meaning = reason_text(one.reason)[language]
        rows.writerow(
            (one.day.isoformat(), safe(one.reason), meaning, safe(one.source), one.events)
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _counts(shop: Shop, days: int) -> list[Rejection]:
    clock = clock_of(shop)
    found = shop.events.drained.rejections(clock.last_days(days)[0])
    return [replace(one, day=clock.day(one.day)) for one in found]


def _reason(name: str, counts: Sequence[Rejection], period: Sequence[date]) -> RejectedReason:
    by_day: dict[date, int] = dict.fromkeys(period, 0)
    by_source: dict[str, int] = {}
    for one in counts:
        by_day[one.day] = by_day.get(one.day, 0) + one.events
        by_source[one.source] = by_source.get(one.source, 0) + one.events
    return RejectedReason(
        reason=name,
        label=reason_text(name),
        next_step=reason_next_step(name),
        sampled=may_be_sampled(name),
        events=sum(by_source.values()),
        days=tuple(RejectedDay(day, events) for day, events in by_day.items()),
        sources=tuple(
            RejectedSource(source, events)
            for source, events in sorted(by_source.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _event(kept: RejectedSample) -> RejectedEvent:
    return RejectedEvent(
        received_at=moment_of(kept.received_us),
        reason=kept.reason,
        source=kept.source,
        field=kept.field,
        message=sender_text(*kept.message.split("\n")),
        sample=_sample(kept.sample),
    )


def _sample(text: str) -> Any:
    """The example as JSON, with the texts in it that are JSON themselves; as text where it is none."""
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return veiled_text(text)
    if isinstance(value, dict):
        value |= {name: _inner(value[name]) for name in _INNER if isinstance(value.get(name), str)}
    return veiled(value, of_thing=True)


def _inner(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return veiled_text(text)
