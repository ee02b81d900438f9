"""Sources: a file opened for import: a sample of it, and its rows in pieces, always the same ones."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.base.errors import BadInput
from etappe.collect.csv_repair import Malformed
from etappe.collect.csv_rows import csv_pieces
from etappe.collect.dialect import find_dialect, sample_rows
from etappe.collect.json_rows import json_pieces
from etappe.collect.mapping import MAY_MISS, FileMapping
from etappe.collect.sample import Sample, json_sample
from etappe.collect.survey import Survey
from etappe.collect.text import utf8_blocks
from etappe.store.files import CsvRows, FileEngine, JsonLines, ParquetRows, Relation

_SAMPLE_ROWS = 4000
_SAMPLE_RUNS = 20


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """Some rows of a file, ready for the engine."""

    relation: Relation
    rows: int
    done: int
    """Rows of the file up to the end of this piece."""
    lines: NDArray[np.int64] | None = None
    """Line on which each row begins, by row number minus `first`."""
    first: int = 0
    malformed: tuple[Malformed, ...] = ()

    def line_of(self, row: int) -> int:
        """Where a person finds the row: its line in a text, else its number, both from 1."""
        return int(self.lines[row - self.first]) if self.lines is not None else row + 1


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or the result of a SELECT over several, opened for reading."""

    name: str
    path: Path
    digest: str
    size: int
    words: str
    """What was recognised: 'CSV, semicolon, 9 columns, Windows-1252'."""
    sample: Sample
    rows: int | None
    pieces: Callable[[], Iterator[SourcePiece]]
    left_out: Callable[[], Mapping[str, int]] = dict
    """Reason → lines that are no events by rule, known once all pieces were read."""

    @property
    def types(self) -> Mapping[str, str]:
        """Flat columns with their SQL types; empty for JSON."""
        return self.sample.types


def open_source(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """Open one surveyed file. Raises BadInput if nothing in it fits together."""
    openers = {"csv": _csv, "jsonl": _json_lines, "json": _json, "parquet": _parquet}
    source = openers[found.format](found, mapping, engine, temp, batch_rows)
    return (
        _in_sequence(source, mapping.sequence, engine, temp, batch_rows)
        if mapping.sequence
        else source
    )


def open_select(
    found: list[Survey], mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """Run the mapping's SELECT over all files (each is a table of its name) and open the result."""
    staged = temp / "select.parquet"
    engine.stage_select(mapping.select, [one.path for one in found], staged)
    digest = sha256("".join([*(one.digest for one in found), mapping.select]).encode()).hexdigest()
    name = ", ".join(one.path.name for one in found)
    result = replace(found[0], path=staged, digest=digest, format="parquet")
    source = _parquet(result, mapping, engine, temp, batch_rows)
    size = sum(one.size for one in found)
    source = replace(
        source, name=name, size=size, words=f"SELECT over {len(found)} files, {source.words}"
    )
    return (
        _in_sequence(source, mapping.sequence, engine, temp, batch_rows)
        if mapping.sequence
        else source
    )


def _csv(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
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


def _json_lines(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
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


def _json(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
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
    pieces = _parquet_pieces(staged, total, batch_rows, as_json=True, staged=True)
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


def _parquet(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
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
    pieces = _parquet_pieces(found.path, total, batch_rows, as_json)
    words = f"Parquet, {len(columns)} columns"
    return Source(
        found.path.name, found.path, found.digest, found.size, words, sample, total, pieces
    )


def _parquet_pieces(
    path: Path, total: int, batch_rows: int, as_json: bool, staged: bool = False
) -> Callable[[], Iterator[SourcePiece]]:
    def pieces() -> Iterator[SourcePiece]:
        for first in range(0, total, batch_rows):
            done = min(first + batch_rows, total)
            yield SourcePiece(
                ParquetRows(path, first, done, as_json, staged), done - first, done, None, first
            )

    return pieces


def _in_sequence(
    source: Source, column: str, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """The same rows, sorted by `column`; they keep their numbers and lines."""
    if not source.sample.has(column):
        raise BadInput(
            f"{source.path}: has no column {column!r} (for --sequence).",
            next_step=f"Columns: {', '.join(source.sample.columns[:20])}.",
            field="sequence",
        )
    parts: list[Path] = []
    lines: list[NDArray[np.int64]] = []
    malformed: list[Malformed] = []
    for number, piece in enumerate(source.pieces()):
        parts.append(temp / f"unsorted-{number}.parquet")
        engine.stage_piece(piece.relation, parts[-1])
        malformed += piece.malformed
        if piece.lines is not None:
            lines.append(piece.lines)
    staged = temp / "sorted.parquet"
    engine.stage_sorted(parts, column, staged)
    for part in parts:
        part.unlink()
    total = engine.row_count(staged)
    sorted_pieces = _parquet_pieces(staged, total, batch_rows, source.sample.is_json, staged=True)
    all_lines = np.concatenate(lines) if lines else None

    def pieces() -> Iterator[SourcePiece]:
        for piece in sorted_pieces():
            bad = tuple(malformed) if piece.done <= batch_rows else ()
            yield replace(piece, lines=all_lines, first=0, malformed=bad)

    return replace(source, pieces=pieces, rows=total, words=f"{source.words}, in order of {column}")
