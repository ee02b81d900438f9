"""Everything behind the door is closed; what opens it; what a role may not do."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, TOKEN, as_owner, client_of
from etappe.app.house import House

QUESTIONS = [
    "flow",
    "funnel?steps=view_item",
    "paths",
    "stages",
    "kpis",
    "events",
    "map",
    "map.svg",
]


@pytest.mark.parametrize("question", [*QUESTIONS, "", "settings", "stage-models", "touchpoints"])
def test_a_stranger_gets_a_problem_and_no_data(stranger: TestClient, question: str) -> None:
    answer = stranger.get(f"/api/shops/default/{question}".rstrip("/"))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def test_every_route_but_health_and_sign_in_is_closed(stranger: TestClient) -> None:
    paths = stranger.get("/api/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method in methods:
            if (method, path) in {("get", "/api/health"), ("post", "/api/session")}:
                continue
            filled = path.replace("{shop}", "default").replace("{key}", "aida")
            filled = filled.replace("{name}", "x").replace("{email}", "a@b.c")
            filled = filled.replace("{import_id}", "1").replace("{rows_done}", "1")
            answer = stranger.request(method, filled, json={})
            assert answer.status_code in {401, 422}, (method, path, answer.status_code)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_owner_gets_an_answer(owner: TestClient, question: str) -> None:
    answer = owner.get(f"/api/shops/default/{question}")
    assert answer.status_code == 200, answer.text


def test_a_wrong_password_is_refused_like_an_unknown_email(stranger: TestClient) -> None:
    for email in (OWNER[0], "nobody@shop.example"):
        answer = stranger.post("/api/session", json={"email": email, "password": "falsch"})
        assert answer.status_code == 401
        assert answer.json()["detail"] == "E-mail or password is wrong."


def test_the_session_ends_with_signing_out_even_for_a_kept_cookie(house: House) -> None:
    client = as_owner(client_of(house))
    kept = dict(client.cookies)
    assert client.delete("/api/session").status_code == 204
    again = client_of(house)
    again.cookies.update(kept)
    assert again.get("/api/session").status_code == 401


def test_a_viewer_reads_but_changes_nothing(house: House) -> None:
    house.installation.create_user("mia@shop.example", "auch-geheim", "viewer")
    client = client_of(house)
    credentials = {"email": "mia@shop.example", "password": "auch-geheim"}
    assert client.post("/api/session", json=credentials).status_code == 200
    assert client.get("/api/shops/default/stages").status_code == 200
    for method, path, body in (
        ("PATCH", "", {"title": "Meins"}),
        ("PUT", "/stage-models/meins", {"name": "Meins", "stage_names": ["Eins"]}),
        ("PUT", "/event-words", {"names": []}),
    ):
        answer = client.request(method, f"/api/shops/default{path}", json=body)
        assert answer.status_code == 403, path
    assert client.get("/api/users").status_code == 403


def test_a_page_of_another_site_cannot_change_anything(owner: TestClient) -> None:
    answer = owner.patch(
        "/api/shops/default", json={"title": "X"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_a_ticket_works_once_and_only_from_the_machine_itself(house: House) -> None:
    ticket = house.installation.issue_ticket(OWNER[0], 60)
    far = client_of(house)
    assert far.get("/api/session/ticket", params={"ticket": ticket}).status_code == 403


def test_the_command_line_shows_its_token(stranger: TestClient) -> None:
    good = {"Authorization": f"Bearer {TOKEN}"}
    assert stranger.get("/api/shops/default/kpis", headers=good).status_code == 200
    assert (
        stranger.get("/api/shops/default/kpis", headers={"Authorization": "Bearer x"}).status_code
        == 401
    )


def test_only_the_command_line_may_name_a_place_on_the_machine(owner: TestClient) -> None:
    answer = owner.put("/api/backup", json={"to": "/tmp/x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("place", ["copy", "", "./copy", "\x94", "/copies/\0"])
def test_the_command_line_names_a_whole_path_or_is_told(
    stranger: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = stranger.put("/api/backup", json={"to": place}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["field"] == "to"
    assert "absolute" in answer.json()["detail"]
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("path", ["/", "/flow", "/api/health"])
def test_whoever_asks_only_for_the_head_gets_it(stranger: TestClient, path: str) -> None:
    answer = stranger.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["x-frame-options"] == "DENY"
