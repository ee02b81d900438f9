"""The time line of a person, from the store through the journeys to the answer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from api.api_client import small_house
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.errors import NotFound

ROWS: dict[str, list[Any]] = {
    "event_id": ["s1", "s2", "s3", "b1"],
    "occurred_at": [
        datetime.fromisoformat("2026-03-02T10:10:05Z"),
        datetime.fromisoformat("2026-03-05T09:00:00Z"),
        datetime.fromisoformat("2026-03-02T10:01:00Z"),
        datetime.fromisoformat("2026-03-05T09:01:00Z"),
    ],
    "name": ["purchase", "view_item", "view_item", "view_item"],
    "user_id": ["susa", "susa", "susa", "robot"],
    "order_id": ["A1", None, None, None],
    "staff": [None, "beate", None, None],
    "bot": [None, None, True, True],
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    house: House = small_house(tmp_path_factory.mktemp("events"))
    shop = house.shop("default")
    shop.events.append(ROWS)
    yield shop
    house.close()


def test_a_time_line_has_what_staff_and_bots_did_and_what_was_told_again(shop: Shop) -> None:
    answer = shop.ask("events", {"person": "susa"})
    assert [(e.name, e.set_aside) for e in answer.events] == [
        ("view_item", None),
        ("add_to_cart", None),
        ("purchase", None),
        ("view_item", "bot"),
        ("purchase", "repeated"),
        ("view_item", "staff"),
    ]
    assert {(e.visit, e.journey) for e in answer.events[3:]} == {(None, None)}
    assert {e.person for e in answer.events} == {answer.person}


def test_someone_known_by_a_bots_events_alone_is_found(shop: Shop) -> None:
    [event] = shop.ask("events", {"person": "robot"}).events
    assert (event.event_id, event.set_aside) == ("b1", "bot")


def test_someone_nobody_knows_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound, match="nobody-at-all"):
        shop.ask("events", {"person": "nobody-at-all"})


def test_the_book_gives_all_arrivals_of_a_person_and_none_of_an_unknown_one(shop: Shop) -> None:
    susa = shop.book.person_of("susa")
    assert susa is not None
    seqs, times_us = shop.book.arrivals_of(susa)
    assert seqs.tolist() == [1, 2, 3, 7, 8, 9]
    assert len(times_us) == 6
    assert not len(shop.book.arrivals_of(999)[0])
