from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.analysis_shop import HOUR, START_US, Touch, shop
from etappe.analysis.encode import plain
from etappe.analysis.events import Events, EventsQuestion, events
from etappe.analysis.events_orders import OrderBlock, Parcel, order_blocks
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput, NotFound
from etappe.journeys.columns import Columns

BEGIN = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=START_US)

SUSA = [
    Touch("view_item", 0, visit="ad", channel="paid_social", extra={"device": "phone"}),
    Touch("search", 7_200, visit="laptop", channel="organic_search", extra={"device": "desktop"}),
    Touch(
        "purchase",
        7_300,
        visit="laptop",
        channel="organic_search",
        value=5_000,
        extra={"device": "desktop"},
    ),
    Touch("order_paid", 7_360, visit=None, channel="system"),
    Touch("view_item", 90 * 86_400, visit="later", journey="later"),
]
KAI = [Touch("message_sent", 0, visit=None, journey=None), Touch("view_item", 50)]


class Store:
    """Gives whole rows by arrival number, as the store does; `told` adds to the row of a number."""

    def __init__(
        self, persons: Sequence[Sequence[Touch]], told: dict[int, dict[str, Any]] | None = None
    ) -> None:
        self.touches = [touch for person in persons for touch in person]
        self.told = told or {}

    def rows(self, seqs: Sequence[int] | NDArray[np.int64]) -> list[dict[str, Any]]:
        return [self.row(int(seq)) for seq in seqs]

    def row(self, seq: int) -> dict[str, Any]:
        row: dict[str, Any] = {
            "seq": seq,
            "event_id": f"e{seq}",
            "occurred_at": BEGIN,
            "name": "view_item",
            "source": "web",
            "host": "jubelware.example",
            "path": "/muenze",
            "properties": '{"query": "Milo"}',
            "flags": 0,
        }
        if seq <= len(self.touches):
            touch = self.touches[seq - 1]
            row |= {"name": touch.event, "value": touch.value, "currency": "EUR"}
        return row | self.told.get(seq, {})


def person_of(key: str) -> int | None:
    return {"susa": 0, "0": 0, "kai": 1, "gone": 77}.get(key)


def asked(
    person: str = "",
    persons: Sequence[Sequence[Touch]] = (SUSA, KAI),
    told: dict[int, dict[str, Any]] | None = None,
    columns: Columns | None = None,
    limit: int = 100,
    cursor: str = "",
    **scope: Any,
) -> Events:
    columns = columns or shop(persons)
    question = EventsQuestion(Scope(**scope), person, limit, cursor)
    return events(columns, question, person_of, Store(persons, told).rows)


def test_a_person_is_a_list_of_events_in_row_order() -> None:
    answer = asked("susa")
    assert [
        (event.event_id, event.name, event.visit, event.journey) for event in answer.events
    ] == [
        ("e1", "view_item", 1, 1),
        ("e2", "search", 2, 1),
        ("e3", "purchase", 2, 1),
        ("e4", "order_paid", None, 1),
        ("e5", "view_item", 3, 2),
    ]
    assert (answer.person, answer.total, answer.next) == (0, 5, None)
    assert (answer.basis.persons, answer.basis.journeys, answer.basis.touches) == (1, 2, 5)


def test_an_event_says_what_is_known_of_it() -> None:
    event = asked("susa").events[2]
    assert event.occurred_at == BEGIN + timedelta(seconds=7_300)
    assert (event.value, event.currency, event.conversion) == (Decimal("50.00"), "EUR", True)
    assert (event.channel, event.touchpoint, event.stage, event.source) == (
        "organic_search",
        "purchase",
        "buying",
        "web",
    )
    assert (event.page, event.properties["query"]) == ("jubelware.example/muenze", "Milo")
    assert event.label["de"] == "purchase (de)"


def test_touches_in_no_journey_are_told_too() -> None:
    mail, view = asked("kai").events
    assert (mail.name, mail.visit, mail.journey) == ("message_sent", None, None)
    assert (view.visit, view.journey) == (1, 1)


def test_the_row_order_of_overlapping_visits_is_kept() -> None:
    overlap = [
        Touch("view_item", 0, "tab"),
        Touch("view_item", 500, "tab"),
        Touch("search", 100, "window"),
    ]
    for persons in ((overlap, KAI), (overlap, overlap, KAI)):
        answer = asked("susa", persons=persons)
        assert [event.event_id for event in answer.events] == ["e1", "e2", "e3"]
        assert [event.visit for event in answer.events] == [1, 1, 2]
    both = asked("kai", persons=(overlap, overlap))
    assert [event.event_id for event in both.events] == ["e4", "e5", "e6"]


def test_pages_go_on_at_the_cursor_and_lose_nothing() -> None:
    found, cursor = [], ""
    for _ in range(3):
        page = asked("susa", limit=2, cursor=cursor)
        found += [event.event_id for event in page.events]
        cursor = page.next or ""
        assert page.total == 5
    assert found == ["e1", "e2", "e3", "e4", "e5"]
    assert cursor == ""


