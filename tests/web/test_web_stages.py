"""Mia looks at the stages: figures are those of the answer, arcs are its moves, totals hold in every model."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, asked, assert_sound, digits, figure, settled, sign_in

pytestmark = pytest.mark.browser


def test_the_page_shows_the_answers_figures(page: Page, server: Server) -> None:
    sign_in(page, server, "/stages")
    answer = asked(page, server, "stages")
    expect(page.locator("[data-sentence]")).to_have_text(answer["sentences"]["de"])
    for stage in answer["stages"]:
        band = page.locator(f".band [data-stage={stage['name']}]")
        expect(band).to_contain_text(stage["label"]["de"])
        assert digits(band.locator("strong").inner_text()) == str(stage["persons"])
        expect(band.locator(f"[data-now='{stage['now']}']")).to_have_count(1)
    arcs = page.locator("[data-move]").evaluate_all("all => all.map(one => one.dataset.move)")
    assert sorted(arcs) == sorted(f"{move['from']} → {move['to']}" for move in answer["moves"])
    stops = page.locator("[data-stops]").evaluate_all("all => all.map(one => one.dataset.stops)")
    assert stops == [str(stage["stops"]) for stage in answer["stages"]]
    outside = page.locator("[data-outside]")
    assert outside.get_attribute("data-outside") == str(answer["outside"]["touches"])
    most = page.locator("[data-most]")
    assert most.get_attribute("data-most") == answer["stops_most"]["name"]
    expect(most).to_contain_text("kaum Zufall")


def test_another_model_has_other_stages_and_the_same_totals(page: Page, server: Server) -> None:
    sign_in(page, server, "/stages")
    names = ("people", "journeys", "touches", "orders", "revenue")
    before = [figure(page, name) for name in names]
    page.get_by_label("Phasenmodell").select_option("hubspot_7")
    settled(page)
    expect(page.locator(".band > li")).to_have_count(7)
    expect(page.locator("[data-stops]")).to_have_count(7)
    assert [figure(page, name) for name in names] == before


def test_stage_now_stops_and_moves_open_to_their_people(page: Page, server: Server) -> None:
    sign_in(page, server, "/stages")
    row = page.locator("table tbody tr").nth(2).locator("button")
    for place, part in enumerate(("stage", "now", "stopped")):
        row.nth(place).click()
        people = page.get_by_role("button", name="Die Personen dahinter")
        people.click()
        page.wait_for_url("**/people?**")
        assert f"part={part}&name=desire" in page.url
        settled(page)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.go_back()
        settled(page)
    page.locator("[data-move='desire → interest']").focus()
    expect(page.locator("[data-looked]")).to_contain_text("Verlangen → Interesse")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Die Personen dahinter").click()
    page.wait_for_url("**/people?**")
    assert "part=move&name=desire&name=interest" in page.url


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_stages_have_no_serious_finding_and_fit_their_screen(page: Page, server: Server) -> None:
    sign_in(page, server, "/stages?stages=hubspot_7")
    assert_sound(page)
