"""Openers: each kind of file as a source of pieces."""

from collections.abc import Callable, Iterator
from pathlib import Path

from etappe.base.errors import BadInput
from etappe.collect.columns.mapping import MAY_MISS, FileMapping
from etappe.collect.columns.sample import Sample, json_sample
from etappe.collect.files.csv_rows import csv_pieces
from etappe.collect.files.dialect import find_dialect, sample_rows
from etappe.collect.files.json_rows import json_pieces
from etappe.collect.files.source import Source, SourcePiece
from etappe.collect.files.survey import Survey
from etappe.collect.files.text import utf8_blocks
from etappe.store.files import CsvRows, FileEngine, JsonLines, ParquetRows

_SAMPLE_ROWS = 4000
_SAMPLE_RUNS = 20


def open_csv(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """Delimited text. Raises BadInput if no row of the sample is as wide as the header."""
    dialect = find_dialect(found, mapping.delimiter, mapping.quote, mapping.skip)
    rows = sample_rows(found, dialect)
    if not rows:
        raise BadInput(
            f"{found.path}: no row fits the header, which has {len(dialect.columns)} column(s) "
            f"separated by {dialect.words.split(',')[0]}: {found.head.splitlines()[dialect.skip][:120]!r}.",
            next_step="Say the delimiter in a mapping file: delimiter = ';'.",
            field="delimiter",
        )
    types = dict.fromkeys(dialect.columns, "VARCHAR")
    sample = Sample(
        dialect.columns, tuple(rows[:_SAMPLE_ROWS]), types, "," if dialect.delimiter == ";" else "."
    )

    def pieces() -> Iterator[SourcePiece]:
        first = 0
        path = temp / "piece.csv"
        for part in csv_pieces(utf8_blocks(found), dialect, batch_rows):
            path.write_bytes(part.data)
            relation = CsvRows(path, dialect.columns, dialect.delimiter, first, dialect.quote)
            done = first + len(part)
            yield SourcePiece(relation, len(part), done, part.lines, first, part.malformed)
            first = done

    words = f"{'TSV' if dialect.delimiter == chr(9) else 'CSV'}, {dialect.words}{_encoding(found)}"
    total = max((found.lines or 1) - 1 - dialect.skip, 0)
    return Source(
        found.path.name, found.path, found.digest, found.size, words, sample, total, pieces
    )


def _encoding(found: Survey) -> str:
    names = {
        "cp1252": "Windows-1252",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16",
    }
    text = f", {names[found.encoding]}" if found.encoding in names else ""
    text += ", UTF-8 with some foreign bytes" if found.replaced else ""
    return text + (", gzip" if found.zipped else "")


def open_json_lines(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """One JSON document a line."""
    texts = [
        line for text in (found.head, *found.spread) for line in text.split("\n") if line.strip()
    ]
    sample = _json_sample(texts[:_SAMPLE_ROWS], mapping, found.path)

    def pieces() -> Iterator[SourcePiece]:
        first = 0
        path = temp / "piece.jsonl"
        for data, lines in json_pieces(utf8_blocks(found), batch_rows):
            path.write_bytes(data)
            done = first + len(lines)
            yield SourcePiece(JsonLines(path, first), len(lines), done, lines, first)
            first = done

    words = f"JSON lines{_encoding(found)}"
    return Source(
        found.path.name, found.path, found.digest, found.size, words, sample, found.lines, pieces
    )


def _json_sample(texts: list[str], mapping: FileMapping, path: Path) -> Sample:
    sample = json_sample(texts)
    wanted = [name for name in mapping.rows if name]
    rows = next((name for name in wanted if name == "." or sample.has(name)), "")
    if wanted and not rows and mapping.rows[-1] != MAY_MISS:
        raise BadInput(
            f"{path}: has no array {wanted[0]!r} (rows of {mapping.name}).",
            next_step=f"Arrays: {', '.join(sample.arrays) or 'none'}.",
            field="rows",
        )
    if rows and rows != ".":
        sample = json_sample(texts, rows)
    if not sample.columns:
        inside = f" in {rows!r}" if rows else ""
        raise BadInput(
            f"{path}: no JSON object was found{inside}.",
            next_step='Check the file; a mapping\'s rows names the array of events: rows = "events".',
        )
    return sample


def open_json(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """A JSON array, or one document, of any size; it is staged as rows first."""
    plain, staged = temp / "document.json", temp / f"{found.digest[:8]}.parquet"
    with plain.open("wb") as file:
        for block in utf8_blocks(found):
            file.write(block)
    engine.stage_json(plain, staged)
    plain.unlink()
    total = engine.row_count(staged)
    texts = [
        row[0] or ""
        for row in engine.rows_as_text(ParquetRows(staged, 0, min(total, 500), True, True))
    ]
    sample = _json_sample(texts, mapping, found.path)
    pieces = parquet_pieces(staged, total, batch_rows, as_json=True, staged=True)
    return Source(
        found.path.name,
        found.path,
        found.digest,
        found.size,
        f"JSON{_encoding(found)}",
        sample,
        total,
        pieces,
    )


def open_parquet(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """Parquet; with nested columns each row is read as a JSON document."""
    columns = engine.columns(found.path)
    total = engine.row_count(found.path)
    if not total:
        raise BadInput(f"{found.path}: has no rows.", next_step="Export it again.")
    as_json = any(column.nested for column in columns)
    step, run = max(total // _SAMPLE_RUNS, 1), _SAMPLE_ROWS // _SAMPLE_RUNS
    starts = [0] if total <= _SAMPLE_ROWS else range(0, total, step)
    length = total if total <= _SAMPLE_ROWS else run
    rows = [
        row
        for at in starts
        for row in engine.rows_as_text(ParquetRows(found.path, at, at + length, as_json))
    ]
    if as_json:
        sample = _json_sample([row[0] or "" for row in rows], mapping, found.path)
    else:
        names = tuple(column.name for column in columns)
        sample = Sample(names, tuple(rows), {column.name: column.type for column in columns})
    pieces = parquet_pieces(found.path, total, batch_rows, as_json)
    words = f"Parquet, {len(columns)} columns"
    return Source(
        found.path.name, found.path, found.digest, found.size, words, sample, total, pieces
    )


def parquet_pieces(
    path: Path, total: int, batch_rows: int, as_json: bool, staged: bool = False
) -> Callable[[], Iterator[SourcePiece]]:
    """Runs of `batch_rows` rows; only their row groups are read."""

    def pieces() -> Iterator[SourcePiece]:
        for first in range(0, total, batch_rows):
            done = min(first + batch_rows, total)
            yield SourcePiece(
                ParquetRows(path, first, done, as_json, staged), done - first, done, None, first
            )

    return pieces
