"""Nadja brings files in through the browser's door: in pieces, with breaks, with wrong files, and stops one midway."""

import gzip
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, as_owner, client_of
from etappe.app.house import House

GERMAN = """Datum;Kunde;Ereignis;Betrag;Größe
02.03.2026 09:14;K-1;Startseite;;
02.03.2026 09:20;K-1;Kauf;1.039,90;M
31.03.2026 10:00;K-2;Kauf;5,00;ä
kaputt;K-3;Kauf;1,00;
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    made.installation.create_user(*OWNER, "owner")
    made.create_shop("Jubelware GmbH")
    yield made
    made.close()


@pytest.fixture
def nadja(house: House) -> TestClient:
    return as_owner(client_of(house))


PIECE = 8 * 2**20
SHOP = "/api/shops/jubelware-gmbh"


def sent(client: TestClient, name: str, content: bytes) -> str:
    """An upload that is whole; its id."""
    announced = client.post(f"{SHOP}/uploads", json={"name": name, "size": len(content)})
    assert announced.status_code == 201, announced.text
    upload: str = announced.json()["id"]
    for offset in range(0, len(content), PIECE):
        piece = content[offset : offset + PIECE]
        answer = client.put(f"{SHOP}/uploads/{upload}/bytes/{offset}", content=piece)
        assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "ready", answer.text
    return upload


def wait_for(client: TestClient, upload: str, *states: str) -> dict[str, Any]:
    for _ in range(6000):
        told: dict[str, Any] = client.get(f"{SHOP}/uploads/{upload}").json()
        assert "state" in told, told
        if told["state"] in states:
            return told
        time.sleep(0.05)
    raise AssertionError(f"Still {told}")


def brought_in(client: TestClient, upload: str, **wish: Any) -> dict[str, Any]:
    answer = client.post(f"{SHOP}/uploads/{upload}/import", json=wish)
    assert answer.status_code == 202, answer.text
    return wait_for(client, upload, "finished", "failed", "stopped")


def test_a_german_file_is_guessed_shown_and_brought_in(nadja: TestClient, house: House) -> None:
    upload = sent(nadja, "Bestellungen März.csv", GERMAN.encode("cp1252"))
    nadja.patch(SHOP, json={"zone": "Europe/Berlin"})
    shown = nadja.post(f"{SHOP}/uploads/{upload}/preview").json()["seen"]
    roles = {column["name"]: column["role"] for column in shown["columns"]}
    assert roles == {
        "Datum": "time", "Kunde": "person", "Ereignis": "event", "Betrag": "value", "Größe": "property",
    }  # fmt: skip
    assert (shown["encoding"], shown["delimiter"], shown["zone"]) == (
        "cp1252",
        ";",
        "Europe/Berlin",
    )
    assert shown["zone_needed"]
    assert shown["currency_needed"]
    assert sum(shown["rejected"].values()) == 1
    told = brought_in(nadja, upload, currency="EUR")
    assert told["state"] == "finished"
    assert (told["report"]["events"], told["progress"]["rejected"]) == (3, 1)
    rows = house.shop("jubelware-gmbh").events.rows
    first, second, third = rows(np.array([1, 2, 3]))
    assert (second["value"], second["currency"]) == (103_990, "EUR")
    assert third["properties"] in ('{"Größe":"ä"}', {"Größe": "ä"})
    assert first["occurred_at"].isoformat().startswith("2026-03-02T08:14")
    assert third["occurred_at"].isoformat().startswith("2026-03-31T08:00"), "summer time"
    rejects = nadja.get(f"{SHOP}/uploads/{upload}/rejects.csv").text.splitlines()
    assert rejects[0].startswith("line,reason,Datum")
    assert rejects[1].startswith("5,")


def test_a_file_whose_transfer_broke_off_goes_on_where_it_was(nadja: TestClient) -> None:
    content = GERMAN.encode()
    new = {"name": "shop.csv", "size": len(content), "modified": "2026-03-01"}
    upload = nadja.post(f"{SHOP}/uploads", json=new).json()["id"]
    nadja.put(f"{SHOP}/uploads/{upload}/bytes/0", content=content[:50])
    again = nadja.post(f"{SHOP}/uploads", json=new).json()
    assert (again["id"], again["received"], again["state"]) == (upload, 50, "arriving")
    wrong = nadja.put(f"{SHOP}/uploads/{upload}/bytes/40", content=content[40:])
    assert (wrong.status_code, wrong.json()["next_step"]) == (409, "Go on at 50.")
    early = nadja.post(f"{SHOP}/uploads/{upload}/import", json={})
    assert early.status_code == 409
    too_much = nadja.put(f"{SHOP}/uploads/{upload}/bytes/50", content=content)
    assert too_much.status_code == 400
    done = nadja.put(f"{SHOP}/uploads/{upload}/bytes/50", content=content[50:])
    assert done.json()["state"] == "ready"
    other = nadja.post(f"{SHOP}/uploads", json={**new, "modified": "2026-03-02"}).json()
    assert other["id"] != upload
    assert other["received"] == 0


def test_files_lie_where_only_the_server_reads_them(nadja: TestClient, house: House) -> None:
    upload = sent(nadja, "../../../etc/passwd", b"a;b\n1;2\n")
    place = house.shop("jubelware-gmbh").uploads.place(upload)
    found = [path for path in place.rglob("*") if path.is_file()]
    assert {path.name for path in found} == {"passwd", "upload.json"}
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("rechnung.pdf", b"%PDF-1.7 ...", "unreadable_file"),
        ("bild.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, "unreadable_file"),
        ("leer.csv", b"   \n", "empty_file"),
        ("kopf.csv", b"Datum;Kunde;Ereignis\n", "empty_file"),
        ("halb.csv.gz", gzip.compress(GERMAN.encode() * 50)[:-20], "damaged_file"),
    ],
)
def test_a_wrong_file_is_named_for_what_it_is(
    nadja: TestClient, name: str, content: bytes, code: str
) -> None:
    upload = sent(nadja, name, content)
    answer = nadja.post(f"{SHOP}/uploads/{upload}/preview")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, code)
    assert problem["detail"].startswith(f"{name}: ")
    assert problem["next_step"]
    assert brought_in(nadja, upload)["problem"]["code"] == code
    assert nadja.get(f"{SHOP}/imports").json() == []


def test_an_empty_file_is_refused_before_it_comes(nadja: TestClient) -> None:
    answer = nadja.post(f"{SHOP}/uploads", json={"name": "leer.csv", "size": 0})
    assert (answer.status_code, answer.json()["field"]) == (400, "size")


def test_columns_that_fit_nothing_are_shown_with_what_is_missing(nadja: TestClient) -> None:
    upload = sent(nadja, "zahlen.csv", b"a,b\n1,x\n2,y\n")
    seen = nadja.post(f"{SHOP}/uploads/{upload}/preview").json()["seen"]
    assert seen["trouble"]["field"] == "time"
    assert seen["events"] == []
    assert [column["samples"] for column in seen["columns"]] == [["1", "2"], ["x", "y"]]


def test_a_column_said_to_be_a_property_is_not_guessed_to_be_the_person(nadja: TestClient) -> None:
    upload = sent(nadja, "shop.csv", GERMAN.encode())
    columns = {"Datum": "time", "Kunde": "property", "Ereignis": "event", "Größe": "ignored"}
    seen = nadja.post(f"{SHOP}/uploads/{upload}/preview", json={"columns": columns}).json()["seen"]
    assert seen["trouble"]["field"] == "person"
    columns |= {"Kunde": "email"}
    seen = nadja.post(f"{SHOP}/uploads/{upload}/preview", json={"columns": columns}).json()["seen"]
    assert seen["trouble"] is None
    assert {c["name"]: c["role"] for c in seen["columns"]} == columns | {"Betrag": "property"}
    twice = {"Datum": "time", "Kunde": "person", "Ereignis": "person"}
    answer = nadja.post(f"{SHOP}/uploads/{upload}/preview", json={"columns": twice})
    assert (answer.status_code, answer.json()["field"]) == (400, "person")


def test_nobody_names_a_file_of_the_server_as_a_mapping(nadja: TestClient) -> None:
    upload = sent(nadja, "shop.csv", GERMAN.encode())
    answer = nadja.post(f"{SHOP}/uploads/{upload}/preview", json={"template": "/etc/passwd"})
    assert (answer.status_code, answer.json()["field"]) == (400, "template")


def test_a_file_that_is_in_says_when_and_counts_once(nadja: TestClient) -> None:
    brought_in(nadja, sent(nadja, "shop.csv", GERMAN.encode()), currency="EUR")
    once_more = sent(nadja, "kopie.csv", GERMAN.encode())
    shown = nadja.post(f"{SHOP}/uploads/{once_more}/preview", json={"currency": "EUR"}).json()
    assert shown["known"]["same_mapping"]
    assert shown["known"]["finished_at"]
    told = brought_in(nadja, once_more, currency="EUR")
    assert told["report"]["already"]
    assert told["report"]["events"] == 0
    otherwise = sent(nadja, "anders.csv", GERMAN.encode())
    columns = {"Datum": "time", "Kunde": "person", "Ereignis": "event"}
    told = brought_in(nadja, otherwise, columns=columns)
    assert (told["state"], told["problem"]["code"]) == ("failed", "already_imported")


ROWS = 60_000


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some thirty batches of a small file, so that an import can be caught midway."""
    monkeypatch.setattr("etappe.app.bringing.BATCH_ROWS", 2_000)


