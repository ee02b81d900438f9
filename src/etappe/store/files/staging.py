"""Staging: what cannot be read in row order at once is first written to Parquet in that order.

That is the user's own SELECT, JSON that is not one document a line, and rows in the order of a
sequence column.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from etappe.store.files.faults import named_faults
from etappe.store.files.fields import literal, quoted
from etappe.store.files.relations import JSON_BYTES, Relation, is_json


def stage_select(
    db: duckdb.DuckDBPyConnection, select: str, files: Sequence[Path], out: Path
) -> None:
    """Write the rows of the user's own SELECT to Parquet; each file is a table named by its stem."""
    with named_faults(what="The SELECT of the mapping file"):
        for file in files:
            name = file.name.split(".")[0]
            reader = _reader(file)
            db.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT * FROM {reader}")
        db.execute(f"COPY ({select.strip().rstrip(';')}) TO {literal(str(out))} (FORMAT parquet)")


def stage_json(db: duckdb.DuckDBPyConnection, path: Path, out: Path) -> None:
    """Write the documents of a JSON file (an array, or one document) to Parquet as `__json`."""
    with path.open("rb") as file:
        array = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    kind = "array" if array else "unstructured"
    with named_faults(path):
        db.execute(
            f"COPY (SELECT row_number() OVER () - 1 AS __row, json AS __json FROM read_json_objects("
            f"{literal(str(path))}, format='{kind}', maximum_object_size={JSON_BYTES})) "
            f"TO {literal(str(out))} (FORMAT parquet)"
        )


def stage_piece(db: duckdb.DuckDBPyConnection, relation: Relation, out: Path) -> None:
    """Write source rows as they are, with their numbers, to Parquet: to be sorted later."""
    with named_faults(relation.path):
        kept = "__row, __json" if is_json(relation) else "*"
        db.execute(
            f"COPY (SELECT {kept} FROM ({relation.sql()})) TO {literal(str(out))} (FORMAT parquet)"
        )


def stage_sorted(
    db: duckdb.DuckDBPyConnection, parts: Sequence[Path], order: str, out: Path
) -> None:
    """Sort staged rows by a field (numbers as numbers), then by row, and write them to `out`."""
    files = ", ".join(literal(str(part)) for part in parts)
    source = f"read_parquet([{files}])"
    with named_faults():
        names = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        path = literal("$." + ".".join(quoted(part) for part in order.split(".")))
        text = f"CAST({quoted(order)} AS VARCHAR)" if order in names else f"(__json ->> {path})"
        db.execute(
            f"COPY (SELECT * FROM {source} ORDER BY TRY_CAST({text} AS DOUBLE) NULLS LAST, {text} NULLS LAST, __row) "
            f"TO {literal(str(out))} (FORMAT parquet)"
        )


def _reader(file: Path) -> str:
    path = literal(str(file))
    suffixes = {suffix.lower() for suffix in file.suffixes}
    if suffixes & {".parquet", ".pq"}:
        return f"read_parquet({path})"
    if suffixes & {".json", ".jsonl", ".ndjson"}:
        return f"read_json({path}, maximum_object_size={JSON_BYTES})"
    return f"read_csv({path})"
