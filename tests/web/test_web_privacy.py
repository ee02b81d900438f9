"""Privacy in the browser: Jens notes a request, forgets the person after typing who it is, and holds the receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.privacy_cast import furnished
from etappe.app.house import House
from web.web_server import Server, serving
from web.web_walk import assert_sound, settled, sign_in, visit

pytestmark = pytest.mark.browser

JENS = ("jens@jubel.example", "geheim-genug")
MIA = ("mia@jubel.example", "auch-geheim")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Server]:
    house = House(tmp_path / "data")
    house.installation.create_user(*JENS, "owner")
    house.installation.create_user(*MIA, "viewer")
    furnished(house)
    house.close()
    with serving(tmp_path / "data", tmp_path / "serve.log") as running:
        yield running


def test_a_deletion_from_the_letter_to_the_receipt(page: Page, small: Server) -> None:
    sign_in(page, small, "/people/kunde-4711", email=JENS[0], password=JENS[1])
    consent = page.get_by_role("region", name="Einwilligungen der Person")
    expect(consent).to_contain_text("Auswertung: zugestimmt · Text 2026-03")
    consent.get_by_role("link", name="Auskunft oder Löschung").click()
    settled(page)
    assert_sound(page)
    share = page.locator(".privacy-legend")
    expect(share).to_contain_text("eingewilligt: 17")
    page.get_by_label("Anfrage", exact=True).select_option("deletion")
    person = page.get_by_label("E-Mail, Kundennummer oder andere Kennung").input_value()
    page.get_by_role("button", name="Anfrage aufnehmen").click()
    expect(page.get_by_text("Anfrage 1 ist aufgenommen.")).to_be_visible()
    page.get_by_role("button", name="Erledigen").click()
    forget = page.get_by_role("button", name="Person vergessen")
    expect(forget).to_be_disabled()
    page.get_by_label(f"Zur Bestätigung „{person}“ eingeben").fill(person)
    forget.click()
    expect(page.get_by_text("Vergessen. Quittung")).to_be_visible()
    expect(page.get_by_role("region", name="Anfragen", exact=True).last).to_contain_text(
        "nicht mehr genannt"
    )
    expect(page.get_by_role("list", name="Quittungen")).to_contain_text(
        "ohne Person behaltene Bestellungen: 1"
    )
    visit(page, small, "/people")
    expect(page.locator("#content")).to_contain_text("2 Bestellungen über 59,90")


def test_times_are_decided_by_owners_and_read_by_everybody(page: Page, small: Server) -> None:
    sign_in(page, small, "/privacy", email=JENS[0], password=JENS[1])
    row = page.get_by_role("row", name="Verhalten auf Website").first
    row.get_by_role("button", name="Übliche nehmen").click()
    expect(row.get_by_role("textbox")).to_have_value("425")
    history = page.get_by_role("region", name="Verlauf der Einstellungen").last
    changed = history.get_by_role("row", name="Aufbewahrung von Verhalten").first
    expect(changed).to_contain_text("„ohne Frist“ → „425 Tage“")
    expect(changed).to_contain_text(JENS[0])
    page.get_by_role("button", name="Alle 3").click()
    expect(page.get_by_role("region", name="Was gespeichert ist").last).to_contain_text(
        "first_name"
    )
    page.request.delete(f"{small.url}/api/session")
    sign_in(page, small, "/privacy", email=MIA[0], password=MIA[1])
    expect(page.get_by_role("row", name="Verhalten auf Website").first).to_contain_text("425 Tage")
    expect(page.get_by_text("Anfragen sieht, wer bearbeiten darf.")).to_be_visible()
