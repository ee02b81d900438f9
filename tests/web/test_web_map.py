"""A person signs in, sees the demo's map, switches model and language, and sees the same totals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from etappe.app.demo import DEMO_OWNER, DEMO_PASSWORD
from web.web_server import Server, serving

pytestmark = pytest.mark.browser

AXE = Path("web/node_modules/axe-core/axe.min.js")
SLOW = 60_000


@pytest.fixture(scope="module")
def server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(demo_data, tmp_path_factory.mktemp("log") / "serve.log") as running:
        yield running


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    look: dict[str, Any] = getattr(request, "param", {"locale": "de-DE", "color_scheme": "light"})
    context = browser.new_context(**look, bypass_csp=True)
    context.set_default_timeout(SLOW)
    yield context.new_page()
    context.close()


def sign_in(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.locator("input[type=email]").fill(DEMO_OWNER)
    page.locator("input[autocomplete=current-password]").fill(DEMO_PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.locator(".map-sheet svg")).to_be_visible(timeout=SLOW)


def totals(page: Page) -> dict[str, str]:
    """The digits of each total, whatever the language puts between and around them."""
    found = page.locator("[data-total]").all()
    return {
        str(box.get_attribute("data-total")): "".join(
            sign for sign in box.locator("p").first.inner_text() if sign.isdigit()
        )
        for box in found
    }


def test_nadja_switches_model_and_language_and_sees_the_same_totals(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    before = totals(page)
    assert set(before) == {"people", "journeys", "touches", "orders", "revenue"}
    assert int(before["orders"]) > 5_000
    aida = page.locator(".map-sheet svg").inner_html()
    page.get_by_label("Phasenmodell").select_option("hubspot_7")
    expect(page.locator(".band > li")).to_have_count(7)
    page.wait_for_function(
        "old => document.querySelector('.map-sheet svg')?.innerHTML !== old", arg=aida
    )
    assert totals(page) == before
    assert "stages=hubspot_7" in page.url
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Stage model")).to_have_value("hubspot_7")
    expect(page.get_by_role("heading", level=1)).to_contain_text("As-is map")
    expect(page.locator(".map-sheet svg")).to_contain_text("Path")
    assert totals(page) == before


def test_every_stage_model_shows_the_same_totals(page: Page, server: Server) -> None:
    sign_in(page, server)
    before = totals(page)
    choice = page.get_by_label("Phasenmodell")
    models = choice.locator("option").evaluate_all("all => all.map(one => one.value)")
    assert len(models) >= 11
    for model in models:
        choice.select_option(model)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert totals(page) == before, model


def test_a_period_without_data_says_so_and_leads_back(page: Page, server: Server) -> None:
    sign_in(page, server)
    page.goto(f"{server.url}/maps?from=2031-01-01&to=2031-01-02")
    expect(page.get_by_text("In diesem Zeitraum liegen keine Daten.")).to_be_visible()
    page.get_by_role("button", name="Alle Daten zeigen").click()
    expect(page.locator(".map-sheet svg")).to_be_visible()


def test_the_state_of_the_page_is_in_its_address(page: Page, server: Server) -> None:
    sign_in(page, server)
    page.goto(f"{server.url}/maps?stages=three_part&loop=true&from=2026-03-01&to=2026-03-31")
    expect(page.get_by_label("Phasenmodell")).to_have_value("three_part")
    expect(page.locator(".band > li")).to_have_count(3)
    expect(page.get_by_role("radio", name="Kreislauf")).to_be_checked()


def test_a_wrong_password_is_told_and_lets_nobody_in(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.locator("input[type=email]").fill(DEMO_OWNER)
    page.locator("input[autocomplete=current-password]").fill("falsch")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("E-Mail oder Passwort stimmen nicht.")
    page.goto(f"{server.url}/maps")
    expect(page.locator("form")).to_be_visible()


def test_who_signs_out_is_out(page: Page, server: Server) -> None:
    sign_in(page, server)
    page.get_by_role("button", name="Abmelden").click()
    expect(page.locator("form")).to_be_visible()
    page.goto(f"{server.url}/maps")
    expect(page.locator("form")).to_be_visible()


LOOKS = [
    {"locale": "de-DE", "color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
    {"locale": "de-DE", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 390, "height": 844}},
]


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_pages_have_no_serious_finding_and_fit_their_screen(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page.locator("form")).to_be_visible()
    assert serious(page) == []
    sign_in(page, server)
    assert serious(page) == []
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= screen


def serious(page: Page) -> list[str]:
    """axe's findings of impact serious or critical, WCAG 2.2 AA included."""
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21aa','wcag22aa','best-practice']})"
    )
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
