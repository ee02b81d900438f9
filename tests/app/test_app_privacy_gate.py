"""The gate: forgotten people stay away, a withdrawn consent counts from the next event on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etappe.app.privacy_gate import PrivacyGate
from etappe.collect.live.draft import Draft
from etappe.store.events.hashing import Hashing
from etappe.store.forgotten import ForgetList
from etappe.store.records import ShopRecords

HASHING = Hashing(b"jubelware")
NOON = 1_777_000_000_000_000
HOUR = 3_600_000_000


@pytest.fixture
def records(tmp_path: Path) -> Iterator[ShopRecords]:
    opened = ShopRecords.open(tmp_path / "records.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def gate(tmp_path: Path, records: ShopRecords) -> PrivacyGate:
    return PrivacyGate(the_list(tmp_path), records.withdrawals, lambda: HASHING)


def the_list(folder: Path) -> ForgetList:
    return ForgetList(folder / "forgotten" / "shop.jsonl")


def forget(
    known: ForgetList, *keys: tuple[str, str], later: bool = False, receipt: str = "r1"
) -> None:
    known.add(
        keys, HASHING, receipt=receipt, at_us=NOON, by="jens", later=later, orders=True, request=""
    )


def event(name: str = "page_view", at: int = NOON, **given: Any) -> Draft:
    return Draft(kind="track", event_id="e", name=name, occurred_us=at, received_us=at, **given)


def test_what_a_forgotten_person_did_before_is_refused_by_any_of_their_keys(
    tmp_path: Path, gate: PrivacyGate
) -> None:
    email = HASHING.email("susa@jubel.example")
    known = ForgetList(tmp_path / "forgotten" / "shop.jsonl")
    forget(known, ("user", "susa"), ("email", email), ("anonymous", "phone-1"))
    gate = PrivacyGate(known, gate._withdrawals, lambda: HASHING)
    assert gate.refuses(event(user_id="susa"))
    assert gate.refuses(event(email=" Susa@Jubel.example ", at=NOON - HOUR))
    assert gate.refuses(event(anonymous_id="phone-1", at=NOON))
    assert not gate.refuses(event(anonymous_id="phone-2"))
    assert not gate.refuses(event(anonymous_id="susa")), "the same word as another kind of key"
    assert not gate.refuses(event(user_id="susa", at=NOON + 1)), (
        "what comes later is a new beginning"
    )


def test_who_objects_for_good_stays_away(tmp_path: Path, records: ShopRecords) -> None:
    known = the_list(tmp_path)
    forget(known, ("user", "susa"), later=True)
    gate = PrivacyGate(known, records.withdrawals, lambda: HASHING)
    assert gate.refuses(event(user_id="susa", at=NOON + 1_000 * HOUR))


def test_the_list_is_on_disk_without_a_word_of_the_person_and_can_be_merged(tmp_path: Path) -> None:
    here = the_list(tmp_path)
    forget(here, ("user", "susa"))
    text = (tmp_path / "forgotten" / "shop.jsonl").read_text()
    assert "susa" not in text
    other = ForgetList(tmp_path / "other.jsonl")
    forget(other, ("user", "kai"), receipt="r2")
    other.merge(here)
    other.merge(here)
    assert len(other) == 2
    again = ForgetList(tmp_path / "other.jsonl")
    assert again.holds([("user", "susa")], NOON)
    assert again.holds([("user", "kai")], NOON)
    keys = [("user", "leo"), ("user", "kai")]
    assert again.held(keys, HASHING, {}) == {1: (NOON, True)}


def test_an_address_hashed_with_another_secret_is_found_by_its_original(tmp_path: Path) -> None:
    known = the_list(tmp_path)
    forget(known, ("email", HASHING.email("susa@jubel.example")))
    keys = [("email", Hashing(b"new").email("susa@jubel.example"))]
    assert known.held(keys, Hashing(b"new"), {0: "Susa@jubel.example"}) == {0: (NOON, True)}
    assert known.held(keys, Hashing(b"new"), {}) == {}


def test_a_withdrawal_told_by_the_browser_stops_what_follows_on_any_device(
    gate: PrivacyGate,
) -> None:
    assert not gate.refuses(event(user_id="susa", consent="analytics,marketing"))
    choice = event("consent_updated", user_id="susa", anonymous_id="phone-1", consent="marketing")
    assert not gate.refuses(choice), "the choice itself is kept"
    later = NOON + HOUR
    assert gate.refuses(event(at=later, user_id="susa", anonymous_id="laptop", consent="analytics"))
    assert gate.refuses(event(at=later, anonymous_id="phone-1"))
    assert not gate.refuses(event(at=NOON - HOUR, user_id="susa")), "what was done before came late"
    order = event("purchase", at=later, user_id="susa", order_id="A1", key_kind="server")
    assert not gate.refuses(order), "an order told by the shop's server needs no consent"
    agreed = event("consent_updated", at=later, user_id="susa", consent="analytics")
    assert not gate.refuses(agreed)
    assert not gate.refuses(event(at=later + HOUR, user_id="susa"))


def test_a_withdrawal_of_marketing_stops_click_ids_and_nothing_else_until_it_is_agreed_again(
    gate: PrivacyGate, records: ShopRecords
) -> None:
    records.withdrawals.note([("user", "susa")], ["marketing"], NOON, "jens")
    later = event(at=NOON + HOUR, user_id="susa", key_kind="server")
    assert gate.unadvertised(later)
    assert not gate.refuses(later)
    assert not gate.unadvertised(event(at=NOON - HOUR, user_id="susa"))
    assert not gate.unadvertised(event(at=NOON + HOUR, user_id="kai"))
    agreed = event("consent_updated", at=NOON + HOUR, user_id="susa", consent="analytics,marketing")
    assert not gate.refuses(agreed)
    assert not gate.unadvertised(later)
