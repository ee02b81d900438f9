"""Segment's calls become drafts: as real clients send them, and as nobody should."""

import json
from pathlib import Path
from typing import Any

import pytest

from collect_live.captures import captured, sent_us
from etappe.base.clock import US_PER_DAY, US_PER_SECOND
from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.draft import Draft
from etappe.collect.live.segment import decode_segment

NOON = 1_795_608_000_000_000
"""2026-11-25 12:00 UTC."""
HOUR = 3_600 * US_PER_SECOND
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def sent(*events: Any, call: str = "batch", received: int = NOON, **beside: Any) -> Decoded:
    body = json.dumps({"batch": events, **beside}).encode()
    return decode_segment(body, Arrival(call, received))


def track(**fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": "Product Added", "userId": "u1", "messageId": "m1", **fields}


def only(decoded: Decoded) -> Draft:
    assert decoded.faults == []
    (draft,) = decoded.drafts
    return draft


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("segment-python-01", "WK", ["identify", "Product Viewed", "page_view", "alias", "group"]),
        ("segment-python-gzip-01", "WK", ["identify", "Product Viewed", "page_view", "alias", "group"]),
        ("segment-node-01", "WK", ["identify", "Order Completed", "page_view"]),
        ("segment-browser-03", "WK", ["page_view"]),
        ("segment-browser-04", "WK", ["identify"]),
        ("segment-browser-05", "WK", ["Product Viewed"]),
        ("segment-browser-batched-01", "WK", ["page_view", "Product Viewed", "Product Added"]),
        ("rudder-python-01", "", ["Order Completed", "identify"]),
        ("rudder-node-01", "", ["identify"]),
        ("rudder-node-02", "", ["Order Completed"]),
        ("rudder-browser-01", "", ["page_view"]),
        ("rudder-browser-02", "", ["identify"]),
        ("rudder-browser-03", "", ["Product Viewed"]),
        ("jitsu-browser-01", "k:***", ["page_view"]),
        ("jitsu-browser-02", "k:***", ["identify"]),
        ("jitsu-browser-03", "k:***", ["Product Viewed"]),
        ("jitsu-node-01", "k:***", ["identify"]),
        ("jitsu-node-02", "k:***", ["Order Completed"]),
        ("jitsu-node-03", "k:***", ["page_view"]),
    ],
)  # fmt: skip
def test_requests_of_real_clients_are_read_without_a_fault(
    real_data: Path, name: str, key: str, expected: list[str]
) -> None:
    request = captured(real_data, name)
    decoded = decode_segment(request.body, request.arrival(sent_us(request.body)))
    assert decoded.faults == []
    assert decoded.write_key == key
    assert [draft.name for draft in decoded.drafts] == expected
    told = json.loads(request.body)
    assert [draft.event_id for draft in decoded.drafts] == [
        event["messageId"] for event in told.get("batch", [told])
    ]


def test_a_browser_tells_page_campaign_language_and_visit(real_data: Path) -> None:
    request = captured(real_data, "rudder-browser-03")
    draft = only(decode_segment(request.body, request.arrival(sent_us(request.body))))
    assert (draft.kind, draft.source, draft.user_id) == ("track", "web", "u1")
    assert draft.anonymous_id == "73bf4a35-0afc-4d37-b21e-832693346d5a"
    assert (draft.visit_id, draft.email, draft.language) == ("1795329693613", "a@b.test", "en-US")
    assert draft.campaign == {"source": "mail", "name": "c1"}
    assert draft.properties == b'{"price":19.9}'
    assert draft.user_agent is not None
    assert "HeadlessChrome" in draft.user_agent


def test_identify_alias_and_group_carry_their_ids(real_data: Path) -> None:
    request = captured(real_data, "segment-python-01")
    identify, _, page, alias, group = decode_segment(
        request.body, request.arrival(sent_us(request.body))
    ).drafts
    assert (identify.kind, identify.user_id, identify.email) == ("identify", "u1", "a@b.test")
    assert (page.url, page.source) == ("http://shop.test/", "server")
    assert (alias.previous_id, alias.user_id) == ("anon1", "u1")
    assert (group.account_id, group.user_id, group.email) == ("g1", "u1", None)


