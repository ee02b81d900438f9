"""Texts: links lead somewhere, and every message is said in both languages."""

import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from docs.docs_pages import ROOT, prose

CATALOGUES = sorted((ROOT / "src/etappe").rglob("messages/*.toml"))

_LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")


def _named(file: Path) -> str:
    return f"{file.parents[1].name}-{file.stem}"


@pytest.mark.parametrize("page", prose(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    links = _LINK.findall(page.read_text("utf-8"))
    inside = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_every_page_of_the_docs_is_in_the_navigation_or_linked_from_one_that_is() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    decisions = (ROOT / "docs/decisions/index.md").read_text("utf-8")
    pages = [page.relative_to(ROOT / "docs") for page in (ROOT / "docs").rglob("*.md")]
    lost = [
        page.as_posix()
        for page in pages
        if page.as_posix() not in navigation
        and not (page.parts[0] == "decisions" and page.name in decisions)
    ]
    assert lost == []


def test_there_are_catalogues_and_no_message_stands_in_two_files_of_a_package() -> None:
    stands = Counter(
        (file.parents[1].name, key)
        for file in CATALOGUES
        for key in tomllib.loads(file.read_text("utf-8"))
    )
    assert stands
    assert [key for key, times in stands.items() if times > 1] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=_named)
def test_every_message_says_the_same_figures_in_german_and_english(file: Path) -> None:
    for key, texts in tomllib.loads(file.read_text("utf-8")).items():
        assert set(texts) >= {"de", "en"}, key
        assert _figures(texts["de"]) == _figures(texts["en"]), key


@pytest.mark.parametrize("file", CATALOGUES, ids=_named)
def test_german_keeps_its_voice_down(file: Path) -> None:
    loud = [
        key for key, texts in tomllib.loads(file.read_text("utf-8")).items() if "!" in texts["de"]
    ]
    assert loud == []


def _figures(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
