"""Events sent through the real front stand on the live page, whoever looks; wrong ones say what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.api_client import TOKEN
from collect_live.front import Front, receiving
from etappe.base.roles import Role

SHOP = "/api/shops/default"
AS_OWNER = {"Authorization": f"Bearer {TOKEN}"}
TEAM: dict[str, Role] = {
    "nadja@shop.example": "owner",
    "tim@shop.example": "editor",
    "jens@shop.example": "viewer",
}


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as front:
        for email, role in TEAM.items():
            front.house.installation.create_user(email, "geheim-genug", role)
        yield front


def signed_in(front: Front, email: str) -> TestClient:
    client = TestClient(front.client.app, base_url="http://shop.example")
    answer = client.post("/api/session", json={"email": email, "password": "geheim-genug"})
    assert answer.is_success
    return client


def shown(client: TestClient, front: Front) -> list[dict[str, Any]]:
    """What the live page has once everything is drained and the persons are found."""
    assert front.shop.collector.drained()
    client.get(f"{SHOP}/live")
    front.shop.live_persons.wait()
    found: list[dict[str, Any]] = client.get(f"{SHOP}/live").json()["events"]
    return found


def test_a_test_event_goes_the_way_of_all_and_counts_for_nobody(front: Front) -> None:
    tim = signed_in(front, "tim@shop.example")
    sent = tim.post(f"{SHOP}/live/test")
    assert sent.status_code == 201, sent.text
    assert sent.json()["key"] == "Shop"
    (event,) = shown(tim, front)
    assert (event["name"], event["dropped"], event["key_kind"]) == ("page_view", "", "browser")
    assert event["fields"]["path"] == "/etappe-test"
    assert {step["name"]: step["outcome"] for step in event["steps"]}["store"] == "kept"
    overview = tim.get(SHOP).json()
    assert overview["counts"].get("touches", 0) == 0
    assert overview["counts"]["staff"] == 1
    assert "tim@" not in str(event)


def test_only_editors_send_a_test_event(front: Front) -> None:
    assert signed_in(front, "jens@shop.example").post(f"{SHOP}/live/test").status_code == 403
    assert front.client.post(f"{SHOP}/live/test").status_code == 401


def test_without_a_browser_key_nothing_can_be_tried(front: Front) -> None:
    for key in front.shop.records.write_keys.all():
        front.shop.records.write_keys.revoke(key.id, "nadja@shop.example")
    refused = front.client.post(f"{SHOP}/live/test", headers=AS_OWNER)
    assert (refused.status_code, refused.json()["field"]) == (409, "key")


def test_a_viewer_sees_events_arrive_and_nothing_of_whom_they_are(front: Front) -> None:
    sent = front.client.post(
        "/v1/identify",
        json={
            "userId": "k-4711",
            "traits": {"email": "susa@jubelware.example", "first_name": "Susanne"},
            "context": {"page": {"url": "https://shop.example/konto?mail=susa@jubelware.example"}},
        },
        auth=(front.server, ""),
    )
    assert sent.status_code == 200, sent.text
    for email in TEAM:
        client = signed_in(front, email)
        (event,) = shown(client, front)
        assert event["person"] is not None
        assert event["fields"]["user_id"] == "k…1"
        assert not any(word in str(event) for word in ("susa@", "Susanne", "4711"))


def test_a_wrong_event_stands_among_the_live_and_the_rejected(front: Front) -> None:
    refused = front.client.post(
        "/v1/track", json={"event": "Product Viewed"}, auth=(front.browser, "")
    )
    assert refused.status_code == 400
    (event,) = shown(signed_in(front, "jens@shop.example"), front)
    assert event["dropped"] == "invalid"
    assert event["key"] == "Shop"
    assert event["message"]["de"] == (
        "fehlt, und anonymousId ebenso. Mindestens eines von beiden senden."
    )
    assert front.rejected() == {"invalid": 1}
    found = front.client.get(f"{SHOP}/rejected", headers=AS_OWNER).json()
    assert [one["reason"] for one in found["reasons"]] == ["invalid"]
    assert found["samples"][0]["sample"]["event"] == "Product Viewed"
    assert found["samples"][0]["message"] == event["message"]
