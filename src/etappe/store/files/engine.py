"""The engine: one in-memory DuckDB that reads files with bounded memory and writes event batches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etappe.store.files.faults import named_faults
from etappe.store.files.fields import literal, quoted
from etappe.store.files.mapping_sql import event_columns, mapping_sql
from etappe.store.files.plan import EventPlan
from etappe.store.files.relations import CsvRows, ParquetRows, Relation
from etappe.store.files.staging import stage_json, stage_piece, stage_select, stage_sorted


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file and its SQL type."""

    name: str
    type: str

    @property
    def nested(self) -> bool:
        """Whether the column holds lists or structures."""
        return self.type.endswith("]") or self.type.startswith(("STRUCT", "MAP", "UNION", "JSON"))


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A source row that became no event: its number from 0, the reason, and its values as text."""

    row: int
    reason: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class MappedPiece:
    """What became of a piece: a Parquet file of `events` rows, and the rows that were rejected."""

    path: Path
    events: int
    rejected: tuple[RejectedRow, ...]
    rows_used: int
    """Source rows that made an event or were rejected; of the others no rule wanted any."""
    repeated: int
    """Rows dropped because an equal one came before (with `dedupe` alone)."""


class FileEngine:
    """Reads files and maps them. One thread at a time; close it, or use it in a with statement."""

    def __init__(self, temp: Path, *, zone: str = "UTC", memory_mb: int = 768) -> None:
        with named_faults():
            self._db = duckdb.connect(":memory:")
            # One thread: rows keep their order, joins give the same rows in the same order each time.
            for setting in (
                "SET threads=1",
                f"SET memory_limit='{memory_mb}MB'",
                f"SET temp_directory={literal(str(temp / 'spill'))}",
                f"SET TimeZone={literal(zone)}",
                "SET enable_progress_bar=false",
                "SET autoinstall_known_extensions=false",
            ):
                self._db.execute(setting)
            self._db.execute("CREATE TEMP TABLE row_hash (hash UBIGINT)")
            self._db.execute("CREATE TEMP TABLE seen (id VARCHAR)")

    def __enter__(self) -> "FileEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free memory and temporary files."""
        self._db.close()

    def columns(self, path: Path) -> tuple[FileColumn, ...]:
        """The columns of a Parquet file, in its order."""
        with named_faults(path):
            rows = self._db.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})")
            return tuple(FileColumn(row[0], row[1]) for row in rows.fetchall())

    def row_count(self, path: Path) -> int:
        """The rows of a Parquet file, from its footer."""
        with named_faults(path):
            rows = self._db.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})")
            return int(rows.fetchall()[0][0])

    def rows_as_text(self, relation: Relation) -> list[tuple[str | None, ...]]:
        """All rows of a small relation, each value as text: what a sample is made of."""
        with named_faults(relation.path):
            shown = "COLUMNS(* EXCLUDE (__row))"
            query = f"SELECT CAST({shown} AS VARCHAR) FROM ({relation.sql()})"
            return self._db.execute(query).fetchall()

    def map_piece(
        self, relation: Relation, types: Mapping[str, str], plan: EventPlan, out: Path
    ) -> MappedPiece:
        """Turn the rows of `relation` into events and write them to `out`, in row order.

        Args:
            relation: a run of source rows that fits into memory (some 250,000).
            types: its flat columns with their types; empty for JSON.
            plan: what the rows become.
            out: the Parquet file to write: a subset of EVENT_COLUMNS.
        """
        columns = ", ".join(map(quoted, event_columns(plan)))
        with named_faults(relation.path):
            rows = relation.sql()
            if len(plan.events) > 1:  # each rule reads the rows again
                self._db.execute(f"CREATE OR REPLACE TEMP TABLE piece AS {rows}")
                rows = "SELECT * FROM piece"
            select = mapping_sql(plan, rows, dict(types))
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE mapped AS {select}")
            rejected = self._rejected(relation)
            repeated = self._drop_seen(out) if plan.dedupe else 0
            self._db.execute(
                f"COPY (SELECT {columns} FROM mapped WHERE __reject IS NULL) TO {literal(str(out))} "
                "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"
            )
            several = len(plan.events) > 1 or bool(plan.rows) or plan.events[0].each != ""
            grouped = " GROUP BY __row" if several else ""
            value = "any_value(__hash)" if several else "__hash"
            self._db.execute(f"INSERT INTO row_hash SELECT {value} FROM mapped{grouped}")
            counts = self._db.execute(
                "SELECT count(*) FILTER (__reject IS NULL), count(DISTINCT __row) FROM mapped"
                if several
                else "SELECT count(*) FILTER (__reject IS NULL), count(*) FROM mapped"
            ).fetchall()[0]
        return MappedPiece(out, counts[0], rejected, counts[1], repeated)

    def _rejected(self, relation: Relation) -> tuple[RejectedRow, ...]:
        bad = self._db.execute(
            "SELECT __row, min(__reject) FROM mapped WHERE __reject IS NOT NULL GROUP BY __row ORDER BY __row"
        ).fetchall()
        if not bad:
            return ()
        shown = (
            "__bad"
            if not isinstance(relation, CsvRows | ParquetRows)
            else "COLUMNS(* EXCLUDE (__row))"
        )
        rows = self._db.execute(
            f"SELECT __row, CAST({shown} AS VARCHAR) FROM ({relation.sql()}) WHERE __row IN "
            "(SELECT __row FROM mapped WHERE __reject IS NOT NULL) ORDER BY __row"
        ).fetchall()
        values = {row[0]: tuple(row[1:]) for row in rows}
        return tuple(RejectedRow(row, reason, values[row]) for row, reason in bad)

    def _drop_seen(self, out: Path) -> int:
        """Keep the first of equal rows, of this piece and of all before."""
        before = self._db.execute("SELECT count(*) FROM mapped").fetchall()[0][0]
        self._db.execute(
            "CREATE OR REPLACE TEMP TABLE mapped AS SELECT * FROM mapped WHERE __reject IS NOT NULL OR "
            "event_id NOT IN (SELECT id FROM seen) "
            "QUALIFY __reject IS NOT NULL OR row_number() OVER (PARTITION BY event_id ORDER BY __row) = 1 "
            "ORDER BY __row, __sub, __rule"
        )
        self._db.execute("INSERT INTO seen SELECT event_id FROM mapped WHERE __reject IS NULL")
        return int(before - self._db.execute("SELECT count(*) FROM mapped").fetchall()[0][0])

    def take_repeated_rows(self) -> int:
        """How many rows since the last call are exact copies of another; forgets them."""
        with named_faults():
            found = self._db.execute(
                "SELECT count(*) - count(DISTINCT hash) FROM row_hash"
            ).fetchall()
            self._db.execute("TRUNCATE row_hash")
            return int(found[0][0])

    def stage_select(self, select: str, files: Sequence[Path], out: Path) -> None:
        """Write the rows of the user's own SELECT to Parquet; a file is a table named by its stem."""
        stage_select(self._db, select, files, out)

    def stage_json(self, path: Path, out: Path) -> None:
        """Write the documents of a JSON file (an array, or one document) to Parquet as `__json`."""
        stage_json(self._db, path, out)

    def stage_piece(self, relation: Relation, out: Path) -> None:
        """Write source rows as they are, with their numbers, to Parquet: to be sorted later."""
        stage_piece(self._db, relation, out)

    def stage_sorted(self, parts: Sequence[Path], order: str, out: Path) -> None:
        """Sort staged rows by a field (numbers as numbers), then by row, and write them to `out`."""
        stage_sorted(self._db, parts, order, out)
