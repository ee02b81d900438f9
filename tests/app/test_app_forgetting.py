"""Forgetting: nothing of the person is left in any file, revenue stays, a backup brings nobody back."""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from app.privacy_cast import EVENTS, NOON, SUSA, SUSA_EMAIL, columns, found_in, furnished
from etappe.app.backup import back_up
from etappe.app.directory import DataDirectory
from etappe.app.forgetting import forget, receipts
from etappe.app.house import House
from etappe.app.restore import restore
from etappe.base.errors import Conflict, NotFound, StorageFault
from etappe.collect.live.draft import Draft
from etappe.store.records.account_log import NewEntry

BY = "jens@jubel.example"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "data")
    yield opened
    opened.close()


def revenue(house: House, name: str = "laden") -> tuple[object, object]:
    kpis = house.shop(name).ask("kpis", {})
    return kpis.orders, kpis.value


def test_no_file_of_the_data_directory_holds_a_word_of_the_person_afterwards(
    house: House, tmp_path: Path
) -> None:
    shop = furnished(house)
    before = revenue(house)
    places = {path.split("/")[-1].split(".")[0] for _, path in found_in(tmp_path)}
    assert places >= {"events", "records", "kunden"}, "the search must be able to find something"
    receipt = forget(shop, SUSA_EMAIL, BY, reason="Post vom 3. März")
    house.close_shop("laden")
    assert found_in(tmp_path) == []
    assert revenue(house) == before
    shop = house.shop("laden")
    with pytest.raises(NotFound):
        forget(shop, "kunde-4711", BY)
    assert shop.book.person_of("kunde-1") is not None
    assert receipts(shop) == [receipt]
    assert receipt.counts | {"keys": 0} == {
        "events": 2, "keys": 0, "orders_kept": 1, "samples": 0, "data_keys": 3, "openings": 1,
        "account_entries": 0, "segments": 1, "uploads": 1,
    }  # fmt: skip
    assert receipt.by == BY


def test_orders_can_go_too(house: House, tmp_path: Path) -> None:
    shop = furnished(house)
    forget(shop, "kunde-4711", BY, orders_stay=False)
    assert [str(one) for one in revenue(house)] == ["1", "10.00"]
    assert "kept-" not in str(
        shop.events.rows(shop.book.arrivals_of(shop.book.person_of("kunde-1") or 0)[0])
    )


def test_a_device_that_somebody_else_used_too_stays_theirs(house: House) -> None:
    shop = furnished(house)
    kai = {"anonymous_id": "browser-susa-1", "user_id": "kunde-1", "name": "page_view"}
    shop.events.append(columns(kai, kai, mark="kai", start=NOON + 10**12))
    forget(shop, "kunde-4711", BY)
    number = shop.book.person_of("kunde-1") or 0
    keys = {key.word for key in shop.people.keys_of([number])[number]}
    assert "browser-susa-1" in keys
    assert shop.events.events_up_to(99) == 6


def test_what_the_person_did_before_is_refused_when_it_arrives_late(house: House) -> None:
    shop = furnished(house)
    forget(shop, "kunde-4711", BY)
    assert shop.privacy.forgets(late(user_id="kunde-4711"))
    assert shop.privacy.forgets(late(email=SUSA_EMAIL.upper()))
    assert not shop.privacy.forgets(late())


def late(**given: Any) -> Draft:
    return Draft(
        kind="track", event_id="x", name="page_view", occurred_us=NOON, received_us=NOON, **given
    )


def test_a_backup_made_before_brings_nobody_back(house: House, tmp_path: Path) -> None:
    shop = furnished(house)
    back_up(house, tmp_path / "copy")
    forget(shop, "kunde-4711", BY)
    after = revenue(house)
    root = house.directory.root
    house.close()
    assert found_in(tmp_path / "copy")
    restore(DataDirectory(root), tmp_path / "copy", "", replace=True)
    assert found_in(root) == []
    again = House(root)
    assert again.shop("laden").book.person_of("kunde-4711") is None
    assert revenue(again) == after
    again.close()


def test_on_another_machine_the_list_is_given_along(house: House, tmp_path: Path) -> None:
    shop = furnished(house)
    back_up(house, tmp_path / "copy")
    forget(shop, "kunde-4711", BY)
    there = DataDirectory(tmp_path / "there")
    restore(
        there, tmp_path / "copy", "", replace=False, forgotten=house.directory.root / "forgotten"
    )
    assert found_in(there.root) == []


