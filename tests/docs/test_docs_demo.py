"""What the READMEs quote from the demo shop is what the demo shop answers."""

import re
from pathlib import Path

import pytest
from lint.quotes import READMES, Ask, by_hand, renewed
from typer.testing import CliRunner

from docs.docs_pages import ROOT
from etappe.app.demo import DEMO_SHOP
from etappe.cli.main import app


@pytest.fixture(scope="module")
def ask(demo_data: Path) -> Ask:
    place = ["--shop", DEMO_SHOP, "--data", str(demo_data)]

    def typed(words: list[str]) -> bytes:
        return CliRunner().invoke(app, [*words, *place], catch_exceptions=False).stdout_bytes

    return typed


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_readmes_quote_the_demo_shop_word_by_word(language: str, ask: Ask) -> None:
    text = (ROOT / READMES[language]).read_text("utf-8")
    assert renewed(text, language, ask).split() == text.split(), "python -m lint.quotes"


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_figures_that_people_wrote_are_the_demo_shops(language: str, ask: Ask) -> None:
    quotes = by_hand((ROOT / READMES[language]).read_text("utf-8"))
    assert len(quotes) == 1
    for words, said in quotes:
        events = str(ask([*words, "--json"]).decode().count('"event_id"'))
        assert events in re.findall(r"\d+", said)
