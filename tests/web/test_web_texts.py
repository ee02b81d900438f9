"""No text outside the message catalogues, both languages complete, and the first load light."""

import gzip
import json
import re
from pathlib import Path

import pytest

SOURCES = [
    path for path in Path("web/src").rglob("*.tsx") if not path.is_relative_to("web/src/i18n")
]
STATIC = Path("src/etappe/api/static")
KEY = re.compile(r"^  (\w+):", re.MULTILINE)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_component_holds_no_text_of_its_own(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
    between_tags = re.findall(r">\s*([A-Za-zÄÖÜäöü][^<>{}=;()]*?)\s*</", source)
    in_attributes = re.findall(r"(?:label|title|alt|placeholder)=\"([^\"]+)\"", source)
    allowed = {"etappe import bestellungen.csv --dry-run"}
    assert [text for text in between_tags + in_attributes if text not in allowed] == []


def test_both_languages_have_the_same_keys() -> None:
    german = KEY.findall(Path("web/src/i18n/de.ts").read_text("utf-8"))
    english = KEY.findall(Path("web/src/i18n/en.ts").read_text("utf-8"))
    assert german == english


def test_german_has_no_exclamation_mark_and_no_translated_words() -> None:
    german = Path("web/src/i18n/de.ts").read_text("utf-8").split("*/", 1)[1]
    assert "!" not in german
    for word in ("Kontakt", "Beleg", "User", "Login", "Dashboard"):
        assert word not in german, word


def test_the_first_load_keeps_its_budget() -> None:
    if not (STATIC / "index.html").is_file():
        pytest.skip("This environment was installed without the UI.")
    budget = json.loads(Path("web/size.json").read_text())["first_load_gzip_bytes"]
    page = (STATIC / "index.html").read_text()
    entry = re.findall(r"assets/[\w.-]+\.(?:js|css)", page)
    lazy = [path for path in (STATIC / "assets").glob("Maps-*.js")]
    files = [STATIC / name for name in entry] + lazy
    size = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    assert entry
    assert size <= budget