def many(rows: int) -> bytes:
    lines = (
        f"2026-03-02T10:{n // 60 % 60:02}:{n % 60:02}Z,p{n % 977},view_item,{n}"
        for n in range(rows)
    )
    return ("time,person,event,n\n" + "\n".join(lines) + "\n").encode()


@pytest.mark.usefixtures("small_batches")
def test_a_stopped_import_keeps_what_is_in_and_goes_on(nadja: TestClient, house: House) -> None:
    upload = sent(nadja, "viele.csv", many(ROWS))
    nadja.post(f"{SHOP}/uploads/{upload}/import", json={})
    until_rows(nadja, upload)
    stopped = nadja.delete(f"{SHOP}/uploads/{upload}/import").json()
    assert stopped["state"] == "stopped"
    events = house.shop("jubelware-gmbh").events
    inside = events.last_seq()
    assert 0 < inside < ROWS
    assert inside == stopped["progress"]["rows_done"]
    told = brought_in(nadja, upload)
    assert (told["state"], told["report"]["resumed_at"]) == ("finished", inside)
    assert events.last_seq() == ROWS


@pytest.mark.usefixtures("small_batches")
def test_a_killed_process_fails_alone_and_goes_on_when_repeated(
    nadja: TestClient, house: House
) -> None:
    upload = sent(nadja, "viele.csv", many(ROWS))
    nadja.post(f"{SHOP}/uploads/{upload}/import", json={})
    until_rows(nadja, upload)
    run = house.bringing._runs["jubelware-gmbh", upload]
    assert run.errand._process
    os.kill(run.errand._process.pid, signal.SIGKILL)
    told = wait_for(nadja, upload, "failed")
    assert "goes on where it stopped" in told["problem"]["next_step"]
    assert brought_in(nadja, upload)["state"] == "finished"
    assert house.shop("jubelware-gmbh").events.last_seq() == ROWS


