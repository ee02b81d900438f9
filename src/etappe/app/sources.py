"""Sources: what sends events to a shop, when it last did, its week, and what of it was not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from etappe.app.shop import Shop
from etappe.base.clock import moment_of, now
from etappe.collect.live.reasons import DUPLICATE
from etappe.store.events import Arrivals, Rejection
from etappe.store.records import KeyKind

Health = Literal["live", "quiet", "silent"]
WEEK = 7


@dataclass(frozen=True, slots=True)
class SourceDay:
    """One day of receipt (UTC): events kept, and events not kept."""

    day: date
    kept: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `days` are the last seven, today the last of them.

    `rejected_share` is the share of the week's events that were not kept, None without any; events that came a second
    time do not count: a repetition is no loss. `health`: `live` with an event in the last 24 hours, `quiet` with one
    in the last seven days, else `silent`. `last_at` is None where nothing was ever kept.
    """

    source: str
    events: int
    last_at: datetime | None
    days: tuple[SourceDay, ...]
    rejected_share: float | None
    health: Health


@dataclass(frozen=True, slots=True)
class KeySource:
    """What came with one write key, as a source by itself; `sent.source` is the key's number."""

    key: int
    name: str
    kind: KeyKind
    sent: Source


def sources(shop: Shop) -> list[Source]:
    """Every source that ever sent, the latest first; those of which nothing was kept at the end."""
    book = shop.events.drained
    refused = [(one.source, one) for one in book.rejections(WEEK)]
    return _sources({one.source: one for one in book.arrivals(WEEK)}, refused)


def key_sources(shop: Shop) -> list[KeySource]:
    """What came with each write key in effect, in the order of the keys. Files, and events from before these were told apart, have none."""
    book = shop.events.drained
    known = {one.source: one for one in book.arrivals_by_key(WEEK)}
    refused = [(str(one.key), one) for one in book.rejections_by_key(WEEK)]
    keys = [key for key in shop.records.write_keys.all() if key.revoked_at is None]
    found = {one.source: one for one in _sources(known, refused, [str(key.id) for key in keys])}
    return [KeySource(key.id, key.name, key.kind, found[str(key.id)]) for key in keys]


def _sources(
    known: Mapping[str, Arrivals],
    rejections: Sequence[tuple[str, Rejection]],
    names: Sequence[str] = (),
) -> list[Source]:
    """A source for each of the names, and for each that ever sent."""
    today = now().date()
    period = [today - timedelta(days=back) for back in range(WEEK - 1, -1, -1)]
    refused: dict[str, dict[date, int]] = {}
    for name, one in rejections:
        if one.reason != DUPLICATE:
            lost = refused.setdefault(name, {})
            lost[one.day] = lost.get(one.day, 0) + one.events
    wanted = dict.fromkeys((*known, *refused, *names))
    return [_source(name, known.get(name), refused.get(name, {}), period) for name in wanted]


def _source(
    name: str, arrivals: Arrivals | None, lost: Mapping[date, int], period: Sequence[date]
) -> Source:
    kept = arrivals.days if arrivals else {}
    days = tuple(SourceDay(day, kept.get(day, 0), lost.get(day, 0)) for day in period)
    last = moment_of(arrivals.last_us) if arrivals else None
    total = sum(day.kept + day.rejected for day in days)
    return Source(
        source=name,
        events=arrivals.events if arrivals else 0,
        last_at=last,
        days=days,
        rejected_share=sum(day.rejected for day in days) / total if total else None,
        health=_health(last),
    )


def _health(last: datetime | None) -> Health:
    if last is None or now() - last > timedelta(days=WEEK):
        return "silent"
    return "live" if now() - last <= timedelta(days=1) else "quiet"
