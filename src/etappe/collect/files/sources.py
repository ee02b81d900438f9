"""Sources: opens a surveyed file, or a SELECT over several, in the order of the file or of a column."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.base.errors import BadInput
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.files.csv_repair import Malformed
from etappe.collect.files.openers import (
    open_csv,
    open_json,
    open_json_lines,
    open_parquet,
    parquet_pieces,
)
from etappe.collect.files.source import Source, SourcePiece
from etappe.collect.files.survey import Survey
from etappe.store.files import FileEngine


def open_source(
    found: Survey, mapping: FileMapping, engine: FileEngine, temp: Path, batch_rows: int
) -> Source:
    """Open one surveyed file. Raises BadInput if nothing in it fits together."""
    openers = {
        "csv": open_csv,
        "jsonl": open_json_lines,
        "json": open_json,
        "parquet": open_parquet,
    }
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
    source = open_parquet(result, mapping, engine, temp, batch_rows)
    size = sum(one.size for one in found)
    source = replace(
        source, name=name, size=size, words=f"SELECT over {len(found)} files, {source.words}"
    )
    return (
        _in_sequence(source, mapping.sequence, engine, temp, batch_rows)
        if mapping.sequence
        else source
    )


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
    sorted_pieces = parquet_pieces(staged, total, batch_rows, source.sample.is_json, staged=True)
    all_lines = np.concatenate(lines) if lines else None

    def pieces() -> Iterator[SourcePiece]:
        for piece in sorted_pieces():
            bad = tuple(malformed) if piece.done <= batch_rows else ()
            yield replace(piece, lines=all_lines, first=0, malformed=bad)

    return replace(source, pieces=pieces, rows=total, words=f"{source.words}, in order of {column}")
