"""Every page as a picture, in both languages, light and dark, on a desk and on a phone: the design review's own.

`ETAPPE_PICTURES=1 pytest tests/web/test_web_pictures.py` renews docs/pictures/pages; without it nothing is walked here:
every page's own module walks it in these looks.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, settled, sign_in, visit

pytestmark = pytest.mark.browser

FOLDER = Path("docs/pictures/pages")
REVIEW = Path("docs/design-review.md")
PATHS = re.findall(
    r'^    path: "([^"]+)"', Path("web/src/pages.ts").read_text("utf-8"), re.MULTILINE
)
STATES = {
    "/funnel": "?steps=begin_checkout&steps=purchase&per=visit&by=device"
    "&from=2026-03-03&to=2026-03-30&compare=previous",
    "/kpis": "?from=2026-08-01&to=2026-10-31",
    "/people/$person": "",
}
"""Pages that show more in a state of their own."""


def name_of(path: str) -> str:
    return path.strip("/").replace("/$", "-").replace("/", "-") or "overview"


def look_of(look: Mapping[str, object]) -> str:
    size = look["viewport"]
    assert isinstance(size, dict)
    where = "phone" if size["width"] < 500 else "desktop"
    return f"{str(look['locale'])[:2]}-{look['color_scheme']}-{where}"


@pytest.mark.skipif(not os.environ.get("ETAPPE_PICTURES"), reason="Only to renew the pictures.")
@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=[look_of(look) for look in LOOKS])
def test_every_page_can_be_seen_in_every_look(
    page: Page, server: Server, request: pytest.FixtureRequest
) -> None:
    look = look_of(request.node.callspec.params["page"])
    sign_in(page, server)
    susa = page.request.get(f"{server.url}/api/shops/jubelware/people?search=susa").json()
    for path in PATHS:
        address = path.replace("$person", str(susa["people"][0]["person"]))
        address = address.replace("$account", "tsv-ahornbach")
        visit(page, server, address + STATES.get(path, ""))
        expect(page.get_by_role("alert")).to_have_count(0)
        settled(page)
        FOLDER.mkdir(parents=True, exist_ok=True)
        picture = FOLDER / f"{name_of(path)}-{look}.jpg"
        page.screenshot(path=picture, type="jpeg", quality=72)


def test_the_design_review_shows_every_page_in_every_look() -> None:
    shown = REVIEW.read_text("utf-8")
    for path in PATHS:
        for look in LOOKS:
            picture = f"pictures/pages/{name_of(path)}-{look_of(look)}.jpg"
            assert picture in shown, picture
            assert (REVIEW.parent / picture).is_file(), picture
