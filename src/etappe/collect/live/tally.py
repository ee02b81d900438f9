"""Tally: what was not kept, counted and shown by example until the next drain writes it down."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from etappe.base.clock import now_us
from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import may_be_sampled
from etappe.events.personal import veiled
from etappe.store.events import RejectedSample, Rejection

SAMPLES_AT_ONCE = 20
SAMPLE_LENGTH = 4_000
_LEFT_OUT = frozenset(("anonymousId", "anonymous_id", "client_id", "writeKey", "visit_id"))


@dataclass(frozen=True, slots=True)
class Refused:
    """Counts and examples that came together."""

    counts: list[Rejection] = field(default_factory=list)
    samples: list[RejectedSample] = field(default_factory=list)

    def __add__(self, other: "Refused") -> "Refused":
        return Refused([*self.counts, *other.counts], [*self.samples, *other.samples])


class Tally:
    """Counts by day, reason, source and key, and the latest few examples. Bounded; safe to use from several threads.

    `today` tells the shop's day.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        self.today = today
        self._lock = threading.Lock()
        self._counts: Counter[tuple[date, str, str, int]] = Counter()
        self._samples: list[RejectedSample] = []

    def count(self, reason: str, source: str = "", events: int = 1, key: int = 0) -> None:
        """So many events, sent with the write key of that number, were not kept."""
        with self._lock:
            self._counts[self.today(), reason, source, key] += events

    def show(self, reason: str, field: str, message: str, sample: str, source: str = "") -> None:
        """Keep an example, if the reason allows one."""
        if may_be_sampled(reason):
            one = RejectedSample(now_us(), reason, source, field, message, sample[:SAMPLE_LENGTH])
            with self._lock:
                self._samples = [*self._samples[1 - SAMPLES_AT_ONCE :], one]

    def drop(self, drafts: Iterable[tuple[str, Draft]]) -> None:
        """Events that a step dropped, each with its reason."""
        shown = 0
        for reason, draft in drafts:
            self.count(reason, draft.source, key=draft.key_id)
            if shown < SAMPLES_AT_ONCE and may_be_sampled(reason):
                shown += 1
                self.show(reason, "", "", as_sample(draft), draft.source)

    @property
    def sated(self) -> bool:
        """Whether it has examples enough until the next drain: none need be made."""
        return len(self._samples) >= SAMPLES_AT_ONCE

    @property
    def empty(self) -> bool:
        """Whether nothing waits to be written down."""
        return not self._counts and not self._samples

    def take(self) -> Refused:
        """What came together since the last time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            samples, self._samples = self._samples, []
        told = [
            Rejection(day, reason, source, events, key)
            for (day, reason, source, key), events in counts.items()
        ]
        return Refused(told, samples)

    def put_back(self, refused: Refused) -> None:
        """What could not be written: it is told with the next drain."""
        with self._lock:
            for one in refused.counts:
                self._counts[one.day, one.reason, one.source, one.key] += one.events
            self._samples = [*refused.samples, *self._samples][-SAMPLES_AT_ONCE:]


def sample_of(body: bytes, index: int) -> str:
    """The event of that place in a request, as JSON, personal values masked; "" if it cannot be found."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return ""
    if isinstance(told, dict):
        told = next((told[name] for name in ("batch", "events") if name in told), [told])
    if not isinstance(told, list) or not 0 <= index < len(told):
        return ""
    return _shown(told[index])


def as_sample(draft: Draft) -> str:
    """A draft as JSON, personal values masked and keys of a device left out."""
    fields: dict[str, Any] = {
        name: value
        for name in Draft.__struct_fields__
        if (value := getattr(draft, name)) not in (None, b"", False)
    }
    for name in ("properties", "traits"):
        if name in fields:
            fields[name] = msgspec.json.decode(fields[name])
    return _shown(fields)


def _shown(event: Any) -> str:
    shown = veiled(event)
    if isinstance(shown, dict):
        shown = {name: value for name, value in shown.items() if name not in _LEFT_OUT}
    return msgspec.json.encode(shown).decode()
