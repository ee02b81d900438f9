"""What a shop is and holds, at a glance."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from etappe.app.demo_mark import is_demo
from etappe.app.shop import Shop
from etappe.base.main_rate import MainRate

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ShopOverview:
    """Settings, period and size of one shop. `first_day` and `last_day` are days in its zone.

    `rebuilding` is how much of the cut by changed words or settings is done, from 0 to 1, while the
    journeys of before still answer; None when they are as the settings say.
    `demo` says that it is the invented demo shop, through which the tour leads.
    """

    name: str
    title: str
    language: str
    currency: str
    zone: str
    country: str | None
    gross: bool
    conversion: str
    conversions: tuple[str, ...]
    model: str
    main_rate: MainRate
    journey_idle_days: int
    account_idle_days: int
    first_day: str | None
    last_day: str | None
    counts: dict[str, int]
    properties: tuple[str, ...]
    rebuilding: float | None
    demo: bool


def overview(shop: Shop) -> ShopOverview:
    """The overview of this moment."""
    columns, words = shop.columns(), shop.words()
    kept = shop.records.settings()
    empty = columns.counts.get("touches", 0) == 0
    return ShopOverview(
        name=shop.name,
        title=kept.title or shop.name,
        language=kept.language,
        currency=columns.currency,
        zone=kept.zone,
        country=kept.country or None,
        gross=kept.gross,
        conversion=words.conversion,
        conversions=words.conversions,
        model=words.model,
        main_rate=kept.main_rate,
        journey_idle_days=kept.journey_idle_days,
        account_idle_days=kept.account_idle_days,
        first_day=None if empty else _day(columns.first_us, kept.zone),
        last_day=None if empty else _day(columns.last_us, kept.zone),
        counts=dict(columns.counts),
        properties=columns.known_properties,
        rebuilding=shop.book.rebuilding,
        demo=is_demo(shop),
    )


def _day(moment_us: int, zone: str) -> str:
    moment = (_EPOCH + timedelta(microseconds=moment_us)).astimezone(ZoneInfo(zone))
    return moment.date().isoformat()
