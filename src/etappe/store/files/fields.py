"""Fields: how a name in a mapping becomes SQL, over flat columns and over JSON."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PARENT = "^."
"""Marks a field of the row around a nested array."""

_LOOKUP = re.compile(r"(.+)\[([^\]\d][^\]]*)\](.*)")


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def json_path(field: str) -> str:
    """'customer.email' → '$."customer"."email"'; '[0]' stays an index; '.' is the whole row."""
    if field in {"", "."}:
        return "$"
    parts = re.findall(r"([^.\[\]]+)|(\[\d+\])", field)
    return "$" + "".join(index or f'."{name}"' for name, index in parts)


def column_text(name: str, type_: str) -> str:
    """A flat column as text. Whole floats lose their '.0', for keys must read '13085'."""
    column = quoted(name)
    if type_ == "VARCHAR":
        return column
    if type_ in {"DOUBLE", "FLOAT"}:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


@dataclass(frozen=True, slots=True)
class FlatFields:
    """Fields that are columns of the relation, with their SQL types."""

    types: Mapping[str, str]

    def text(self, field: str) -> str:
        """The field as text, NULL when empty."""
        text = column_text(field, self.types[field])
        return f"nullif(trim({text}), '')" if self.types[field] == "VARCHAR" else text

    def raw(self, field: str) -> tuple[str, str]:
        """The column as it is, and its type."""
        return quoted(field), self.types[field]

    def json(self, field: str) -> str:
        """The field as a piece of JSON."""
        return f"to_json({quoted(field)})"


@dataclass(frozen=True, slots=True)
class JsonFields:
    """Fields that are extracted from JSON once, into the list column `__f`; see `extraction`."""

    order: Mapping[str, int]

    @classmethod
    def of(cls, fields: Iterable[str]) -> "JsonFields":
        """Number the fields a plan uses."""
        return cls({name: number for number, name in enumerate(dict.fromkeys(fields), start=1)})

    def text(self, field: str) -> str:
        """The field as text, NULL when empty."""
        return f"nullif(trim(__f[{self.order[field]}]), '')"

    def raw(self, field: str) -> tuple[str, str]:
        """JSON scalars are read as text."""
        return self.text(field), "VARCHAR"

    def json(self, field: str) -> str:
        """The field as the piece of JSON it is."""
        document, path = _document(field)
        found = _LOOKUP.fullmatch(path)
        return (
            _lookup(document, *found.groups())
            if found
            else f"json_extract({document}, {literal(json_path(path))})"
        )

    def extraction(self) -> str:
        """The list of all fields as text, by as few passes over the document as there are documents."""
        plain = {
            document: [
                f for f in self.order if _document(f)[0] == document and not _LOOKUP.fullmatch(f)
            ]
            for document in ("__json", "__parent")
        }
        place: dict[str, str] = {}
        for document, fields in plain.items():
            paths = ", ".join(literal(json_path(_document(f)[1])) for f in fields)
            many = f"json_extract_string({document}, [{paths}])"
            place |= {f: f"({many})[{i}]" for i, f in enumerate(fields, start=1)}
        for field in self.order:
            if field not in place:
                document, path = _document(field)
                found = _LOOKUP.fullmatch(path)
                assert found
                place[field] = f"({_lookup(document, *found.groups())} ->> '$')"
        return (
            "[" + ", ".join(place[field] for field in self.order) + "]"
            if self.order
            else "CAST([] AS VARCHAR[])"
        )


Fields = FlatFields | JsonFields


def _document(field: str) -> tuple[str, str]:
    return ("__parent", field[len(PARENT) :]) if field.startswith(PARENT) else ("__json", field)


def _lookup(document: str, array: str, key: str, rest: str) -> str:
    """The value of `key` in an array of {key, value} objects, as GA4 and WooCommerce write them."""
    found = (
        f"list_filter(TRY(CAST(json_extract({document}, {literal(json_path(array))}) AS JSON[])), "
        f"lambda entry: entry ->> '$.key' = {literal(key)})[1]"
    )
    if rest.strip("."):
        return f"json_extract({found}, {literal(json_path(rest.strip('.')))})"
    members = ("string_value", "int_value", "double_value", "float_value")
    values = [
        f"nullif(json_extract({found}, '$.value.{member}'), 'null'::JSON)" for member in members
    ]
    return f"coalesce({', '.join(values)}, json_extract({found}, '$.value'))"
