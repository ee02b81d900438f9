"""Files of accounts: a table (CSV) or objects a line (JSONL) become rows that name a company, its values and members."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from etappe.base.errors import BadInput
from etappe.collect.files.encoding import encoding_of, utf8_faults
from etappe.events.account_words import field_named

_ACCOUNT = (
    "accountid", "companyid", "firmaid", "firmenid", "groupid", "account", "debitor", "debitorennummer",
    "customernumber", "kundennummer", "kundennr", "company", "firma",
)  # fmt: skip
"""Columns that say which company a row is about, the surest first."""
_PERSON = (
    "person",
    "userid",
    "user",
    "contact",
    "ansprechpartner",
    "email",
    "emailadresse",
    "kundenkonto",
)
_ROLE = ("role", "rolle")
_FROM = ("from", "von", "seit", "since")
_TO = ("to", "bis", "until")
_PARTS = {"account": _ACCOUNT, "person": _PERSON, "role": _ROLE, "from": _FROM, "to": _TO}
"""What a column can be beside an attribute, by the names it then has."""


@dataclass(frozen=True, slots=True)
class AccountColumns:
    """What each column of a file means; a column that is neither is an attribute, of the shop's own if no other."""

    account: str
    person: str | None
    role: str | None
    from_: str | None
    to: str | None
    fields: Mapping[str, str]

    def told(self) -> list[tuple[str, str]]:
        """(column, what it means), as people are shown it."""
        named = [(self.account, "account"), (self.person, "person"), (self.role, "role")]
        named += [(self.from_, "from"), (self.to, "to")]
        return [(column, means) for column, means in named if column] + list(self.fields.items())


def read_accounts(path: Path) -> list[dict[str, Any]]:
    """The rows of a file by column, empty cells left out. BadInput for a file that is neither CSV nor JSONL."""
    if not path.is_file():
        raise BadInput(
            f"{path}: there is no such file.", next_step="Name a CSV or JSONL file.", field="files"
        )
    content = path.read_bytes()
    text = content.decode(encoding_of(content, *utf8_faults(content)), "replace").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return list(_objects(path, text))
    return list(_table(path, text))


def columns_of(
    rows: Sequence[Mapping[str, Any]],
    account: str = "",
    person: str = "",
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> AccountColumns:
    """What the columns mean, by their names; `account`, `person` and `chosen` say it themselves (`meant`).

    BadInput without a company's column.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    said = {column: means for column, means in ((account, "account"), (person, "person")) if column}
    for given in (*said, *chosen):
        if given not in names:
            raise BadInput(
                f"{given}: the file has no such column.",
                next_step=f"It has: {', '.join(names)}.",
                field="account",
            )
    means = meant(rows, {**said, **chosen})
    part = {what: name for name, what in means.items() if what in _PARTS}
    if "account" not in part:
        raise BadInput(
            "account: no column says which company a row is about.",
            next_step=f"Name it: --account COL. The file has: {', '.join(names)}.",
            field="account",
        )
    fields = {name: what for name, what in means.items() if what and what not in _PARTS}
    if field_named(part["account"]) == "customer_number":
        # The number that a company is known by is its customer number too.
        fields[part["account"]] = "customer_number"
    return AccountColumns(
        account=part["account"],
        person=part.get("person"),
        role=part.get("role"),
        from_=part.get("from"),
        to=part.get("to"),
        fields=fields,
    )


def meant(rows: Sequence[Mapping[str, Any]], chosen: Mapping[str, str]) -> dict[str, str]:
    """Column → account, person, role, from, to, an attribute, or '' for nothing; in the file's order.

    `chosen` says it of some columns, the others are guessed by their names. Of each part there is one column.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    taken = {means for means in chosen.values() if means in _PARTS}
    free = [name for name in names if name not in chosen]
    first: dict[str, str] = {}
    for part, known in _PARTS.items():
        column = "" if part in taken else _first(free, known)
        # A column that could be two parts is the first of them.
        if column:
            first.setdefault(column, part)
    first |= chosen
    return {name: first.get(name, field_named(name) or name) for name in names}


def rows_of(rows: Sequence[Mapping[str, Any]], columns: AccountColumns) -> list[dict[str, Any]]:
    """The rows as a shop takes them."""
    return [
        {
            "account": str(row.get(columns.account) or ""),
            "values": {
                field: row[name]
                for name, field in columns.fields.items()
                if row.get(name) not in (None, "")
            },
            "person": str(row.get(columns.person or "") or ""),
            "role": str(row.get(columns.role or "") or ""),
            "from": row.get(columns.from_ or ""),
            "to": row.get(columns.to or ""),
        }
        for row in rows
    ]


def _first(names: Sequence[str], known: Sequence[str]) -> str:
    plain = {
        "".join(sign for sign in name.casefold() if sign.isalnum()): name
        for name in reversed(names)
    }
    return next((plain[word] for word in known if word in plain), "")


def _objects(path: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise BadInput(
                f"{path.name}: line {number} is not a JSON object.",
                next_step="Write one object a line.",
                field="files",
            )
        yield {str(name): told for name, told in value.items() if told not in (None, "", [])}


def _table(path: Path, text: str) -> Iterator[dict[str, Any]]:
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=head.count)
    if delimiter not in head:
        raise BadInput(
            f"{path.name}: is neither a table nor JSON a line.",
            next_step="Write a CSV with a line of names.",
            field="files",
        )
    for row in csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter):
        yield {
            str(name).strip(): cell.strip()
            for name, cell in row.items()
            if name and isinstance(cell, str) and cell.strip()
        }
