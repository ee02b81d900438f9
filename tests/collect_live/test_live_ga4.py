"""GA4 Measurement Protocol: requests become drafts, and the validation answer is Google's."""

import json
from pathlib import Path
from typing import Any

import pytest

from collect_live.captures import captured
from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.ga4 import decode_ga4, decode_ga4_debug

NOON = 1_795_608_000_000_000


def hit(*events: Any, **fields: Any) -> Decoded:
    body = json.dumps({"client_id": "123.456", "events": events, **fields}).encode()
    return decode_ga4(body, Arrival("collect", NOON))


def complaints(*events: Any, **fields: Any) -> list[tuple[str, str]]:
    body = json.dumps({"client_id": "123.456", "events": events, **fields}).encode()
    decoded = decode_ga4_debug(body, Arrival("collect", NOON))
    assert not decoded.keep
    answer = json.loads(decoded.answer or b"")
    assert list(answer) == ["validationMessages"]
    return [(told["validationCode"], told["fieldPath"]) for told in answer["validationMessages"]]


def test_a_request_written_by_hand_is_read(real_data: Path) -> None:
    request = captured(real_data, "ga4-mp-by-hand-01")
    decoded = decode_ga4(request.body, request.arrival(1_795_000_100_000_000))
    (draft,) = decoded.drafts
    assert decoded.faults == []
    assert (draft.name, draft.kind, draft.source) == ("purchase", "track", "server")
    assert (draft.anonymous_id, draft.user_id, draft.visit_id) == ("123.456", "u1", "1795000000")
    assert draft.occurred_us == 1_795_000_000_000_000
    assert json.loads(draft.properties)["items"][0]["item_id"] == "p1"
    assert json.loads(draft.traits) == {"tier": "gold"}


def test_a_request_of_the_python_client_is_read(real_data: Path) -> None:
    request = captured(real_data, "ga4mp-python-01")
    (draft,) = decode_ga4(request.body, request.arrival(NOON)).drafts
    assert (draft.anonymous_id, draft.visit_id, draft.occurred_us) == (
        "123.456",
        "1795329569",
        NOON,
    )


def test_a_repeated_request_has_the_same_ids_only_if_it_names_its_moment() -> None:
    view = {"name": "page_view", "params": {"page_location": "https://shop.example/a"}}

    def ids(**fields: Any) -> list[str]:
        return [draft.event_id for draft in hit(view, view, **fields).drafts]

    told = ids(timestamp_micros=str(NOON - 5))
    assert told == ids(timestamp_micros=str(NOON - 5))
    assert len({*told, *ids(timestamp_micros=str(NOON - 6)), *ids(), *ids()}) == 8


def test_page_campaign_device_and_consent_are_told() -> None:
    params = {
        "page_location": "https://shop.example/a?gclid=x", "page_referrer": "https://google.com/",
        "page_title": "A", "medium": "email", "source": "news", "campaign": "c1",
    }  # fmt: skip
    (draft,) = hit(
        {"name": "page_view", "params": params},
        consent={"ad_user_data": "GRANTED", "ad_personalization": "DENIED"},
        device={"category": "mobile", "language": "de"},
        user_location={"country_id": "de"},
        ip_override="203.0.113.9",
    ).drafts
    assert (draft.kind, draft.url, draft.title) == ("page", "https://shop.example/a?gclid=x", "A")
    assert draft.campaign == {"source": "news", "medium": "email", "name": "c1"}
    assert (draft.consent, draft.country, draft.language) == ("analytics,marketing", "DE", "de")
    assert draft.given == {"device": "phone"}
    assert "203.0.113.9" not in repr(draft)


def test_a_parameter_in_a_wrong_form_costs_no_more_than_itself() -> None:
    params = {"page_location": 7, "page_title": "A", "session_id": {"a": 1}}
    (draft,) = hit({"name": "page_view", "params": params}).drafts
    assert (draft.url, draft.title, draft.visit_id) == (None, "A", None)


def test_the_good_events_are_kept_and_each_bad_one_is_named() -> None:
    many = [{"name": "page_view"}] * 23
    decoded = hit(
        {"name": ""},
        {"params": {}},
        {"name": "x", "params": []},
        {"name": "x", "timestamp_micros": "soon"},
        *many,
    )
    assert len(decoded.drafts) == 21
    assert [(fault.index, fault.field) for fault in decoded.faults] == [
        (0, "name"), (1, "name"), (2, "params"), (3, "timestamp_micros"), (25, "events"), (26, "events"),
    ]  # fmt: skip


def test_without_client_and_user_no_event_is_taken() -> None:
    decoded = hit({"name": "page_view"}, client_id=None)
    assert [fault.field for fault in decoded.faults] == ["client_id"]
    assert len(hit({"name": "page_view"}, client_id=None, user_id="u1").drafts) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b'{"client_id":"1"}', b'{"events":{}}'])
def test_what_is_no_such_request_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        decode_ga4(body, Arrival("collect", NOON))


def test_the_validation_answer_is_empty_for_a_right_request() -> None:
    params = {"transaction_id": "T1", "value": 1.5, "currency": "EUR", "items": [{"item_id": "p"}]}
    assert complaints({"name": "purchase", "params": params}) == []


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"name": "_bad"}, ("NAME_INVALID", "events")),
        ({"name": "x" * 41}, ("NAME_INVALID", "events")),
        ({"name": "session_start"}, ("NAME_RESERVED", "events")),
        ({}, ("VALUE_REQUIRED", "events")),
        ({"name": "a", "params": 1}, ("VALUE_INVALID", "events.params")),
        ({"name": "a", "params": {f"p{n}": n for n in range(26)}}, ("EXCEEDED_MAX_ENTITIES", "events.params")),
        ({"name": "a", "params": {"1a": 1}}, ("NAME_INVALID", "events.params")),
        ({"name": "a", "params": {"b": "x" * 101}}, ("VALUE_OUT_OF_BOUNDS", "events.params.b")),
        ({"name": "a", "params": {"currency": "EURO"}}, ("VALUE_INVALID", "events.params.currency")),
        ({"name": "add_to_cart", "params": {"value": 1}}, ("VALUE_REQUIRED", "events.params.currency")),
        ({"name": "refund"}, ("VALUE_REQUIRED", "events.params.transaction_id")),
    ],
)  # fmt: skip
def test_the_validation_answer_names_what_is_wrong(
    event: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert complaints(event) == [expected]


def test_the_validation_answer_sees_the_whole_request() -> None:
    assert complaints(*[{"name": "a"}] * 26) == [("EXCEEDED_MAX_ENTITIES", "events")]
    assert complaints() == [("VALUE_REQUIRED", "events")]
    assert complaints({"name": "a"}, client_id="") == [("VALUE_REQUIRED", "client_id")]
    broken = decode_ga4_debug(b"{", Arrival("collect", NOON)).answer or b""
    assert json.loads(broken)["validationMessages"][0]["validationCode"] == "VALUE_INVALID"
