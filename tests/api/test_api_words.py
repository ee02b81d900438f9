"""Words over HTTP: foretold, changed, listed, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, TOKEN, as_owner, client_of, small_house

WORDS = "/api/shops/default"


@pytest.fixture
def nadja(tmp_path: Path) -> Iterator[TestClient]:
    house = small_house(tmp_path)
    house.installation.create_user("mia@shop.example", "auch-geheim", "viewer")
    yield as_owner(client_of(house))
    house.close()


def test_nadja_sees_what_a_change_would_do_makes_it_and_takes_it_back(nadja: TestClient) -> None:
    edit = {"events": {"view_item": {"touchpoint": "faq"}}}
    told = nadja.post(f"{WORDS}/words/preview", json=edit)
    assert told.status_code == 200, told.text
    assert (told.json()["touches"], told.json()["persons"]) == (3, 2)
    assert "3 touches of 2 persons move" in told.json()["sentences"]["en"]
    assert nadja.get(f"{WORDS}/changes").json() == {"changes": [], "next": None}

    made = nadja.put(f"{WORDS}/event-words/view_item", json={"touchpoint": "faq"})
    assert made.json()["touchpoint"] == "faq"
    (change,) = nadja.get(f"{WORDS}/changes").json()["changes"]
    assert (change["by"], change["can_undo"]) == (OWNER[0], True)

    undone = nadja.post(f"{WORDS}/changes/{change['id']}/undo")
    assert undone.json()["undo_of"] == change["id"]
    words = {word["name"]: word for word in nadja.get(f"{WORDS}/event-words").json()}
    assert words["view_item"]["touchpoint"] == "product_page"


def test_undoing_in_the_wrong_order_names_the_change_to_undo_first(nadja: TestClient) -> None:
    for touchpoint in ("faq", "home"):
        nadja.put(f"{WORDS}/event-words/view_item", json={"touchpoint": touchpoint})
    refused = nadja.post(f"{WORDS}/changes/1/undo")
    assert refused.status_code == 409
    assert refused.json()["next_step"] == "Undo change 2 first."
    assert nadja.post(f"{WORDS}/changes/77/undo").status_code == 404


def test_the_history_is_paged(nadja: TestClient) -> None:
    for touchpoint in ("faq", "home", "faq"):
        nadja.put(f"{WORDS}/event-words/view_item", json={"touchpoint": touchpoint})
    first = nadja.get(f"{WORDS}/changes?limit=2").json()
    assert [change["id"] for change in first["changes"]] == [3, 2]
    rest = nadja.get(f"{WORDS}/changes?limit=2&cursor={first['next']}").json()
    assert ([change["id"] for change in rest["changes"]], rest["next"]) == ([1], None)
    assert nadja.get(f"{WORDS}/changes?cursor=gestern").status_code == 400


def test_the_band_of_a_drafted_model_is_drawn_for_the_chosen_days(nadja: TestClient) -> None:
    draft = {"models": {"meins": {"stage_names": ["Entdecken", "Kaufen"], "based_on": "aida"}}}
    whole = nadja.post(f"{WORDS}/words/preview", json=draft).json()["stages"]
    day = nadja.post(f"{WORDS}/words/preview?from=2026-03-03&to=2026-03-03", json=draft).json()
    assert (whole["journeys"], day["stages"]["journeys"]) == (3, 1)
    assert [stage["label"]["de"] for stage in whole["stages"]] == ["Entdecken", "Kaufen"]
    assert "sentences" in whole
    assert len(nadja.get(f"{WORDS}/stage-models").json()) == 11


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        ({"events": {"gibt_es_nicht": {}}}, "gibt_es_nicht"),
        ({"events": {"view_item": {"touchpoint": "nirgends"}}}, "nirgends"),
        ({"touchpoints": {"faq": {"channel": "brieftaube"}}}, "brieftaube"),
        ({"models": {"Groß": {"stage_names": ["A"]}}}, "Groß"),
        ({"models": {"meins": {"stages": "drei"}}}, "drei"),
        ({"models": {"aida": None}}, "aida"),
        ({"model": "fehlt"}, "fehlt"),
    ],
)
def test_a_preview_refuses_what_the_change_would_refuse(
    nadja: TestClient, edit: dict[str, object], named: str
) -> None:
    refused = nadja.post(f"{WORDS}/words/preview", json=edit)
    assert refused.status_code in {400, 404}, refused.text
    assert named in refused.json()["detail"]
    assert refused.json()["next_step"]


def test_a_viewer_looks_at_changes_and_makes_none(nadja: TestClient) -> None:
    nadja.put(f"{WORDS}/event-words/view_item", json={"touchpoint": "faq"})
    nadja.delete("/api/session")
    credentials = {"email": "mia@shop.example", "password": "auch-geheim"}
    assert nadja.post("/api/session", json=credentials).status_code == 200
    assert len(nadja.get(f"{WORDS}/changes").json()["changes"]) == 1
    refused = nadja.post(f"{WORDS}/changes/1/undo")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_the_machines_own_command_line_is_named_as_such(nadja: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    nadja.put(f"{WORDS}/event-words", json={"names": []}, headers=headers)
    (change,) = nadja.get(f"{WORDS}/changes").json()["changes"]
    assert change["by"] == "command line"
