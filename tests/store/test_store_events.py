import json
import threading
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.base.clock import frozen
from etappe.base.errors import BadInput, Conflict, NotFound
from etappe.store.events import (
    BOT,
    FUTURE,
    KEY_KINDS,
    NO_VALUE,
    STAFF,
    AdvertisingDay,
    EventStore,
)
from store.store_cast import MINUTE, NOON, NOON_US, SALT, batch, many, opened, parquet

SUSA = {"anonymous_id": "phone-1", "visit_id": "1", "host": "jubelware.example", "path": "/müntze"}
PURCHASE = {
    "name": "purchase",
    "anonymous_id": "laptop-1",
    "user_id": "susa",
    "email": "Susa@Example.org ",
    "phone": "0049 421 / 123",
    "order_id": "J-1",
    "value": 5000,
    "currency": "EUR",
    "product_id": "meisterwurf",
    "utm_source": "newsletter",
    "click_id": "gclid:x",
    "referrer": "https://WWW.Google.com:443/suche?q=milo",
    "device": "desktop",
    "staff": None,
    "bot": False,
    "properties": '{"gift": true, "größe": "L", "a/b~c": 1}',
}


def whole(store: EventStore) -> list[dict[str, Any]]:
    rows = store.rows(np.arange(1, store.last_seq() + 1))
    for row in rows:
        row.pop("received_at")
    return rows


def test_an_empty_store_answers_everything(store: EventStore) -> None:
    assert store.last_seq() == 0
    assert len(store.core(1, 100)) == 0
    assert len(store.links()) == 0
    assert len(store.keys()) == 0
    assert store.names() == ()
    assert store.rows(np.array([], np.int64)) == []
    codes, words = store.words_of("device")
    assert (len(codes), words) == (0, (None,))


def test_a_parquet_file_and_columns_give_the_same_rows(tmp_path: Path) -> None:
    columns = batch(SUSA, PURCHASE, {"name": "search", "value": None})
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    by_columns, by_file = opened(tmp_path / "a"), opened(tmp_path / "b")
    with frozen(NOON):
        assert by_columns.append(columns) == by_file.append(parquet(tmp_path, columns))
    assert whole(by_columns) == whole(by_file)
    assert whole(by_columns)[1]["name"] == "purchase"
    for name, values in (("key", [0, 5, -1]), ("order", [-1, 2, -1]), ("page", [1, 0, 0])):
        assert getattr(by_columns.core(1, 9), name).tolist() == values, name
        assert getattr(by_file.core(1, 9), name).tolist() == values, name
    by_columns.close()
    by_file.close()


def test_what_was_sent_comes_back_word_for_word(store: EventStore) -> None:
    with frozen(NOON):
        store.append(batch(SUSA, PURCHASE))
    view, purchase = store.rows(np.array([1, 2]))
    assert (view["path"], view["visit_id"], view["anonymous_id"]) == ("/müntze", "1", "phone-1")
    assert purchase["occurred_at"] == NOON + timedelta(minutes=1)
    assert purchase["received_at"] == NOON
    kept = ("user_id", "order_id", "value", "currency", "click_id", "referrer", "properties")
    assert {name: purchase[name] for name in kept} == {name: PURCHASE[name] for name in kept}
    assert store.rows(np.array([2, 1, 2]))[0]["seq"] == 2


def test_addresses_and_phone_numbers_are_kept_as_salted_hashes_only(
    store: EventStore, tmp_path: Path
) -> None:
    store.append(batch(PURCHASE))
    keys = store.keys()
    assert [KEY_KINDS[kind] for kind in keys.kind] == list(KEY_KINDS)
    assert keys.find("susa@example.ORG") == [3]
    assert keys.find("+49421123") == [2]
    assert keys.find("susa") == [4]
    assert keys.find("J-1") == [1]
    assert keys.find("nobody") == []
    store.close()
    assert all(b"usa@" not in path.read_bytes() for path in tmp_path.glob("events*"))


def test_one_word_may_be_a_key_of_several_kinds(store: EventStore) -> None:
    store.append(batch({"anonymous_id": "7", "user_id": "7"}))
    assert store.keys().find("7") == [1, 0]


