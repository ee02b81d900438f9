"""What the walks through the pages share: a server over the demo shop, a browser in a chosen look."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from web.web_server import Server, serving
from web.web_walk import SLOW, sign_in
from web.words_house import words_house

# No test runs against the clock: a slow machine is no failure.
expect.set_options(timeout=SLOW)


@pytest.fixture(scope="session")
def server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a copy of this worker's demo shop. Who changes the shop needs one of their own.

    A copy, for others open the demo shop themselves, and the order of tests is not theirs to choose.
    """
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(demo_data, folder / "demo")
    with serving(folder / "demo", folder / "serve.log") as running:
        yield running


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in German and light, or as the test's parameter says."""
    look: dict[str, Any] = getattr(request, "param", {"locale": "de-DE", "color_scheme": "light"})
    context = browser.new_context(**look, bypass_csp=True)
    context.set_default_timeout(SLOW)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def words_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a small shop whose event names are its own, for copies."""
    return words_house(tmp_path_factory.mktemp("words"))


@contextmanager
def serving_words(words_data: Path, folder: Path) -> Iterator[Server]:
    shutil.copytree(words_data, folder / "data")
    with serving(folder / "data", folder / "serve.log") as running:
        yield running


@pytest.fixture
def words_server(words_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over that shop for one test alone: its words are changed."""
    with serving_words(words_data, tmp_path_factory.mktemp("words_own")) as running:
        yield running


@pytest.fixture(scope="module")
def words_read(words_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over that shop for all tests of a file that only read."""
    with serving_words(words_data, tmp_path_factory.mktemp("words_read")) as running:
        yield running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A new installation of the module's own, for people who change things."""
    folder = tmp_path_factory.mktemp("house")
    with serving(folder / "data", folder / "serve.log") as running:
        yield running


@pytest.fixture
def nadja(page: Page, house: Server) -> Page:
    """Nadja, who owns that installation, with a shop `laden` that has no data."""
    email, password = house.login()
    sign_in(page, house, "/settings/glossary", email=email, password=password)
    # Advertising figures, even none, make the shop: settings need no events.
    made = page.request.put(f"{house.url}/api/shops/laden/advertising", data=[])
    assert made.ok, made.text()
    return page
