"""CSV repair: reads rows line by line where quotes do not add up, and loses as few of them as it can.

A quote inside an unquoted field is a plain character. A quoted field that goes on after its closing
quote spoils its line alone. A quote that is never closed spoils the line it stands on, not the file.
"""

import csv
import io
import re
from dataclasses import dataclass

from etappe.collect.files.dialect import Dialect

_MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that could not be read: the line it begins on, why, and the text as it stands."""

    line: int
    reason: str
    raw: str


def repair(
    data: bytes, dialect: Dialect, line: int, final: bool
) -> tuple[list[tuple[int, bytes]], list[Malformed], int]:
    """Rows as (line, clean bytes), the malformed ones, and how many bytes were used.

    If not `final`, a row that is still open at the end is left for the next block.
    """
    lines = data.split(b"\n")
    whole = len(lines) - 1  # what follows the last '\n' is no whole line yet
    rows: list[tuple[int, bytes]] = []
    malformed: list[Malformed] = []
    at, used = 0, 0
    while at < whole:
        taken, fields, reason = _record(lines, at, whole, dialect)
        if taken == 0:
            if not final and whole - at < _MOST_LINES:
                break
            taken = 1
        raw = b"\n".join(lines[at : at + taken])
        if raw and reason:
            malformed.append(Malformed(line + at, reason, raw.decode("utf-8", "replace")))
        elif raw and len(fields) != len(dialect.columns):
            wrong = f"{len(fields)} columns instead of {len(dialect.columns)}"
            malformed.append(Malformed(line + at, wrong, raw.decode("utf-8", "replace")))
        elif raw:
            rows.append((line + at, _written(fields, dialect)))
        used += len(raw) + 1
        at += taken
    return rows, malformed, used


def _record(
    lines: list[bytes], at: int, whole: int, dialect: Dialect
) -> tuple[int, list[str], str]:
    """The record that begins on line `at`: how many lines it takes (0: still open), fields, fault."""
    text = lines[at].decode("utf-8", "replace")
    if dialect.quote not in text:
        return 1, text.split(dialect.delimiter), ""
    for taken in range(1, min(_MOST_LINES, whole - at) + 1):
        if taken > 1:
            text += "\n" + lines[at + taken - 1].decode("utf-8", "replace")
        fields, state = _fields(text, dialect)
        if state == "done":
            return taken, fields, ""
        if state == "broken":
            # If it broke only on a later line, the quote of the first was never closed.
            return 1, [], "a quoted field goes on after its quote" if taken == 1 else _NEVER
    return 0, [], _NEVER


_NEVER = "a quote is never closed"


def _fields(text: str, dialect: Dialect) -> tuple[list[str], str]:
    quote, mark = re.escape(dialect.quote), re.escape(dialect.delimiter)
    closed = re.compile(f"{quote}((?:[^{quote}]|{quote}{quote})*){quote}(?={mark}|\\Z)")
    open_ = re.compile(f"{quote}(?:[^{quote}]|{quote}{quote})*\\Z")
    fields: list[str] = []
    at = 0
    while True:
        if text.startswith(dialect.quote, at):
            match = closed.match(text, at)
            if not match:
                return [], "open" if open_.match(text, at) else "broken"
            fields.append(match[1].replace(dialect.quote * 2, dialect.quote))
            at = match.end()
        else:
            end = text.find(dialect.delimiter, at)
            end = len(text) if end < 0 else end
            field = text[at:end]
            if "\n" in field:
                return [], "broken"
            fields.append(field)
            at = end
        if at >= len(text):
            return fields, "done"
        at += 1


def _written(fields: list[str], dialect: Dialect) -> bytes:
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator="\n"
    )
    writer.writerow(fields)
    return out.getvalue().encode("utf-8")
