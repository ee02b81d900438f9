"""Answers over HTTP: the contract's keys, problems that help, words that can be changed."""

import json

import pytest
from starlette.testclient import TestClient

from etappe.analysis.encode import encode
from etappe.app.house import House

BASE = "/api/shops/default"


@pytest.mark.parametrize("name", ["flow", "paths", "stages", "kpis"])
def test_the_bytes_are_those_of_the_one_encoder(house: House, owner: TestClient, name: str) -> None:
    params = {"limit": 500} if name == "flow" else {}
    assert owner.get(f"{BASE}/{name}").content == encode(house.shop("default").ask(name, params))


def test_money_is_a_decimal_in_major_units_and_shares_are_not_rounded(owner: TestClient) -> None:
    text = owner.get(f"{BASE}/kpis").text
    assert '"value":49.90,' in text
    assert json.loads(text)["conversion_rate"] == pytest.approx(1 / 3, abs=1e-15)


def test_kpis_stand_beside_those_of_the_period_before(owner: TestClient) -> None:
    kept = owner.get(f"{BASE}/kpis?from=2026-03-02").json()
    beside = owner.get(f"{BASE}/kpis/comparison?from=2026-03-02").json()
    assert beside["current"] == kept
    assert set(beside) == {"current", "previous", "year_ago"}
    assert owner.get(f"{BASE}/kpis/comparison").json()["previous"] is None


@pytest.mark.parametrize(
    ("question", "field", "step"),
    [
        ("flow?level=bla", "level", "Known: "),
        ("flow?from=gestern", "from", ""),
        ("flow?where=device%20%3D", "where", ""),
        ("funnel?steps=nix", "steps", "Known: "),
        ("stages?stages=nix", "stages", "Known: "),
        ("kpis?conversion=nix", "conversion", "Known: "),
    ],
)
def test_a_wrong_question_names_field_and_next_step(
    owner: TestClient, question: str, field: str, step: str
) -> None:
    answer = owner.get(f"{BASE}/{question}")
    problem = answer.json()
    assert answer.status_code in {400, 404}
    assert problem["field"] == field
    assert problem["next_step"].startswith(step)
    assert problem["next_step"]
    assert problem["status"] == answer.status_code


def test_unknown_parameters_and_shops_are_refused(owner: TestClient) -> None:
    assert owner.get(f"{BASE}/flow?levle=event").status_code == 422
    missing = owner.get("/api/shops/nirgends/flow")
    assert missing.status_code == 404
    assert "default" in missing.json()["next_step"]


def test_an_own_stage_model_is_made_used_and_taken_away(owner: TestClient) -> None:
    body = {"name": "Zwei", "stage_names": ["Eins", "Zwei"], "based_on": "three_part"}
    made = owner.put(f"{BASE}/stage-models/zwei", json=body)
    assert made.status_code == 200, made.text
    stages = owner.get(f"{BASE}/stages?stages=zwei").json()
    assert [stage["label"]["de"] for stage in stages["stages"]] == ["Eins", "Zwei"]
    aida = owner.get(f"{BASE}/stages").json()
    for total in ("persons", "journeys", "touches", "orders", "value"):
        assert stages[total] == aida[total]
    assert owner.delete(f"{BASE}/stage-models/zwei").status_code == 204
    assert owner.get(f"{BASE}/stages?stages=zwei").status_code in {400, 404}
    twice = {"name": "Doppelt", "stage_names": ["Eins", "Eins"]}
    refused = owner.put(f"{BASE}/stage-models/doppelt", json=twice)
    assert refused.status_code == 400
    assert refused.json()["field"] == "stages"


def test_a_guess_is_marked_and_can_be_confirmed_and_changed(owner: TestClient) -> None:
    def word() -> dict[str, object]:
        words: list[dict[str, object]] = owner.get(f"{BASE}/event-words").json()
        return next(word for word in words if word["name"] == "Newsletter abonniert")

    assert word()["origin"] == "guessed"
    assert word()["meaning"] == "sign_up" or word()["meaning"]
    owner.put(f"{BASE}/event-words", json={"names": ["Newsletter abonniert"]}).raise_for_status()
    assert word()["origin"] == "confirmed"
    change = {"meaning": "generate_lead"}
    owner.put(f"{BASE}/event-words/Newsletter abonniert", json=change).raise_for_status()
    assert word()["meaning"] == "generate_lead"
    wrong = owner.put(f"{BASE}/event-words/Newsletter abonniert", json={"meaning": "quatsch"})
    assert wrong.status_code == 400


def test_settings_change_and_wrong_ones_are_refused_whole(owner: TestClient) -> None:
    assert owner.patch(BASE, json={"title": "Jubel", "zone": "Europe/Berlin"}).status_code == 200
    assert owner.get(f"{BASE}/settings").json()["zone"] == "Europe/Berlin"
    refused = owner.patch(BASE, json={"title": "Anders", "zone": "Mond/Krater"})
    assert refused.status_code == 400
    assert owner.get(f"{BASE}/settings").json()["title"] == "Jubel"
    owner.patch(BASE, json={"zone": "UTC"}).raise_for_status()


def test_the_map_is_drawn_as_svg_and_png(owner: TestClient) -> None:
    svg = owner.get(f"{BASE}/map.svg?language=en&theme=dark")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.text.startswith("<svg")
    png = owner.get(f"{BASE}/map.png?scale=0.5")
    assert png.content.startswith(b"\x89PNG")


def test_words_from_data_cannot_break_out_of_the_map(owner: TestClient) -> None:
    evil = '<img src=x onerror="alert(1)">'
    body = {"name": evil, "stage_names": [evil, "Zwei"], "based_on": "three_part"}
    owner.put(f"{BASE}/stage-models/boese", json=body).raise_for_status()
    svg = owner.get(f"{BASE}/map.svg?stages=boese").text
    owner.delete(f"{BASE}/stage-models/boese").raise_for_status()
    assert "<img" not in svg


def test_a_refusal_is_said_in_the_language_of_the_asker(owner: TestClient) -> None:
    german = owner.get("/api/shops/laden-x/flow", headers={"Accept-Language": "de"}).json()
    english = owner.get("/api/shops/laden-x/flow", headers={"Accept-Language": "en-GB"}).json()
    assert german["detail"] == "Einen Shop 'laden-x' gibt es nicht."
    assert english["detail"] == "There is no shop 'laden-x'."
    assert (german["code"], german["status"]) == (english["code"], english["status"])
