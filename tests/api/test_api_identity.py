"""Identity over HTTP: why one person, deciding it with a reason and a name, and what looks wrong."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, as_owner, client_of, small_house
from etappe.app.house import House
from store.store_cast import batch

SHOP = "/api/shops/default"
HOUR = 3_600_000_000
NOON = 1_772_539_200_000_000  # 3 March 2026, 12:00 UTC


@pytest.fixture
def own_house(tmp_path: Path) -> House:
    house = small_house(tmp_path)
    rows: list[dict[str, Any]] = [
        {"anonymous_id": "tablet", "user_id": "lena", "name": "login"},
        {"anonymous_id": "tablet", "name": "view_item"},
        {"anonymous_id": "tablet", "user_id": "omar", "name": "login"},
        {"user_id": "lena", "email": "chor@x.de", "email_verified": True},
        {"user_id": "omar", "email": "chor@x.de", "email_verified": True},
        {"user_id": "lena-alt", "order_id": "B7", "name": "purchase", "value": 500},
    ]
    columns = batch(*[row | {"occurred_at": NOON + at * HOUR} for at, row in enumerate(rows)])
    columns["currency"] = [None] * 5 + ["EUR"]
    house.shop("default").events.append(columns)
    return house


def decided(client: TestClient, **wish: Any) -> Any:
    answer = client.post(f"{SHOP}/identity/decisions", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_graph_says_of_each_join_which_event_told_it(own_house: House) -> None:
    owner = as_owner(client_of(own_house))
    graph = owner.get(f"{SHOP}/people/lena/identity").json()
    device, user, _ = (key["key"] for key in graph["keys"] if key["mine"])
    join = next(one for one in graph["joins"] if (one["a"], one["b"]) == (device, user))
    assert (join["why"], join["state"], join["event"]["event_id"]) == ("together", "joins", "e0")
    assert "customer number l…a" in join["sentences"]["en"]
    proved = [one["state"] for one in graph["joins"] if one["why"] == "proved"]
    assert sorted(proved) == ["apart", "joins"]
    assert "lena" not in owner.get(f"{SHOP}/people/lena/identity").text
    own_house.close()


def test_a_shared_device_tells_at_which_login_it_changed_its_owner(own_house: House) -> None:
    owner = as_owner(client_of(own_house))
    [tablet] = [k for k in owner.get(f"{SHOP}/people/omar/identity").json()["keys"] if k["turns"]]
    assert [turn["event"] and turn["event"]["event_id"] for turn in tablet["turns"]] == [None, "e2"]
    assert "o…r signed in" in tablet["turns"][1]["sentences"]["en"]
    own_house.close()


def test_merge_is_tried_then_made_then_undone_then_made_again(own_house: House) -> None:
    owner = as_owner(client_of(own_house))
    before = owner.get(f"{SHOP}/people/lena").json()
    wish = {"kind": "merge", "a": "lena", "b": "lena-alt", "reason": "married"}
    tried = owner.post(f"{SHOP}/identity/preview", json=wish).json()
    assert (len(tried["before"]), len(tried["after"])) == (2, 1)
    assert tried["after"][0]["orders"] == 1
    assert owner.get(f"{SHOP}/people/lena").json() == before

    done = decided(owner, **wish)
    assert done["effect"]["after"] == tried["after"]
    assert (done["decision"]["by"], done["decision"]["reason"]) == (OWNER[0], "married")
    assert owner.get(f"{SHOP}/people/{done['person']}").json()["orders"] == 1
    refused = owner.post(f"{SHOP}/identity/decisions", json=wish)
    assert refused.status_code == 400

    undone = decided(owner, kind="undo", id=1, reason="another Lena")
    assert len(undone["effect"]["after"]) == 2
    assert owner.get(f"{SHOP}/people/lena").json() == before
    decided(owner, kind="undo", id=undone["decision"]["id"], reason="it was her")
    assert owner.get(f"{SHOP}/people/lena").json()["orders"] == 1
    log = owner.get(f"{SHOP}/identity/decisions").json()
    assert [(one["kind"], one["holds"]) for one in log] == [
        ("undo", True),
        ("undo", False),
        ("merge", True),
    ]
    own_house.close()


def test_a_device_is_split_off_and_comes_back(own_house: House) -> None:
    owner = as_owner(client_of(own_house))
    before = owner.get(f"{SHOP}/people/lena").json()
    done = decided(owner, kind="split", a="tablet", reason="the club's own")
    assert (
        owner.get(f"{SHOP}/people/tablet").json()["person"]
        != owner.get(f"{SHOP}/people/lena").json()["person"]
    )
    graph = owner.get(f"{SHOP}/people/tablet/identity").json()
    assert {join["state"] for join in graph["joins"]} == {"undone"}
    assert "the club's own" in graph["joins"][0]["sentences"]["en"]
    decided(owner, kind="undo", id=done["decision"]["id"], reason="no")
    assert owner.get(f"{SHOP}/people/lena").json() == before
    own_house.close()


def test_what_looks_wrong_is_listed_and_may_be_joined_by_one_click(own_house: House) -> None:
    owner = as_owner(client_of(own_house))
    found = owner.get(f"{SHOP}/identity/audit").json()
    assert [one["doubt"] for one in found["findings"]] == ["same_address", "shared_device"]
    a, b = found["findings"][0]["merge"].values()
    decided(owner, kind="merge", a=f"key:{a}", b=f"key:{b}", reason="one person")
    found = owner.get(f"{SHOP}/identity/audit").json()
    assert found["counts"] == []
    assert "nothing doubtful" in found["sentences"]["en"]
    own_house.close()


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"kind": "merge", "a": "susa", "b": "nobody"}, 404),
        ({"kind": "merge", "a": "susa"}, 400),
        ({"kind": "merge", "a": "susa", "b": "key:9999"}, 404),
        ({"kind": "split", "a": "susa", "reason": " "}, 400),
        ({"kind": "undo", "id": 7, "reason": "why"}, 404),
        ({"kind": "undo", "reason": "why"}, 400),
        ({"kind": "burn"}, 422),
    ],
)
def test_what_cannot_be_decided_says_what_to_do(
    owner: TestClient, wish: dict[str, Any], status: int
) -> None:
    answer = owner.post(f"{SHOP}/identity/decisions", json=wish)
    assert (answer.status_code, bool(answer.json()["next_step"])) == (status, True)


def test_only_editors_decide(own_house: House) -> None:
    own_house.installation.create_user("tim@shop.example", "geheim-genug", "viewer")
    viewer = client_of(own_house)
    viewer.post("/api/session", json={"email": "tim@shop.example", "password": "geheim-genug"})
    assert viewer.get(f"{SHOP}/people/susa/identity").status_code == 200
    wish = {"kind": "split", "a": "susa", "reason": "why"}
    for what in ("preview", "decisions"):
        assert viewer.post(f"{SHOP}/identity/{what}", json=wish).status_code == 403
    own_house.close()
