"""One's own password: what changes it, what is refused, and which sessions end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, TOKEN, as_owner, client_of, small_house
from etappe.app.house import House

ADDRESS = "/api/session/password"
NEW = "vier Worte ohne Sinn"


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    made = small_house(tmp_path)
    yield made
    made.close()


def sign_in(house: House, password: str) -> int:
    credentials = {"email": OWNER[0], "password": password}
    return client_of(house).post("/api/session", json=credentials).status_code


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(own_house: House) -> None:
    here, elsewhere = as_owner(client_of(own_house)), as_owner(client_of(own_house))
    changed = here.put(ADDRESS, json={"current": OWNER[1], "new": NEW})
    assert changed.status_code == 204, changed.text
    assert here.get("/api/session").status_code == 200
    assert elsewhere.get("/api/session").status_code == 401
    assert sign_in(own_house, OWNER[1]) == 401
    assert sign_in(own_house, NEW) == 200


def test_the_sessions_of_others_go_on(own_house: House) -> None:
    own_house.installation.create_user("tim@shop.example", "noch ein Passwort", "viewer")
    tim = client_of(own_house)
    tim.post("/api/session", json={"email": "tim@shop.example", "password": "noch ein Passwort"})
    as_owner(client_of(own_house)).put(ADDRESS, json={"current": OWNER[1], "new": NEW})
    assert tim.get("/api/session").status_code == 200
    # A viewer too changes the own password.
    given = {"current": "noch ein Passwort", "new": "ein drittes Passwort"}
    assert tim.put(ADDRESS, json=given).status_code == 204


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("falsch", NEW, "current"), (OWNER[1], "zu kurz", "new"), (OWNER[1], OWNER[1], "new")],
)
def test_what_does_not_fit_is_named_and_nothing_changes(
    own_house: House, current: str, new: str, field: str
) -> None:
    here, elsewhere = as_owner(client_of(own_house)), as_owner(client_of(own_house))
    refused = here.put(ADDRESS, json={"current": current, "new": new})
    assert refused.status_code == 400
    assert refused.json()["field"] == field
    assert refused.json()["next_step"]
    assert elsewhere.get("/api/session").status_code == 200
    assert sign_in(own_house, OWNER[1]) == 200


def test_a_stranger_and_the_command_line_have_no_password_to_change(own_house: House) -> None:
    given = {"current": OWNER[1], "new": NEW}
    stranger: TestClient = client_of(own_house)
    assert stranger.put(ADDRESS, json=given).status_code == 401
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert stranger.put(ADDRESS, json=given, headers=token).status_code == 403
