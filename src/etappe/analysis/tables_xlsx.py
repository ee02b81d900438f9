"""Tables as XLSX: a sheet a table, then one that says what they rest on."""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from etappe.analysis.speech import say
from etappe.analysis.tables import Figure, Table
from etappe.analysis.tables_basis import basis_rows, local_time
from etappe.base.heavy import heavy
from etappe.base.messages import Language
from etappe.base.money import digits_of

_SECONDS_A_DAY = 86_400
_SHEET_NAME = 31  # the longest that spreadsheets take
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def to_xlsx(answer: Any, tables: Sequence[Table], language: Language) -> bytes:
    """A workbook. Texts are written as texts, never as formulas; durations are times, shares per cent."""
    out = io.BytesIO()
    book = heavy("xlsx").Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    writer = _Writer(book, answer, language)
    names: list[str] = []
    for table in tables:
        names.append(_sheet_name(table.title[language], names))
        sheet = book.add_worksheet(names[-1])
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.label[language], writer.formats["head"])
            sheet.set_column(place, place, 16)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(table.rows, 1):
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                writer.write(sheet, (at, place), column.kind, cell)
    sheet = book.add_worksheet(_sheet_name(say("column_basis", language), names))
    sheet.set_column(0, 1, 40)
    for at, (key, label, value) in enumerate(basis_rows(answer, tables, language)):
        sheet.write_string(at, 0, label, writer.formats["head"])
        writer.write(sheet, (at, 1), "share" if key == "coverage" else "count", value)
    book.close()
    return out.getvalue()


class _Writer:
    """Writes cells by their kind."""

    def __init__(self, book: Any, answer: Any, language: Language) -> None:
        self.language: Language = language
        self.zone: str = answer.basis.zone
        currency = getattr(answer, "currency", "") or ""
        decimals = digits_of(currency) if currency else 2
        cents = f"0.{'0' * decimals}" if decimals else "0"
        shown = {
            "share": "0.0%",
            "money": f'#,##{cents} "{currency}"' if currency else f"#,##{cents}",
            "duration": "[h]:mm:ss",
            "time": "yyyy-mm-dd hh:mm:ss",
            "count": "General",
            "text": "@",
        }
        self.formats = {kind: book.add_format({"num_format": code}) for kind, code in shown.items()}
        self.formats["head"] = book.add_format({"bold": True})

    def write(self, sheet: Any, place: tuple[int, int], kind: str, cell: Any) -> None:
        """One cell; nothing for a missing value."""
        if isinstance(cell, Figure):
            kind, cell = cell.kind, cell.value
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_string(*place, say("yes" if cell else "no", self.language))
        elif isinstance(cell, int | float | Decimal):
            number = float(cell) / _SECONDS_A_DAY if kind == "duration" else float(cell)
            sheet.write_number(*place, number, self.formats[kind])
        elif kind == "time":
            moment = datetime.fromisoformat(local_time(cell, self.zone))
            sheet.write_datetime(*place, moment, self.formats["time"])
        else:
            text = cell[self.language] if isinstance(cell, dict) else str(cell)
            sheet.write_string(*place, text, self.formats["text"])


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    name = title.translate(_FORBIDDEN)[:_SHEET_NAME]
    lower = [one.lower() for one in taken]
    number = 2
    while name.lower() in lower:
        end = f" {number}"
        name, number = name[: _SHEET_NAME - len(end)] + end, number + 1
    return name