def test_the_core_has_the_strongest_key_and_numbers_of_first_arrival(store: EventStore) -> None:
    store.append(batch(SUSA, PURCHASE, {"order_id": "J-1", "name": "order_shipped"}))
    core = store.core(1, 4)
    assert core.key.tolist() == [0, 5, 2]
    assert core.order.tolist() == [-1, 2, 2]
    assert core.value.tolist() == [NO_VALUE, 5000, NO_VALUE]
    assert [store.currencies()[code] for code in core.currency] == ["", "EUR", ""]
    assert [store.names()[code] for code in core.name] == ["view_item", "purchase", "order_shipped"]
    origin = store.origins()[core.origin[1]]
    assert (origin.utm_source, origin.referrer_host, origin.channel) == (
        "newsletter",
        "www.google.com",
        None,
    )
    assert store.pages()[core.page[0]].path == "/müntze"
    assert len(store.core(2, 3)) == 1


def test_the_rows_of_some_keys_are_the_core_of_those_keys(store: EventStore) -> None:
    store.append(many(3000, user_id=[f"u{place % 50}" for place in range(3000)]))
    core, some = store.core(1, 4000), store.core_of_keys(np.array([3, 7, 7]))
    wanted = np.isin(core.key, [3, 7])
    assert some.seq.tolist() == core.seq[wanted].tolist()
    assert some.occurred_us.tolist() == core.occurred_us[wanted].tolist()


def test_a_visit_is_told_apart_by_device(store: EventStore) -> None:
    store.append(
        batch(
            SUSA,
            {"anonymous_id": "laptop-1", "visit_id": "1"},
            SUSA | {"user_id": "susa"},
            {"visit_id": "1", "user_id": "leo"},
            {"anonymous_id": "phone-1"},
        )
    )
    assert store.core(1, 6).visit.tolist() == [0, 1, 0, 2, -1]


def test_visits_that_are_called_the_same_know_the_first_of_them(store: EventStore) -> None:
    store.append(
        batch(
            {"anonymous_id": "laptop", "visit_id": "1"},
            {"anonymous_id": "laptop", "visit_id": "2"},
            {"user_id": "susa", "visit_id": "1"},
        )
    )
    twins = store.visit_twins()
    assert (twins.visits, twins.code.tolist(), twins.first.tolist()) == (3, [2], [0])
    store.append(
        batch(*({"event_id": f"later {word}", "user_id": "leo", "visit_id": word} for word in "23"))
    )
    twins = store.visit_twins(3)
    assert (twins.visits, twins.code.tolist(), twins.first.tolist()) == (5, [3], [1])
    assert len(store.visit_twins(5).code) == 0


def test_events_that_name_one_cart_have_one_code(store: EventStore) -> None:
    store.append(batch({"user_id": "leo"}))
    assert store.core(1, 2).cart.tolist() == [-1]
    carts = [{"cart_id": "c1"}, {"checkout_id": "c1"}, {"cart_token": ""}, {"cart_id": 7}, {}]
    store.append(
        batch(
            *(
                {"event_id": str(place), "properties": json.dumps(cart)}
                for place, cart in enumerate(carts)
            )
        )
    )
    one, again, *others = store.core(2, 7).cart.tolist()
    assert one == again >= 0
    assert others[0] == others[2] == -1
    assert others[1] not in (one, -1)


def test_the_rows_of_an_order_are_found_by_its_key(store: EventStore) -> None:
    told = [{"user_id": user, "order_id": "A1"} for user in ("susa", "leo")]
    store.append(batch(*told, {"user_id": "leo"}))
    order = np.array(store.keys().find("A1"))
    assert store.core_of_keys(order).seq.tolist() == []
    assert store.core_of_keys(order, orders=True).seq.tolist() == [1, 2]


def test_staff_bots_and_the_future_are_flagged(store: EventStore) -> None:
    ahead = NOON_US + 24 * 60 * MINUTE
    with frozen(NOON):
        receipt = store.append(
            batch(
                {"staff": "beate"},
                {"bot": True},
                {"occurred_at": ahead},
                {"occurred_at": ahead + 1, "bot": True},
                {"occurred_at": 0},
            )
        )
    assert receipt.future == 1
    assert store.core(1, 9).flags.tolist() == [STAFF, BOT, 0, BOT | FUTURE, 0]


