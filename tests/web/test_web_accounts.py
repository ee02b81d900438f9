"""From the list of companies to one: its roles, its way, staff beside it; a value is typed, and taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from etappe.app.house import House
from web.web_server import Server, serving
from web.web_walk import assert_sound, settled, sign_in, visit
from web.words_house import EDITOR

pytestmark = pytest.mark.browser


def test_ahornbach_is_found_and_read_from_its_roles_to_its_order(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/accounts")
    expect(page.locator("[data-sentence]")).to_contain_text("im Mittel 28,2 Tage")
    assert_sound(page)
    page.get_by_role("textbox", name="Suchen").fill("ahornbach")
    page.get_by_role("button", name="Finden").click()
    page.get_by_role("link", name="TSV Ahornbach 1908 e. V.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("TSV Ahornbach 1908 e. V.")
    expect(page.locator("[data-role=decider]")).to_contain_text("1. Vorsitzender")
    expect(page.locator("[data-role=gatekeeper]")).to_contain_text("weißer Fleck")
    expect(page.locator("[data-journey]")).to_have_text("4 Personen, 28 Tage bis zur Bestellung")
    expect(page.locator("[data-person]")).to_have_count(4)
    page.get_by_role("checkbox", name="Nutzung").uncheck()
    expect(page.locator("[data-person]")).to_have_count(3)
    expect(page.locator("[data-order=JW-26006095]")).to_be_visible()
    expect(page.locator("#content")).not_to_contain_text("miriam.toprak")
    page.get_by_role("button", name="Namen zeigen").click()
    expect(page.locator("[data-role=buyer]")).to_contain_text("miriam.toprak")
    settled(page)
    assert_sound(page)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server over a shop of this test's own: one company, its buyer, and what staff did in its name."""
    house = House(tmp_path / "data")
    house.installation.create_user(*EDITOR, "editor")
    shop = house.shop("default", create=True)
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {"name": "group", "user_id": "silke", "properties": '{"credit_limit": 25000, "name": "Hollmann"}'},
        {"name": "view_item", "user_id": "silke"},
        {"name": "hurdle_noted", "user_id": "beate", "staff": "Beate Vogt",
         "properties": '{"hurdle": "Zehn Lieferadressen", "where": "checkout"}'},
        {"name": "search", "user_id": "silke"},
    ]  # fmt: skip
    columns: dict[str, list[Any]] = {
        name: [row.get(name) for row in rows] for name in ("name", "user_id", "staff", "properties")
    }
    columns |= {
        "event_id": [f"e{at}" for at in range(len(rows))],
        "occurred_at": [start + timedelta(minutes=at) for at in range(len(rows))],
        "account_id": ["hollmann"] * 3 + ["hollmann-kg"],
    }
    shop.events.append(columns)
    house.close()
    with serving(tmp_path / "data", tmp_path / "serve.log") as running:
        yield running


def test_what_is_typed_counts_and_is_taken_back(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/accounts/hollmann", email=EDITOR[0], password=EDITOR[1])
    expect(page.locator("[data-session]")).to_have_count(1)
    expect(page.locator("[data-hurdle]")).to_contain_text("Zehn Lieferadressen")
    limit = page.locator("[data-attribute=credit_limit]")
    expect(limit).to_contain_text("25.000,00 €")
    page.get_by_role("button", name="Bearbeiten").click()
    page.get_by_role("textbox", name="Kreditlimit").fill("40000")
    page.get_by_role("button", name="Speichern").click()
    expect(limit).to_contain_text("40.000,00 €")
    expect(limit).to_contain_text("Eine andere Quelle sagt etwas anderes.")
    page.get_by_role("button", name="Rollen von s…e").click()
    page.get_by_role("checkbox", name="Entscheidung").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-role=decider]")).to_contain_text("s…e")
    page.get_by_text("Alle Einträge zeigen").click()
    line = page.locator("[data-entry]", has_text="Kreditlimit: 40000 EUR")
    line.get_by_role("button", name="Rückgängig machen").click()
    expect(limit).to_contain_text("25.000,00 €")
    visit(page, own_server, "/accounts/gibt-es-nicht")
    expect(page.get_by_role("alert")).to_contain_text("gibt es nicht")


def test_a_renamed_company_is_merged_with_a_reason_and_parted_again(
    page: Page, own_server: Server
) -> None:
    sign_in(page, own_server, "/accounts/hollmann", email=EDITOR[0], password=EDITOR[1])
    company = page.locator("[data-company]")
    expect(company.locator("[data-twins]")).to_contain_text("Dieselben Menschen: 1 Person")
    company.get_by_role("button", name="Zusammenführen: hollmann und hollmann-kg").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-effect]")).to_contain_text("Vorher 2 Firmen")
    dialog.get_by_role("button", name="Zusammenführen").click()
    expect(dialog).to_contain_text("Ein Grund fehlt noch.")
    dialog.get_by_role("textbox", name="Grund").fill("umbenannt")
    dialog.get_by_role("button", name="Zusammenführen").click()
    expect(page.locator("[data-decided]")).to_contain_text("nachher 1 Firma")
    expect(company.locator("code")).to_have_text(["hollmann (diese bleibt)", "hollmann-kg"])
    company.get_by_text("Was entschieden wurde").click()
    company.locator("[data-decision]").get_by_role("button", name="Rückgängig").click()
    dialog.get_by_role("textbox", name="Grund").fill("doch zwei")
    dialog.get_by_role("button", name="Rückgängig machen").click()
    expect(company.locator("code")).to_have_text(["hollmann"])
    settled(page)
    assert_sound(page)


def test_a_file_of_companies_comes_in_by_the_browser(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/accounts", email=EDITOR[0], password=EDITOR[1])
    page.get_by_role("button", name="Datei mit Firmen einlesen").click()
    content = b"Kundennummer;Firma;Branche\nlinde;Zur Linde;Gastronomie\n;ohne Nummer;\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "Firmen.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(page.locator("[data-companies] [data-facts]")).to_have_text("Zeilen: 2 · Firmen: 1")
    settled(page)
    assert_sound(page)
    page.get_by_role("button", name="Firmen einlesen").click()
    expect(page.locator("[data-brought]")).to_contain_text("Firmen: 1 · Angaben: 3")
    expect(page.locator("[data-brought]")).to_contain_text("Abgewiesene Zeilen: 1")
    page.locator("[data-brought]").get_by_role("link", name="Zu den Firmen").click()
    expect(page.get_by_role("link", name="Zur Linde")).to_be_visible()
