"""Export: everything that was put in about a person comes out, and nothing of anybody else."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.privacy_cast import EVENTS, SECRETS, SUSA_EMAIL, SUSA_PHONE, columns, furnished
from etappe.app.house import House
from etappe.app.person_export import as_json, person_export
from etappe.app.person_export_page import as_page
from etappe.store.records.account_log import NewEntry


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "data")
    yield opened
    opened.close()


def test_what_was_put_in_comes_out_whole(house: House) -> None:
    shop = furnished(house)
    for key in ("0421-5550143", "kunde-1"):
        shop.records.requests.add("access", key, date(2026, 5, 1), date(2026, 6, 1), "jens")
    [user] = shop.events.keys().find("kunde-4711")
    for field, value in (("roles", ["buyer"]), ("member", {"belongs": True})):
        entry = NewEntry("tsv", field, value, user)
        shop.records.accounts.write([entry], "typed", "tim")
    shop.records.accounts.undo(["tsv"], 1, "tim")
    told = json.loads(as_json(person_export(shop, SUSA_EMAIL, "jens@jubel.example")))
    mine = EVENTS[:3]
    assert len(told["events"]) == len(mine)
    for sent, event in zip(mine, told["events"], strict=True):
        kept = {name: value for name, value in event.items() if name in sent}
        assert kept == sent
    keys = {(key["kind"], key["original"] or key["word"]) for key in told["keys"]}
    assert keys == {
        ("user", "kunde-4711"), ("anonymous", "browser-susa-1"), ("email", SUSA_EMAIL),
        ("phone", SUSA_PHONE), ("order", "BEST-90001"),
    }  # fmt: skip
    agreed = {(fact["purpose"], fact["agreed"], fact["version"]) for fact in told["consent"]}
    assert agreed >= {("analytics", True, "2026-03"), ("personalization", False, "2026-03")}
    assert told["segments"] == ["Nur Susa"]
    assert [one["opened_by"] for one in told["openings"]] == [
        "tim@jubel.example",
        "jens@jubel.example",
    ]
    assert [(one["kind"], one["key"]) for one in told["requests"]] == [("access", "0421-5550143")]
    log = [(one["field"], one["undone_by"] is not None) for one in told["account_entries"]]
    assert log == [("roles", True), ("member", False)]
    assert 'kunde-1"' not in json.dumps(told)
    assert "kai@" not in json.dumps(told)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_says_the_same_in_words(house: House, language: str) -> None:
    shop = furnished(house)
    shop.records.requests.add("access", "kunde-4711", date(2026, 5, 1), date(2026, 6, 1), "jens")
    export = person_export(shop, "kunde-4711", "jens")
    page = as_page(export, "de" if language == "de" else "en", ZoneInfo("Europe/Berlin")).decode()
    assert [word for word in SECRETS if word not in page] == []
    assert ("Auskunft" if language == "de" else "Access") in page
    assert ("Einwilligungen" in page) == (language == "de")
    assert "<script" not in page


def test_what_somebody_sent_is_no_code_on_the_page(house: House) -> None:
    shop = house.shop("laden", create=True)
    evil = {"user_id": "x", "name": "<script>alert(1)</script>", "properties": {"a": "<img src=x>"}}
    shop.events.append(columns(evil))
    page = as_page(person_export(shop, "x", "jens"), "de", ZoneInfo("UTC")).decode()
    assert "<script>" not in page
    assert "<img" not in page