def test_a_period_and_a_condition_narrow_the_time_line() -> None:
    assert len(asked("susa", to="2026-02-25").events) == 4
    assert [event.event_id for event in asked("susa", where="device = 'desktop'").events] == [
        "e2",
        "e3",
    ]


def test_the_shop_shows_its_newest_events_first() -> None:
    page = asked(limit=3)
    assert [event.event_id for event in page.events] == ["e7", "e6", "e5"]
    rest = asked(limit=10, cursor=page.next or "")
    assert [event.event_id for event in rest.events] == ["e4", "e3", "e2", "e1"]
    assert rest.next is None
    assert [event.person for event in page.events] == [1, 1, 0]


def test_the_shop_can_be_narrowed_to_a_period() -> None:
    page = asked(limit=2, to="2026-02-25")
    assert [event.event_id for event in page.events] == ["e7", "e6"]
    assert [event.event_id for event in asked(limit=9, cursor=page.next or "", to="2026-02-25").events] == [
        "e4", "e3", "e2", "e1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"flags": 1, "staff": "beate"}, "staff"),
        ({"flags": 2}, "bot"),
        ({"flags": 4}, "future"),
        ({}, "repeated"),
    ],
)
def test_events_that_are_no_touch_are_shown_with_the_reason(
    told: dict[str, Any], reason: str
) -> None:
    columns = replace(shop([SUSA, KAI]), seq=8)
    newest = asked(
        columns=columns, told={8: told | {"value": 300, "currency": "CHF"}}, limit=1
    ).events[0]
    assert newest.set_aside == reason
    assert (newest.touchpoint, newest.visit, newest.journey, newest.person) == (
        None,
        None,
        None,
        None,
    )
    assert (newest.value, newest.currency) == (Decimal("3.00"), "CHF")


ASIDE: dict[int, dict[str, Any]] = {
    8: {"occurred_at": BEGIN + timedelta(hours=2), "flags": 1, "staff": "beate"},
    9: {"occurred_at": BEGIN + timedelta(hours=1), "flags": 2},
    10: {"occurred_at": BEGIN + timedelta(days=80), "flags": 4},
    11: {"occurred_at": BEGIN + timedelta(hours=2), "name": "purchase", "order_id": "A"},
}


