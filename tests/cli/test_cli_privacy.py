"""Privacy at the terminal: forget, export, requests, times, consent and the record, on the files themselves."""

import json
from pathlib import Path

import pytest

from app.privacy_cast import furnished
from cli.cli_shop import Told, etappe
from etappe.app.house import House


@pytest.fixture
def data(tmp_path: Path) -> Path:
    house = House(tmp_path / "data")
    furnished(house)
    house.close()
    return tmp_path / "data"


def ask(data: Path, *words: object) -> Told:
    told = etappe(*words, "--shop", "laden", "--data", data)
    assert told.code == 0, told.err
    return told


def test_a_persons_way_out(data: Path, tmp_path: Path) -> None:
    ask(data, "requests", "add", "deletion", "kunde-4711", "--received", "2026-03-31")
    assert "2026-04-30" in ask(data, "requests").out
    ask(data, "export", "kunde-4711", "--out", tmp_path / "susa.json")
    assert len(json.loads((tmp_path / "susa.json").read_text())["events"]) == 3
    ask(data, "export", "kunde-4711", "--out", tmp_path / "susa.html", "--language", "en")
    assert "Your data" in (tmp_path / "susa.html").read_text()
    receipt = json.loads(ask(data, "forget", "kunde-4711", "--yes", "--request", 1, "--json").out)
    assert receipt["counts"]["orders_kept"] == 1
    assert receipt["receipt"] in ask(data, "privacy", "receipts").out
    assert "done" in ask(data, "requests").out
    assert etappe("forget", "kunde-4711", "--yes", "--shop", "laden", "--data", data).code == 2


def test_times_consent_and_the_record(data: Path, tmp_path: Path) -> None:
    assert "no limit" in ask(data, "retention", "show").out
    ask(data, "retention", "set", "browsing", "425")
    assert "425" in ask(data, "retention", "show").out
    assert "Would delete" in ask(data, "retention", "run", "--dry-run").out
    assert "2026-03" in ask(data, "privacy", "consent", "kunde-4711").out
    assert "withdrawn" in ask(data, "privacy", "withdraw", "kunde-4711").out
    assert "withdrawn" not in ask(data, "privacy", "withdraw", "kunde-4711", "--agree").out
    assert "0 events sealed" in ask(data, "privacy", "seal").out
    ask(data, "privacy", "record", "--out", tmp_path / "art-30.md")
    assert "425 Tage" in (tmp_path / "art-30.md").read_text()


def test_what_is_stored_and_who_looked_can_be_read_at_the_terminal(data: Path) -> None:
    told = ask(data, "privacy", "show").out
    assert "originals are sealed" in told
    assert "first_name" in told
    assert "sealed" in told
    state = json.loads(ask(data, "privacy", "show", "--json").out)
    assert {row["purpose"] for row in state["purposes"]} > {"analytics", "none"}
    assert "tim@jubel.example" in ask(data, "privacy", "openings").out
    ask(data, "export", "kunde-4711", "--out", data / "susa.json")
    looked = json.loads(ask(data, "privacy", "openings", "--json").out)
    assert [one["opened_by"] for one in looked] == ["command line", "tim@jubel.example"]
    assert len(json.loads(ask(data, "privacy", "openings", "--limit", 1, "--json").out)) == 1


def test_what_cannot_be_is_said(data: Path, tmp_path: Path) -> None:
    wrong = etappe("export", "kunde-4711", "--out", tmp_path / "susa.txt", "--data", data)
    assert (wrong.code, ".json or .html" in wrong.err) == (2, True)
    wrong = etappe("retention", "set", "browsing", "bald", "--data", data)
    assert wrong.code == 2