def until_rows(client: TestClient, upload: str) -> None:
    for _ in range(20_000):
        if client.get(f"{SHOP}/uploads/{upload}").json()["progress"]["rows_done"]:
            return
        time.sleep(0.01)
    raise AssertionError("No batch came in.")


@pytest.mark.usefixtures("small_batches")
def test_an_import_that_the_end_of_the_server_broke_off_is_shown_and_goes_on(
    tmp_path: Path,
) -> None:
    house = House(tmp_path / "data")
    house.installation.create_user(*OWNER, "owner")
    house.create_shop("Jubelware GmbH")
    nadja = as_owner(client_of(house))
    upload = sent(nadja, "viele.csv", many(ROWS))
    nadja.post(f"{SHOP}/uploads/{upload}/import", json={})
    until_rows(nadja, upload)
    house.close()
    house = House(tmp_path / "data")
    nadja = as_owner(client_of(house))
    assert [one["state"] for one in nadja.get(f"{SHOP}/uploads").json()] == ["stopped"]
    assert brought_in(nadja, upload)["state"] == "finished"
    assert house.shop("jubelware-gmbh").events.last_seq() == ROWS
    house.close()


def test_viewers_see_no_uploads_and_make_no_shop(house: House) -> None:
    house.installation.create_user("mia@shop.example", "geheim", "viewer")
    mia = client_of(house)
    mia.post("/api/session", json={"email": "mia@shop.example", "password": "geheim"})
    assert mia.get(f"{SHOP}/uploads").status_code == 403
    assert mia.post("/api/shops", json={"title": "Neu"}).status_code == 403
    assert mia.get(f"{SHOP}/first-steps").status_code == 200
    assert mia.patch(f"{SHOP}/first-steps", json={"map": True}).status_code == 403


