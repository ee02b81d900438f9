"""The tour walked: every stop in both languages with its planted figures, by pointer and keyboard, left and resumed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, SLOW, assert_sound, settled, sign_in

pytestmark = pytest.mark.browser

PLANTED = {
    1: [100, 27, 11, 7],
    2: [6001, 640678, 91890],
    3: [3, 30, 41, 64, 100, 70, 90, 4800],
    4: [5, 50],
    7: [214, 16, 41, 17, 12],
    8: [91890],
}
"""Figures of each stop's answer, in this order; others may stand between them."""
GERMAN, ENGLISH = LOOKS[0], LOOKS[1]


def card(page: Page) -> Locator:
    return page.locator("[data-tour]")


def answer(page: Page) -> str:
    told = page.locator("[data-tour-answer]")
    expect(told).to_be_visible(timeout=SLOW)
    return told.inner_text()


def holds(text: str, planted: list[int]) -> bool:
    """Do these figures stand in the text, one after the other?"""
    found = iter(int(re.sub(r"[.,]", "", one)) for one in re.findall(r"\d+(?:[.,]\d{3})*", text))
    return all(any(one == figure for one in found) for figure in planted)


@pytest.mark.parametrize("page", [GERMAN, ENGLISH], indirect=True)
def test_all_stops_are_walked_and_each_answer_holds_its_planted_figures(
    page: Page, server: Server
) -> None:
    sign_in(page, server)
    page.locator("[data-tour-start]").click()
    seen: list[int] = []
    while True:
        expect(card(page)).to_be_visible(timeout=SLOW)
        number = int(card(page).get_attribute("data-tour") or 0)
        assert number not in seen
        seen.append(number)
        assert holds(answer(page), PLANTED[number]), (number, answer(page))
        settled(page)
        assert page.get_by_role("alert").count() == 0
        last = page.locator(".tour-dots li").count() == len(seen)
        card(page).get_by_role("button").last.click()
        if last:
            break
        expect(page.locator(f"[data-tour='{number}']")).to_have_count(0)
    assert seen == list(PLANTED)
    expect(page).to_have_url(re.compile(r"/tour$"))


def test_the_tour_goes_by_arrow_keys_and_ends_with_escape(page: Page, server: Server) -> None:
    sign_in(page, server, "/?tour=1")
    expect(card(page)).to_have_attribute("data-tour", "1")
    expect(page.locator(".tour-question")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(card(page)).to_have_attribute("data-tour", "2")
    expect(page.locator(".tour-question")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(card(page)).to_have_attribute("data-tour", "1")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert "tour=" not in page.url


def test_arrow_keys_in_a_choice_belong_to_the_choice(page: Page, server: Server) -> None:
    sign_in(page, server, "/?tour=1")
    expect(card(page)).to_be_visible()
    page.get_by_label("Phasenmodell").focus()
    page.keyboard.press("ArrowRight")
    expect(card(page)).to_have_attribute("data-tour", "1")


def test_who_leaves_the_tour_can_go_on_later_on_this_device(page: Page, server: Server) -> None:
    sign_in(page, server)
    page.locator("[data-tour-start]").click()
    card(page).get_by_role("button", name="Weiter").click()
    expect(card(page)).to_have_attribute("data-tour", "2")
    card(page).get_by_role("button", name="Tour verlassen").click()
    expect(card(page)).to_have_count(0)
    page.goto(server.url)
    settled(page)
    page.get_by_role("button", name=re.compile("Tour fortsetzen")).click()
    expect(card(page)).to_have_attribute("data-tour", "2")
    page.reload()
    expect(card(page)).to_have_attribute("data-tour", "2")


def test_any_stop_opens_from_the_list_of_stops(page: Page, server: Server) -> None:
    sign_in(page, server, "/tour")
    page.locator("[data-stop='8']").click()
    expect(card(page)).to_have_attribute("data-tour", "8")
    assert "/maps" in page.url


def test_resetting_the_demo_is_asked_twice(page: Page, server: Server) -> None:
    sign_in(page, server, "/tour")
    page.get_by_role("button", name="Demo zurücksetzen").click()
    expect(page.get_by_role("button", name="Jetzt zurücksetzen")).to_be_visible()
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.get_by_role("button", name="Jetzt zurücksetzen")).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_card_has_no_serious_finding_and_fits_its_screen(page: Page, server: Server) -> None:
    sign_in(page, server, "/?tour=1")
    answer(page)
    assert_sound(page)
    box, screen = card(page).bounding_box(), page.viewport_size
    assert box is not None
    assert screen is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= screen["width"]
    assert box["y"] + box["height"] <= screen["height"]
    page.goto(f"{server.url}/tour")
    settled(page)
    assert_sound(page)
