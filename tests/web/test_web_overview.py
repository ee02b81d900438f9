"""The overview: one click from the terminal leads in, all is seen at once, and every sentence and figure agrees."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from demo_house import demo_folder
from web.web_server import Server, free_port
from web.web_walk import LOOKS, SLOW, assert_sound, figure, settled, sign_in, visit

pytestmark = pytest.mark.browser

FIGURES = ("orders", "value", "conversion_rate", "coverage")
MARCH = (
    "Vom 3. bis 30. März schlossen 41 statt 64 von 100 Kassengängen auf dem Handy ab, kaum Zufall;"
    " am Desktop unverändert 70. Es fehlen rund 90 Bestellungen, etwa 4.800 €."
)


@pytest.fixture
def ticket(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address that `etappe demo` prints, while it serves a demo of its own."""
    base = tmp_path_factory.getbasetemp()
    data = demo_folder(
        base if worker_id == "master" else base.parent, tmp_path_factory.mktemp("own")
    )
    command = [sys.executable, "-m", "etappe", "demo", "--json", "--data", str(data)]
    with subprocess.Popen(
        [*command, "--port", str(free_port())], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["ticket_url"]
        process.terminate()


def test_one_click_from_the_terminal_leads_to_the_overview_once(page: Page, ticket: str) -> None:
    page.goto(ticket)
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jubelware · Übersicht")
    page.context.clear_cookies()
    page.goto(ticket)
    expect(page.locator("input[type=email]")).to_be_visible()


@pytest.mark.parametrize("page", LOOKS[:1], indirect=True)
def test_on_a_laptop_everything_of_the_upper_part_is_seen_without_scrolling(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    for part in (".band", ".findings", ".overview-figures", ".small-map img"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, part


def test_what_stands_out_is_told_in_three_sentences(page: Page, server: Server) -> None:
    sign_in(page, server)
    expect(page.locator("[data-finding]")).to_have_count(3)
    change = page.locator("[data-finding=change]").inner_text().replace("\u00a0", " ")
    assert MARCH in change
    expect(page.locator("[data-finding=loss]")).to_contain_text("kaum Zufall")
    expect(page.locator("[data-finding=slow]")).to_contain_text("typisch")
    page.get_by_role("button", name="English").click()
    expect(page.locator("[data-finding=change]")).to_contain_text(
        "41 instead of 64 of 100 checkouts"
    )


def test_from_the_overview_to_those_who_met_the_checkout_on_phones_in_four_clicks(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    # 1: what went wrong and when stands in the sentence; it opens the funnel that shows it.
    page.locator("[data-finding=change] a").click()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trichter")
    expect(page.get_by_text("Handy", exact=True).first).to_be_visible()
    # 2 and 3: those who were lost on phones, and who they are.
    page.locator(".chart svg [role=button]", has_text="−").first.click()
    page.get_by_role("button", name="Die Personen dahinter").click()
    settled(page)
    expect(page.locator("[data-of]")).to_contain_text("Gekauft")
    # 4: one of them, with everything that happened.
    page.locator(".data-table tbody tr a").first.click()
    settled(page)
    expect(page.locator("[data-touch=begin_checkout]").first).to_be_visible()


def test_the_four_figures_are_those_of_the_kpis_page_with_their_comparison(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/?from=2026-03-01&to=2026-03-31")
    here = {name: figure(page, name) for name in FIGURES}
    expect(page.locator("[data-figure=orders] .change")).to_have_count(1)
    visit(page, server, "/kpis?from=2026-03-01&to=2026-03-31")
    assert here == {name: figure(page, name) for name in FIGURES}


def test_people_and_losses_of_the_band_are_those_of_the_map(page: Page, server: Server) -> None:
    sign_in(page, server)
    band = page.locator(".band").inner_text()
    page.locator(".small-map").click()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ist-Map")
    assert page.locator(".band").inner_text() == band


def test_the_most_frequent_courses_are_drawn_with_their_stations(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    expect(page.locator(".courses > li")).to_have_count(5)
    for course in page.locator(".course").all():
        assert course.locator("li").count() >= 2
    page.locator(".course-count").first.click()
    expect(page.locator("[data-way-in]")).to_contain_text("etappe paths")


def test_a_period_without_data_says_so(page: Page, server: Server) -> None:
    sign_in(page, server, "/?from=2031-01-01&to=2031-01-02")
    expect(page.get_by_text("In dieser Auswahl liegen keine Daten.")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_overview_has_no_serious_finding_and_fits_its_screen(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    assert_sound(page)
