"""Tables as CSV: one table a file, as the spreadsheets of a language open it with a double click."""

import csv
import io
from decimal import Decimal
from typing import Any

from etappe.analysis.speech import say
from etappe.analysis.tables import Column, Figure, Table, label_of
from etappe.analysis.tables_basis import local_time, rule_in_words
from etappe.base.messages import Language

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_TRAILING = ("from", "to", "where", "rule")


def to_csv(answer: Any, table: Table, language: Language) -> bytes:
    """UTF-8 with a mark at its beginning; German: semicolons and decimal commas, English: commas and points.

    The last columns tell period, condition and rule in every row, so that no row is read without them. A text
    that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    trailing = [label_of(f"basis_{key}")[language] for key in _TRAILING]
    writer.writerow([*(_head(column, language) for column in table.columns), *trailing])
    basis = answer.basis
    told = [
        local_time(basis.from_, basis.zone),
        local_time(basis.to, basis.zone),
        safe(basis.where),
        rule_in_words(basis.rule, language),
    ]
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        writer.writerow(
            [*(_cell(column.kind, cell, basis.zone, language) for column, cell in cells), *told]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _head(column: Column, language: Language) -> str:
    label = column.label[language]
    return say("in_seconds", language, label=label) if column.kind == "duration" else label


def _cell(kind: str, cell: Any, zone: str, language: Language) -> str:
    if isinstance(cell, Figure):
        kind, cell = cell.kind, cell.value
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return say("yes" if cell else "no", language)
    if isinstance(cell, int | float | Decimal):
        text = f"{cell:f}" if isinstance(cell, Decimal) else f"{round(cell, 6)}"
        return text.replace(".", ",") if language == "de" else text
    if kind == "time":
        return local_time(cell, zone)
    return safe(cell[language] if isinstance(cell, dict) else str(cell))


def safe(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text
