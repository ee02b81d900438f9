"""Nadja makes a stage model: by keyboard and by drag, with the band drawn from the data while she works."""

import pytest
from playwright.sync_api import Locator, Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, settled, sign_in, visit
from web.words_house import EDITOR, VIEWER

pytestmark = pytest.mark.browser


def _enter(page: Page, server: Server, path: str = "/stage-models") -> None:
    sign_in(page, server, path, email=EDITOR[0], password=EDITOR[1])


def _stages(page: Page) -> list[str]:
    named = page.locator(".stage-list input")
    return [named.nth(place).input_value() for place in range(named.count())]


def _band(page: Page) -> list[str]:
    return page.locator("[data-preview=shown] .band-name").all_inner_texts()


def _drag(page: Page, what: Locator, onto: Locator) -> None:
    """As a hand does it: a browser takes a drag for one only after some steps."""
    onto.evaluate("place => place.scrollIntoView({block: 'center'})")
    what.hover()
    page.mouse.down()
    start, goal = what.bounding_box(), onto.bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 24, start["y"] + 26, steps=4)
    page.mouse.move(goal["x"] + 60, goal["y"] + 20, steps=6)
    page.mouse.up()


def test_eleven_models_are_bands_and_one_opens_with_what_belongs_to_its_stages(
    page: Page, words_read: Server
) -> None:
    _enter(page, words_read)
    expect(page.locator("[data-model]")).to_have_count(11)
    expect(page.locator("[data-model=ecommerce_5]")).to_contain_text("Abwägung")
    page.get_by_role("button", name="AIDA öffnen").click()
    expect(page.locator(".model-stages > li")).to_have_count(4)
    expect(page.locator(".model-stages")).to_contain_text("Ziel der Kundschaft")
    expect(page.locator(".model-stages")).to_contain_text("Produktansicht")


def test_an_own_model_is_made_by_keyboard_alone_and_taken_back(
    page: Page, words_server: Server
) -> None:
    _enter(page, words_server, "/stage-models?new=aida")
    expect(page.locator("[data-preview=shown] .band > li")).to_have_count(4)
    page.get_by_role("textbox", name="Name des Modells").fill("Fanreise")
    page.get_by_role("textbox", name="Name der Phase 1").fill("Entdecken")
    handle = page.get_by_role("button", name="Entdecken verschieben")
    handle.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-said]")).to_have_text("„Entdecken“ steht jetzt an Platz 2 von 4.")
    assert _stages(page)[1] == "Entdecken"
    expect(page.locator("[data-preview=shown] .band-name").nth(1)).to_have_text("Entdecken")
    page.get_by_role("button", name="Phase hinzufügen").press("Enter")
    page.get_by_role("textbox", name="Name der Phase 5").fill("Weitersagen")
    page.get_by_label("Phase von Zaubertrick").select_option(label="Weitersagen")
    last = page.locator("[data-preview=shown] .band > li").last
    expect(last).to_contain_text("40")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.locator("[data-changed]")).to_contain_text("Phasenmodell „Fanreise“ angelegt")
    expect(page.locator("[data-open]")).to_contain_text("Weitersagen")
    page.get_by_role("button", name="Zuerst zeigen").click()
    expect(page.locator("[data-changed]")).to_contain_text(
        "erstes Phasenmodell „AIDA“ → „Fanreise“"
    )
    expect(page.get_by_role("button", name="Löschen")).to_be_disabled()
    page.locator("[data-changed]").get_by_role("button", name="Rückgängig").click()
    page.get_by_role("button", name="Löschen").click()
    expect(page.locator("[data-model]")).to_have_count(11)
    page.locator("[data-changed]").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-model]")).to_have_count(12)


def test_stages_and_touchpoints_are_dragged_and_the_band_follows(
    page: Page, words_server: Server
) -> None:
    _enter(page, words_server, "/stage-models?open=aida&edit=true")
    expect(page.locator("[data-preview=shown] .band > li")).to_have_count(4)
    before = _band(page)
    _drag(page, page.locator(".grip").first, page.locator(".stage-list > li").nth(2))
    expect(page.locator("[data-preview=shown] .band-name").nth(2)).to_have_text(before[0])
    chip = page.locator("[data-touchpoint=Zaubertrick] span").first
    _drag(page, chip, page.locator("[data-column='action']"))
    expect(page.locator("[data-column='action'] [data-touchpoint=Zaubertrick]")).to_be_visible()
    expect(page.locator("[data-editor] .told")).to_contain_text("40 Interaktionen von 40 Personen")
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.locator("[data-model=aida] .band-name").first).to_have_text(before[0])


def test_a_viewer_reads_the_models_only(page: Page, words_read: Server) -> None:
    sign_in(
        page, words_read, "/stage-models?open=aida&edit=true", email=VIEWER[0], password=VIEWER[1]
    )
    expect(page.locator("[data-open=aida]")).to_be_visible()
    expect(page.get_by_role("button", name="Bearbeiten")).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_stage_models_have_no_serious_finding_and_fit_their_screen(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "/stage-models")
    assert_sound(page)
    for state in ("open=hubspot_7", "open=aida&edit=true"):
        visit(page, server, f"/stage-models?{state}")
        settled(page)
        assert_sound(page)
