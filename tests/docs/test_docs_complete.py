"""One noun, one name: every analysis has all its files; pages say every field, setting and package."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from lint.reference import FOLDER, pages
from lint.web import DOCUMENT

import etappe
from docs.docs_pages import ROOT
from etappe.analysis.accounts import Accounts
from etappe.analysis.basis import Basis
from etappe.analysis.calendar import Calendar
from etappe.analysis.catalog import ANALYSES
from etappe.analysis.coverage import CoverageAnswer
from etappe.analysis.events import Events
from etappe.analysis.findings import Findings
from etappe.analysis.flow import Flow
from etappe.analysis.funnel import Funnel
from etappe.analysis.kpis import Kpis
from etappe.analysis.paths import Paths
from etappe.analysis.people import People
from etappe.analysis.searches import Searches
from etappe.analysis.stages import Stages
from etappe.api.application import schema
from etappe.app.directory import DataDirectory
from etappe.app.shop import ShopFiles
from etappe.base.settings import Settings
from etappe.maps.value import JourneyMap

ANSWERS = {
    "flow": Flow,
    "funnel": Funnel,
    "paths": Paths,
    "stages": Stages,
    "kpis": Kpis,
    "findings": Findings,
    "searches": Searches,
    "calendar": Calendar,
    "coverage": CoverageAnswer,
    "events": Events,
    "people": People,
    "accounts": Accounts,
    "map": JourneyMap,
}


@pytest.mark.parametrize("noun", ANALYSES)
@pytest.mark.parametrize(
    "file",
    [
        "src/etappe/analysis/{}.py",
        "src/etappe/api/{}.py",
        "src/etappe/cli/{}.py",
        "docs/guide/{}.md",
        "tests/analysis/test_analysis_{}.py",
    ],
)
def test_every_analysis_has_the_same_name_from_door_to_guide(noun: str, file: str) -> None:
    assert (ROOT / file.format(noun)).is_file()


def test_every_answer_has_its_guide() -> None:
    assert set(ANALYSES) == set(ANSWERS) - {"map"}


@pytest.mark.parametrize("noun", ANSWERS)
def test_the_guide_names_every_field_of_the_answer(noun: str) -> None:
    guide = (ROOT / "docs/guide" / page for page in (f"{noun}.md", "questions.md"))
    page = "\n".join(_without_fences(one.read_text("utf-8")) for one in guide)
    said = {word for code in re.findall(r"`([^`]+)`", page) for word in re.findall(r"\w+", code)}
    assert sorted(set(_field_names(ANSWERS[noun])) - said) == []


def test_the_guide_names_every_field_of_the_basis() -> None:
    text = (ROOT / "docs/guide/questions.md").read_text("utf-8")
    names = [field.name.removesuffix("_") for field in fields(Basis)]
    assert [name for name in names if f"`basis.{name}`" not in text] == []


def test_every_setting_of_the_process_is_documented_with_its_default() -> None:
    text = (ROOT / "docs/guide/serve.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        default = str(field.default).lower()
        row = f"| `ETAPPE_{name.upper()}` | `{default}` | {field.description}"
        assert row in text


def test_the_pages_on_the_data_directory_name_the_files_that_the_product_makes(
    tmp_path: Path,
) -> None:
    directory, shop = DataDirectory(tmp_path), ShopFiles(tmp_path / "shops/default")
    names = [directory.installation.name, shop.events.name, shop.records.name, shop.journeys.name]
    for page in ("ARCHITECTURE.md", "docs/guide/serve.md"):
        text = (ROOT / page).read_text("utf-8")
        assert [name for name in (*names, "owner.lock", "server.json") if name not in text] == []


def test_the_reference_pages_are_what_the_data_files_say() -> None:
    for name, text in pages().items():
        assert (ROOT / FOLDER / name).read_text("utf-8") == text, "python -m lint.reference --write"


def test_the_openapi_document_is_what_the_api_says() -> None:
    assert json.loads((ROOT / DOCUMENT).read_text("utf-8")) == json.loads(json.dumps(schema()))


def test_the_changelog_begins_with_the_version_of_the_product() -> None:
    versions = re.findall(
        r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert versions[0] == etappe.__version__


def test_the_list_of_dependencies_is_exactly_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {_package(one) for one in project["project"]["dependencies"]}
    needed |= {_package(one) for one in project["build-system"]["requires"]} - {"hatchling"}
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    rows = [row.split("|")[1] for row in text.splitlines() if row.startswith("| ")][2:]
    listed = {
        name for row in rows for name in re.findall(r"[a-z][\w-]*", re.sub(r"\(.*?\)", "", row))
    }
    assert listed == needed


def test_the_layers_drawn_are_the_layers_checked() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    columns = [
        re.split(r"\s{2,}", line.strip())[0] for line in drawing.splitlines() if line.strip()
    ]
    rules = (
        (ROOT / ".importlinter").read_text("utf-8").split("layers =\n")[1].split("exhaustive")[0]
    )
    checked = [line.strip().replace("|", "│") for line in rules.splitlines() if line.strip()]
    assert columns == [layer for layer in checked if layer != "__main__"]


def test_every_public_thing_of_the_product_says_what_it_is() -> None:
    silent = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in sorted((ROOT / "src/etappe").rglob("*.py"))
        for node in _public(ast.parse(file.read_text("utf-8")))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def _public(tree: ast.AST) -> Iterator[Any]:
    """Public functions and classes at the top, and public methods of public classes."""
    for node in getattr(tree, "body", []):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or _is_variant(node):
            continue
        yield node
        if isinstance(node, ast.ClassDef) and not _is_protocol(node):
            yield from _public(node)


def _is_variant(node: Any) -> bool:
    """An overload says nothing new: the function itself does."""
    return any(getattr(one, "id", "") == "overload" for one in node.decorator_list)


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(getattr(base, "id", "") == "Protocol" for base in node.bases)


def _field_names(kind: Any) -> Iterator[str]:
    """The keys of an answer as JSON, those of the values inside it too."""
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        for name, hint in get_type_hints(kind).items():
            yield name.removesuffix("_")
            if hint is not Basis:
                yield from _field_names(hint)
    for inner in get_args(kind):
        yield from _field_names(inner)


def _without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def _package(requirement: str) -> str:
    return re.split(r"[<>=\[]", requirement)[0]
