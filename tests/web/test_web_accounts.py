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
    ]  # fmt: skip
    columns = {
        name: [row.get(name) for row in rows] for name in ("name", "user_id", "staff", "properties")
    }
    columns |= {
        "event_id": [f"e{at}" for at in range(len(rows))],
        "occurred_at": [start + timedelta(minutes=at) for at in range(len(rows))],
        "account_id": ["hollmann"] * len(rows),
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
