"""Erasing: events and keys leave the file with every word only they used; what others did stays as it was."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from etappe.app.vault import ShopVault
from etappe.store.events import EventStore
from etappe.store.events.rejections import Drained, RejectedSample
from etappe.store.journal.frames import Position
from etappe.store.records import ShopRecords
from store.store_cast import NOON_US, SALT, batch

Shop = tuple[EventStore, ShopRecords]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    records = ShopRecords.open(tmp_path / "records.sqlite")
    path = tmp_path / "events.duckdb"
    store = EventStore.open(path, salt=SALT, vault=ShopVault(records))
    yield store, records
    store.close()
    records.close()


SUSA = {"user_id": "susa-4711", "anonymous_id": "phone-77", "visit_id": "visit-susa"}
ROWS = (
    SUSA | {"path": "/geheim/susa", "title": "Nur Susa", "email": "susa@jubel.example"},
    {"anonymous_id": "laptop-1", "path": "/", "visit_id": "v1"},
    SUSA
    | {
        "name": "purchase",
        "order_id": "A-100",
        "value": 4990,
        "currency": "EUR",
        "product_id": "cap",
        "properties": '{"engraving": "Fuer Leo", "first_name": "Susa"}',
    },
    {"user_id": "kai", "path": "/", "order_id": "B-7", "name": "purchase", "value": 1, "currency": "EUR"},
)  # fmt: skip
SECRETS = (
    b"susa-4711",
    b"phone-77",
    b"visit-susa",
    b"/geheim/",
    b"Nur Susa",
    b"A-100",
    b"Fuer Leo",
)


def of_susa(store: EventStore) -> tuple[np.ndarray, np.ndarray]:
    keys = [
        key
        for word in ("susa-4711", "phone-77", "susa@jubel.example")
        for key in store.keys().find(word)
    ]
    return np.array([1, 3]), np.array(keys)


def test_nothing_of_the_person_is_left_in_the_file_and_the_others_stay(
    shop: Shop, tmp_path: Path
) -> None:
    store, _ = shop
    store.append(batch(*ROWS))
    before = store.rows(np.array([2, 4]))
    seqs, keys = of_susa(store)
    erased = store.private.erase(seqs, keys)
    store.private.rewrite()
    assert (erased.events, erased.orders_kept, len(erased.keys)) == (2, 0, 4)
    assert store.rows(np.array([2, 4])) == before
    assert store.events_up_to(store.last_seq()) == 2
    assert store.keys().find("susa-4711") == []
    for path in tmp_path.glob("events.duckdb*"):
        assert [word for word in SECRETS if word in path.read_bytes()] == []


def test_rejected_examples_go_when_somebody_is_forgotten_and_stay_when_time_is_up(
    shop: Shop,
) -> None:
    store, _ = shop
    store.append(batch(*ROWS))
    example = RejectedSample(1, "invalid", "web", "time", "is no moment", '{"userId":"s…1"}')
    store.drained.note(Drained(Position(1, 1), [], [example]))
    seqs, keys = of_susa(store)
    assert store.private.erase(np.array([2]), np.empty(0, np.int64)).samples == 0
    assert store.private.erase(seqs, keys, samples=True).samples == 1
    assert store.drained.samples() == []


def test_an_order_can_stay_without_its_person(shop: Shop, tmp_path: Path) -> None:
    store, _ = shop
    store.append(batch(*ROWS))
    seqs, keys = of_susa(store)
    erased = store.private.erase(seqs, keys, keep=("purchase", "refund"))
    store.private.rewrite()
    assert (erased.events, erased.orders_kept) == (1, 1)
    [order] = store.rows(np.array([3]))
    assert (order["value"], order["currency"], order["product_id"]) == (4990, "EUR", "cap")
    assert order["order_id"].startswith("kept-")
    assert order["event_id"].startswith("kept-")
    assert order["occurred_us"] == NOON_US
    told = ("user_id", "anonymous_id", "email", "visit_id", "path", "device", "properties")
    assert [order[name] for name in told] == [None] * len(told)
    for path in tmp_path.glob("events.duckdb*"):
        assert [word for word in SECRETS if word in path.read_bytes()] == []


def test_numbers_are_never_given_twice_and_what_comes_back_is_new(shop: Shop) -> None:
    store, records = shop
    store.append(batch(*ROWS))
    seqs, keys = of_susa(store)
    store.private.erase(np.concatenate((seqs, [4])), keys)
    store.private.rewrite()
    receipt = store.append(batch(SUSA | {"event_id": "again", "path": "/geheim/susa"}))
    assert (receipt.first_seq, receipt.last_seq) == (5, 5)
    [key] = store.keys().find("susa-4711")
    assert key not in keys.tolist()
    assert store.words_of("path")[0].tolist() == [0, 1, 0, 0, 2]
    assert store.words_of("path")[1][1:] == ("/", "/geheim/susa")
    assert store.rows(np.array([5]))[0]["visit_id"] == "visit-susa"
    assert records.data_keys.known(keys.tolist())


def test_readers_go_on_while_the_file_is_written_anew(shop: Shop) -> None:
    store, _ = shop
    store.append(batch(*ROWS))
    for turn in range(3):
        store.private.rewrite()
        store.append(batch({"event_id": f"more-{turn}"}))
    assert store.last_seq() == 7
    assert [row["event_id"] for row in store.rows(np.arange(1, 8))][4:] == [
        "more-0",
        "more-1",
        "more-2",
    ]
