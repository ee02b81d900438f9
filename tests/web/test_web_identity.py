"""Why one person: Nadja takes Susa's phone off her, sees what changes, brings it back; a viewer only looks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from etappe.app.house import House
from store.store_cast import batch
from web.web_server import Server, serving
from web.web_walk import LOOKS, assert_sound, settled, sign_in, visit
from web.words_house import EDITOR, VIEWER

pytestmark = pytest.mark.browser

NOON = 1_772_539_200_000_000  # 3 March 2026, 12:00 UTC
HOUR = 3_600_000_000
LENA = {"user_id": "lena"}
OMAR = {"user_id": "omar"}
PROVED = {"email": "chor@x.de", "email_verified": True}


def identity_house(folder: Path) -> Path:
    """A shop of two customers who share a tablet and proved the same address."""
    house = House(folder / "data")
    house.installation.create_user(*EDITOR, "editor")
    house.installation.create_user(*VIEWER, "viewer")
    shop = house.shop("chorshop", create=True)
    rows: list[dict[str, Any]] = [
        LENA | {"anonymous_id": "tablet", "name": "login"},
        {"anonymous_id": "tablet", "name": "view_item"},
        OMAR | {"anonymous_id": "tablet", "name": "login"},
        LENA | PROVED,
        OMAR | PROVED | {"name": "purchase", "order_id": "B7", "value": 4_900, "currency": "EUR"},
    ]
    shop.events.append(
        batch(*[row | {"occurred_at": NOON + at * HOUR} for at, row in enumerate(rows)])
    )
    shop.columns()
    house.close()
    return folder / "data"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a shop of these tests' own: each leaves its people as they were."""
    folder = tmp_path_factory.mktemp("identity")
    with serving(identity_house(folder), folder / "serve.log") as running:
        yield running


def decide(page: Page, button: str, reason: str) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-effect]")).to_be_visible()
    dialog.get_by_label("Grund").fill(reason)
    dialog.get_by_role("button", name=button).click()
    expect(page.locator("[data-decided]")).to_be_visible()
    settled(page)


def test_a_link_is_taken_back_and_restored_with_a_reason(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/people/lena", email=EDITOR[0], password=EDITOR[1])
    joins = page.locator("[data-join=joins]")
    before = joins.count()
    expect(page.locator("[data-key=anonymous]")).to_contain_text("weil sich dort Kundennummer")
    joins.filter(has_text="Gerät tablet").get_by_role("button", name="Verbindung lösen").click()
    decide(page, "Verbindung lösen", "Das Tablet gehört dem Chor")
    undone = page.locator("[data-join=undone]")
    expect(undone).to_contain_text("Das Tablet gehört dem Chor")
    undone.get_by_role("button", name="Wiederherstellen").click()
    decide(page, "Wiederherstellen", "doch ihres")
    expect(joins).to_have_count(before)


def test_a_person_whose_names_are_shown_follows_a_decision(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/people/lena", email=EDITOR[0], password=EDITOR[1])
    page.get_by_role("button", name="Namen zeigen").click()
    expect(page.get_by_role("button", name="Namen verbergen")).to_be_visible()
    keys = page.locator("dl.facts").first
    expect(keys).to_contain_text("tablet")
    joins = page.locator("[data-join=joins]").filter(has_text="tablet")
    joins.get_by_role("button", name="Verbindung lösen").click()
    decide(page, "Verbindung lösen", "Das Tablet gehört dem Chor")
    expect(keys).not_to_contain_text("tablet")
    page.locator("[data-join=undone]").get_by_role("button", name="Wiederherstellen").click()
    decide(page, "Wiederherstellen", "doch ihres")
    expect(keys).to_contain_text("tablet")


def test_a_suggestion_is_joined_by_one_click_and_undone(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/identity", email=EDITOR[0], password=EDITOR[1])
    finding = page.locator("[data-finding=same_address]")
    finding.get_by_role("button", name="Zusammenführen").click()
    decide(page, "Zusammenführen", "eine Person, zwei Kundenkonten")
    expect(finding).to_have_count(0)
    page.locator("[data-decision=merge]").get_by_role("button", name="Rückgängig").click()
    decide(page, "Rückgängig", "doch zwei")
    expect(finding).to_have_count(1)


@pytest.mark.parametrize("page", LOOKS[1:3], indirect=True, ids=lambda look: f"{look['locale']}")
def test_the_pages_are_sound_and_a_viewer_only_looks(page: Page, own_server: Server) -> None:
    sign_in(page, own_server, "/people/omar", email=VIEWER[0], password=VIEWER[1])
    expect(page.locator("[data-identity] svg")).to_be_visible()
    expect(page.locator("[data-identity] button")).to_have_count(0)
    assert_sound(page)
    visit(page, own_server, "/identity")
    expect(page.locator("[data-finding]")).to_have_count(2)
    assert_sound(page)
