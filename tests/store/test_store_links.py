from typing import Any

from etappe.store.events import EventStore
from store.store_cast import MINUTE, NOON_US, batch


def links(store: EventStore, after_seq: int = 0) -> list[tuple[str, str, int]]:
    """Pairs of key words with the minute after noon."""
    found, keys = store.links(after_seq), store.keys()
    return [
        (keys.word(a), keys.word(b), (us - NOON_US) // MINUTE)
        for a, b, us in zip(
            found.key_a.tolist(), found.key_b.tolist(), found.occurred_us.tolist(), strict=True
        )
    ]


def test_keys_of_one_event_are_linked_once_with_the_earliest_moment(store: EventStore) -> None:
    login = {"anonymous_id": "phone-1", "user_id": "susa"}
    store.append(batch({}, login, login))
    assert links(store) == [("phone-1", "susa", 1)]
    after = store.last_seq()
    store.append(batch(login | {"event_id": "early", "occurred_at": NOON_US}))
    assert links(store) == [("phone-1", "susa", 0)]
    assert links(store, after) == [("phone-1", "susa", 0)]
    assert links(store, store.last_seq()) == []


def test_an_order_links_browser_and_webhook(store: EventStore) -> None:
    store.append(
        batch(
            {"name": "purchase", "anonymous_id": "phone-1", "order_id": "J-1"},
            {"name": "order_paid", "order_id": "J-1"},
            {"name": "order_paid", "order_id": "J-1", "user_id": "susa"},
        )
    )
    assert links(store) == [("phone-1", "J-1", 0), ("J-1", "susa", 2)]


def test_every_change_of_user_on_a_shared_device_is_told(store: EventStore) -> None:
    """Susa, Leo, Susa: told in another order than it happened, each change comes with its moment."""

    def login(minute: int, user: str) -> dict[str, Any]:
        occurred = NOON_US + minute * MINUTE
        return {"event_id": f"{minute}", "occurred_at": occurred} | {
            "anonymous_id": "tablet",
            "user_id": user,
        }

    store.append(batch(login(30, "susa"), login(0, "susa"), login(5, "susa")))
    assert links(store) == [("tablet", "susa", 0)]
    store.append(batch(login(10, "leo"), login(20, "leo"), login(40, "susa")))
    assert links(store) == [
        ("tablet", "susa", 0),
        ("tablet", "leo", 10),
        ("tablet", "susa", 30),
    ]
    assert links(store, 3) == [
        ("tablet", "susa", 0),
        ("tablet", "leo", 10),
        ("tablet", "susa", 30),
    ]
    assert links(store, 6) == []


def told(store: EventStore, after_seq: int = 0) -> list[tuple[str, str, int, int]]:
    """Pairs of key words with the minute after noon and what told them (0 together, 1 proved, 2 alias)."""
    kinds = store.links(after_seq).told.tolist()
    return [(*link, kind) for link, kind in zip(links(store, after_seq), kinds, strict=True)]


def test_a_proved_address_is_told_with_the_moment_of_its_proof(store: EventStore) -> None:
    store.append(
        batch({}, {"user_id": "susa", "email": "s@x"})
        | {"event_id": ["a", "b"], "email_verified": [None, False]}
    )
    email = store.keys().word(0)
    assert told(store) == [(email, "susa", 1, 0)]
    proof = {"event_id": "c", "user_id": "susa", "email": "S@x ", "email_verified": True}
    store.append(batch(proof | {"occurred_at": NOON_US + 9 * MINUTE}))
    assert told(store, 2) == [(email, "susa", 1, 0), (email, "susa", 9, 1)]
    assert [row["email_verified"] for row in store.rows(store.core(1, 9).seq)] == [
        False,
        False,
        True,
    ]


def test_an_alias_counts_from_when_its_key_is_known(store: EventStore) -> None:
    """Before that it waits; a device and a customer may both be called so."""
    alias = {"event_id": "a", "name": "alias", "user_id": "susa", "previous_id": "x1"}
    store.append(batch(alias))
    assert told(store) == []
    store.append(batch({"event_id": "b", "anonymous_id": "x1"}))
    assert told(store, 1) == [("x1", "susa", 0, 2)]
    store.append(batch({"event_id": "c", "user_id": "x1"}))
    assert told(store, 2) == [("x1", "susa", 0, 2)]
    assert len(told(store)) == 2
    assert store.rows(store.core(1, 2).seq)[0]["previous_id"] == "x1"


def test_a_repeated_id_with_another_alias_is_conflicting(store: EventStore) -> None:
    alias = {"event_id": "a", "user_id": "susa", "previous_id": "x1"}
    store.append(batch(alias))
    assert store.append(batch(alias)).conflicting == 0
    assert store.append(batch(alias | {"previous_id": "x2"})).conflicting == 1
    assert store.append(batch(alias | {"event_id": "b"}, alias)).duplicates == 1


def test_one_phone_number_is_one_key_however_it_is_written(store: EventStore) -> None:
    written = ["+49 30 123-45", "0049 (0) 30 / 12345", " +49(0)3012345"]
    store.append(batch(*[{"phone": number} for number in [*written, "030 12345"]]))
    assert store.core(1, 9).key.tolist() == [0, 0, 0, 1]
    assert [store.keys().find(number) for number in written] == [[0], [0], [0]]
