"""Sources: what sends events to a shop, when it last did, its week, and what of it was not taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from etappe.app.shop import Shop
from etappe.base.clock import moment_of, now
from etappe.collect.live.reasons import DUPLICATE

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


def sources(shop: Shop) -> list[Source]:
    """Every source that ever sent, the latest first; those of which nothing was kept at the end."""
    today = now().date()
    period = [today - timedelta(days=back) for back in range(WEEK - 1, -1, -1)]
    refused: dict[str, dict[date, int]] = {}
    for one in shop.events.drained.rejections(WEEK):
        if one.reason != DUPLICATE:
            lost = refused.setdefault(one.source, {})
            lost[one.day] = lost.get(one.day, 0) + one.events
    known = {one.source: one for one in shop.events.drained.arrivals(WEEK)}
    found = []
    for name in [*known, *(name for name in refused if name not in known)]:
        arrivals, lost = known.get(name), refused.get(name, {})
        kept = arrivals.days if arrivals else {}
        days = tuple(SourceDay(day, kept.get(day, 0), lost.get(day, 0)) for day in period)
        last = moment_of(arrivals.last_us) if arrivals else None
        total = sum(day.kept + day.rejected for day in days)
        found.append(
            Source(
                source=name,
                events=arrivals.events if arrivals else 0,
                last_at=last,
                days=days,
                rejected_share=sum(day.rejected for day in days) / total if total else None,
                health=_health(last),
            )
        )
    return found


def _health(last: datetime | None) -> Health:
    if last is None or now() - last > timedelta(days=WEEK):
        return "silent"
    return "live" if now() - last <= timedelta(days=1) else "quiet"
