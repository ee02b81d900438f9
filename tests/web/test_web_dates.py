"""A day is typed or chosen as the page's language writes it, whatever language the browser speaks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, settled, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("look", LOOKS[:1] + LOOKS[3:], ids=["german", "english"])
def test_days_are_typed_and_chosen_in_the_page_s_language(
    browser: Browser, server: Server, look: dict[str, Any]
) -> None:
    german = look["locale"] == "de-DE"
    context = browser.new_context(**look, bypass_csp=True)
    page = context.new_page()
    sign_in(page, server, "/?from=2026-03-02&to=2026-03-20")
    first = page.get_by_label("Von" if german else "From", exact=True)
    expect(first).to_have_value("02.03.2026" if german else "02/03/2026")
    for typed, wanted in (("5.3.2026", "03-05"), ("06/03/2026", "03-06"), ("2026-03-07", "03-07")):
        first.fill(typed)
        first.press("Tab")
        page.wait_for_url(f"**from=2026-{wanted}*")
    first.fill("31.2.2026")
    first.press("Tab")
    expect(first).to_have_value("07.03.2026" if german else "07/03/2026")
    first.click()
    name = re.compile("Montag, 9. März 2026" if german else "Monday,? 9 March 2026")
    day = page.get_by_role("button", name=name)
    # The calendar of the other field, which had the focus, goes first.
    expect(day).to_have_count(1)
    expect(
        page.get_by_role("button", name="Nächster Monat" if german else "Next month")
    ).to_be_visible()
    settled(page)
    assert_sound(page)
    day.click()
    page.wait_for_url("**from=2026-03-09*")
    context.close()
