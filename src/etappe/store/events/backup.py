"""Backup of a live events file: a copy through the database, of one moment, never of the file's bytes."""

from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from etappe.base.errors import Conflict
from etappe.store.events.database import first


def copy_database(cursor: Connection, path: Path) -> None:
    """Write everything committed so far into a new file at `path`. Conflict if there is one already."""
    if path.exists():
        raise Conflict(f"{path}: exists already.", next_step="Name a file that is not there yet.")
    half = path.with_name(path.name + ".part")
    for left in (half, half.with_name(half.name + ".wal")):
        left.unlink(missing_ok=True)
    [source] = first(cursor, "SELECT current_database()")
    target = str(half).replace("'", "''")
    cursor.execute(f"ATTACH '{target}' AS backup_copy")
    try:
        cursor.execute(f'COPY FROM DATABASE "{source}" TO backup_copy')
    except BaseException:
        cursor.execute("DETACH backup_copy")
        half.unlink(missing_ok=True)
        raise
    cursor.execute("DETACH backup_copy")
    half.rename(path)
