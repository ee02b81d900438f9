"""The front through HTTP: keys, answers, limits, pages of other sites; good events are durable, bad ones named."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect_live.front import Front, basic, receiving, track
from etappe.api.collector_request import check_depth
from etappe.app.sources import key_sources
from etappe.base.errors import BadInput

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def test_a_batch_is_answered_when_durable_and_read_behind_it(front: Front) -> None:
    body = {"batch": [track(1), track(2, event="add_to_cart")], "writeKey": front.browser}
    answer = front.client.post("/v1/batch", json=body)
    assert (answer.status_code, answer.json()) == (
        200,
        {"success": True, "accepted": 2, "rejected": 0},
    )
    assert [(row["event_id"], row["name"]) for row in front.rows()] == [
        ("m1", "view_item"), ("m2", "add_to_cart")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/v1/track", "/v1/t", "/v1/t/", "/api/s/track", "/api/s/s2s/track"]
)
def test_one_call_has_many_addresses(front: Front, path: str) -> None:
    answer = front.client.post(path, json=track(), headers=basic(front.browser))
    assert answer.status_code == 200, answer.text
    assert len(front.rows()) == 1


def test_a_key_may_stand_in_many_places(front: Front) -> None:
    key, post = front.server, front.client.post
    answers = [
        post("/v1/track", json=track(1), headers=basic(key)),
        post("/v1/track", json=track(2, writeKey=key)),
        post(f"/v1/track?writeKey={key}", json=track(3)),
        post(f"/v1/track?write_key={key}", json=track(4)),
        post("/api/s/s2s/track", json=track(5), headers={"X-Write-Key": f"{key}:secret"}),
        post(f"/mp/collect?api_secret={key}&measurement_id=G-1",
             json={"client_id": "c", "events": [{"name": "login"}]}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 204]
    assert len(front.rows()) == 6


def test_a_body_broken_off_is_not_called_deep(front: Front) -> None:
    told = json.dumps({"batch": [track(n, properties={"a": [1]}) for n in range(100)]}).encode()
    answer = front.client.post("/v1/batch", content=told[:-5], headers=basic(front.server))
    assert "truncated" in answer.json()["detail"]


def test_a_password_that_is_no_key_stands_in_no_keys_way(front: Front) -> None:
    body = track(1, writeKey=front.browser)
    for headers, address in ((basic("staging"), "/v1/track"), ({}, "/v1/track?writeKey=old")):
        assert front.client.post(address, json=body, headers=headers).status_code == 200
    assert front.client.post("/v1/track", json=track(2), headers=basic("x")).status_code == 401


def test_a_page_may_read_that_its_key_is_wrong(front: Front) -> None:
    asks = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert front.client.options("/v1/t?writeKey=b.default.old", headers=asks).status_code == 204
    answer = front.client.post("/v1/t?writeKey=b.default.old", json=track(), headers=asks)
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "https://a.example"


def test_good_events_of_a_batch_are_kept_and_bad_ones_named(front: Front) -> None:
    batch = [
        track(1),
        track(2, event=None),
        {"type": "fly", "userId": "u", "messageId": "m3"},
        track(4),
    ]
    answer = front.client.post("/v1/batch", json={"batch": batch, "writeKey": front.server})
    told = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["accepted"], told["rejected"]) == (2, 2)
    assert [one["index"] for one in told["errors"]] == [1, 2]
    assert all(one["field"] and one["message"] for one in told["errors"])
    assert [row["event_id"] for row in front.rows()] == ["m1", "m4"]
    assert front.rejected() == {"invalid": 1, "unknown_type": 1}
    [sample] = front.shop.events.drained.samples("invalid")
    assert "m2" in sample.sample
    assert "susa" not in sample.sample


@pytest.mark.parametrize(
    "key", ["", "b.default.wrong", "b.nowhere.x", "b.../../etc.x", "s.default.", "x" * 5000]
)
def test_without_a_key_in_effect_nothing_is_taken(front: Front, key: str) -> None:
    answer = front.client.post(
        "/v1/track", json=track(writeKey=key), headers={"Origin": "https://a.example"}
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "unknown_key"
    assert "etappe keys" in answer.json()["next_step"]
    assert answer.headers["access-control-allow-origin"] == "https://a.example"
    assert front.rows() == []


def test_a_revoked_key_sends_nothing_more(front: Front) -> None:
    number = front.shop.records.write_keys.all()[-1].id
    assert front.client.post("/v1/track", json=track(1, writeKey=front.server)).status_code == 200
    front.shop.records.write_keys.revoke(number, "test")
    assert front.client.post("/v1/track", json=track(2, writeKey=front.server)).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b'{"batch": 7}', b"\x1f\x8bbroken"]
)
def test_what_is_no_request_is_a_problem_with_a_next_step(front: Front, body: bytes) -> None:
    answer = front.client.post("/v1/batch", content=body, headers=basic(front.server))
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"]


def test_a_body_that_is_too_large_is_refused_by_what_it_says_and_by_what_it_is(
    front: Front,
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(60):
            yield b" " * 100_000

    for body in (b" " * 5_000_001, parts()):
        answer = front.client.post("/v1/batch", content=body, headers=basic(front.server))
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"


def test_a_key_over_its_limit_waits_as_long_as_it_is_told(front: Front) -> None:
    key = front.shop.records.write_keys.create("server", "Slow", "test", per_second=5)[1]
    sent = [front.client.post("/v1/track", json=track(n, writeKey=key)) for n in range(14)]
    refused = [answer for answer in sent if answer.status_code == 429]
    assert 2 <= len(refused) <= 4
    assert int(refused[0].headers["retry-after"]) >= 1
    assert front.rejected() == {"too_many": len(refused)}
    assert len(front.rows()) == 14 - len(refused)


def test_wrong_addresses_and_methods_are_told_as_such(front: Front) -> None:
    answer = front.client.get("/v1/track")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")
    for path in (
        "/v1/nothing",
        "/v1/",
        "/v1/../api/shops",
        "/e/",
        "/com.snowplowanalytics.snowplow/tp2",
    ):
        assert front.client.post(path, json={}).status_code in (401, 404, 405), path
    assert front.client.post("/v1/nothing").json()["code"] == "not_found"
    assert front.client.get("/api/health").json()["status"] == "ok"


def test_pages_of_listed_sites_may_send_and_read_the_answer(front: Front) -> None:
    shop = front.shop.records
    shop.save_tracking(replace(shop.tracking(), allowed_origins=("https://*.shop.example",)))
    ours, other = {"Origin": "https://www.shop.example"}, {"Origin": "https://evil.example"}
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    before = front.client.options("/v1/track", headers=ours | asks)
    assert before.status_code == 204
    assert before.headers["access-control-allow-headers"] == "content-type,authorization"
    assert before.headers["access-control-allow-credentials"] == "true"
    good = front.client.post("/v1/track", json=track(1, writeKey=front.browser), headers=ours)
    assert good.headers["access-control-allow-origin"] == "https://www.shop.example"
    assert good.headers["vary"] == "origin"
    bad = front.client.post("/v1/track", json=track(2, writeKey=front.browser), headers=other)
    assert (bad.status_code, bad.json()["code"]) == (403, "wrong_site")
    server = front.client.post("/v1/track", json=track(3, writeKey=front.server))
    assert server.status_code == 200
    assert "access-control-allow-origin" not in server.headers


def test_clients_are_led_back_to_this_server(front: Front) -> None:
    told = front.client.get(
        f"/v1/projects/{front.browser}/settings", headers={"Origin": "https://a.example"}
    )
    segment = told.json()["integrations"]["Segment.io"]
    assert (segment["apiKey"], segment["apiHost"], segment["protocol"]) == (
        front.browser, "shop.example/v1", "http"
    )  # fmt: skip
    assert told.headers["access-control-allow-origin"] == "https://a.example"
    rudder = front.client.get("/sourceConfig/?p=npm", headers=basic(front.browser)).json()
    assert rudder["source"]["writeKey"] == front.browser
    assert rudder["source"]["destinations"] == []
    assert front.client.get("/v1/projects/wrong/settings").status_code == 401


def test_a_visit_without_consent_is_counted_by_day_and_leaves_no_address(
    front: Front, tmp_path: Path
) -> None:
    page: dict[str, Any] = {
        "type": "page",
        "context": {"page": {"url": "https://shop.example/a"}, "userAgent": FIREFOX},
    }
    refused: dict[str, Any] = {"consent": {"categoryPreferences": {"analytics": False}}}
    batch = [page | {"messageId": "p1"}, page | {"messageId": "p2"}]
    batch += [
        page
        | {
            "messageId": "p3",
            "anonymousId": "kept?",
            "userId": "susa",
            "context": page["context"] | refused,
        }
    ]
    answer = front.client.post("/v1/b", json={"writeKey": front.browser, "batch": batch})
    assert answer.status_code == 200
    rows = front.rows()
    [key] = {row["anonymous_id"] for row in rows}
    assert key.startswith("day:")
    assert {row["user_id"] for row in rows} == {None}
    told = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"testclient" not in told
    assert b"kept?" not in told


def test_what_is_only_validated_is_not_kept(front: Front) -> None:
    body = {"client_id": "c", "events": [{"name": "login"}]}
    answer = front.client.post(f"/debug/mp/collect?api_secret={front.server}", json=body)
    assert answer.status_code == 200
    assert answer.json() == {"validationMessages": []}
    assert front.rows() == []


@given(
    st.recursive(
        st.none() | st.text('[]{}\\"a'),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("[]{}a"), inner),
    )
)
def test_no_flat_body_is_taken_for_a_deep_one(value: Any) -> None:
    check_depth(json.dumps([value] * 40).encode())


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('[{"]":', "}]")])
def test_deep_bodies_are_refused(opened: str, closed: str) -> None:
    check_depth(f"[{opened * 30}1{closed * 30}]".encode())
    for levels in (65, 3_000, 100_000):
        with pytest.raises(BadInput, match="deep"):
            check_depth(f"[{opened * levels}1{closed * levels}]".encode())


def test_what_came_with_which_key_is_told_apart(front: Front) -> None:
    """Kept and rejected events are counted for the key that brought them, whatever source they name."""
    for number in range(3):
        front.client.post("/v1/track", json=track(number), headers=basic(front.browser))
    front.client.post("/v1/track", json=track(7), headers=basic(front.server))
    front.client.post("/v1/track", json=track(7), headers=basic(front.server))  # twice: no loss
    front.client.post("/v1/track", json=track(8, event=""), headers=basic(front.server))
    assert sorted(row["write_key"] for row in front.rows()) == ["2", "2", "2", "3"]
    assert front.rejected() == {"duplicate": 1, "invalid": 1}
    told = {one.name: one.sent for one in key_sources(front.shop)}
    of_shop, of_erp = front.shop.records.write_keys.all()[1:]
    assert [one.name for one in (of_shop, of_erp)] == ["Shop", "ERP"]
    assert [(day.kept, day.rejected) for day in told["ERP"].days[-1:]] == [(1, 1)]
    assert told["ERP"].rejected_share == 0.5
    assert [one.sent.events for one in key_sources(front.shop)] == [0, 3, 1]
    front.shop.records.write_keys.revoke(of_erp.id, "test")
    assert [one.name for one in key_sources(front.shop)] == ["Shop", "Shop"]