def test_an_id_counts_once_in_seven_days_and_the_first_wins(store: EventStore) -> None:
    with frozen(NOON):
        store.append(batch({"event_id": "a", "title": "first"}))
    with frozen(NOON + timedelta(days=6)):
        receipt = store.append(
            batch(
                {"event_id": "a", "title": "first", "occurred_at": NOON_US},
                {"event_id": "a", "title": "other", "occurred_at": NOON_US},
                {"event_id": "b"},
                {"event_id": "b", "user_id": "susa"},
            )
        )
        assert (receipt.rows, receipt.duplicates, receipt.conflicting) == (1, 3, 2)
        assert (receipt.first_seq, receipt.last_seq) == (2, 2)
    with frozen(NOON + timedelta(days=8)):
        receipt = store.append(batch({"event_id": "a"}, {"event_id": "b"}))
        assert (receipt.rows, receipt.duplicates) == (1, 1)
    assert [row["event_id"] for row in whole(store)] == ["a", "b", "a"]


def test_ids_are_remembered_over_a_restart(tmp_path: Path) -> None:
    columns = batch(SUSA, PURCHASE)
    with closing(opened(tmp_path)) as store:
        store.append(columns)
    with closing(opened(tmp_path)) as store:
        receipt = store.append(columns)
        assert (receipt.rows, receipt.duplicates, receipt.conflicting) == (0, 2, 0)
        assert receipt.first_seq == receipt.last_seq + 1 == 3


