"""The doctor looks at every shop's collector, says what is not well and what to do, in words and as JSON."""

import json
from pathlib import Path

import pytest

from cli.cli_shop import bring_in, etappe
from etappe.cli import doctor


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(doctor, "LITTLE_ROOM", 0)
    bring_in(tmp_path / "data")
    return tmp_path / "data"


def test_all_is_well_with_a_shop_that_took_everything_in(data: Path) -> None:
    told = etappe("doctor", "--json", "--data", data)
    found = {one["name"]: one for one in json.loads(told.out)}
    assert told.code == 0
    assert list(found) == ["version", "disk", "shop default", "collector of default"]
    assert found["collector of default"]["text"] == "all that arrived is taken in"
    assert "of 2 persons" in found["shop default"]["text"]


def test_an_event_that_was_set_aside_is_named_with_what_to_do(data: Path) -> None:
    poison = data / "shops" / "default" / "journal" / "poison"
    poison.mkdir(parents=True)
    (poison / "1.msgpack").write_bytes(b"\xc1")
    told = etappe("doctor", "--json", "--data", data)
    (collector,) = [one for one in json.loads(told.out) if one["name"].startswith("collector")]
    assert told.code == 1
    assert collector["good"] is False
    assert "set aside: 1" in collector["text"]
    assert "journal/poison" in collector["text"]
    assert "NOT WELL" in etappe("doctor", "--data", data).out


def test_little_room_on_the_disk_is_not_well(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE_ROOM", 2**60)
    told = etappe("doctor", "--json", "--data", data)
    assert told.code == 1
    assert "make room" in json.loads(told.out)[1]["text"]
