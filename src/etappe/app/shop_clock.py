"""A shop's clock: which day it is there, by its own time zone. The demo's stands at the end of the year it tells."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from etappe.analysis.period import midnight, zone_of
from etappe.app.demo_mark import demo_made_at
from etappe.app.shop import Shop
from etappe.base.clock import now

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ShopClock:
    """`present` is now; in the demo the last moment of its year, so that its sources do not fall silent as real
    years go by. What arrives in the demo after that counts as arriving on that last day."""

    zone: ZoneInfo
    present: datetime

    @property
    def today(self) -> date:
        """The shop's day."""
        return self.present.astimezone(self.zone).date()

    def age(self, moment: datetime) -> timedelta:
        """How long ago a moment was; nothing lies ahead."""
        return max(timedelta(), self.present - moment)

    def last_days(self, count: int) -> list[date]:
        """So many days, today the last of them."""
        return [self.today - timedelta(days=back) for back in range(count - 1, -1, -1)]

    def day(self, told: date) -> date:
        """A day as this clock tells it: none is after today."""
        return min(told, self.today)

    def start_us(self, back: int) -> int:
        """The first moment of the day so many days ago."""
        return midnight(self.today - timedelta(days=back), self.zone)

    def starts_us(self, days: list[date]) -> list[int]:
        """The first moment of each of these days."""
        return [midnight(day, self.zone) for day in days]


def clock_of(shop: Shop) -> ShopClock:
    """The clock of a shop at this moment."""
    zone = zone_of(shop.records.settings().zone)
    made = demo_made_at(shop)
    return ShopClock(zone, now() if made is None else made - _TICK)