def test_the_same_words_get_the_same_numbers_in_later_batches(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        store.append(batch(SUSA, PURCHASE))
    with closing(opened(tmp_path)) as store:
        store.append(
            batch(SUSA | {"event_id": "x"}, PURCHASE | {"event_id": "y"}, {"event_id": "z"})
        )
        core = store.core(1, 9)
        for name in ("key", "visit", "page", "origin", "order", "name", "currency"):
            column = getattr(core, name).tolist()
            assert column[:2] == column[2:4], name
        assert core.page.tolist()[4] == 0


def test_seq_has_no_gaps_when_eight_threads_append(store: EventStore) -> None:
    receipts, lock = [], threading.Lock()

    def send(sender: int) -> None:
        for turn in range(5):
            rows = 1 + (sender * 5 + turn) % 7
            receipt = store.append(many(rows, title=[f"{sender}-{turn}"] * rows))
            with lock:
                receipts.append((receipt, f"{sender}-{turn}"))

    senders = [threading.Thread(target=send, args=(sender,)) for sender in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    core = store.core(1, 10**6)
    assert core.seq.tolist() == list(range(1, store.last_seq() + 1))
    titles = [row["title"] for row in whole(store)]
    for receipt, title in receipts:
        assert titles[receipt.first_seq - 1 : receipt.last_seq] == [title] * receipt.rows
    assert sum(receipt.rows for receipt, _ in receipts) == store.last_seq()


def test_a_bad_batch_does_not_fail_those_that_wait_with_it(store: EventStore) -> None:
    outcomes: dict[int, object] = {}

    def send(sender: int) -> None:
        try:
            name = "" if sender == 3 else "view_item"
            outcomes[sender] = store.append(many(2, name=[name] * 2)).rows
        except BadInput as error:
            outcomes[sender] = error.field

    slow = threading.Thread(target=lambda: store.append(many(60_000)))
    slow.start()
    senders = [threading.Thread(target=send, args=(sender,)) for sender in range(6)]
    for sender in [*senders]:
        sender.start()
    for sender in [*senders, slow]:
        sender.join()
    assert outcomes == {0: 2, 1: 2, 2: 2, 3: "name", 4: 2, 5: 2}
    assert store.last_seq() == 60_010


def test_a_reader_sees_whole_batches_while_a_long_append_runs(store: EventStore) -> None:
    store.append(many(10))
    columns = many(100_000)
    writer = threading.Thread(target=lambda: store.append(columns))
    writer.start()
    seen = {len(store.core(1, 10**7))}
    while writer.is_alive():
        seen.add(len(store.core(1, 10**7)))
    writer.join()
    assert seen <= {10, 100_010}
    assert 10 in seen
    assert len(store.core(1, 10**7)) == 100_010


def test_the_rows_of_a_large_file_keep_their_order(store: EventStore, tmp_path: Path) -> None:
    rows = 300_000
    columns = many(rows, user_id=[f"u{place % 977}" for place in range(rows)])
    columns["occurred_at"] = np.arange(rows)[::-1].astype(np.int64)
    store.append(parquet(tmp_path, columns))
    core = store.core(1, rows + 1)
    assert (core.seq == np.arange(1, rows + 1)).all()
    assert (core.occurred_us == columns["occurred_at"]).all()
    assert (core.key == np.arange(rows) % 977).all()


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"event_id": ""}, "event_id"),
        ({"event_id": None}, "event_id"),
        ({"name": ""}, "name"),
        ({"value": 100}, "currency"),
        ({"value": 100, "currency": "EUX"}, "currency"),
        ({"properties": "{"}, "properties"),
        ({"properties": "[1]"}, "properties"),
        ({"occurred_at": 2**62}, "occurred_at"),
        ({"colour": "red"}, "colour"),
        ({"value": 1.5, "currency": "EUR"}, "value"),
        ({"received_at": "2026-05-05T12:00:00Z"}, "received_at"),
    ],
)
def test_a_broken_row_fails_its_whole_batch_and_leaves_nothing(
    store: EventStore, event: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        store.append(batch(PURCHASE | {"event_id": "good"}, event))
    assert caught.value.field == field
    assert caught.value.next_step
    assert store.last_seq() == 0
    assert len(store.keys()) == 0
    assert store.append(batch({"event_id": "good"})).first_seq == 1


def test_an_unknown_currency_is_answered_with_those_near(store: EventStore) -> None:
    with pytest.raises(BadInput, match="Row 2: currency: 'eur'") as caught:
        store.append(batch({}, {"value": 1, "currency": "eur"}))
    assert "EUR" in caught.value.next_step


@pytest.mark.parametrize("missing", ["event_id", "occurred_at", "name"])
def test_a_batch_needs_id_time_and_name(store: EventStore, missing: str) -> None:
    columns = batch({})
    del columns[missing]
    with pytest.raises(BadInput, match=missing):
        store.append(columns)


def test_a_missing_or_broken_batch_file_is_bad_input(store: EventStore, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such batch file"):
        store.append(tmp_path / "none.parquet")
    (tmp_path / "broken.parquet").write_text("not parquet")
    with pytest.raises(BadInput, match="does not fit"):
        store.append(tmp_path / "broken.parquet")


def test_further_columns_are_answered_by_name(store: EventStore) -> None:
    store.append(batch(SUSA, PURCHASE, {"properties": '{"category": "Schals", "tags": ["a"]}'}))

    def words(column: str) -> list[str | None]:
        codes, known = store.words_of(column)
        assert known[0] is None
        assert codes.dtype == np.uint32
        return [known[code] for code in codes]

    assert words("page") == ["jubelware.example/müntze", None, None]
    assert words("device") == [None, "desktop", None]
    assert words("source") == [None, "newsletter", None]
    assert words("order") == [None, "J-1", None]
    assert words("product_id") == [None, "meisterwurf", None]
    assert words("größe") == [None, "L", None]
    assert words("gift") == [None, "true", None]
    assert words("a/b~c") == [None, "1", None]
    assert words("category") == [None, None, "Schals"]
    assert words("tags") == [None, None, '["a"]']
    assert {"gift", "größe", "tags", "a/b~c", "page", "category"} <= set(store.properties())
    for name in store.properties():
        store.words_of(name)
    with pytest.raises(NotFound, match="'weight'"):
        store.words_of("weight")


def test_a_missing_row_is_named(store: EventStore) -> None:
    store.append(batch(SUSA))
    with pytest.raises(NotFound, match="seq 2"):
        store.rows(np.array([1, 2]))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
        min_size=1,
        max_size=8,
    )
)
def test_any_unicode_name_is_kept_as_sent(store: EventStore, names: list[str]) -> None:
    receipt = store.append(many(len(names), name=names, user_id=names))
    rows = store.rows(np.arange(receipt.first_seq, receipt.last_seq + 1))
    assert [(row["name"], row["user_id"]) for row in rows] == [(name, name) for name in names]


