from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collect.import_sink import DiskSink, written
from etappe.base.errors import BadInput
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from etappe.store.events import AdvertisingDay


def figures(tmp_path: Path, text: str, **flags: Any) -> list[AdvertisingDay]:
    sink = DiskSink(tmp_path / "sink")
    options = ImportOptions(kind="advertising", rejects_dir=tmp_path, **flags)
    run_import([written(tmp_path, "ads.csv", text)], None, sink, lambda *_: None, options)
    assert sink.events() == []
    return sink.days


def test_a_german_report_of_campaigns_is_read(tmp_path: Path) -> None:
    text = "Tag;Quelle;Medium;Kampagne;Impressionen;Klicks;Kosten\n01.06.2026;instagram;paid_social;Sommerfinale;12.345;210;1.300,50 €\n02.06.2026;instagram;paid_social;Sommerfinale;9.000;100;12,00 €\n"
    assert figures(tmp_path, text) == [
        AdvertisingDay(
            date(2026, 6, 1),
            "instagram",
            "paid_social",
            "",
            "Sommerfinale",
            12345,
            210,
            130050,
            "EUR",
        ),
        AdvertisingDay(
            date(2026, 6, 2), "instagram", "paid_social", "", "Sommerfinale", 9000, 100, 1200, "EUR"
        ),
    ]


def test_rows_of_one_campaign_and_day_are_added_up(tmp_path: Path) -> None:
    text = (
        "day,channel,campaign,impressions,clicks,cost,currency\n"
        + "2026-06-01,paid_search,Brand,1000,10,1.25,CHF\n" * 2
    )
    assert figures(tmp_path, text) == [
        AdvertisingDay(date(2026, 6, 1), "", "", "paid_search", "Brand", 2000, 20, 250, "CHF")
    ]


def test_a_zone_does_not_move_a_day(tmp_path: Path) -> None:
    text = "day,source,clicks,cost\n2026-06-01,google,1,2\n"
    assert figures(tmp_path, text, timezone="Europe/Berlin", currency="EUR")[0].day == date(
        2026, 6, 1
    )


def test_a_bad_row_is_rejected_and_costs_without_a_currency_are_an_error(tmp_path: Path) -> None:
    text = "day,source,cost\n2026-06-01,google,2\nsoon,google,3\n"
    assert len(figures(tmp_path, text, currency="EUR")) == 1
    assert "3,unreadable time: soon" in next(tmp_path.glob("rejects-*")).read_text()
    with pytest.raises(BadInput, match="which currency"):
        figures(tmp_path, text)
    with pytest.raises(BadInput, match="says the day"):
        figures(tmp_path, "source,cost\ngoogle,2\n", currency="EUR")
