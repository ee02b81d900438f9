"""KPIs, advertising: what ads showed, brought in clicks and cost in a period, by channel (A6.2, A6.17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from etappe.analysis.period import zone_of
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.speech import say
from etappe.analysis.where import AnyOf, Compare, Condition, Not, comparisons
from etappe.analysis.where_words import fitting
from etappe.base.clock import to_us
from etappe.base.messages import LANGUAGES, Language
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

    def words(self, channel: str) -> Mapping[str, str | None]:
        """What a condition may name, with the words of this origin; None for what is missing."""
        told = {
            "channel": channel,
            "source": self.utm_source,
            "medium": self.utm_medium,
            "campaign": self.utm_campaign,
        }
        return {name: word or None for name, word in told.items()}


_NAMED = tuple(_Origin("", "", "", "").words(""))


@dataclass(frozen=True, slots=True)
class AdvertisingFound:
    """Figures by channel; none, and `note` says why, where the scope asks what advertising cannot tell."""

    channels: Mapping[str, Advertising]
    note: Mapping[Language, str] | None = None


def advertising_found(rows: Iterable[AdvertisingRow], resolved: ResolvedScope) -> AdvertisingFound:
    """The rows of the period's days that fit the scope's condition, summed by channel.

    A day belongs to a period that holds its start. A condition may name channel, source, medium and
    campaign; under any other there are no figures, since nobody knows which part of a cost it concerns.
    """
    inside = _in_period(rows, resolved)
    unknown = _unknown_to_advertising(resolved)
    if unknown and inside:
        note = {
            language: say("kpis_advertising_note", language, name=unknown[language])
            for language in LANGUAGES
        }
        return AdvertisingFound({}, note)
    return AdvertisingFound(_by_channel(inside, resolved))


def _in_period(rows: Iterable[AdvertisingRow], resolved: ResolvedScope) -> list[AdvertisingRow]:
    zone = zone_of(resolved.columns.zone)
    low, high = resolved.period.bounds()

    def starts(day: date) -> int:
        return to_us(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC))

    return [row for row in rows if low <= starts(row.day) < high]


def _unknown_to_advertising(resolved: ResolvedScope) -> Mapping[Language, str] | None:
    """The first thing the scope asks for that advertising rows do not tell, as people read it."""
    if resolved.digital is not None:
        return {language: say("kpis_digital", language) for language in LANGUAGES}
    asked = comparisons(resolved.condition) if resolved.condition is not None else []
    for compare in asked:
        name = f"{compare.owner}.{compare.name}" if compare.owner else compare.name
        if name not in _NAMED:
            return dict.fromkeys(LANGUAGES, name)
    return None


def _by_channel(
    rows: Iterable[AdvertisingRow], resolved: ResolvedScope
) -> Mapping[str, Advertising]:
    found: dict[str, Advertising] = {}
    channels: dict[_Origin, str | None] = {}
    for row in rows:
        own = row.currency in ("", resolved.columns.currency)
        figures = Advertising(
            impressions=row.impressions,
            clicks=row.clicks,
            rated_clicks=row.clicks if row.impressions else 0,
            cost=row.cost if own else 0,
            without_rate=int(not own and row.cost != 0),
        )
        # A campaign runs for many days: it is looked up once.
        origin = _Origin(row.channel, row.source, row.medium, row.campaign)
        if origin not in channels:
            channels[origin] = _kept_channel(origin, resolved)
        channel = channels[origin]
        if channel is not None:
            found[channel] = found.get(channel, Advertising()) + figures
    return found


def _kept_channel(origin: _Origin, resolved: ResolvedScope) -> str | None:
    """The origin's channel; None when the condition leaves it out."""
    channel = channel_of(origin, resolved.columns.words)
    condition = resolved.condition
    return channel if condition is None or _fits(condition, origin.words(channel)) else None


def _fits(condition: Condition, words: Mapping[str, str | None]) -> bool:
    """Does the condition keep what has these words? As for touches: what has no word fits `is null` alone."""
    if isinstance(condition, Compare):
        return bool(fitting([words[condition.name]], condition)[0])
    if isinstance(condition, Not):
        return not _fits(condition.item, words)
    some = any if isinstance(condition, AnyOf) else all
    return some(_fits(item, words) for item in condition.items)
