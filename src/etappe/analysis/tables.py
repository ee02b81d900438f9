"""Tables: any answer as named tables with labelled columns, for files that leave the house.

A list of an answer is a table, what stands in it once is the table `figures`. No row tells of fewer than five
persons: such rows are left out and counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from etappe.analysis.encode import plain
from etappe.analysis.speech import say
from etappe.base.messages import LANGUAGES, Language, keys

Kind = Literal["text", "count", "share", "money", "duration", "time", "figure"]
Text = Mapping[Language, str]

FEWEST = 5
"""A row of fewer persons leaves no house."""
FIGURES = "figures"
_LOOKUPS = ("basis", "sentences", "definitions", "labels", "stages", "params")
"""Mappings beside the figures of an answer: texts by key, and what says where it comes from."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")
_SHARE = re.compile(
    r"share|rate$|rate_|^difference|^interval|abandonment|coverage|typical|^chance$|naive"
)


class Figure(NamedTuple):
    """A cell of a column whose rows are of different kinds."""

    kind: Kind
    value: Any


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the field's name in JSON. Durations are seconds, money is in major units, shares 0 to 1."""

    key: str
    label: Text
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows have a cell a column: None for missing, a text in both languages, or a plain value.

    `left_out` rows were of fewer than five persons.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    left_out: int = 0


def tables_of(answer: object) -> tuple[Table, ...]:
    """All tables of an answer that has rows or figures; the lists first, in the answer's order."""
    value = plain(answer)
    found = [table for key, rows in _lists(value, "") for table in _tables(key, rows)]
    figures = _figures(value)
    told = (*found, *([figures] if figures.rows else []))
    if 0 < value["basis"]["persons"] < FEWEST:
        return tuple(replace(table, rows=(), left_out=len(table.rows)) for table in told)
    return told


def _lists(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for key, item in value.items():
        if isinstance(item, list) and item and isinstance(item[0], dict):
            yield prefix + key, item
        elif isinstance(item, dict) and not _is_text(item) and key not in _LOOKUPS:
            yield from _lists(item, f"{prefix}{key}_")


def _tables(key: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Table]:
    """The table of a list, then those of the lists in its rows, each row with what names its parent."""
    yield _table(key, [dict(_cells(row, "")) for row in rows])
    children: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        parent = {
            f"{key}_{name}": cell for name, cell in _cells(row, "") if isinstance(cell, str | dict)
        }
        for name, listed in _lists(row, ""):
            children.setdefault(f"{key}_{name}", []).extend(parent | child for child in listed)
    for child, listed in children.items():
        yield _table(child, [dict(_cells(row, "")) for row in listed])


def _cells(row: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """What of a row fits into cells; inner lists of numbers get a column each."""
    for key, item in row.items():
        name = prefix + key
        if isinstance(item, dict) and not _is_text(item):
            yield from () if key in _LOOKUPS else _cells(item, f"{name}_")
        elif name.endswith("interval"):
            yield from zip((f"{name}_low", f"{name}_high"), item or (None, None), strict=True)
        elif not isinstance(item, list):
            yield name, item
        elif item and all(isinstance(one, str) for one in item):
            yield name, " → ".join(item)
        elif not item or not isinstance(item[0], dict):
            yield from ((f"{name}_{place}", one) for place, one in enumerate(item, 1))


def _table(key: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    kept = [row for row in rows if not 0 < (row.get("persons") or FEWEST) < FEWEST]
    columns = []
    for name in names:
        first = next((row[name] for row in rows if row.get(name) is not None), None)
        columns.append(Column(name, label_of(name), _kind(name, first)))
    cells = tuple(tuple(row.get(name) for name in names) for row in kept)
    return Table(key, label_of(key), tuple(columns), cells, len(rows) - len(kept))


def _figures(value: Mapping[str, Any]) -> Table:
    """One row a figure, with its definition where the answer gives one."""
    told = value.get("definitions") or {}
    rows = [
        (name, label_of(name), Figure(_kind(name, item), item), told.get(name))
        for name, item in _cells(value, "")
        if item is not None
    ]
    kinds: tuple[tuple[str, Kind], ...] = (
        ("key", "text"),
        ("figure", "text"),
        ("amount", "figure"),
        ("definition", "text"),
    )
    columns = tuple(Column(key, label_of(key), kind) for key, kind in kinds)
    return Table(FIGURES, label_of(FIGURES), columns, tuple(rows))


def _kind(name: str, item: Any) -> Kind:
    if isinstance(item, Decimal):
        return "money"
    if isinstance(item, str | bool | dict) or item is None:
        return "time" if isinstance(item, str) and _MOMENT.fullmatch(item) else "text"
    if "seconds" in name:
        return "duration"
    return "share" if _SHARE.search(name) else "count"


def label_of(key: str) -> dict[Language, str]:
    """What people call a column or table; a numbered or prefixed one by its parts, else the key in words."""
    known = keys("etappe.analysis")
    if f"column_{key}" in known:
        return {language: say(f"column_{key}", language) for language in LANGUAGES}
    for cut in range(len(key) - 1, 0, -1):
        head, rest = key[:cut], key[cut + 1 :]
        if key[cut] == "_" and rest and f"column_{head}" in known:
            tail = label_of(rest)
            name = {language: say(f"column_{head}", language) for language in LANGUAGES}
            joint = " " if rest.isdigit() else ": "
            return {language: f"{name[language]}{joint}{tail[language]}" for language in LANGUAGES}
    return dict.fromkeys(LANGUAGES, key.replace("_", " "))


def _is_text(item: Mapping[str, Any]) -> bool:
    return bool(item) and set(item) == set(LANGUAGES)
