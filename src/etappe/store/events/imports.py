"""Imports as the store remembers them: what came in, how far, and with which report."""

from datetime import UTC, datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from etappe.base.clock import now_us
from etappe.base.errors import NotFound
from etappe.store.events.database import first
from etappe.store.events.values import ImportRecord, ImportState

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def begin(
    connection: Connection, name: str, digest: str, mapping: str, rows: int | None
) -> ImportState:
    """A new import, or the one of the same digest and mapping with what it has done so far."""
    query = "SELECT id, rows_done, finished_us IS NOT NULL FROM imports WHERE digest = $digest AND mapping = $mapping"
    same = first(connection, query, {"digest": digest, "mapping": mapping})
    if same:
        return ImportState(*same)
    number: int = first(connection, "SELECT coalesce(max(id), 0) + 1 FROM imports")[0]
    connection.execute(
        "INSERT INTO imports VALUES ($id, $name, $digest, $mapping, $rows, 0, $now, NULL, '')",
        {
            "id": number,
            "name": name,
            "digest": digest,
            "mapping": mapping,
            "rows": rows,
            "now": now_us(),
        },
    )
    return ImportState(number, 0, False)


def finish(connection: Connection, import_id: int, report: str) -> None:
    """Close an import with its report. NotFound for an id that is none."""
    query = "UPDATE imports SET finished_us = $now, report = $report WHERE id = $id"
    changed = first(connection, query, {"now": now_us(), "report": report, "id": import_id})
    if changed != (1,):
        raise NotFound(f"There is no import {import_id}.", next_step="Begin the import first.")


def read(cursor: Connection) -> list[ImportRecord]:
    """All imports, oldest first."""
    result = cursor.execute("SELECT * FROM imports ORDER BY id")
    names = [column[0] for column in result.description or ()]
    return [_record(dict(zip(names, row, strict=True))) for row in result.fetchall()]


def _record(row: dict[str, Any]) -> ImportRecord:
    started, finished = row.pop("started_us"), row.pop("finished_us")
    return ImportRecord(
        **row,
        started_at=_moment(started),
        finished_at=None if finished is None else _moment(finished),
    )


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