def with_aside(
    person: str = "susa", limit: int = 100, cursor: str = "", seq: int = 11, **scope: Any
) -> Events:
    """Susa did events 8 to 11 too, all set aside; the person `gone` did nothing but 9."""

    def arrivals_of(number: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        own = {0: [1, 2, 3, 4, 5, 8, 9, 10, 11], 77: [9]}.get(number, [])
        moments = [ASIDE.get(seq, {"occurred_at": BEGIN})["occurred_at"] for seq in own]
        times = [(moment - BEGIN) // timedelta(microseconds=1) + START_US for moment in moments]
        return np.array(own, np.int64), np.array(times, np.int64)

    columns = replace(shop([SUSA, KAI]), seq=seq)
    question = EventsQuestion(Scope(**scope), person, limit, cursor)
    return events(columns, question, person_of, Store([SUSA, KAI], ASIDE).rows, arrivals_of)


def test_what_is_set_aside_of_a_person_follows_their_touches_by_time() -> None:
    answer = with_aside()
    assert answer.events[:5] == asked("susa").events
    assert [(event.event_id, event.set_aside) for event in answer.events[5:]] == [
        ("e9", "bot"),
        ("e8", "staff"),
        ("e11", "repeated"),
        ("e10", "future"),
    ]
    assert {(e.visit, e.journey, e.person) for e in answer.events[5:]} == {(None, None, 0)}
    assert (answer.total, answer.basis.touches, answer.orders) == (9, 5, asked("susa").orders)


def test_pages_lead_from_the_touches_into_what_is_set_aside() -> None:
    found, cursor = [], ""
    for _ in range(5):
        page = with_aside(limit=2, cursor=cursor)
        found += [event.event_id for event in page.events]
        cursor = page.next or ""
    assert found == ["e1", "e2", "e3", "e4", "e5", "e9", "e8", "e11", "e10"]
    assert cursor == ""


def test_a_period_narrows_what_is_set_aside_and_a_condition_leaves_it_out() -> None:
    assert [e.event_id for e in with_aside(from_="2026-03-01").events] == ["e5", "e10"]
    assert [e.event_id for e in with_aside(where="device = 'desktop'").events] == ["e2", "e3"]
    assert not any(event.set_aside for event in with_aside(digital=True).events)


def test_a_person_of_nothing_but_set_aside_events_is_found() -> None:
    answer = with_aside("gone")
    assert [(e.event_id, e.set_aside, e.person) for e in answer.events] == [("e9", "bot", 77)]
    assert (answer.basis.persons, answer.basis.touches, answer.total) == (0, 0, 1)
    assert with_aside("gone", where="device = 'desktop'").events == ()


def test_what_arrived_after_the_columns_were_cut_is_not_yet_there() -> None:
    assert [event.event_id for event in with_aside(seq=8).events[5:]] == ["e8"]
    with pytest.raises(NotFound, match="gone"):
        with_aside("gone", seq=8)


def test_shards_make_no_difference() -> None:
    one, many = shop([SUSA, KAI]), shop([SUSA, KAI], shards=2)
    for person in ("susa", "kai", ""):
        assert asked(person, columns=many) == asked(person, columns=one)


@pytest.mark.parametrize("person", ["nobody", "gone"])
def test_an_unknown_person_is_named(person: str) -> None:
    with pytest.raises(NotFound, match=person):
        asked(person)


@pytest.mark.parametrize(("limit", "cursor"), [(0, ""), (1_001, ""), (5, "x"), (5, "999")])
def test_a_limit_or_cursor_that_cannot_be_is_refused(limit: int, cursor: str) -> None:
    with pytest.raises(BadInput):
        asked("susa", limit=limit, cursor=cursor)


def test_an_empty_shop_has_no_events() -> None:
    answer = asked(persons=())
    assert (answer.events, answer.next) == ((), None)
    assert answer.sentence("de") == "Hier gibt es keine Ereignisse."


def test_the_sentence_counts_events_and_days() -> None:
    assert (
        asked("susa").sentence("de")
        == "5 Ereignisse seit dem 25.\u00a0Februar\u00a02026, über 90\u00a0Tage verteilt."
    )
    assert (
        asked("susa", limit=2).sentence("en")
        == "5 events, on this page from 25\u00a0February\u00a02026 on."
    )
    assert asked(limit=2).sentence("en").startswith("The newest 2 events of the shop")


def test_the_json_has_the_keys_of_the_contract() -> None:
    event = plain(asked("susa"))["events"][2]
    keys = {
        "event_id",
        "occurred_at",
        "name",
        "touchpoint",
        "channel",
        "visit",
        "journey",
        "value",
        "source",
    }
    assert keys <= set(event)
    assert event["occurred_at"].endswith("Z")


def ordered(*steps: tuple[str, float, str | None, str | None]) -> tuple[OrderBlock, ...]:
    """Order blocks of (event, hours, order id, parcel) steps of one person."""
    touches = [
        Touch(name, hours * 3_600, value=100 * (number + 1))
        for number, (name, hours, _, _) in enumerate(steps)
    ]
    told = {
        number + 1: {"order_id": order, "properties": {"parcel_id": parcel} if parcel else None}
        for number, (_, _, order, parcel) in enumerate(steps)
    }
    return order_blocks(asked("susa", persons=(touches,), told=told).events)


def at(hours: float) -> datetime:
    return BEGIN + timedelta(hours=hours)


def test_an_order_is_told_from_payment_to_the_doorbell() -> None:
    [block] = ordered(
        ("purchase", 0, "A", None),
        ("order_paid", 1, "A", None),
        ("order_picked", 20, "A", None),
        ("order_shipped", 25, "A", None),
        ("order_delivered", 48, "A", None),
        ("review_posted", 200, None, None),
    )
    assert (block.order, block.ordered_at, block.value) == ("A", at(0), Decimal("1.00"))
    assert (block.paid_at, block.picked_at, block.reviewed_at) == (at(1), at(20), at(200))
    assert block.parcels == (Parcel(None, at(25), at(48)),)
    assert (block.cancelled_at, block.returned_at, block.refunded_at, block.refunded) == (
        None,
        None,
        None,
        None,
    )


def test_each_parcel_has_its_own_way() -> None:
    [block] = ordered(
        ("purchase", 0, "A", None),
        ("order_shipped", 5, "A", "P1"),
        ("order_shipped", 6, "A", "P2"),
        ("order_delivered", 30, "A", "P2"),
    )
    assert block.parcels == (Parcel("P1", at(5), None), Parcel("P2", at(6), at(30)))


def test_two_orders_are_two_blocks_and_refunds_find_theirs() -> None:
    first, second = ordered(
        ("purchase", 0, "A", None),
        ("purchase", 10, "B", None),
        ("return_requested", 20, "A", None),
        ("refund", 30, "A", None),
        ("refund", 31, "A", None),
    )
    assert (first.order, second.order) == ("A", "B")
    assert (first.returned_at, first.refunded_at, first.refunded) == (
        at(20),
        at(30),
        Decimal("9.00"),
    )
    assert second.refunded is None


def test_browsing_alone_makes_no_order_block() -> None:
    assert ordered(("view_item", 0, None, None), ("review_posted", 3, None, None)) == ()


def test_times_of_columns_are_exact() -> None:
    assert asked("susa").events[1].occurred_at - BEGIN == timedelta(microseconds=2 * HOUR)
