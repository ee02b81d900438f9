"""Aylin reads paths: the listed ones and the rest are all, as a list and as a tree."""

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, asked, assert_sound, digits, settled, sign_in, visit

pytestmark = pytest.mark.browser

USUAL = "level=touchpoint&per=journey&collapse=true"


def numbers(page: Page, selector: str, name: str) -> list[int]:
    found = page.locator(selector).evaluate_all(
        "(all, name) => all.map(one => Number(one.dataset[name]))", name
    )
    return [int(number) for number in found]


def test_the_listed_paths_and_the_others_are_all(page: Page, server: Server) -> None:
    sign_in(page, server, "/paths")
    answer = asked(page, server, f"paths?{USUAL}&steps=5&top=25")
    counts = numbers(page, ".path[data-count]", "count")
    assert counts == [path["count"] for path in answer["paths"]]
    others = numbers(page, ".path[data-other]", "other")
    assert sum(counts) + sum(others) == answer["units"]
    assert numbers(page, "[data-units]", "units") == [answer["units"]]
    chips = page.locator(".path").first.locator(".chip").all_inner_texts()
    assert chips == [answer["labels"][name]["de"] for name in answer["paths"][0]["path"]]


def test_what_leads_to_an_order_is_read_back_from_it_as_a_tree(page: Page, server: Server) -> None:
    sign_in(page, server, "/paths")
    page.get_by_label("Vor", exact=True).and_(page.locator("input")).fill("Bestellung")
    page.get_by_role("option", name="Bestellung", exact=True).click()
    page.get_by_label("Schritte").select_option("4")
    page.get_by_text("Baum").click()
    settled(page)
    assert "before=order&steps=4&view=tree" in page.url
    answer = asked(page, server, f"paths?{USUAL}&before=order&steps=4&top=25")
    roots = numbers(page, "[data-depth='1']", "count")
    assert sum(roots) + answer["other"]["count"] == answer["units"]
    assert page.locator("[data-depth='1']").first.get_attribute("data-branch") == "order"
    assert numbers(page, "[data-without]", "without") == [answer["without"]]
    second = numbers(page, "[data-depth='2']", "count")
    alone = sum(path["count"] for path in answer["paths"] if path["path"] == ["order"])
    assert sum(second) + alone == roots[0]
    root = page.locator(".tree button").first
    root.click()
    expect(root).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[data-depth='2']")).to_have_count(0)


def test_a_path_opens_to_exactly_its_people(page: Page, server: Server) -> None:
    sign_in(page, server, "/paths?level=stage&steps=3")
    answer = asked(page, server, "paths?level=stage&per=journey&collapse=true&steps=3&top=25")
    first = answer["paths"][0]
    row = page.locator(".path").first
    assert digits(row.locator(".path-count").inner_text()) == str(first["count"])
    row.locator(".path-count button").click()
    behind = page.locator("[data-way-in]")
    expect(behind).to_contain_text("etappe paths --level stage --per journey --collapse")
    behind.get_by_role("button", name="Die Personen dahinter").click()
    page.wait_for_url("**/people?**")
    assert "part=path" in page.url
    assert "&".join(f"name={name}" for name in first["path"]) in page.url
    settled(page)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_paths_have_no_serious_finding_and_fit_their_screen(page: Page, server: Server) -> None:
    sign_in(page, server, "/paths?top=10")
    assert_sound(page)
    visit(page, server, "/paths?view=tree&before=order&steps=4")
    assert_sound(page)
