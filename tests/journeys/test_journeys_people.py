"""Who is behind a key: of one kind or any, of several people, and a number that somebody's key is called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.privacy_cast import NOON, columns
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.journeys.people import persons_behind


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    opened = house.shop("laden", create=True)
    opened.events.append(
        columns(
            {"anonymous_id": "tablet", "user_id": "susa", "name": "login"},
            {"anonymous_id": "laptop", "name": "page_view"},
            {"user_id": "0", "order_id": "laptop", "name": "page_view"},
        )
    )
    kai = {"anonymous_id": "tablet", "user_id": "kai", "name": "login"}
    opened.events.append(columns(kai, kai, mark="kai", start=NOON + 10**12))
    yield opened
    house.close()


def behind(shop: Shop, key: str) -> list[int]:
    shop.columns()
    return persons_behind(shop.events, shop.book.written.spans, key)


def test_a_shared_device_leads_to_everybody_who_had_it(shop: Shop) -> None:
    had = behind(shop, "tablet")
    assert len(had) == 2
    assert shop.book.person_of("tablet") == had[0] == shop.book.person_of("kai")


def test_one_word_of_two_kinds_leads_to_both_and_the_kind_tells_them_apart(shop: Shop) -> None:
    assert len(behind(shop, "laptop")) == 2
    [visitor] = behind(shop, "anonymous:laptop")
    [customer] = behind(shop, "order:laptop")
    assert visitor != customer == shop.book.person_of("user:0")


def test_a_customer_called_like_a_number_is_not_the_person_of_that_number(shop: Shop) -> None:
    susa = shop.book.person_of("susa")
    assert susa == 0
    assert shop.book.person_of("0") == shop.book.person_of("user:0") != susa
    assert behind(shop, "person:0") == [susa]
    assert set(behind(shop, "0")) == {susa, shop.book.person_of("user:0")}


def test_a_key_with_a_colon_is_found_as_it_is(shop: Shop) -> None:
    shop.events.append(columns({"user_id": "user:7", "name": "login"}, mark="odd"))
    assert shop.book.person_of("user:7") is not None
    assert behind(shop, "person:nobody") == []
