from datetime import date, timedelta
from pathlib import Path

import pytest

from etappe.base.clock import frozen
from etappe.base.errors import BadInput
from etappe.store.events import Drained, EventStore, RejectedSample, Rejection
from etappe.store.journal import Position
from store.store_cast import MINUTE, NOON, NOON_US, batch, opened

TODAY = NOON.date()


def sample(number: int, reason: str = "invalid") -> RejectedSample:
    return RejectedSample(number, reason, "web", "type", "is missing", f'{{"n": {number}}}')


def test_the_position_comes_with_the_events_or_not_at_all(store: EventStore) -> None:
    assert store.drained.position() == Position(0, 0)
    store.append(batch({}), drained=Drained(Position(1, 80)))
    assert store.drained.position() == Position(1, 80)
    broken = batch({"event_id": "bad", "currency": "EURO", "value": 1})
    counted = [Rejection(TODAY, "bot", "web", 3)]
    with pytest.raises(BadInput):
        store.append(broken, drained=Drained(Position(2, 0), counted, [sample(1)]))
    assert (store.drained.position(), store.last_seq()) == (Position(1, 80), 1)
    with frozen(NOON):
        assert store.drained.rejections() == []
    assert store.drained.samples() == []


def test_it_is_still_there_after_reopening(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.drained.note(Drained(Position(7, 12)))
    store.close()
    again = opened(tmp_path)
    assert again.drained.position() == Position(7, 12)
    again.close()


def test_drops_are_summed_by_day_reason_and_source(store: EventStore) -> None:
    with frozen(NOON):
        for _ in range(2):
            rejected = [
                Rejection(TODAY, "bot", "web", 3),
                Rejection(TODAY, "bot", "web", 4),
                Rejection(TODAY, "invalid", "server", 1),
                Rejection(date(2026, 4, 30), "bot", "web", 9),
            ]
            store.drained.note(Drained(Position(1, 1), rejected))
        assert store.drained.rejections(TODAY - timedelta(days=1)) == [
            Rejection(TODAY, "bot", "web", 14),
            Rejection(TODAY, "invalid", "server", 2),
        ]
        assert store.drained.rejections()[-1] == Rejection(date(2026, 4, 30), "bot", "web", 18)


def test_known_ids_are_counted_and_other_content_is_shown(store: EventStore) -> None:
    with frozen(NOON):
        store.append(
            batch({"event_id": "a", "source": "web"}, {"event_id": "b", "source": "web"}),
            drained=Drained(Position(1, 1)),
        )
        again = batch(
            {"event_id": "a", "source": "web"},
            {"event_id": "b", "source": "web", "name": "purchase"},
            {"event_id": "c", "source": "server"},
        )
        receipt = store.append(again, drained=Drained(Position(1, 2)))
        assert (receipt.duplicates, receipt.conflicting, receipt.rows) == (2, 1, 1)
        assert store.drained.rejections() == [Rejection(TODAY, "duplicate", "web", 2)]
    [shown] = store.drained.samples("duplicate")
    assert (shown.source, shown.field) == ("web", "event_id")
    assert '"name":"purchase"' in shown.sample
    assert store.drained.position() == Position(1, 2)


def test_after_a_repeated_id_events_with_properties_still_come_in(store: EventStore) -> None:
    def event(number: int, key: str) -> dict[str, str]:
        return {"event_id": f"e{number}", "properties": f'{{"{key}": 1}}'}

    store.append(batch(event(1, "a")))
    assert store.append(batch(event(1, "a"), event(2, "b"))).duplicates == 1
    assert store.append(batch(event(3, "c"))).rows == 1
    with pytest.raises(BadInput):
        store.append(batch({"event_id": "e4", "properties": "none"}))
    assert store.append(batch(event(5, "d"), event(3, "c"))).rows == 1
    assert store.append(batch(event(6, "e"))).rows == 1
    assert store.last_seq() == 5
    assert {"a", "b", "c", "d", "e"} <= set(store.properties())


def test_only_the_latest_samples_of_each_reason_stay(store: EventStore) -> None:
    store.drained.note(Drained(Position(1, 1), [], [sample(n) for n in range(60)]))
    store.drained.note(Drained(Position(1, 2), [], [sample(60), sample(61, "too_old")]))
    kept = [one.received_us for one in store.drained.samples("invalid", most=100)]
    assert kept == list(range(60, 10, -1))
    assert [one.received_us for one in store.drained.samples(most=2)] == [61, 60]


def test_a_key_costs_no_event_a_byte_and_is_told_by_day(store: EventStore) -> None:
    with frozen(NOON):
        store.append(
            batch(
                {"event_id": "a", "write_key": "1", "device": "phone"},
                {"event_id": "b", "write_key": "2", "device": "phone"},
                {"event_id": "c", "write_key": "2", "device": "phone"},
                {"event_id": "d", "device": "phone"},
            ),
            drained=Drained(Position(1, 1)),
        )
        counted = [Rejection(TODAY, "bot", "web", 3, 2), Rejection(TODAY, "bot", "web", 4)]
        again = batch({"event_id": "b", "write_key": "2"}, {"event_id": "e", "name": "x"})
        store.append(again, drained=Drained(Position(1, 2), counted))
        days = [NOON_US - 12 * 60 * MINUTE, NOON_US, NOON_US + 1]
        by_key = [(one.source, one.events, one.days) for one in store.drained.arrivals_by_key(days)]
        assert sorted(by_key) == [("1", 1, (0, 1, 0)), ("2", 2, (0, 2, 0))]
        assert store.drained.rejections_by_key() == [
            Rejection(TODAY, "bot", "web", 3, 2),
            Rejection(TODAY, "duplicate", "", 1, 2),
        ]
        assert store.drained.rejections() == [
            Rejection(TODAY, "bot", "web", 7),
            Rejection(TODAY, "duplicate", "", 1),
        ]
