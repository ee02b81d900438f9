"""Write keys and switches over HTTP: who may make and change them, and what is shown of them."""

import pytest
from starlette.testclient import TestClient

from api.api_client import client_of
from etappe.app.house import House

KEYS = "/api/shops/default/keys"
TRACKING = "/api/shops/default/tracking"


@pytest.fixture
def viewer(house: House) -> TestClient:
    email, password = "jens@shop.example", "datenschutz-first"
    if email not in [user.email for user in house.installation.users()]:
        house.installation.create_user(email, password, "viewer")
    client = client_of(house)
    assert client.post("/api/session", json={"email": email, "password": password}).is_success
    return client


def test_a_servers_key_is_shown_when_it_is_made_and_never_again(owner: TestClient) -> None:
    made = owner.post(KEYS, json={"kind": "server", "name": "ERP", "per_second": 20})
    assert made.status_code == 201
    text = made.json()["text"]
    assert text.startswith("s.default.")
    listed = owner.get(KEYS)
    assert text not in listed.text
    (key,) = [key for key in listed.json() if key["name"] == "ERP"]
    assert (key["key"], key["per_second"], key["created_by"]) == ("", 20, "nadja@shop.example")


def test_a_browsers_key_is_shown_until_it_is_taken_back(owner: TestClient, house: House) -> None:
    made = owner.post(KEYS, json={"kind": "browser", "name": "Blog"}).json()
    check = house.shop("default").records.write_keys.check
    assert check(made["text"])
    assert owner.delete(f"{KEYS}/{made['key']['id']}").status_code == 204
    assert check(made["text"]) is None
    (key,) = [key for key in owner.get(KEYS).json() if key["id"] == made["key"]["id"]]
    assert key["revoked_at"] is not None
    assert owner.delete(f"{KEYS}/9999").status_code == 404


def test_a_viewer_sees_keys_and_switches_and_changes_neither(viewer: TestClient) -> None:
    assert viewer.get(KEYS).json()[0]["name"] == "Shop"
    assert viewer.get(TRACKING).status_code == 200
    assert viewer.post(KEYS, json={"kind": "browser", "name": "x"}).status_code == 403
    assert viewer.delete(f"{KEYS}/1").status_code == 403
    assert viewer.put(TRACKING, json={"country": False}).status_code == 403


def test_a_changed_switch_leaves_the_others_as_they_were(owner: TestClient) -> None:
    before = owner.get(TRACKING).json()
    change = {"extras": ["clicks"], "allowed_origins": ["https://Shop.example/"]}
    after = owner.put(TRACKING, json=change).json()
    assert after == before | {"extras": ["clicks"], "allowed_origins": ["https://shop.example"]}
    assert owner.get(TRACKING).json() == after


def test_a_site_that_is_none_is_refused_with_its_field(owner: TestClient) -> None:
    before = owner.get(TRACKING).json()
    refused = owner.put(TRACKING, json={"country": True, "allowed_origins": ["shop.example"]})
    assert (refused.status_code, refused.json()["field"]) == (400, "allowed_origins")
    assert "https://shop.example" in refused.json()["next_step"]
    assert owner.put(TRACKING, json={"extras": ["keystrokes"]}).status_code == 422
    assert owner.get(TRACKING).json() == before
