"""People over HTTP: masked until opened, each opening in the log; segments checked before they are kept."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, client_of, small_house
from etappe.app.house import House
from etappe.base.roles import Role

SHOP = "/api/shops/default"


@pytest.fixture
def own_house(tmp_path: Path) -> House:
    return small_house(tmp_path)


def signed_in(house: House, email: str, role: Role) -> TestClient:
    house.installation.create_user(email, "geheim-genug", role)
    client = client_of(house)
    client.post("/api/session", json={"email": email, "password": "geheim-genug"})
    return client


def test_a_list_shows_masked_keys_alone(owner: TestClient) -> None:
    answer = owner.get(f"{SHOP}/people").json()
    assert [row["known"] for row in answer["people"]] == ["m…e", "k…i", "s…a"]
    assert answer["total"] == 3


def test_a_viewer_sees_masks_and_may_not_open(own_house: House) -> None:
    viewer = signed_in(own_house, "tim@shop.example", "viewer")
    assert viewer.get(f"{SHOP}/people/susa").json()["known"] == "s…a"
    refused = viewer.post(f"{SHOP}/people/susa/opening")
    assert refused.status_code == 403
    assert refused.json()["next_step"] == "Ask an owner for the role 'editor'."
    own_house.close()


def test_an_editor_opens_and_the_owner_reads_in_the_log_who_it_was(own_house: House) -> None:
    editor = signed_in(own_house, "aylin@shop.example", "editor")
    person = editor.get(f"{SHOP}/people/susa").json()["person"]
    opened = editor.post(f"{SHOP}/people/{person}/opening").json()
    assert (opened["known"], opened["opened"]) == ("susa", True)
    assert editor.get(f"{SHOP}/openings").status_code == 403

    owner = client_of(own_house)
    owner.post("/api/session", json=dict(zip(("email", "password"), OWNER, strict=True)))
    owner.post(f"{SHOP}/people/kai/opening")
    log = owner.get(f"{SHOP}/openings").json()
    assert [line["opened_by"] for line in log["openings"]] == [OWNER[0], "aylin@shop.example"]
    assert log["openings"][1]["person"] == person
    first = owner.get(f"{SHOP}/openings?limit=1").json()
    assert owner.get(f"{SHOP}/openings?limit=1&cursor={first['next']}").json() == {
        "openings": [log["openings"][1]],
        "next": None,
    }
    own_house.close()


def test_nobody_is_opened_who_is_not_known_and_nothing_is_logged(own_house: House) -> None:
    editor = signed_in(own_house, "aylin@shop.example", "editor")
    assert editor.post(f"{SHOP}/people/niemand/opening").status_code == 404
    assert own_house.shop("default").records.openings.latest(10) == []
    own_house.close()


def test_a_funnel_opens_to_its_people(owner: TestClient) -> None:
    params: dict[str, str | int] = {
        "of": "funnel",
        "q": "steps=view_item&steps=purchase",
        "part": "lost",
        "step": 2,
    }
    answer = owner.get(f"{SHOP}/people", params=params).json()
    assert [row["known"] for row in answer["people"]] == ["k…i"]
    assert answer["sentences"]["de"].startswith("1 Person im Trichter nach")


def test_a_segment_is_checked_kept_found_at_its_people_and_forgotten(own_house: House) -> None:
    editor = signed_in(own_house, "aylin@shop.example", "editor")
    wrong = editor.put(f"{SHOP}/segments/buyers", json={"name": "Käufer", "where": "device = "})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "where")
    unknown = editor.put(f"{SHOP}/segments/buyers", json={"name": "Käufer", "where": "devce = 'x'"})
    assert unknown.status_code == 400
    assert editor.get(f"{SHOP}/segments").json() == []

    kept = editor.put(
        f"{SHOP}/segments/buyers", json={"name": "Käufer", "where": "person.event = 'purchase'"}
    ).json()
    assert (kept["name"], kept["created_by"]) == ("Käufer", "aylin@shop.example")
    again = editor.put(
        f"{SHOP}/segments/buyers", json={"name": "Kundschaft", "where": kept["where"]}
    ).json()
    assert (again["name"], again["created_at"]) == ("Kundschaft", kept["created_at"])
    held = {
        who: [one["key"] for one in editor.get(f"{SHOP}/people/{who}").json()["segments"]]
        for who in ("susa", "kai")
    }
    assert held == {"susa": ["buyers"], "kai": []}
    assert editor.delete(f"{SHOP}/segments/buyers").status_code == 204
    assert editor.delete(f"{SHOP}/segments/buyers").status_code == 404
    own_house.close()


def test_values_of_a_property_come_the_most_frequent_first(owner: TestClient) -> None:
    answer = owner.get(f"{SHOP}/values", params={"property": "event", "limit": 2}).json()
    values = [(one["value"], one["touches"]) for one in answer["values"]]
    assert values[0] == ("view_item", 3)
    assert (len(values), answer["distinct"]) == (2, 4)
    one = owner.get(f"{SHOP}/values", params={"property": "event", "search": "WARENKORB"}).json()
    assert [value["value"] for value in one["values"]] == ["add_to_cart"]
    refused = owner.get(f"{SHOP}/values", params={"property": "devce"})
    assert (refused.status_code, refused.json()["field"]) == (400, "property")
