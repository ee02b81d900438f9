"""Dialect: which delimiter, quote and header a delimited text has, found by trying on its first rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from etappe.base.errors import EmptyFile
from etappe.collect.files.survey import Survey

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_TRIED_ROWS = 200
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How rows and columns are told apart."""

    delimiter: str
    columns: tuple[str, ...]
    """The names of the header, made unique; a column without a name is 'column_3'."""
    quote: str = '"'
    backslash: bool = False
    """Quotes inside quotes are written \\" instead of doubled."""
    skip: int = 0
    """Lines before the header."""

    @property
    def words(self) -> str:
        """The dialect as a person reads it."""
        name = DELIMITERS.get(self.delimiter, repr(self.delimiter))
        return f"{name}, {len(self.columns)} columns"


def find_dialect(survey: Survey, delimiter: str = "", quote: str = "", skip: int = 0) -> Dialect:
    """Take what is given and find the rest. Raises BadInput if there is a header and nothing else."""
    head = survey.head.lstrip("\ufeff")
    for _ in range(skip):
        head = head.partition("\n")[2]
    if head.lower().startswith("sep="):  # a line that Excel writes for itself
        delimiter, skip, head = delimiter or head[4:5], skip + 1, head.partition("\n")[2]
    quote = quote or ('"' if head.count('"') >= 2 or head.count("'") < 2 else _single(head))
    may_be = "\\" + quote in head and quote * 2 not in head.replace("\\" + quote, "")
    tries = [delimiter] if delimiter else _by_name(survey.path)
    escapes = {mark: may_be and not _fits_doubled(head, mark, quote) for mark in tries}
    best = max(tries, key=lambda mark: _score(list(_rows(head, mark, quote, escapes[mark]))))
    backslash = escapes[best]
    rows = list(_rows(head, best, quote, backslash))
    if len(rows) < 2 and (survey.lines or 0) <= len(head.splitlines()):
        raise EmptyFile(
            f"{survey.path}: there is a header line and no rows below it.",
            next_step="Export it again with rows.",
        )
    return Dialect(best, _unique(rows[0]), quote, backslash, skip)


def _single(head: str) -> str:
    lines = head.split("\n", 20)[:20]
    fenced = sum(line.startswith("'") and line.rstrip().endswith("'") for line in lines if line)
    return "'" if fenced > len(lines) / 2 else '"'


def _by_name(path: Path) -> list[str]:
    first = "\t" if ".tsv" in path.name else ","
    return [first, *(mark for mark in DELIMITERS if mark != first)]


def _rows(head: str, delimiter: str, quote: str, backslash: bool) -> Iterator[list[str]]:
    reader = csv.reader(
        head.split("\n"),
        delimiter=delimiter,
        quotechar=quote,
        doublequote=not backslash,
        escapechar="\\" if backslash else None,
    )
    count = 0
    try:
        for row in reader:
            if row:
                yield row
                count += 1
            if count >= _TRIED_ROWS:
                return
    except csv.Error:
        return


def _fits_doubled(head: str, delimiter: str, quote: str) -> bool:
    """Whether all is well where quotes inside quotes are doubled, as RFC 4180 has it: then a backslash before a quote
    is the last sign of a cell ("C:\\")."""
    reader = csv.reader(head.split("\n"), delimiter=delimiter, quotechar=quote, strict=True)
    try:
        rows = [row for row in islice(reader, _TRIED_ROWS) if row]
    except csv.Error:
        return False
    return len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1


def _score(rows: list[list[str]]) -> tuple[float, int]:
    """Rows as wide as the header, then its width; one column is never convincing."""
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    width = len(rows[0])
    same = sum(len(row) == width for row in rows) / len(rows)
    return (same if same > 0.5 else same / 2), width


def _unique(header: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, word in enumerate(header, start=1):
        name = word.strip() or f"column_{number}"
        while name in names:
            name = f"{name}_{number}"
        names.append(name)
    return tuple(names)


def sample_rows(survey: Survey, dialect: Dialect) -> list[tuple[str | None, ...]]:
    """Rows from the head and from all over the file, those of another width left out."""
    width = len(dialect.columns)
    head = survey.head.lstrip("\ufeff")
    for _ in range(dialect.skip):
        head = head.partition("\n")[2]
    kept: list[tuple[str | None, ...]] = []
    for number, text in enumerate((head, *survey.spread)):
        rows = _rows(text, dialect.delimiter, dialect.quote, dialect.backslash)
        if number == 0:
            next(rows, None)
        kept += [tuple(cell.strip() or None for cell in row) for row in rows if len(row) == width]
    return kept
