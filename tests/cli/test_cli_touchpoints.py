"""The catalogue of touchpoints at the terminal, with and without a server."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.cli_shop import bring_in, etappe
from web.web_server import serving


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    bring_in(folder)
    return folder


def catalogue(data: Path) -> dict[str, dict[str, Any]]:
    told = etappe("touchpoints", "--json", "--data", data)
    assert told.code == 0, told.err
    return {one["key"]: one for one in json.loads(told.out)}


def test_the_list_shows_shipped_and_guessed_touchpoints(data: Path) -> None:
    found = catalogue(data)
    assert found["product_page"]["origin"] == "given"
    assert any(one["origin"] == "guessed" for one in found.values())
    assert "product_page" in etappe("touchpoints", "--data", data).out


def test_a_changed_touchpoint_keeps_what_was_not_named(data: Path) -> None:
    before = catalogue(data)["faq"]
    told = etappe(
        "touchpoints", "set", "faq", "--name-de", "Hilfe", "--analogue", "--ownership", "earned",
        "--purpose-de", "Hilft weiter.", "--team", "Service", "--json", "--data", data,
    )  # fmt: skip
    assert told.code == 0, told.err
    changed = json.loads(told.out)
    assert changed["name"] == {"de": "Hilfe", "en": before["name"]["en"]}
    assert changed["purpose"] == {"de": "Hilft weiter.", "en": before["purpose"]["en"]}
    assert (changed["digital"], changed["ownership"], changed["team"]) == (
        False,
        "earned",
        "Service",
    )
    assert changed["part"] == before["part"]
    assert catalogue(data)["faq"] == changed


def test_a_new_touchpoint_is_told_by_its_name_and_a_misspelt_key_makes_none(data: Path) -> None:
    wrong = etappe("touchpoints", "set", "product_pag", "--part", "after", "--data", data)
    assert wrong.code == 2
    assert "product_page" in wrong.err
    words = ["--name-de", "Stand auf der Messe", "--name-en", "Fair", "--part", "before"]
    made = etappe("touchpoints", "set", "fair", *words, "--data", data)
    assert made.code == 0, made.err
    assert catalogue(data)["fair"]["name"] == {"de": "Stand auf der Messe", "en": "Fair"}


def test_an_unknown_part_is_refused(data: Path) -> None:
    assert etappe("touchpoints", "set", "faq", "--part", "later", "--data", data).code == 2


def test_a_server_is_asked_the_same_way_and_keeps_the_same(data: Path, tmp_path: Path) -> None:
    alone = etappe("touchpoints", "--json", "--data", data).out
    with serving(data, tmp_path / "serve.log"):
        assert etappe("touchpoints", "--json", "--data", data).out == alone
        words = ["touchpoints", "set", "faq", "--part", "after", "--channel", "", "--data", data]
        assert etappe(*words).code == 0
        odd = ["words", "set", "Newsletter bestellt?", "--meaning", "sign_up", "--data", data]
        assert etappe(*odd).code == 0
    assert catalogue(data)["faq"]["part"] == "after"
    words_now = json.loads(etappe("words", "--json", "--data", data).out)
    assert {w["name"]: w["meaning"] for w in words_now}["Newsletter bestellt?"] == "sign_up"