def test_a_clock_that_is_hours_wrong_is_put_right() -> None:
    three_hours_ahead = track(timestamp="2026-11-25T14:59:50Z")
    draft = only(sent(three_hours_ahead, sentAt="2026-11-25T15:00:00Z"))
    assert draft.occurred_us == NOON - 10 * US_PER_SECOND


def test_a_clock_is_put_right_by_what_each_event_says_if_the_batch_says_nothing() -> None:
    own = track(timestamp="2026-11-25T15:00:00Z", sentAt="2026-11-25T15:00:10Z")
    assert only(sent(own)).occurred_us == NOON - 10 * US_PER_SECOND


def test_a_request_that_took_two_seconds_moves_nothing() -> None:
    draft = only(sent(track(timestamp="2026-11-25T11:59:00Z"), sentAt="2026-11-25T11:59:58Z"))
    assert draft.occurred_us == NOON - 60 * US_PER_SECOND


def test_an_original_timestamp_counts_where_no_other_stands() -> None:
    original = track(originalTimestamp="2026-11-25T11:00:00Z")
    assert only(sent(original)).occurred_us == NOON - HOUR
    both = original | {"timestamp": "2026-11-25T10:00:00Z"}
    assert only(sent(both, sentAt="2026-11-25T09:00:00Z")).occurred_us == NOON - 2 * HOUR


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-25T12:00:00.250+01:00", NOON - HOUR + 250_000),
        ("2026-11-25 11:00:00", NOON - HOUR),
        ("2026-11-25", NOON - 12 * HOUR),
        (1_795_608_000, NOON),
        (1_795_608_000_250, NOON + 250_000),
        (None, NOON),
    ],
)
def test_moments_are_read_as_senders_write_them(told: Any, expected: int) -> None:
    assert only(sent(track(timestamp=told))).occurred_us == expected


def test_an_event_two_years_old_keeps_its_time_and_one_of_eleven_years_is_a_fault() -> None:
    two, eleven = track(timestamp="2024-11-25T12:00:00Z"), track(timestamp="2015-11-24T12:00:00Z")
    decoded = sent(two, eleven)
    assert decoded.drafts[0].occurred_us == NOON - 730 * US_PER_DAY
    (fault,) = decoded.faults
    assert (fault.index, fault.field, fault.reason) == (1, "timestamp", "too_old")


def test_the_good_events_of_a_batch_are_kept_and_each_bad_one_is_named() -> None:
    decoded = sent(
        track(messageId="good"),
        track(event=None),
        {"type": "purchase", "userId": "u1"},
        track(timestamp="yesterday"),
        track(properties=[1, 2]),
        track(userId={"id": 1}),
        track(messageId="x" * 513),
        {"type": "alias", "userId": "u1"},
        {"type": "group", "userId": "u1"},
        {"type": "track", "event": "Order Completed"},
        "no event",
        track(messageId="good, too", context=[]),
    )
    assert [draft.event_id for draft in decoded.drafts] == ["good", "good, too"]
    assert [(fault.index, fault.field, fault.reason) for fault in decoded.faults] == [
        (1, "event", "invalid"), (2, "type", "unknown_type"), (3, "timestamp", "invalid"),
        (4, "properties", "invalid"), (5, "userId", "invalid"), (6, "messageId", "invalid"),
        (7, "previousId", "invalid"), (8, "groupId", "invalid"), (9, "userId", "invalid"),
        (10, "", "invalid"),
    ]  # fmt: skip
    assert all(fault.message and fault.next_step for fault in decoded.faults)


@pytest.mark.parametrize("bad", [[], [{"event": 7, "type": "track", "userId": ["u2"]}]])
def test_what_a_batch_says_of_all_is_said_of_each_that_does_not_say_otherwise(
    bad: list[Any],
) -> None:
    shared = {"locale": "de-AT", "consent": {"categoryPreferences": {"analytics": False}}}
    own = {"locale": "fr-FR", "page": {"url": "https://shop.example/a"}}
    found = sent(track(), track(context=own), *bad, context=shared)
    assert [(draft.language, draft.url, draft.consent) for draft in found.drafts] == [
        ("de-AT", None, ""),
        ("fr-FR", "https://shop.example/a", ""),
    ]
    assert len(found.faults) == len(bad)


