"""Privacy over HTTP: who may do what; a request from its coming to its receipt; files for the person and the officer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, client_of
from app.privacy_cast import SUSA_EMAIL, furnished
from etappe.app.house import House

SHOP = "/api/shops/laden"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "data")
    opened.installation.create_user(*OWNER, "owner")
    opened.installation.create_user("aylin@jubel.example", "geheim-genug", "editor")
    furnished(opened)
    yield opened
    opened.close()


def signed_in(house: House, email: str, password: str) -> TestClient:
    client = client_of(house)
    client.post("/api/session", json={"email": email, "password": password})
    return client


@pytest.fixture
def owner(house: House) -> TestClient:
    return signed_in(house, *OWNER)


def test_what_is_stored_comes_from_the_live_schema_with_shares(owner: TestClient) -> None:
    told = owner.get(f"{SHOP}/privacy").json()
    fields = {field["name"]: field for field in told["fields"]}
    assert (told["events"], fields["email"]["filled"], fields["email"]["personal"]) == (
        6,
        3,
        "hashed",
    )
    assert fields["first_name"]["personal"] == "sealed"
    assert fields["consent"]["filled"] == 1
    assert fields["event_id"]["filled"] == 6
    consent = told["consent"]
    assert consent["visits"] == sum(
        consent[kind] for kind in ("agreed", "cookieless", "refused", "unknown")
    )
    assert consent["agreed"] == 1
    assert [row["purpose"] for row in told["purposes"]] == [
        "analytics",
        "marketing",
        "personalization",
        "none",
    ]
    assert told["sealed"] == 4


def test_every_event_name_stands_under_the_one_purpose_it_needs(owner: TestClient) -> None:
    told = {row["purpose"]: row for row in owner.get(f"{SHOP}/privacy").json()["purposes"]}
    named = {purpose: [event["name"] for event in row["events"]] for purpose, row in told.items()}
    assert named == {
        "analytics": ["page_view", "sign_up"],
        "marketing": [],
        "personalization": [],
        "none": ["purchase"],
    }
    view, _ = told["analytics"]["events"]
    assert (view["label"]["de"], view["touches"]) == ("Seite angesehen", 3)
    page = owner.get(f"{SHOP}/privacy/record", params={"format": "md", "language": "de"}).text
    assert "| Ohne Einwilligung | Was Server melden" in page
    assert "Seite angesehen" in page


def test_a_request_comes_is_due_in_a_month_and_ends_with_a_receipt(owner: TestClient) -> None:
    asked = {"kind": "deletion", "key": SUSA_EMAIL, "received": "2026-01-31"}
    noted = owner.post(f"{SHOP}/privacy/requests", json=asked).json()
    assert (noted["due"], noted["state"]) == ("2026-02-28", "open")
    wish = {"person": SUSA_EMAIL, "request": noted["id"], "reason": "Brief"}
    receipt = owner.post(f"{SHOP}/privacy/forgetting", json=wish).json()
    [closed] = owner.get(f"{SHOP}/privacy/requests").json()
    assert (closed["state"], closed["receipt"], closed["key"]) == ("done", receipt["receipt"], "")
    assert owner.get(f"{SHOP}/privacy/receipts").json() == [receipt]
    assert (
        owner.post(f"{SHOP}/privacy/forgetting", json=wish | {"person": "kunde-1"}).status_code
        == 409
    )
    assert owner.get(f"{SHOP}/people/kunde-4711").status_code == 404


def test_only_owners_forget_export_and_set_times(house: House) -> None:
    editor = signed_in(house, "aylin@jubel.example", "geheim-genug")
    wish = {"person": "kunde-4711"}
    refused = [
        editor.post(f"{SHOP}/privacy/forgetting", json=wish),
        editor.post(f"{SHOP}/privacy/export", json=wish),
        editor.put(f"{SHOP}/privacy/retention", json={"browsing": 30}),
        editor.post(f"{SHOP}/privacy/retention/run", json={"dry": False}),
        editor.patch(f"{SHOP}/privacy", json={"withdrawal_past": True}),
        editor.get(f"{SHOP}/privacy/receipts"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 6
    withdrawn = editor.post(f"{SHOP}/privacy/consent", json=wish | {"purposes": ["analytics"]})
    assert withdrawn.json()["withdrawn"][0]["by"] == "aylin@jubel.example"
    assert client_of(house).get(f"{SHOP}/privacy").status_code == 401


def test_export_is_a_file_and_is_logged(owner: TestClient) -> None:
    answer = owner.post(f"{SHOP}/privacy/export", json={"person": "kunde-4711"})
    assert answer.headers["content-disposition"].startswith('attachment; filename="person-')
    assert len(json.loads(answer.content)["events"]) == 3
    page = owner.post(
        f"{SHOP}/privacy/export?format=html&language=en", json={"person": "kunde-4711"}
    )
    assert "Your data at laden" in page.text
    assert [one["opened_by"] for one in owner.get(f"{SHOP}/openings").json()["openings"]][:2] == [
        OWNER[0]
    ] * 2


def test_times_and_switches_are_kept(owner: TestClient) -> None:
    rows = owner.put(f"{SHOP}/privacy/retention", json={"browsing": 425}).json()
    assert rows[0] == {
        "kind": "browsing",
        "days": 425,
        "decided": True,
        "proposed": 425,
        "due": rows[0]["due"],
    }
    assert owner.put(f"{SHOP}/privacy/retention", json={"browsing": 0}).status_code == 400
    assert owner.post(f"{SHOP}/privacy/retention/run", json={}).json()["dry"] is True
    told = owner.patch(f"{SHOP}/privacy", json={"withdrawal_past": True}).json()
    assert (told["withdrawal_past"], told["keep_untold"]) == (True, True)


@pytest.mark.parametrize(("kind", "begins"), [("md", "# Verzeichnis"), ("html", "<!doctype html>")])
def test_the_record_of_processing_says_the_live_settings(
    owner: TestClient, kind: str, begins: str
) -> None:
    owner.put(f"{SHOP}/privacy/retention", json={"browsing": 425})
    text = owner.get(f"{SHOP}/privacy/record?format={kind}").text
    assert text.startswith(begins)
    for word in ("425 Tage", "Art. 30", "first_name", "AES-256-GCM", "1 × owner"):
        assert word in text
    english = owner.get(f"{SHOP}/privacy/record?format={kind}&language=en").text
    assert "425 days" in english
