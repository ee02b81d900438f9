"""Rehash: addresses are found as before with another secret; what has no original is told; nothing is half done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.privacy_cast import NOON, SUSA_EMAIL, columns, furnished
from etappe.app.house import House
from etappe.app.rehash import rehash
from etappe.store.events.hashing import Hashing


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "data")
    yield opened
    opened.close()


def test_everybody_is_found_as_before_and_what_cannot_be_is_said(house: House) -> None:
    shop = furnished(house)
    refused = {
        "user_id": "leo",
        "email": "leo@jubel.example",
        "consent": "none",
        "name": "page_view",
    }
    shop.events.append(columns(refused, mark="leo"))
    before, salt = shop.book.person_of(SUSA_EMAIL), shop.records.settings().salt
    report = rehash(house, "laden")
    assert (report.rehashed, report.lost) == (3, 1)
    shop = house.shop("laden")
    assert shop.records.settings().salt != salt
    assert shop.book.person_of(SUSA_EMAIL) == before
    assert shop.book.person_of("leo@jubel.example") is None
    assert shop.book.person_of("leo") is not None
    again = {"email": f" {SUSA_EMAIL.upper()} ", "name": "page_view"}
    shop.events.append(columns(again, mark="again", start=NOON + 10**12))
    assert len(shop.events.keys().find(SUSA_EMAIL)) == 1
    old = Hashing(salt).email(SUSA_EMAIL).encode()
    for path in shop.files.folder.glob("events.duckdb*"):
        assert old not in path.read_bytes()


def test_a_withdrawal_goes_along(house: House) -> None:
    shop = furnished(house)
    word = shop.events.hashing.email(SUSA_EMAIL)
    shop.records.withdrawals.note([("email", word)], ["analytics"], NOON, "jens")
    rehash(house, "laden")
    shop = house.shop("laden")
    word = shop.events.hashing.email(SUSA_EMAIL)
    assert shop.records.withdrawals.holds([("email", word)], "analytics", NOON)


@pytest.mark.parametrize("hashed", [True, False])
def test_an_interrupted_change_is_ended_or_taken_back_whole(house: House, hashed: bool) -> None:
    shop = furnished(house)
    before, salt = shop.book.person_of(SUSA_EMAIL), b"a new secret of the shop"
    shop.records.secrets.put(shop.NEXT_SALT, salt)
    if hashed:
        shop.events.private.rehash(Hashing(salt), lambda _: None)
    house.close_shop("laden")
    shop = house.shop("laden")
    assert (shop.records.settings().salt == salt) == hashed
    assert shop.records.secrets.get(shop.NEXT_SALT) is None
    assert shop.book.person_of(SUSA_EMAIL) == before