def test_a_context_in_a_wrong_form_costs_only_what_is_wrong_in_it() -> None:
    page = {"url": "https://shop.example/a", "title": 7}
    context = {
        "page": page,
        "campaign": "mail",
        "locale": "de-DE",
        "consent": {"categoryPreferences": 1},
    }
    draft = only(sent(track(context=context)))
    assert (draft.url, draft.title, draft.language) == ("https://shop.example/a", None, "de-DE")
    assert draft.consent == ""


def test_consent_is_told_by_purpose() -> None:
    def consent(**told: Any) -> str | None:
        return only(sent(track(context={"consent": told}))).consent

    assert consent(categoryPreferences={"analytics": True, "marketing": False}) == "analytics"
    assert (
        consent(categoryPreferences={"marketing": True, "analytics": True}) == "analytics,marketing"
    )
    assert consent(categoryPreferences={"analytics": False}) == ""
    assert consent() is None


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"staff": "Petra"}, "Petra"), ({"staff": True}, "staff"), ({"staff": "false"}, None),
        ({"impersonating": {"name": "Jens", "id": 4}}, "Jens"), ({"IsImpersonating": True}, "staff"),
        ({"IsImpersonating": False}, None), ({}, None),
    ],
)  # fmt: skip
def test_who_acts_for_a_customer_is_read(context: dict[str, Any], expected: str | None) -> None:
    assert only(sent(track(context=context))).staff == expected


def test_the_order_is_known_before_the_journal_under_every_spelling() -> None:
    for spelling in ("order_id", "orderId", "transaction_id"):
        assert only(sent(track(properties={spelling: 1001}))).order_id == "1001"
    assert only(sent(track(properties={"order_id": ["a"]}))).order_id is None


def test_the_address_of_the_sender_is_not_even_read() -> None:
    draft = only(sent(track(context={"ip": "203.0.113.9", "userAgent": BROWSER})))
    assert "203.0.113.9" not in repr(draft)


def test_without_any_id_only_a_browser_or_a_named_order_is_taken() -> None:
    nameless = {"type": "track", "event": "Order Completed"}
    assert only(sent(nameless | {"context": {"userAgent": BROWSER}})).source == "web"
    assert only(sent(nameless | {"properties": {"order_id": "1001"}})).source == "server"


def test_half_an_emoji_and_a_nul_cost_a_sign_and_not_the_batch() -> None:
    body = b'{"batch":[{"type":"track","event":"click \\ud83d","userId":"u\\u00001","properties":{"t":"\\udc4d \\ud83d\\ude00"}}]}'
    draft = only(decode_segment(body, Arrival("batch", NOON)))
    assert (draft.name, draft.user_id) == ("click \ufffd", "u\ufffd1")
    assert json.loads(draft.properties) == {"t": "\ufffd 😀"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'"text"', b'{"batch":{}}', b"\xff\xfe{}", b'{"batch":' + b"[" * 50_000, b"7"],
)
def test_what_is_no_list_of_events_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        decode_segment(body, Arrival("batch", NOON))
    assert refused.value.next_step


def test_a_bare_list_and_a_single_call_are_taken() -> None:
    assert (
        len(decode_segment(json.dumps([track(), track()]).encode(), Arrival("batch", NOON)).drafts)
        == 2
    )
    single = json.dumps({"event": "Signed Up", "userId": 7.0}).encode()
    draft = only(decode_segment(single, Arrival("track", NOON)))
    assert (draft.kind, draft.user_id, len(draft.event_id)) == ("track", "7", 32)


def test_a_single_event_of_more_than_a_million_bytes_is_a_fault_of_its_own() -> None:
    decoded = sent(track(messageId="small"), track(properties={"text": "x" * 1_000_000}))
    assert [draft.event_id for draft in decoded.drafts] == ["small"]
    assert [(fault.index, fault.reason) for fault in decoded.faults] == [(1, "too_large")]


@pytest.mark.parametrize(
    ("agent", "touch", "device"),
    [
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", 5, {"device": "tablet"}),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", 0, None),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36", 10, None),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "5", None),
    ],
)  # fmt: skip
def test_a_mac_with_a_screen_to_touch_is_an_ipad(
    agent: str, touch: Any, device: dict[str, str] | None
) -> None:
    """A laptop with Windows that can be touched stays one."""
    draft = only(sent(track(context={"userAgent": agent, "touch": touch})))
    assert draft.given == device
