"""What real senders do wrong, through the whole way: clocks, old and future events, ids given out twice, keys in any order."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from collect_live.front import Front, receiving
from etappe.store.events.values import FUTURE

HOUR = timedelta(hours=1)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def send(front: Front, *events: dict[str, Any], **beside: Any) -> None:
    body = {"batch": events, "writeKey": front.server, **beside}
    answer = front.client.post("/v1/batch", json=body)
    assert answer.status_code == 200, answer.text


def track(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "type": "track",
        "event": "view_item",
        "userId": "u1",
        "messageId": f"m{number}",
    } | fields


def ago(row: dict[str, Any]) -> timedelta:
    """How long before its receipt the event happened."""
    passed: timedelta = row["received_at"] - row["occurred_at"]
    return passed


def persons(front: Front) -> list[list[str]]:
    """The event ids of each person, sorted."""
    rows = front.rows()
    behind = front.shop.people.behind(1, front.shop.events.last_seq())
    found: dict[int | None, list[str]] = {}
    for row in rows:
        found.setdefault(behind[row["seq"]], []).append(row["event_id"])
    return sorted(sorted(ids) for ids in found.values())


@pytest.mark.parametrize("wrong", [-7 * HOUR, 3 * HOUR, timedelta(days=400)])
def test_a_clock_that_is_wrong_moves_no_event(front: Front, wrong: timedelta) -> None:
    now = datetime.now(UTC) + wrong
    event = track(timestamp=(now - timedelta(minutes=10)).isoformat())
    send(front, event, sentAt=now.isoformat())
    (row,) = front.rows()
    assert abs(ago(row) - timedelta(minutes=10)) < timedelta(minutes=2)
    assert not row["flags"] & FUTURE


def test_an_event_two_years_old_stands_two_years_ago_and_one_of_the_future_is_marked(
    front: Front,
) -> None:
    now = datetime.now(UTC)
    old, ahead = now - timedelta(days=730), now + 26 * HOUR
    send(front, track(1, timestamp=old.isoformat()), track(2, timestamp=ahead.isoformat()))
    first, second = front.rows()
    assert first["occurred_at"] == old
    assert (second["occurred_at"], bool(second["flags"] & FUTURE)) == (ahead, True)


def test_of_an_id_given_out_twice_the_first_stays_and_the_second_is_counted(front: Front) -> None:
    send(front, track(1, properties={"size": "L"}))
    front.rows()
    send(front, track(1, event="add_to_cart"), track(2))
    assert [(row["event_id"], row["name"]) for row in front.rows()] == [
        ("m1", "view_item"), ("m2", "view_item")
    ]  # fmt: skip
    assert front.rejected() == {"duplicate": 1}


def test_who_identifies_before_or_after_is_the_same_person(front: Front) -> None:
    view = {"type": "track", "event": "view_item", "anonymousId": "laptop", "messageId": "view"}
    known = {"type": "identify", "userId": "anna", "anonymousId": "laptop", "messageId": "known"}
    order = track(3, userId="anna", messageId="order")
    send(front, view)
    send(front, known)
    send(front, order)
    assert persons(front) == [["known", "order", "view"]]


def aliases(*pairs: tuple[str, str]) -> Sequence[dict[str, Any]]:
    return [
        {"type": "alias", "previousId": old, "userId": new, "messageId": f"{old}>{new}"}
        for old, new in pairs
    ]


def test_a_chain_of_aliases_is_one_person_in_whatever_order_it_comes(front: Front) -> None:
    chains = list(permutations([("a", "b"), ("b", "c"), ("c", "d")]))
    for place, pairs in enumerate(chains):
        mine = [(f"{old}{place}", f"{new}{place}") for old, new in pairs]
        send(front, *aliases(*mine), track(userId=f"a{place}", messageId=f"first{place}"))
        send(front, track(userId=f"d{place}", messageId=f"last{place}"))
    found = persons(front)
    assert len(found) == len(chains)
    assert all(len(ids) == 5 for ids in found)


def test_aliases_in_a_circle_end_in_one_person(front: Front) -> None:
    send(front, *aliases(("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")), track(userId="b"))
    assert len(persons(front)) == 1
