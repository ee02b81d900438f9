"""A backup of shops in use, and bringing it back: the same answers, whole or nothing."""

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cli.cli_shop import bring_in, etappe
from etappe.app.backup import back_up
from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from web.web_server import serving

QUESTIONS = (
    ["kpis"],
    ["flow", "--level", "touchpoint"],
    ["paths", "--per", "journey"],
    ["stages"],
    ["events", "--limit", "5"],
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    bring_in(folder, "eins")
    bring_in(folder, "zwei", "person,event,time\ntim,view_item,2026-03-02T10:00:00Z\n")
    assert etappe("shop", "set", "--title", "Laden", "--shop", "eins", "--data", folder).code == 0
    assert (
        etappe("users", "add", "nadja@shop.example", "--role", "owner", "--data", folder).code == 0
    )
    return folder


def answers(data: Path, shop: str, *scope: str) -> list[str]:
    told = [etappe(*q, *scope, "--json", "--shop", shop, "--data", data) for q in QUESTIONS]
    assert [one.code for one in told] == [0] * len(told), [one.err for one in told]
    return [one.out for one in told]


def users(data: Path) -> str:
    return etappe("users", "list", "--json", "--data", data).out


def test_all_shops_and_the_users_come_back_and_answer_the_same(data: Path, tmp_path: Path) -> None:
    made = etappe("backup", tmp_path / "copy", "--json", "--data", data)
    assert made.code == 0, made.err
    told = json.loads(made.out)
    assert (told["shops"], told["users"]) == (["eins", "zwei"], True)
    other = tmp_path / "other"
    assert etappe("restore", tmp_path / "copy", "--data", other).code == 0
    for shop in ("eins", "zwei"):
        assert answers(other, shop) == answers(data, shop)
    assert users(other) == users(data)
    assert (
        json.loads(etappe("shop", "--json", "--shop", "eins", "--data", other).out)["title"]
        == "Laden"
    )
    assert sorted(path.name for path in other.iterdir() if path.name.startswith(".")) == []


def test_a_running_server_makes_the_backup_of_its_own_data(data: Path, tmp_path: Path) -> None:
    alone = answers(data, "eins")
    with serving(data, tmp_path / "serve.log"):
        made = etappe("backup", tmp_path / "copy", "--data", data)
        assert made.code == 0, made.err
        again = etappe("backup", tmp_path / "copy", "--data", data)
        assert again.code == 2
        assert "exists already" in again.err
        refused = etappe("restore", tmp_path / "copy", "--replace", "--data", data)
        assert refused.code == 1
        assert "A server uses" in refused.err
    assert etappe("restore", tmp_path / "copy", "--data", tmp_path / "other").code == 0
    assert answers(tmp_path / "other", "eins") == alone


def test_a_place_named_from_where_one_stands_is_there_with_and_without_a_server(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = tmp_path / "standing"
    stand.mkdir()
    with serving(data, tmp_path / "serve.log"):
        monkeypatch.chdir(stand)
        asked = etappe("backup", "asked", "--data", data)
        monkeypatch.undo()
    monkeypatch.chdir(stand)
    alone = etappe("backup", "alone", "--data", data)
    assert (asked.code, alone.code) == (0, 0), asked.err + alone.err
    assert sorted(path.name for path in stand.iterdir()) == ["alone", "asked"]


def day_of(number: int) -> str:
    return f"2026-01-{number:02d}"


def test_a_backup_under_appends_holds_whole_imports_up_to_one_moment(tmp_path: Path) -> None:
    root, days = tmp_path / "data", 28
    house = House(root)
    house.installation.create_user("nadja@shop.example", "geheim-genug", "owner")
    shop = house.shop("laden", create=True)
    begun = threading.Event()

    def bring(day: int) -> None:
        file = tmp_path / f"day-{day}.csv"
        rows = "".join(f"p{day}-{n},view_item,{day_of(day)}T10:00:00Z\n" for n in range(200))
        file.write_text(f"person,event,time\n{rows}", "utf-8")
        run_import([file], None, Intake(shop), lambda *_: None, ImportOptions())

    def keep_bringing() -> None:
        for day in range(2, days + 1):
            bring(day)
            begun.set()

    bring(1)
    writer = threading.Thread(target=keep_bringing)
    writer.start()
    assert begun.wait(60)
    back_up(house, tmp_path / "copy")
    writer.join()
    house.close()
    assert etappe("restore", tmp_path / "copy", "--data", tmp_path / "other").code == 0
    kept = json.loads(etappe("shop", "--json", "--data", tmp_path / "other").out)
    assert kept["counts"]["touches"] % 200 == 0
    until = kept["last_day"]
    assert kept["counts"]["touches"] == 200 * int(until[-2:])
    scope = ("--from", day_of(1), "--to", until)
    for question in QUESTIONS[:4]:
        words = [*question, *scope, "--json", "--data"]
        original, restored = etappe(*words, root), etappe(*words, tmp_path / "other")
        # Which journeys are still open depends on the end of the data; what happened does not.
        assert _without_ends(restored.out) == _without_ends(original.out)


def _without_ends(out: str) -> object:
    told = json.loads(out)
    return {
        key: told[key] for key in ("persons", "visits", "journeys", "nodes", "units") if key in told
    }


def test_one_shop_alone_goes_without_the_users(data: Path, tmp_path: Path) -> None:
    assert etappe("backup", tmp_path / "copy", "--shop", "zwei", "--data", data).code == 0
    assert not (tmp_path / "copy" / "installation.sqlite").exists()
    before = users(data)
    refused = etappe("restore", tmp_path / "copy", "--data", data)
    assert refused.code == 2
    assert "'zwei'" in refused.err
    assert "--replace" in refused.err
    more = tmp_path / "more.csv"
    more.write_text("person,event,time\nzoe,view_item,2026-03-05T10:00:00Z\n", "utf-8")
    then = answers(data, "zwei")
    assert etappe("import", more, "--shop", "zwei", "--data", data).code == 0
    assert answers(data, "zwei") != then
    assert etappe("restore", tmp_path / "copy", "--replace", "--data", data).code == 0
    assert answers(data, "zwei") == then
    assert users(data) == before


def test_a_shop_that_the_backup_does_not_hold_is_refused(data: Path, tmp_path: Path) -> None:
    assert etappe("backup", tmp_path / "copy", "--data", data).code == 0
    told = etappe("restore", tmp_path / "copy", "--shop", "drei", "--data", tmp_path / "other")
    assert told.code == 2
    assert "eins, zwei" in told.err
    unknown = etappe("backup", tmp_path / "more", "--shop", "drei", "--data", data)
    assert unknown.code == 2
    assert not (tmp_path / "more").exists()


def test_a_copy_signs_nobody_in(data: Path, tmp_path: Path) -> None:
    house = House(data)
    token = house.installation.begin_session("nadja@shop.example", 3600)
    back_up(house, tmp_path / "copy")
    house.close()
    assert etappe("restore", tmp_path / "copy", "--data", tmp_path / "other").code == 0
    other = House(tmp_path / "other")
    assert other.installation.user_of_session(token) is None
    assert [user.email for user in other.installation.users()] == ["nadja@shop.example"]
    other.close()


def newer_label(copy: Path) -> None:
    label = json.loads((copy / "backup.json").read_text())
    (copy / "backup.json").write_text(json.dumps({**label, "format": 99}))


def newer_events(copy: Path) -> None:
    with duckdb.connect(str(copy / "shops" / "zwei" / "events.duckdb")) as events:
        events.execute("UPDATE schema_version SET version = 99")


def newer_users(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "installation.sqlite")) as users:
        users.execute("UPDATE alembic_version SET version_num = 'installation_0099'")
        users.commit()


@pytest.fixture(params=[newer_label, newer_events, newer_users], ids=lambda one: one.__name__)
def newer(request: pytest.FixtureRequest, data: Path, tmp_path: Path) -> Path:
    assert etappe("backup", tmp_path / "copy", "--data", data).code == 0
    request.param(tmp_path / "copy")
    return tmp_path / "copy"


def test_a_backup_of_a_newer_etappe_is_refused_and_changes_nothing(newer: Path, data: Path) -> None:
    before = answers(data, "eins")
    told = etappe("restore", newer, "--replace", "--data", data)
    assert told.code == 1
    assert "newer Etappe" in told.err
    assert "Update Etappe" in told.err
    assert answers(data, "eins") == before
    assert not list(data.glob(".restoring*"))


def test_a_folder_that_is_no_backup_is_refused(data: Path, tmp_path: Path) -> None:
    told = etappe("restore", data, "--data", tmp_path / "other")
    assert told.code == 2
    assert "is no backup" in told.err
    assert not (tmp_path / "other").exists()


def test_another_command_that_has_the_data_keeps_them(data: Path, tmp_path: Path) -> None:
    assert etappe("backup", tmp_path / "copy", "--data", data).code == 0
    house = House(data)
    told = etappe("restore", tmp_path / "copy", "--replace", "--data", data)
    house.close()
    assert told.code == 1
    assert "Another Etappe process" in told.err


def test_what_a_killed_restore_has_left_is_cleared_and_what_it_took_is_put_back(
    tmp_path: Path,
) -> None:
    root = tmp_path / "data"
    house = House(root)
    for name in ("bleibt", "war"):
        house.create_shop(name, name)
    house.close()
    workshop = root / ".restoring-x"
    for place in ("new/shops/bleibt", "old/shops/bleibt"):
        (workshop / place).mkdir(parents=True)
        (workshop / place / "events.duckdb").write_text("susa@jubel.example")
    (root / "shops" / "war").rename(workshop / "old" / "shops" / "war")
    (root / "shops" / "bleibt" / "events.duckdb.fresh.part.wal").write_text("susa@jubel.example")
    house = House(root)
    assert house.shop_names() == ["bleibt", "war"]
    assert house.shop("bleibt").events.last_seq() == 0
    assert house.title_of("war") == "war"
    house.close()
    assert not workshop.exists()
    left = [path for path in root.rglob("*") if path.is_file() and b"susa@" in path.read_bytes()]
    assert left == []
