from datetime import UTC, datetime
from pathlib import Path

import pytest

from collect.import_sink import bring, written
from etappe.base.errors import BadInput
from etappe.collect.importing import plan_import
from etappe.collect.options import ImportOptions

LOCAL = {"timezone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("written_as", "flags", "read_as"),
    [
        ("2026-07-01 10:00:00", {}, "2026-07-01 10:00:00"),
        ("2026-07-01T10:00:00Z", LOCAL, "2026-07-01 10:00:00"),
        ("2026-07-01T10:00:00.250Z", {}, "2026-07-01 10:00:00.250000"),
        ("2026-07-01T10:00:00+02:00", {}, "2026-07-01 08:00:00"),
        ("2026-07-01 10:00:00 +0200", {}, "2026-07-01 08:00:00"),
        ("2026-07-01 10:00:00 UTC", LOCAL, "2026-07-01 10:00:00"),
        ("2026-07-01T10:00", LOCAL, "2026-07-01 08:00:00"),
        ("2026-07-01", {}, "2026-07-01 00:00:00"),
        ("1.7.2026", LOCAL, "2026-06-30 22:00:00"),
        ("01.07.26 10:00", LOCAL, "2026-07-01 08:00:00"),
        ("01.07.2026, 10:00 Uhr", LOCAL, "2026-07-01 08:00:00"),
        ("7/31/26 8:26", {}, "2026-07-31 08:26:00"),
        ("31/7/2026 08:26:01", {}, "2026-07-31 08:26:01"),
        ("7/31/2026 8:05 PM", {}, "2026-07-31 20:05:00"),
        ("1782900000", LOCAL, "2026-07-01 10:00:00"),
        ("1782900000.5", {}, "2026-07-01 10:00:00.500000"),
        ("1782900000123", {}, "2026-07-01 10:00:00.123000"),
        ("1782900000123456", {}, "2026-07-01 10:00:00.123456"),
        ("1782900000123456789", {}, "2026-07-01 10:00:00.123456"),
        ("20260701", {}, "2026-07-01 00:00:00"),
        ("01|07|2026", {"time_format": "%d|%m|%Y"}, "2026-07-01 00:00:00"),
        # The hour that does not exist goes an hour on; the hour that comes twice is the second one.
        ("2026-03-29 02:30:00", LOCAL, "2026-03-29 01:30:00"),
        ("2026-10-25 02:30:00", LOCAL, "2026-10-25 01:30:00"),
    ],
)
def test_a_time_is_read_as_it_is_written(
    tmp_path: Path, written_as: str, flags: dict[str, str], read_as: str
) -> None:
    path = written(tmp_path, "t.csv", f'user,time,event\nu,"{written_as}",x\nv,"{written_as}",x\n')
    events, _ = bring(tmp_path, path, person="user", time="time", event="event", **flags)
    assert [e["occurred_at"] for e in events] == [read_as, read_as]


def test_day_and_month_are_decided_over_the_whole_column(tmp_path: Path) -> None:
    # Only the last of 60,000 rows tells that the month goes first.
    rows = "".join("u,1/2/26 10:00,x\n" for _ in range(60_000))
    path = written(tmp_path, "t.csv", f"user,time,event\n{rows}u,1/13/26 10:00,x\n")
    events, report = bring(tmp_path, path)
    assert report.rejected == 0
    assert {e["occurred_at"] for e in events} == {"2026-01-02 10:00:00", "2026-01-13 10:00:00"}


def test_an_order_that_could_be_either_is_said_in_the_dry_run(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "user,time,event\nu,1/2/26 10:00,x\n")
    [shown] = plan_import([path], None, ImportOptions()).files
    assert "month/day/year" in shown.choices[0].words
    assert any("the other order" in note for note in shown.notes)


def test_forms_may_mix_within_a_column_and_what_fits_none_is_rejected(tmp_path: Path) -> None:
    text = (
        "user,time,event\n"
        + "u,01.02.2026 10:00,x\n" * 5
        + "u,3.2.26,x\nu,04.02.2026 10:00:01,x\nu,0001-01-01,x\n"
    )
    events, report = bring(tmp_path, written(tmp_path, "t.csv", text))
    assert [e["occurred_at"] for e in events[5:]] == ["2026-02-03 00:00:00", "2026-02-04 10:00:01"]
    assert report.rejected == 1


def test_a_time_with_an_offset_far_down_is_not_read_as_local(tmp_path: Path) -> None:
    text = (
        "user,time,event\n" + "u,2026-07-01 10:00:00,x\n" * 50 + "u,2026-07-01 10:00:00+05:00,x\n"
    )
    events, _ = bring(tmp_path, written(tmp_path, "t.csv", text), timezone="Europe/Berlin")
    assert events[0]["occurred_at"] == "2026-07-01 08:00:00"
    assert events[-1]["occurred_at"] == "2026-07-01 05:00:00"


def test_events_of_1970_and_of_the_future_go_in(tmp_path: Path) -> None:
    later = datetime.now(UTC).year + 50
    text = f"user,time,event\nu,1970-01-01 00:00:00,x\nu,{later}-01-01 00:00:00,x\n"
    assert len(bring(tmp_path, written(tmp_path, "t.csv", text))[0]) == 2


def test_a_zone_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "user,time,event\nu,2026-01-01,x\n")
    with pytest.raises(BadInput, match="Europe/Bärlin"):
        bring(tmp_path, path, timezone="Europe/Bärlin")
