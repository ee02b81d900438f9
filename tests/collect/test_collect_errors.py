import gzip
import os
import re
from pathlib import Path
from typing import Any

import pytest

from collect.import_sink import DiskSink, bring, written
from etappe.base.errors import BadInput, NotFound, StorageFault
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

GOOD = "user,time,event,amount\nu,2026-01-01,view,1.50\n"


@pytest.mark.parametrize(
    ("content", "flags", "said"),
    [
        (GOOD, {"person": "usr"}, "has no column 'usr' .*--person"),
        (GOOD, {"event": "evnt"}, "evnt"),
        (GOOD, {"sequence": "nr"}, "--sequence"),
        ("user^time^event\nu^2026-01-01^view\n", {}, "no column was found"),
        ("user^time^event\nu^2026-01-01^view\n", {"person": "user"}, "no column 'user'"),
        (
            "user,time,event\nu,soon,view\nv,later,view\n",
            {"time": "time"},
            "no known form of time: 'soon'",
        ),
        (GOOD, {"time": "time", "time_format": "%d.%m.%Y"}, "unreadable time: 2026-01-01"),
        (GOOD, {"value": "amount", "currency": "EUX"}, "'EUX' is not a code"),
        (GOOD, {"value": "amount", "currency": "money"}, "neither a code .* nor a column"),
        (GOOD, {"value": "amount"}, "amounts of which currency"),
        (
            GOOD,
            {"value": "event", "event": "user", "person": "amount", "currency": "EUR"},
            "no amounts of money: 'view'",
        ),
        ("", {}, "empty"),
        ("\n\n", {}, "empty"),
        ("user,time,event\n", {}, "header line and no rows"),
        (b"\x00\x01\x02\x03" * 2000, {}, "binary"),
        (b"PK\x03\x04" + b"x" * 100, {}, "Excel"),
        (gzip.compress(GOOD.encode() * 1000)[:-20], {}, "ends too early"),
        (b"PAR1" + b"x" * 50, {}, "x.csv"),
        ("a,b\n1,2\n", {"mapping": "shopfy"}, "Known: any_orders, ga4_bigquery"),
        ("a,b\n1,2\n", {"mapping": "shopify_orders"}, "none of the columns"),
        ("a b c\n", {"format": "combined"}, "no line of it is one of an access log"),
    ],
)
def test_a_file_that_does_not_fit_is_an_error_that_names_the_place(
    tmp_path: Path, content: str | bytes, flags: dict[str, Any], said: str
) -> None:
    sink = DiskSink(tmp_path / "sink")
    path = written(tmp_path, "x.csv", content)
    options = ImportOptions(**{"rejects_dir": tmp_path, **flags})
    with pytest.raises(BadInput) as caught:
        run_import([path], None, sink, lambda *_: None, options)
    assert re.search(said, f"{caught.value.message} {caught.value.next_step}")
    assert caught.value.exit_code == 2
    assert caught.value.next_step
    assert sink.events() == []
    assert not list(tmp_path.glob("rejects-*"))


def test_the_nearest_column_is_proposed(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "Customer-ID,time,event\nu,2026-01-01,view\n")
    with pytest.raises(BadInput) as caught:
        bring(tmp_path, path, person="customer_id")
    assert "Did you mean 'Customer-ID'" in caught.value.next_step


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        bring(tmp_path, tmp_path / "gone.csv")
    with pytest.raises(BadInput, match="is a directory"):
        bring(tmp_path, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", GOOD)
    path.chmod(0)
    with pytest.raises(BadInput, match="may not be read"):
        bring(tmp_path, path)


def test_one_bad_file_among_several_stops_all_before_the_first_row(tmp_path: Path) -> None:
    good, bad = written(tmp_path, "good.csv", GOOD), tmp_path / "gone.csv"
    sink = DiskSink(tmp_path / "sink")
    with pytest.raises(NotFound):
        run_import([good, bad], None, sink, lambda *_: None, ImportOptions())
    assert sink.events() == []


def test_a_full_disk_is_a_fault_that_says_to_repeat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    path = written(tmp_path, "x.csv", GOOD)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageFault, match="No space left") as caught:
        bring(tmp_path, path)
    assert caught.value.exit_code == 1
    assert "repeat" in caught.value.next_step


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns = ", "not valid TOML"),
        ("[columns]\nperzon = 'a'", "unknown key 'perzon'"),
        ("colums = 1", "unknown key 'colums'"),
        ("[[events]]\nname = 'x'\ntim = 'a'", "unknown key 'tim'"),
        ("rows = 5", "rows must be a name"),
        ("minor = 'yes'", "not bool"),
        ("[[rules]]\nevent = 'x'\npath = ['(']", "a rule cannot be read"),
        ("select = 'SELECT * FROM nowhere'", "nowhere"),
        ("rows = 'items'", "no array 'items'"),
    ],
)
def test_a_mapping_file_that_cannot_be_meant_is_named(tmp_path: Path, text: str, said: str) -> None:
    mapping = written(tmp_path, "m.toml", text)
    content = (
        '1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 5\n'
        if "rules" in text
        else '{"t": 1, "a": [1]}\n'
    )
    with pytest.raises(BadInput, match=said):
        bring(tmp_path, written(tmp_path, "x.jsonl", content), mapping=str(mapping))
