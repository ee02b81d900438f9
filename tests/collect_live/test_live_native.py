"""Our own form of events: an array, one a line, or a single one."""

import json
from typing import Any

import pytest

from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.native import decode_native

NOON = 1_795_608_000_000_000


def sent(*rows: Any) -> Decoded:
    return decode_native(json.dumps(rows).encode(), Arrival("events", NOON))


def test_a_whole_row_is_taken_as_it_stands() -> None:
    decoded = sent(
        {
            "event_id": "e1", "occurred_at": "2026-11-25T11:00:00Z", "name": "purchase", "source": "erp",
            "user_id": 42, "email": "a@b.test", "email_verified": True, "order_id": "1001", "value": "1234.50",
            "currency": "EUR", "channel": "phone", "host": "shop.example", "path": "/danke", "device": "phone",
            "utm_source": "news", "consent": ["marketing", "analytics"], "staff": True, "bot": False,
            "properties": {"coupon": "X"},
        }
    )  # fmt: skip
    (draft,) = decoded.drafts
    assert (draft.event_id, draft.kind, draft.name, draft.source) == (
        "e1",
        "track",
        "purchase",
        "erp",
    )
    assert draft.occurred_us == NOON - 3_600_000_000
    assert (draft.user_id, draft.order_id, draft.value, draft.currency) == (
        "42",
        "1001",
        "1234.50",
        "EUR",
    )
    assert (draft.consent, draft.staff, draft.properties) == (
        "analytics,marketing",
        "staff",
        b'{"coupon": "X"}',
    )
    assert draft.given == {
        "host": "shop.example", "path": "/danke", "channel": "phone", "utm_source": "news", "device": "phone",
        "bot": False, "email_verified": True,
    }  # fmt: skip


def test_id_time_and_source_may_be_missing() -> None:
    (draft,) = sent({"name": "call", "user_id": "u1"}).drafts
    assert (len(draft.event_id), draft.occurred_us, draft.source) == (32, NOON, "server")


def test_lines_and_a_single_object_are_the_same() -> None:
    one = json.dumps({"name": "call", "event_id": "e1"}, indent=2).encode()
    assert [d.event_id for d in decode_native(one, Arrival("events", NOON)).drafts] == ["e1"]
    lines = b'{"name":"call","event_id":"e1"}\r\n\n{"name":"call","event_id":"e2"}\n'
    assert [d.event_id for d in decode_native(lines, Arrival("events", NOON)).drafts] == [
        "e1",
        "e2",
    ]


def test_a_line_that_is_no_json_does_not_cost_the_others() -> None:
    lines = b'{"name":"a"}\n{"name":\n{"name":"b"}\nnonsense\n'
    decoded = decode_native(lines, Arrival("events", NOON))
    assert [draft.name for draft in decoded.drafts] == ["a", "b"]
    assert [fault.index for fault in decoded.faults] == [1, 3]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"name": "a", "colour": "red"}, "colour"),
        ({"user_id": "u1"}, "name"),
        ({"name": " "}, "name"),
        ({"name": "a", "value": "12,50", "currency": "EUR"}, "value"),
        ({"name": "a", "value": "NaN"}, "value"),
        ({"name": "a", "occurred_at": "yesterday"}, "occurred_at"),
        ({"name": "a", "occurred_at": "2000-01-01T00:00:00Z"}, "occurred_at"),
        ({"name": "a", "user_id": ["u"]}, "user_id"),
        ({"name": "a", "properties": "x"}, "properties"),
        ({"name": "a", "order_id": "x" * 600}, "order_id"),
        ({"name": "a", "properties": {"t": "x" * 1_000_000}}, ""),
    ],
)
def test_a_wrong_row_is_named_with_its_field_and_the_others_are_kept(
    row: dict[str, Any], field: str
) -> None:
    decoded = sent({"name": "good"}, row, {"name": "good, too"})
    assert [draft.name for draft in decoded.drafts] == ["good", "good, too"]
    (fault,) = decoded.faults
    assert (fault.index, fault.field) == (1, field)
    assert fault.message
    assert fault.next_step


@pytest.mark.parametrize("body", [b"", b" ", b'"text"', b"7", b"[", b"[" * 50_000, b"\xff"])
def test_what_is_no_list_of_events_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        decode_native(body, Arrival("events", NOON))
