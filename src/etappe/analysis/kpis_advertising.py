"""KPIs, advertising: what ads showed, brought in clicks and cost in a period, by channel (A6.2, A6.17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from etappe.analysis.period import zone_of
from etappe.analysis.scope import ResolvedScope
from etappe.base.clock import to_us
from etappe.events.channels import channel_of


class AdvertisingRow(Protocol):
    """What one campaign showed and cost on one day; `cost` in minor units of `currency`."""

    @property
    def day(self) -> date: ...
    @property
    def source(self) -> str: ...
    @property
    def medium(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def campaign(self) -> str: ...
    @property
    def impressions(self) -> int: ...
    @property
    def clicks(self) -> int: ...
    @property
    def cost(self) -> int: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Advertising:
    """Figures of some rows. Clicks without impressions told make no rate. `cost` in minor units of the shop.

    `without_rate` rows cost money in another currency: their cost is left out.
    """

    impressions: int = 0
    clicks: int = 0
    rated_clicks: int = 0
    cost: int = 0
    without_rate: int = 0

    def __add__(self, other: "Advertising") -> "Advertising":
        return Advertising(
            self.impressions + other.impressions,
            self.clicks + other.clicks,
            self.rated_clicks + other.rated_clicks,
            self.cost + other.cost,
            self.without_rate + other.without_rate,
        )

    @property
    def click_through_rate(self) -> float | None:
        """Clicks ÷ impressions, of the rows that tell impressions."""
        return self.rated_clicks / self.impressions if self.impressions else None


@dataclass(frozen=True, slots=True)
class _Origin:
    """An advertising row seen as the origin of a visit, to find its channel by the same rules."""

    channel: str
    utm_source: str
    utm_medium: str
    utm_campaign: str
    click_id: str | None = None
    referrer_host: str | None = None
    host: str | None = None


def advertising_by_channel(
    rows: Iterable[AdvertisingRow], resolved: ResolvedScope
) -> Mapping[str, Advertising]:
    """The rows of the period's days, summed by channel. A day belongs to a period that holds its start."""
    zone = zone_of(resolved.columns.zone)
    low, high = resolved.period.bounds()
    found: dict[str, Advertising] = {}
    channels: dict[_Origin, str] = {}
    for row in rows:
        start = datetime(row.day.year, row.day.month, row.day.day, tzinfo=zone)
        if not low <= to_us(start.astimezone(UTC)) < high:
            continue
        own = row.currency in ("", resolved.columns.currency)
        figures = Advertising(
            impressions=row.impressions,
            clicks=row.clicks,
            rated_clicks=row.clicks if row.impressions else 0,
            cost=row.cost if own else 0,
            without_rate=int(not own and row.cost != 0),
        )
        # A campaign runs for many days: its channel is looked up once.
        origin = _Origin(row.channel, row.source, row.medium, row.campaign)
        if origin not in channels:
            channels[origin] = channel_of(origin, resolved.columns.words)
        channel = channels[origin]
        found[channel] = found.get(channel, Advertising()) + figures
    return found
