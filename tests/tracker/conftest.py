"""The shop and the browser's visitors: each with an empty device."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from tracker.recorder import CONFIG, Shop, shop

KEYS = count(1)


@pytest.fixture(scope="module")
def running() -> Iterator[Shop]:
    with shop() as made:
        yield made


@pytest.fixture
def shopfront(running: Shop) -> Shop:
    """The shop as it is at first: nothing came yet, every switch as it ships, without extras."""
    fresh = Shop()
    running.key = f"b.shop.{next(KEYS)}"
    running.config, running.head, running.policy = dict(CONFIG), fresh.head, ""
    running.answer = 200
    running.bodies.clear()
    running.asked.clear()
    running.languages.clear()
    running.cookies_sent.clear()
    return running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor with an empty device, who must never meet an error of the script."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
