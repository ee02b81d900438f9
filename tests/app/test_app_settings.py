"""What a shop decides once: its main rate and when a journey ends, by the doors people use."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import as_owner, client_of, small_house
from cli.cli_shop import etappe
from web.web_server import serving

ROWS = """person,event,time,order
susa,view_item,2026-01-01T10:00:00Z,
susa,view_item,2026-02-10T10:00:00Z,
susa,purchase,2026-02-10T10:10:00Z,A1
kai,view_item,2026-02-11T10:00:00Z,
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, "utf-8")
    told = etappe("import", file, "--data", tmp_path / "data")
    assert told.code == 0, told.err
    return tmp_path / "data"


def journeys(data: Path) -> int:
    return int(json.loads(etappe("kpis", "--json", "--data", data).out)["journeys"])


def change(data: Path, *words: str) -> dict[str, object]:
    told = etappe("shop", "set", *words, "--json", "--data", data)
    assert told.code == 0, told.err
    changed: dict[str, object] = json.loads(told.out)
    return changed


def test_fewer_idle_days_cut_the_past_anew(data: Path) -> None:
    assert journeys(data) == 2
    changed = change(data, "--idle-days", "30", "--idle-days-accounts", "90")
    assert (changed["journey_idle_days"], changed["account_idle_days"]) == (30, 90)
    assert journeys(data) == 3
    change(data, "--idle-days", "60")
    assert journeys(data) == 2


def test_the_main_rate_is_told_first_and_changes_no_figure(data: Path) -> None:
    before = json.loads(etappe("kpis", "--json", "--data", data).out)
    assert before["main_rate"] == "visit"
    assert change(data, "--main-rate", "person")["main_rate"] == "person"
    after = json.loads(etappe("kpis", "--json", "--data", data).out)
    assert after["main_rate"] == "person"
    assert after["sentences"]["en"].startswith("50.0% of active persons order (1 of 2)")
    assert {**after, "main_rate": "", "sentences": ""} == {
        **before,
        "main_rate": "",
        "sentences": "",
    }


def test_a_server_is_told_the_same_way_and_makes_a_shop_for_its_own_command_line(
    data: Path, tmp_path: Path
) -> None:
    with serving(data, tmp_path / "serve.log"):
        assert change(data, "--idle-days", "30")["journey_idle_days"] == 30
        assert journeys(data) == 3
        assert change(data, "--main-rate", "journey", "--shop", "neu")["name"] == "neu"
    assert (data / "shops" / "neu").is_dir()


@pytest.mark.parametrize("words", [["--idle-days", "0"], ["--idle-days-accounts", "99999"]])
def test_idle_days_that_cannot_be_are_refused_and_nothing_changes(
    words: list[str], data: Path
) -> None:
    told = etappe("shop", "set", *words, "--data", data)
    assert told.code == 2
    assert "3650" in told.err
    assert journeys(data) == 2


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[TestClient]:
    house = small_house(tmp_path)
    yield as_owner(client_of(house))
    house.close()


def test_the_api_shows_changes_and_refuses(owner: TestClient) -> None:
    address = "/api/shops/default"
    change = {"main_rate": "journey", "journey_idle_days": 30, "account_idle_days": 200}
    changed = owner.patch(address, json=change).json()
    assert {name: changed[name] for name in change} == change
    settings = owner.get(f"{address}/settings").json()
    assert {name: settings[name] for name in change} == change
    assert owner.get(f"{address}/kpis").json()["main_rate"] == "journey"
    for wrong in ({"main_rate": "click"}, {"journey_idle_days": 0}, {"account_idle_days": "many"}):
        refused = owner.patch(address, json=wrong)
        assert refused.status_code == 422
        assert next(iter(wrong)) in refused.json()["field"]
    assert owner.get(f"{address}/settings").json()["journey_idle_days"] == 30


def test_a_browser_cannot_make_a_shop_by_changing_settings(owner: TestClient) -> None:
    assert owner.patch("/api/shops/nosuch", json={"title": "x"}).status_code == 404
