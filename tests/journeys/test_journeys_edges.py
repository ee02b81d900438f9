"""What every shop meets sooner or later: nothing, one touch, far times, many touches, many names, money."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from etappe.journeys.dictionary import OTHER, Dictionary
from etappe.journeys.source import JourneySettings
from etappe.kernels.cut_rows import NO_VALUE
from journeys.journeys_fixture import Event, columns_of, seconds

DAY = 86_400


def test_an_empty_shop_has_one_empty_shard() -> None:
    columns = columns_of([])
    [shard] = columns.shards
    assert (shard.rows, len(shard.person), len(shard.visit), len(shard.journey)) == (0, 0, 0, 0)
    assert columns.account_shards == ()
    assert columns.counts["touches"] == columns.first_us == columns.last_us == 0


def test_one_touch_is_a_person_a_visit_and_a_journey() -> None:
    [shard] = columns_of([[("view_item", 0, {})]]).shards
    assert (shard.rows, len(shard.person), len(shard.visit), len(shard.journey)) == (1, 1, 1, 1)
    assert shard.journey_open.tolist() == [True]


def test_events_of_1970_and_of_the_year_2200_are_cut() -> None:
    old, new = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
    columns = columns_of([[("view_item", old, {}), ("view_item", new, {})]])
    assert (columns.first_us, columns.last_us) == (0, seconds(new))
    assert columns.counts["journeys"] == 2


def test_events_before_1970_are_cut() -> None:
    columns = columns_of([[("view_item", datetime(1950, 1, 1, tzinfo=UTC), {})]])
    assert columns.counts["journeys"] == 1
    assert columns.first_us == columns.last_us < 0


def test_a_person_of_a_hundred_thousand_touches_is_cut() -> None:
    touches: list[Event] = [("view_item", 40 * n, {}) for n in range(100_000)]
    columns = columns_of([touches[::-1]])  # the latest arrives first
    [shard] = columns.shards
    assert (columns.counts["visits"], columns.counts["touches"]) == (1, 100_000)
    assert (np.diff(shard.time_us) == 40_000_000).all()


def test_names_of_any_script_stay_as_they_are() -> None:
    names = ("Größe gewählt", "商品を見る", "🛒", "مشاهدة")
    columns = columns_of([[(name, n, {}) for n, name in enumerate(names)]])
    assert set(names) <= set(columns.events)
    assert set(names) <= set(columns.touchpoints)


def test_more_names_than_there_is_room_for_count_as_other() -> None:
    dictionary = Dictionary(room=3)
    codes = [dictionary.code(word) for word in ("a", "b", "c", "d", "e", "a")]
    assert codes == [0, 1, 2, 3, 3, 0]
    assert dictionary.words == ["a", "b", "c", OTHER]


def test_money_is_converted_and_what_has_no_rate_is_left_out_and_counted() -> None:
    def convert(value: Any, currency: str, time_us: Any) -> Any:
        return value * 2 if currency == "USD" else np.full(len(value), NO_VALUE)

    def order(number: int, currency: str, **more: object) -> tuple[str, int, dict[str, Any]]:
        fields = {"order_id": f"A{number}", "value": 100, "currency": currency, **more}
        return ("purchase", number * DAY, fields)

    events = [order(1, "EUR"), order(2, "USD"), order(3, "CHF"), order(3, "CHF"), order(4, "JPY")]
    columns = columns_of([events], settings=JourneySettings(convert=convert))
    [shard] = columns.shards
    assert shard.value.tolist() == [100, 200]
    assert (columns.counts["without_rate_CHF"], columns.counts["without_rate_JPY"]) == (1, 1)


def test_a_server_without_a_rate_leaves_the_browsers_money() -> None:
    told = {"order_id": "A1", "anonymous_id": "p"}
    browser = ("purchase", 0, told | {"value": 100, "currency": "EUR"})
    server = ("purchase", 1, told | {"value": 90, "currency": "CHF", "source": "server"})
    columns = columns_of([[browser, server]])
    assert columns.shards[0].value.tolist() == [100]
    assert "without_rate_CHF" not in columns.counts


def test_touches_belong_to_the_account_they_name_else_to_the_persons_latest() -> None:
    jutta = [
        ("view_item", 0, {"user_id": "jutta"}),
        ("view_item", 60, {"user_id": "jutta", "account_id": "old club"}),
        ("view_item", 120, {"user_id": "jutta", "account_id": "TSV Ahornbach"}),
    ]
    pit = [("search", 90, {"user_id": "pit", "account_id": "TSV Ahornbach"})]
    alone = [("view_item", 0, {"user_id": "susa"})]
    columns = columns_of([jutta, pit, alone])
    [shard] = columns.account_shards
    assert len(set(shard.touch_person.tolist())) == 2
    assert len(shard.touch_person) == len(shard.seq)
    seqs = [
        shard.seq[start:end].tolist()
        for start, end in zip(shard.person.starts, shard.person.ends, strict=True)
    ]
    assert seqs == [[2], [1, 4, 3]]
    assert len(shard.visit) == 3  # visits stay those of the persons


def test_account_journeys_idle_for_120_days() -> None:
    club = {"account_id": "club"}
    events = [("view_item", day * DAY, club) for day in (0, 119, 239)]
    columns = columns_of([events])
    assert len(columns.shards[0].journey) == 3
    assert len(columns.account_shards[0].journey) == 2


def test_pages_make_touchpoints_by_rule() -> None:
    columns = columns_of([[("page_view", 0, {"path": "/cart"}), ("page_view", 1, {"path": "/"})]])
    [shard] = columns.shards
    keys = [columns.touchpoints[code] for code in shard.touchpoint]
    assert keys[0] == "cart"
    assert keys[0] != keys[1]


def test_no_value_lies_outside_the_rows() -> None:
    """Rows that repeat a person in time order have no money, so that sums over it count each once."""
    events = [("view_item", 0, {}), ("message_sent", 1, {}), ("purchase", 2, {"value": 5})]
    [shard] = columns_of([events]).shards
    assert len(shard.seq) > shard.rows
    assert shard.value_row.tolist() == [1]
    assert shard.value.sum() == 5