def test_times_come_as_numpy_datetimes_or_integers(store: EventStore) -> None:
    moment = np.array([NOON.replace(tzinfo=None)], "datetime64[us]")
    naive, aware = NOON.replace(tzinfo=None), NOON
    given: list[Any] = [
        moment,
        np.array([NOON_US]),
        moment.astype("datetime64[ns]"),
        [naive],
        [aware],
    ]
    for occurred in given:
        store.append(many(1) | {"occurred_at": occurred})
    assert store.core(1, 9).occurred_us.tolist() == [NOON_US] * len(given)


def test_a_day_of_advertising_imported_twice_replaces_itself(store: EventStore) -> None:
    day = AdvertisingDay(date(2026, 6, 1), "instagram", "paid_social", "", "sommerfinale")
    first = AdvertisingDay(*_key(day), impressions=100, clicks=5, cost=900, currency="EUR")
    second = AdvertisingDay(*_key(day), impressions=120, clicks=6, cost=990, currency="EUR")
    other = AdvertisingDay(date(2026, 6, 2), "google", cost=1, currency="EUR")
    assert store.put_advertising([first]) == 1
    assert store.put_advertising([other, second]) == 2
    assert store.advertising() == [second, other]
    with pytest.raises(BadInput, match="EUX"):
        store.put_advertising([AdvertisingDay(date(2026, 6, 3), cost=1, currency="EUX")])
    assert len(store.advertising()) == 2


def _key(day: AdvertisingDay) -> tuple[date, str, str, str, str]:
    return day.day, day.source, day.medium, day.channel, day.campaign


def test_an_import_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        with frozen(NOON):
            state = store.begin_import(name="a.csv", digest="d1", mapping="m", rows=4)
        assert (state.rows_done, state.finished) == (0, False)
        store.append(many(2), import_id=state.id, rows_done=2)
        with pytest.raises(BadInput):
            store.append(many(2, name=["", ""]), import_id=state.id, rows_done=4)
    with closing(opened(tmp_path)) as store:
        again = store.begin_import(name="a.csv", digest="d1", mapping="m", rows=4)
        assert (again.id, again.rows_done, again.finished) == (state.id, 2, False)
        other = store.begin_import(name="a.csv", digest="d1", mapping="other", rows=4)
        assert other.id != state.id
        store.append(many(2), import_id=state.id, rows_done=4)
        store.finish_import(state.id, report='{"rows": 4}')
        assert store.begin_import(name="b", digest="d1", mapping="m", rows=4).finished
        record = store.imports()[0]
        assert (record.started_at, record.rows_done, record.report) == (NOON, 4, '{"rows": 4}')
        assert isinstance(record.finished_at, datetime)
        with pytest.raises(NotFound):
            store.finish_import(99, report="")


def test_a_backup_is_the_same_store(store: EventStore, tmp_path: Path) -> None:
    store.append(batch(SUSA, PURCHASE))
    copy = tmp_path / "it's a copy.duckdb"
    store.backup_to(copy)
    store.append(many(3))
    with pytest.raises(Conflict, match="exists"):
        store.backup_to(copy)
    restored = EventStore.open(copy, salt=SALT)
    assert whole(restored) == whole(store)[:2]
    assert restored.append(batch(SUSA | {"event_id": "new"})).first_seq == 3
    restored.close()


@pytest.mark.parametrize("by_file", [False, True])
def test_a_comma_behind_the_last_property_is_nobodys_loss(tmp_path: Path, by_file: bool) -> None:
    sent = ['{"a":[1,2,],}', '{"search_term":"x","b":1, }', '{"a":"x,}"}']
    columns = batch(*({"properties": text} for text in sent))
    store = opened(tmp_path)
    store.append(parquet(tmp_path, columns) if by_file else columns)
    rows = store.rows(store.core(1, 10**9).seq)
    told = [json.loads(row["properties"]) for row in rows]
    assert told == [{"a": [1, 2]}, {"search_term": "x", "b": 1}, {"a": "x,}"}]
    store.close()
