"""Sources: what sends events to a shop, when it last did, its week, and what of it was not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from etappe.app.shop import Shop
from etappe.app.shop_clock import ShopClock, clock_of
from etappe.base.clock import moment_of
from etappe.collect.live.reasons import DUPLICATE
from etappe.store.events import Arrivals, Rejection
from etappe.store.records import KeyKind

Health = Literal["live", "quiet", "silent"]
WEEK = 7


@dataclass(frozen=True, slots=True)
class SourceDay:
    """One day of receipt, in the shop's time zone: events kept, and events not kept."""

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
    clock, book = clock_of(shop), shop.events.drained
    week = clock.last_days(WEEK)
    refused = [(one.source, one) for one in book.rejections(week[0])]
    known = {one.source: one for one in book.arrivals(clock.starts_us(week))}
    return _sources(clock, known, refused)


def key_sources(shop: Shop) -> list[KeySource]:
    """What came with each write key in effect, in the order of the keys. Files, and events from before these were told apart, have none."""
    clock, book = clock_of(shop), shop.events.drained
    week = clock.last_days(WEEK)
    known = {one.source: one for one in book.arrivals_by_key(clock.starts_us(week))}
    refused = [(str(one.key), one) for one in book.rejections_by_key(week[0])]
    keys = [key for key in shop.records.write_keys.all() if key.revoked_at is None]
    names = [str(key.id) for key in keys]
    found = {one.source: one for one in _sources(clock, known, refused, names)}
    return [KeySource(key.id, key.name, key.kind, found[str(key.id)]) for key in keys]


def _sources(
    clock: ShopClock,
    known: Mapping[str, Arrivals],
    rejections: Sequence[tuple[str, Rejection]],
    names: Sequence[str] = (),
) -> list[Source]:
    """A source for each of the names, and for each that ever sent."""
    refused: dict[str, dict[date, int]] = {}
    for name, one in rejections:
        if one.reason != DUPLICATE:
            lost = refused.setdefault(name, {})
            day = clock.day(one.day)
            lost[day] = lost.get(day, 0) + one.events
    wanted = dict.fromkeys((*known, *refused, *names))
    return [_source(name, known.get(name), refused.get(name, {}), clock) for name in wanted]


def _source(
    name: str, arrivals: Arrivals | None, lost: Mapping[date, int], clock: ShopClock
) -> Source:
    kept = arrivals.days if arrivals else (0,) * WEEK
    days = tuple(
        SourceDay(day, taken, lost.get(day, 0))
        for day, taken in zip(clock.last_days(WEEK), kept, strict=True)
    )
    last = moment_of(arrivals.last_us) if arrivals else None
    total = sum(day.kept + day.rejected for day in days)
    return Source(
        source=name,
        events=arrivals.events if arrivals else 0,
        last_at=last,
        days=days,
        rejected_share=sum(day.rejected for day in days) / total if total else None,
        health=_health(clock, last),
    )


def _health(clock: ShopClock, last: datetime | None) -> Health:
    if last is None or clock.age(last) > timedelta(days=WEEK):
        return "silent"
    return "live" if clock.age(last) <= timedelta(days=1) else "quiet"
