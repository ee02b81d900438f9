"""Tim looks at the flow: what is drawn agrees with the answer, nothing is lost, and every part opens."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, asked, assert_sound, digits, settled, sign_in, visit

pytestmark = pytest.mark.browser

USUAL = "flow?level=touchpoint&within=journey&collapse=true"


def test_what_is_drawn_and_what_is_not_add_up_to_all_steps(page: Page, server: Server) -> None:
    sign_in(page, server, "/flow")
    answer = asked(page, server, USUAL)
    drawn = page.locator(".flow [data-edge]")
    expect(drawn).to_have_count(30)
    names = drawn.evaluate_all("all => all.map(one => one.dataset.edge)")
    shown = answer["edges"][:30]
    assert sorted(names) == sorted(f"{edge['from']} → {edge['to']}" for edge in shown)
    share = page.locator("[data-shown]")
    everything = sum(edge["count"] for edge in answer["edges"]) + answer["other"]["count"]
    assert share.get_attribute("data-shown") == str(sum(edge["count"] for edge in shown))
    assert share.get_attribute("data-all") == str(everything)
    node = max(answer["nodes"], key=lambda node: node["touches"] * (node["stage"] is not None))
    page.mouse.move(0, 0)
    page.locator(f"[data-node={node['name']}]").focus()
    into = sum(edge["count"] for edge in shown if edge["to"] == node["name"])
    looked = page.locator("[data-looked]")
    expect(looked).to_contain_text(node["label"]["de"])
    assert digits(looked.inner_text()) == "".join(
        str(figure)
        for figure in (
            node["touches"],
            node["persons"],
            node["touches"] - into,
            node["touches"] - out_of(node["name"], shown),
        )
    )


def out_of(name: str, edges: list[dict[str, Any]]) -> int:
    return sum(edge["count"] for edge in edges if edge["from"] == name)


def test_tim_chooses_and_the_address_keeps_it(page: Page, server: Server) -> None:
    sign_in(page, server, "/flow")
    page.get_by_label("Ebene").select_option("channel")
    page.get_by_label("Innerhalb").select_option("person")
    page.get_by_label("Wie viel zeigen").select_option("15")
    page.get_by_role("switch").click()
    settled(page)
    assert "level=channel&within=person&show=15&collapse=false" in page.url
    expect(page.locator(".flow [data-edge]")).to_have_count(15)
    answer = asked(page, server, "flow?level=channel&within=person&collapse=false")
    first = answer["edges"][0]["count"]
    cell = page.locator("table tbody tr").first.locator("td").nth(2)
    assert digits(cell.inner_text()) == str(first)


def test_a_ribbon_opens_by_keyboard_to_the_people_in_it(page: Page, server: Server) -> None:
    sign_in(page, server, "/flow?level=stage")
    page.locator("[data-edge='interest → desire']").focus()
    expect(page.locator("[data-looked]")).to_contain_text("Interesse → Verlangen")
    page.keyboard.press("Enter")
    behind = page.locator("[data-way-in]")
    expect(behind).to_contain_text("etappe flow --level stage --within journey --collapse")
    behind.get_by_role("button", name="Die Personen dahinter").click()
    page.wait_for_url("**/people?**")
    assert "part=edge" in page.url
    assert "name=interest&name=desire" in page.url
    settled(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_on_a_phone_the_next_steps_of_a_name_add_up_to_its_touches(
    page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, server, "/flow?level=stage")
    answer = asked(page, server, "flow?level=stage&within=journey&collapse=true")
    for node in answer["nodes"]:
        if node["name"] == "(end)":
            continue
        card = page.locator(f".flow-list [data-node='{node['name']}']")
        steps = [
            int(digits(text.split("·")[0]))
            for text in card.locator(".flow-next > span:last-child").all_inner_texts()
        ]
        assert sum(steps) == node["touches"], node["name"]


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_the_flow_has_no_serious_finding_and_fits_its_screen(page: Page, server: Server) -> None:
    sign_in(page, server, "/flow")
    assert_sound(page)
    visit(page, server, "/flow?level=channel&from=2031-01-01&to=2031-01-02")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_sound(page)
