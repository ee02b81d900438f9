"""Retention: nothing goes before somebody decided; then what is older leaves every place, and only that."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.privacy_cast import NOON, columns
from etappe.app.house import House
from etappe.app.retention import PROPOSED, retention, run_retention, set_retention
from etappe.app.shop import Shop
from etappe.base.clock import frozen, moment_of
from etappe.base.errors import BadInput

DAY = 86_400_000_000
NOW = moment_of(NOON)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    opened = house.shop("laden", create=True)
    for days in (500, 100, 5):
        rows = (
            {"user_id": f"susa-{days}", "email": f"s{days}@jubel.example", "name": "page_view"},
            {"user_id": f"susa-{days}", "name": "call"},
            {"user_id": f"susa-{days}", "name": "purchase", "order_id": f"A{days}", "value": 1, "currency": "EUR"},
            {"user_id": f"susa-{days}", "name": "page_view", "order_id": f"A{days}"},
        )  # fmt: skip
        opened.events.append(columns(*rows, mark=f"m{days}", start=NOON - days * DAY))
    yield opened
    house.close()


def test_nothing_is_deleted_before_somebody_decided(shop: Shop) -> None:
    with frozen(NOW):
        rows = {row.kind: row for row in retention(shop)}
        assert {kind: row.days for kind, row in rows.items()} == {
            "browsing": None, "contacts": None, "orders": None, "originals": None,
            "samples": 30, "openings": 730,
        }  # fmt: skip
        assert rows["browsing"].proposed == PROPOSED["browsing"]
        assert not any(run_retention(shop).deleted.values())
    assert shop.events.events_up_to(99) == 12


def test_each_kind_goes_after_its_own_time(shop: Shop) -> None:
    with frozen(NOW):
        set_retention(shop, {"browsing": 90, "contacts": 400})
        would = run_retention(shop, dry=True)
        assert would.deleted == {"browsing": 2, "contacts": 1, "orders": 0, "originals": 0, "samples": 0, "openings": 0}  # fmt: skip
        assert shop.events.events_up_to(99) == 12
        assert run_retention(shop).deleted == would.deleted
        assert not any(run_retention(shop).deleted.values())
    left = shop.events.private.older([], NOON + DAY, orders=True)
    names = [row["name"] for row in shop.events.rows(left)]
    assert names == ["purchase", "page_view"] * 3, "what names an order stays with it"
    assert shop.columns().counts["touches"] + shop.columns().counts["repeated"] == 9
    set_retention(shop, {"browsing": None})
    assert {row.kind: row.days for row in retention(shop)}["browsing"] is None


def test_originals_go_before_the_events_do(shop: Shop) -> None:
    keys = np.arange(len(shop.events.keys()))
    with frozen(NOW):
        set_retention(shop, {"originals": 300})
        assert run_retention(shop).deleted["originals"] == 1
    assert sorted(shop.events.private.originals(keys).values()) == ["s100@jubel.example", "s5@jubel.example"]  # fmt: skip
    assert shop.events.events_up_to(99) == 12


def test_openings_go_after_two_years(shop: Shop) -> None:
    with frozen(datetime(2024, 1, 1, tzinfo=UTC)):
        shop.records.openings.note(0, "tim")
    shop.records.openings.note(0, "tim")
    with frozen(datetime.now(UTC) + timedelta(days=1)):
        assert run_retention(shop).deleted["openings"] == 1
    assert len(shop.records.openings.latest(9)) == 1


def test_a_time_that_cannot_be_is_refused(shop: Shop) -> None:
    with pytest.raises(BadInput, match="cookies"):
        set_retention(shop, {"cookies": 3})
    with pytest.raises(BadInput, match="0 is not"):
        set_retention(shop, {"browsing": 0})
