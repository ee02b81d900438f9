"""Which shop a command means when nobody names one, and what `serve` and `demo` say to a program."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from cli.cli_shop import bring_in, etappe
from web.web_server import free_port


def test_the_only_shop_of_a_directory_need_not_be_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    asked = etappe("kpis", "--json", "--data", data)
    assert asked.code == 0
    assert asked.err == ""
    assert json.loads(asked.out)["orders"] == 1
    assert etappe("kpis", "--json", "--data", data, "--shop", "laden").out == asked.out


def test_of_several_shops_one_must_be_named_and_the_error_lists_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "eins")
    bring_in(data, "zwei")
    asked = etappe("flow", "--data", data)
    assert asked.code == 2
    assert "eins, zwei" in asked.err
    assert "--shop" in asked.err


def test_a_shop_called_default_is_meant_beside_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "default")
    bring_in(data, "zwei", "person,event,time\ntim,view_item,2026-03-02T10:00:00Z\n")
    assert json.loads(etappe("kpis", "--json", "--data", data).out)["orders"] == 1


def test_settings_are_changed_in_the_only_shop_and_no_second_one_is_made(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    assert etappe("shop", "set", "--title", "Mein Laden", "--data", data).code == 0
    assert [folder.name for folder in (data / "shops").iterdir()] == ["laden"]


def test_an_import_without_a_name_goes_to_default_not_into_another_shop(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    file = tmp_path / "more.csv"
    file.write_text("person,event,time\ntim,view_item,2026-03-02T10:00:00Z\n")
    assert etappe("import", file, "--data", data).code == 0
    assert sorted(folder.name for folder in (data / "shops").iterdir()) == ["default", "laden"]


@contextmanager
def started(*words: object) -> Iterator[dict[str, Any]]:
    """The one line of JSON of a command that goes on serving until the block ends."""
    command = [sys.executable, "-m", "etappe", *map(str, words)]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert running.stdout is not None
    try:
        yield json.loads(running.stdout.readline())
    finally:
        running.terminate()
        rest, _ = running.communicate(timeout=60)
        assert rest == ""


def test_serve_tells_a_program_its_address_and_the_first_login_in_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    place = ["--data", data, "--shop", "laden", "--port", str(free_port())]
    with started("serve", "--json", *place) as told:
        assert told["shops"] == ["laden"]
        assert told["page"] == f"{told['url']}/maps?shop=laden"
        with httpx2.Client(trust_env=False, base_url=told["url"], timeout=60) as client:
            assert client.post("/api/session", json=told["login"]).status_code == 200
            assert client.get("/api/shops/laden/settings").status_code == 200
        # The only shop need not be named to a command that asks the server either.
        assert json.loads(etappe("kpis", "--json", "--data", data).out)["orders"] == 1
    with started("serve", "--json", *place) as told:
        assert told["login"] is None


def test_serve_refuses_a_shop_that_is_not_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    told = etappe("serve", "--data", data, "--shop", "ladn", "--port", str(free_port()))
    assert told.code == 2
    assert "laden" in told.err


def test_the_demo_tells_a_program_address_login_and_ticket_in_one_line(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    place = ["--data", data, "--shop", "spiel", "--persons", "1000", "--port", str(free_port())]
    with started("demo", "--json", *place) as told:
        assert told["made"] is True
        assert told["shop"] == "spiel"
        with httpx2.Client(trust_env=False, timeout=60) as client:
            assert client.get(told["ticket_url"]).status_code in (303, 307)
            shops = client.get(f"{told['url']}/api/session").json()["shops"]
        assert [shop["name"] for shop in shops] == ["spiel"]
    again = etappe("demo", "--json", "--no-serve", *place)
    assert again.code == 0
    assert json.loads(again.out)["made"] is False
    assert json.loads(again.out)["url"] is None
    assert again.err.count("\n") == 3


def test_the_demo_never_replaces_a_real_shop_nor_lets_its_public_password_into_one(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    bring_in(data, "laden")
    words = ["demo", "--no-serve", "--persons", "1000", "--data", data, "--shop", "laden"]
    told = etappe(*words)
    assert told.code == 2
    assert "not the demo's" in told.err
    assert (
        json.loads(etappe("kpis", "--json", "--data", data, "--shop", "laden").out)["orders"] == 1
    )
    other = tmp_path / "other"
    assert (
        etappe("users", "add", "owner@shop.example", "--role", "owner", "--data", other).code == 0
    )
    refused = etappe("demo", "--no-serve", "--persons", "1000", "--data", other)
    assert refused.code == 2
    assert "users of its own" in refused.err
