"""A shop's days are those of its own time zone; the demo's clock stands at the end of the year it tells."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from etappe.app.demo import DEMO_SHOP, ensure_demo
from etappe.app.house import House, opened
from etappe.app.identity_audit import BUSY_DAY, audit
from etappe.app.rejected import rejected
from etappe.app.retention import run_retention, set_retention
from etappe.app.settings import change_settings
from etappe.app.shop import Shop
from etappe.app.shop_clock import clock_of
from etappe.app.sources import sources
from etappe.base.clock import frozen
from etappe.collect.live.reasons import INVALID

LATE = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
"""Already the tenth in Berlin."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    shop = house.shop("laden", create=True)
    change_settings(shop, {"zone": "Europe/Berlin"})
    yield shop
    house.close()


def brought(shop: Shop, *moments: datetime, key: str = "b1", name: str = "page_view") -> None:
    """Events that are received when they happen."""
    rows: dict[str, list[Any]] = {
        "event_id": [f"{key} {moment.isoformat()}" for moment in moments],
        "occurred_at": list(moments),
        "received_at": list(moments),
        "name": [name] * len(moments),
        "source": ["web"] * len(moments),
        "anonymous_id": [key] * len(moments),
    }
    shop.events.append(rows)


def test_what_comes_after_midnight_of_the_shop_is_of_its_new_day(shop: Shop) -> None:
    with frozen(LATE):
        brought(shop, LATE - timedelta(hours=1), LATE)
        shop.collector.tally.count(INVALID, "web")
        shop.collector.write_down()
        [web] = sources(shop)
        found = rejected(shop, days=2)
    told = {day.day: (day.kept, day.rejected) for day in web.days}
    assert list(told)[-1] == date(2026, 3, 10)
    assert (told[date(2026, 3, 9)], told[date(2026, 3, 10)]) == ((1, 0), (1, 1))
    assert (found.from_, found.to) == (date(2026, 3, 9), date(2026, 3, 10))
    assert [day.events for day in found.reasons[0].days] == [0, 1]


def test_many_visits_of_one_local_day_are_suspicious_those_of_one_utc_day_are_not(
    shop: Shop,
) -> None:
    # From 23:10 in Berlin, an hour apart: 22 visits of one UTC day, of which 21 lie on one day of the shop.
    start = datetime(2026, 3, 8, 22, 10, tzinfo=UTC)
    local_day = [start + timedelta(minutes=60 * visit) for visit in range(22)]
    brought(shop, *local_day, key="busy")
    # Of 21 of one UTC day the last two lie behind the shop's midnight.
    start = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
    utc_day = [start + timedelta(minutes=31 * visit) for visit in range(BUSY_DAY + 1)]
    brought(shop, *utc_day, key="calm")
    with frozen(LATE + timedelta(days=9)):
        [found] = [one for one in audit(shop).findings if one.doubt == "busy"]
    assert (found.persons, found.count) == ((shop.book.person_of("busy"),), 21)


def test_times_are_kept_in_whole_days_of_the_shop(shop: Shop) -> None:
    midnight = datetime(2026, 3, 8, 23, tzinfo=UTC)
    brought(shop, midnight - timedelta(minutes=1), midnight + timedelta(minutes=1))
    with frozen(LATE):
        set_retention(shop, {"browsing": 1})
        assert run_retention(shop).deleted["browsing"] == 1
    assert [row["occurred_at"] for row in shop.events.rows(shop.events.core(1, 9).seq)] == [
        midnight + timedelta(minutes=1)
    ]


def test_years_later_the_sources_of_the_demo_still_send(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        ensure_demo(house, 1, 1_000)
        shop = house.shop(DEMO_SHOP)
        with frozen(datetime(2031, 1, 1, tzinfo=UTC)):
            assert clock_of(shop).today == date(2026, 10, 31)
            web = next(one for one in sources(shop) if one.source == "web")
            assert web.health == "live"
            assert [day.day for day in web.days][-1] == date(2026, 10, 31)
            assert all(day.kept for day in web.days)
            brought(shop, datetime(2031, 1, 1, tzinfo=UTC))
            again = next(one for one in sources(shop) if one.source == "web")
        assert again.days[-1].kept == web.days[-1].kept + 1, "what arrives now arrives on its day"
        assert again.last_at == datetime(2031, 1, 1, tzinfo=UTC)
