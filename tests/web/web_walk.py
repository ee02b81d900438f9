"""How people walk the pages: signing in, waiting until all is there, and what must hold of every page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from etappe.app.demo import DEMO_OWNER, DEMO_PASSWORD, DEMO_SHOP
from web.web_server import Server

AXE = Path("web/node_modules/axe-core/axe.min.js")
SLOW = 60_000

LOOKS: list[dict[str, Any]] = [
    {"locale": "de-DE", "color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
    {"locale": "de-DE", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 390, "height": 844}},
]
"""Both languages, both grounds, desk and phone: each pair once."""


def sign_in(
    page: Page,
    server: Server,
    path: str = "/",
    *,
    email: str = DEMO_OWNER,
    password: str = DEMO_PASSWORD,
) -> None:
    """Sign in as the form does (which the walk through the map fills by hand) and land on `path`."""
    given = {"email": email, "password": password}
    answer = page.request.post(f"{server.url}/api/session", data=given)
    assert answer.ok, answer.text()
    visit(page, server, path)


def visit(page: Page, server: Server, path: str) -> None:
    """Go to another page by its address, signed in already."""
    page.goto(f"{server.url}{path}")
    settled(page)


def asked(page: Page, server: Server, question: str) -> Any:
    """What the API answers the demo shop's question (analysis and parameters) of who is signed in."""
    return page.request.get(f"{server.url}/api/shops/{DEMO_SHOP}/{question}").json()


def settled(page: Page) -> None:
    """Wait until nothing loads and no answer is on its way."""
    expect(page.locator("#content")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("status")).to_have_count(0, timeout=SLOW)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=SLOW)


def digits(text: str) -> str:
    """The digits of a figure, whatever the language puts between and around them."""
    return "".join(sign for sign in text if sign.isdigit())


def figure(page: Page, name: str) -> str:
    """The digits of the figure `name` on the page."""
    box = page.locator(f"[data-figure={name}] .figure-value")
    return digits(box.inner_text())


def assert_sound(page: Page) -> None:
    """No serious finding of axe, WCAG 2.2 AA included, and nothing wider than the screen."""
    found = serious(page)
    assert not found, found
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= screen, f"{page.url} is {wide} wide on a screen of {screen}"


def serious(page: Page) -> list[str]:
    """axe's findings of impact serious or critical."""
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21aa','wcag22aa','best-practice']})"
    )
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
