"""Requests: noted with the shop's own day, due a month later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etappe.app.house import House
from etappe.app.requests import a_month_after, note_request
from etappe.app.shop import Shop
from etappe.base.clock import frozen
from etappe.base.errors import BadInput

NIGHT = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
"""Half past midnight of the first of July in Berlin."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    yield house.shop("laden", create=True)
    house.close()


def test_a_letter_of_today_can_be_noted_soon_after_midnight(shop: Shop) -> None:
    shop.records.save_settings(replace(shop.records.settings(), zone="Europe/Berlin"))
    with frozen(NIGHT):
        noted = note_request(shop, "access", "susa", "jens", date(2026, 7, 1))
        untold = note_request(shop, "access", "susa", "jens", None)
    assert (noted.received, noted.due) == (date(2026, 7, 1), date(2026, 8, 1))
    assert untold.received == date(2026, 7, 1)


def test_a_day_ahead_is_refused(shop: Shop) -> None:
    with frozen(NIGHT), pytest.raises(BadInput, match="ahead"):
        note_request(shop, "access", "susa", "jens", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 11, 26), date(2026, 12, 26)),
    ],
)
def test_a_month_is_the_same_day_or_the_months_last(day: date, due: date) -> None:
    assert a_month_after(day) == due
