"""The data files of the words: tables (CSV with semicolons) and documents (TOML) beside this package."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from etappe.events.words import Text

FOLDER = files("etappe.events").joinpath("data")


def table(name: str) -> list[dict[str, str]]:
    """The rows of data/<name>.csv; the first line has the column names."""
    lines = FOLDER.joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter=";"))


@cache
def document(name: str) -> dict[str, Any]:
    """The TOML document data/<name>.toml."""
    return tomllib.loads(FOLDER.joinpath(f"{name}.toml").read_text("utf-8"))


def documents(folder: str) -> list[dict[str, Any]]:
    """All TOML documents of data/<folder>, by file name."""

    def by_name(file: Traversable) -> str:
        return file.name

    found = sorted(FOLDER.joinpath(folder).iterdir(), key=by_name)
    return [tomllib.loads(file.read_text("utf-8")) for file in found if file.name.endswith(".toml")]


def both(row: dict[str, str], prefix: str = "") -> Text:
    """The German and English text of a row: columns `de` and `en`, or `purpose_de`, `purpose_en`."""
    return {"de": row[f"{prefix}de"], "en": row[f"{prefix}en"]}
