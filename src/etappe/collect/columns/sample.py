"""Sample: some rows of a file as text, flat or from JSON, for guessing and for showing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etappe.store.files.fields import PARENT

_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Columns in their order, and rows of them; a column of JSON is a dotted path."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    types: Mapping[str, str]
    """SQL types of flat columns; empty for JSON."""
    decimal: str = "."
    """Where nothing tells how amounts are written: a comma in files separated by semicolons."""
    arrays: tuple[str, ...] = ()
    """JSON: the paths of nested arrays of objects."""
    documents: tuple[Mapping[str, Any], ...] = ()
    rows_of: str = ""
    """JSON: the nested array whose elements the rows are."""

    @property
    def is_json(self) -> bool:
        """Whether fields are paths into documents."""
        return not self.types

    def values(self, column: str) -> list[str]:
        """The sample's entries of a column, the empty ones left out."""
        if column not in self.columns:
            return [text for d in self.documents if (text := _text(_at(d, column))) is not None]
        at = self.columns.index(column)
        return [value for row in self.rows if (value := row[at]) not in (None, "", "NULL", "\\N")]

    def has(self, column: str) -> bool:
        """Whether the file has this column; for JSON: whether a document has something at this path."""
        if column in self.columns or (self.is_json and column == "."):
            return True
        return self.is_json and any(
            _at(document, column) is not None for document in self.documents
        )


def json_sample(texts: Iterable[str | None], rows: str = "") -> Sample:
    """A sample of JSON documents. With `rows`, of the elements of that array; the fields around
    it are there as '^.name'."""
    return document_sample([d for text in texts if isinstance(d := _parsed(text), dict)], rows)


def document_sample(whole: Sequence[Mapping[str, Any]], rows: str = "") -> Sample:
    """The same for documents that are parsed already."""
    documents = [e for document in whole for e in _elements(document, rows)] if rows else whole
    flat = [dict(_leaves(document)) for document in documents]
    columns = tuple(dict.fromkeys(name for one in flat for name in one))
    table = tuple(tuple(one.get(name) for name in columns) for one in flat)
    arrays = tuple(dict.fromkeys(path for document in documents for path in _arrays(document)))
    return Sample(columns, table, {}, arrays=arrays, documents=tuple(documents), rows_of=rows)


def _parsed(text: str | None) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _elements(document: Mapping[str, Any], rows: str) -> list[dict[str, Any]]:
    around = _at(document, rows)
    parent = {
        PARENT[0]: {key: value for key, value in document.items() if key not in (rows, PARENT[0])}
    }
    elements = around if isinstance(around, list) else []
    return [{**element, **parent} for element in elements if isinstance(element, dict)]


def _leaves(value: object, path: str = "", depth: int = 0) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict) and depth < _DEPTH:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif path and (text := _text(value)) is not None:
        yield path, text


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _arrays(document: Mapping[str, Any]) -> list[str]:
    return [
        key
        for key, value in document.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]


def _at(document: object, path: str) -> object:
    """The value at a dotted path with [0] for an element and [key] for a {key, value} entry."""
    value: Any = document
    for part in path.replace("[", ".[").split("."):
        if part.startswith("["):
            value = _entry(value, part[1:-1])
        elif part:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def _entry(array: object, key: str) -> object:
    if not isinstance(array, Sequence) or isinstance(array, str):
        return None
    if key.isdigit():
        return array[int(key)] if int(key) < len(array) else None
    for entry in array:
        if isinstance(entry, dict) and entry.get("key") == key:
            value = entry.get("value")
            if isinstance(value, dict):
                return next((inner for inner in value.values() if inner is not None), None)
            return value
    return None
