"""No text outside the message catalogues, both languages complete, and the first load light."""

import gzip
import json
import re
from pathlib import Path

import pytest

WEB = Path("web/src")
SOURCES = sorted(WEB.rglob("*.tsx"))
CATALOGUES = [WEB / "i18n" / "de.ts", *sorted(WEB.rglob("text.ts"))]
STATIC = Path("src/etappe/api/static")
FIRST_PAGE = "Overview"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_component_holds_no_text_of_its_own(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
    between_tags = re.findall(r">\s*([A-Za-zÄÖÜäöü][^<>{}=;()]*?)\s*</", source)
    in_attributes = re.findall(r"(?:label|title|alt|placeholder)=\"([^\"]+)\"", source)
    allowed = {"etappe import bestellungen.csv --dry-run"}
    assert [text for text in between_tags + in_attributes if text not in allowed] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_german_has_no_exclamation_mark_and_no_translated_words(path: Path) -> None:
    source = path.read_text("utf-8").split("*/", 1)[1]
    # Of a page's catalogue the German half; that English has the same keys, its type holds.
    german = source.split("\n  en: {")[0]
    assert not re.search(r"\w!", german)
    for word in ("Kontakt", "Beleg", "User", "Login", "Dashboard"):
        assert word not in german, word


def test_the_first_load_keeps_its_budget() -> None:
    if not (STATIC / "index.html").is_file():
        pytest.skip("This environment was installed without the UI.")
    budget = json.loads(Path("web/size.json").read_text())["first_load_gzip_bytes"]
    page = (STATIC / "index.html").read_text()
    entry = re.findall(r"assets/[\w.-]+\.(?:js|css)", page)
    first = [path for path in (STATIC / "assets").glob(f"{FIRST_PAGE}-*")]
    files = [STATIC / name for name in entry] + first
    size = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    assert entry
    assert size <= budget