COMPANIES = """Kundennummer;Firma;Branche;Gewerk;E-Mail;Rolle
V-1;TSV Müller;Sport;Turnen;;
V-2;Linde;Gastronomie;;niemand@linde.example;
;ohne Nummer;;;;
"""


def test_a_file_of_companies_is_shown_mapped_by_hand_and_brought_in(
    nadja: TestClient, house: House
) -> None:
    upload = sent(nadja, "Firmen.csv", COMPANIES.encode("cp1252"))
    address = f"{SHOP}/uploads/{upload}/accounts"
    seen = nadja.post(f"{address}/preview").json()
    means = {one["name"]: one["means"] for one in seen["columns"]}
    assert means == {
        "Kundennummer": "account", "Firma": "name", "Branche": "industry", "Gewerk": "Gewerk",
        "E-Mail": "person",
    }, "a column without any value is none"  # fmt: skip
    assert (seen["rows"], seen["accounts"], seen["complete"]) == (3, 2, True)
    assert seen["first_rows"][0][:2] == ["V-1", "TSV Müller"]
    by_hand = {"columns": {"Firma": "account", "Gewerk": "", "Kundennummer": "customer_number"}}
    changed = nadja.post(f"{address}/preview", json=by_hand).json()
    assert (changed["accounts"], changed["columns"][1]["guessed"]) == (3, False)
    nothing = {"columns": {name: "" for name in means}}
    assert not nadja.post(f"{address}/preview", json=nothing).json()["complete"]
    assert nadja.post(address, json=nothing).json()["field"] == "account"
    made = nadja.post(address, headers={"Accept-Language": "de"}).json()
    assert (made["accounts"], made["values"], made["members"]) == (1, 4, 0)
    assert [one["row"] for one in made["rejected"]] == [2, 3]
    assert made["rejected"][1]["reason"].startswith("account: ")
    assert made["rejected"][0]["content"]["Firma"] == "Linde"
    assert nadja.get(f"{SHOP}/uploads/{upload}").status_code == 404, "the file is gone"
    attributes = nadja.get(f"{SHOP}/accounts/V-1").json()["attributes"]
    assert {one["field"]: (one["text"], one["by"]) for one in attributes}["name"] == (
        "TSV Müller",
        OWNER[0],
    )


def test_a_shop_is_made_under_a_name_of_its_title(nadja: TestClient) -> None:
    made = nadja.post("/api/shops", json={"title": "Jubelware GmbH"}).json()
    assert made == {"name": "jubelware-gmbh-2", "title": "Jubelware GmbH"}
    taken = nadja.post("/api/shops", json={"title": "Neu", "name": "jubelware-gmbh"})
    assert (taken.status_code, taken.json()["field"]) == (409, "name")
    assert nadja.post("/api/shops", json={"title": "Neu", "name": "../x"}).status_code == 400


def test_first_steps_are_read_from_the_truth(nadja: TestClient) -> None:
    steps = nadja.get(f"{SHOP}/first-steps").json()
    assert (steps["step"], steps["data"], steps["events"]) == ("settings", False, 0)
    assert nadja.patch(f"{SHOP}/first-steps", json={"settings": True}).json()["step"] == "data"
    brought_in(nadja, sent(nadja, "shop.csv", GERMAN.encode()), currency="EUR")
    steps = nadja.get(f"{SHOP}/first-steps").json()
    assert steps["data"]
    assert steps["names"] == 2
    if steps["guesses"]:
        assert steps["step"] == "words"
        nadja.put(f"{SHOP}/event-words", json={"names": []})
    steps = nadja.get(f"{SHOP}/first-steps").json()
    assert (steps["guesses"], steps["words"], steps["step"]) == (0, True, "map")
    assert nadja.patch(f"{SHOP}/first-steps", json={"map": True}).json()["step"] == ""


def test_old_uploads_are_thrown_away_but_none_that_is_in_use(
    nadja: TestClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sent(nadja, "shop.csv", GERMAN.encode())
    house.clear_uploads()
    assert len(nadja.get(f"{SHOP}/uploads").json()) == 1
    monkeypatch.setattr(house.settings, "upload_days", -1)
    monkeypatch.setattr(house.bringing, "busy", lambda _: [upload])
    house.clear_uploads()
    assert len(nadja.get(f"{SHOP}/uploads").json()) == 1
    monkeypatch.undo()
    monkeypatch.setattr(house.settings, "upload_days", -1)
    house.clear_uploads()
    assert nadja.get(f"{SHOP}/uploads").json() == []