@pytest.mark.parametrize(
    "step",
    [
        "records.withdrawals.lift", "records.segments.remove", "records.requests.blank", "uploads.forget",
        "events.private.erase", "records.data_keys.destroy", "records.openings.forget", "records.accounts.forget_keys",
        "events.private.rewrite", "records.rewrite", "book.compact", "forgotten.update",
    ],
)  # fmt: skip
def test_a_forgetting_that_is_cut_off_anywhere_ends_when_the_shop_is_opened(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Cut off right after a step, as by a full disk or `kill -9`: what was committed by then stays."""
    shop = furnished(house)
    [user] = shop.events.keys().find("kunde-4711")
    shop.records.accounts.write([NewEntry("tsv", "roles", ["buyer"], user)], "typed", "tim")
    shop.records.requests.add("access", SUSA_EMAIL, date(2026, 5, 1), date(2026, 6, 1), BY)
    *way, name = step.split(".")
    place = reduce(getattr, way, shop)
    work = getattr(place, name)

    def cut(*given: Any, **named: Any) -> None:
        work(*given, **named)
        raise StorageFault("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(place), name, lambda _, *given, **named: cut(*given, **named))
        with pytest.raises(StorageFault):
            forget(shop, "kunde-4711", BY)
    house.close_shop("laden")
    shop = house.shop("laden")
    assert shop.book.person_of("kunde-4711") is None
    assert receipts(shop)[0].counts
    assert shop.records.data_keys.known([user]) == {}
    assert shop.records.openings.latest(9, None) == []
    assert shop.records.accounts.of_keys([user]) == []
    assert shop.records.segments.all() == []
    house.close_shop("laden")
    assert found_in(tmp_path) == []


def test_what_arrives_in_the_very_moment_goes_too(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = furnished(house)
    erase = shop.events.private.erase

    def late(*given: Any, **named: Any) -> Any:
        shop.events.append(columns(EVENTS[0] | {"user_id": "kunde-4711"}, mark="late"))
        return erase(*given, **named)

    monkeypatch.setattr(shop.events.private, "erase", late)
    assert forget(shop, "kunde-4711", BY).counts["events"] == 3
    house.close_shop("laden")
    assert found_in(tmp_path) == []


def test_segments_of_somebody_called_alike_stay(house: House) -> None:
    shop = furnished(house)
    shop.records.segments.put("andere", "Andere", "user = 'kunde-47112' and value > 4711", BY)
    forget(shop, "kunde-4711", BY)
    assert [one.key for one in shop.records.segments.all()] == ["andere"]


def test_while_a_file_is_imported_nobody_is_forgotten(house: House) -> None:
    shop = furnished(house)
    with pytest.raises(Conflict, match="being imported"):
        forget(shop, "kunde-4711", BY, busy={"0" * 16})
    assert shop.events.events_up_to(99) == len(EVENTS)
    assert SUSA["user_id"] == "kunde-4711"


def test_a_key_of_two_people_forgets_neither(house: House) -> None:
    shop = furnished(house)
    kai = {"anonymous_id": "browser-susa-1", "user_id": "kunde-1", "name": "page_view"}
    shop.events.append(columns(kai, kai, mark="kai", start=NOON + 10**12))
    with pytest.raises(Conflict, match="2 people are known by this key: person:") as caught:
        forget(shop, "browser-susa-1", BY)
    assert caught.value.field == "person"
    assert shop.events.events_up_to(99) == len(EVENTS) + 2
    number = shop.book.person_of("kunde-4711")
    forget(shop, f"person:{number}", BY)
    assert shop.book.person_of("kunde-4711") is None
    assert shop.book.person_of("kunde-1") is not None


@pytest.mark.parametrize(
    "known",
    [SUSA_EMAIL.upper(), "0421-555 0143", "user:kunde-4711", "browser-susa-1", "order:BEST-90001"],
)
def test_any_key_of_theirs_finds_the_person(house: House, known: str) -> None:
    shop = furnished(house)
    assert forget(shop, known, BY).counts["events"] == 2


def test_a_request_goes_whatever_spelling_the_person_used_and_masked_examples_go_all(
    house: House,
) -> None:
    shop = furnished(house)
    for key in ("0421-555 0143", SUSA_EMAIL.upper(), "user:kunde-4711", "kunde-1"):
        shop.records.requests.add("access", key, date(2026, 5, 1), date(2026, 6, 1), BY)
    forget(shop, "kunde-4711", BY)
    assert [one.key for one in shop.records.requests.all()] == ["", "", "", "kunde-1"]
