"""The one place that opens an events file, migrates it and names what can go wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection as Connection

from etappe.base.errors import Busy, EtappeError, NewerData, StorageFault

MIGRATIONS: tuple[str, ...] = (
    "0001_events",
    "0002_imports_and_advertising",
    "0003_collector",
    "0004_identity",
    "0005_accounts",
    "0006_sealed",
    "0009_hashing",
    "0012_write_keys",
    "0014_sealed_before",
    "0015_account_decisions",
)
"""SQL files that make the schema, oldest first; a file's version is how many of them it has seen."""

_FULL = ("no space left", "disk full", "file too large", "error code 28", "could not write")


@cache
def sql(name: str) -> str:
    """The text of sql/<name>.sql."""
    return files("etappe.store.events").joinpath("sql", f"{name}.sql").read_text("utf-8")


def open_database(path: Path, memory_mb: int, threads: int) -> Connection:
    """Open (or create) the file and bring its schema up to date.

    Raises Busy when another process has it, NewerData when a newer Etappe wrote it, StorageFault else.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb}MB",
        "threads": threads,
    }
    with storage_errors(path):
        connection = duckdb.connect(str(path), config=settings)
    try:
        with storage_errors(path):
            # Scans and inserts keep row order: seq is the row order of the batch.
            connection.execute("SET preserve_insertion_order = true")
            migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: Connection, path: Path, target: int = len(MIGRATIONS)) -> None:
    """Run the migrations the file lacks up to `target`, all in one transaction."""
    with transaction(connection):
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        version = first(connection, "SELECT coalesce(max(version), 0) FROM schema_version")[0]
        if version > len(MIGRATIONS):
            raise _newer(path, f"schema {version}, this Etappe knows {len(MIGRATIONS)}")
        for name in MIGRATIONS[version:target]:
            connection.execute(sql(f"migrations/{name}"))
        if version < target:
            connection.execute("DELETE FROM schema_version")
            connection.execute("INSERT INTO schema_version VALUES ($version)", {"version": target})


def first(
    connection: Connection, query: str, given: dict[str, Any] | None = None
) -> tuple[Any, ...]:
    """The first row of a query that always has one, or () of one that may have none.

    Fetches all: a connection with an unread rest refuses its next statement.
    """
    rows = connection.execute(query, given).fetchall()
    return tuple(rows[0]) if rows else ()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back on any error."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the database's own errors into ours, with the next step."""
    try:
        yield
    except EtappeError:
        raise
    except duckdb.Error as error:
        raise _named(path, error) from error


def is_fatal(error: BaseException) -> bool:
    """Whether the database has shut itself after this error and must be opened again."""
    return isinstance(error, duckdb.FatalException) or "has been invalidated" in str(error)


def _roll_back(connection: Connection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        # After a fatal error nothing is open any more; the first error is the one to tell.
        return


def _named(path: Path, error: duckdb.Error) -> EtappeError:
    text = str(error)
    lower = text.lower()
    if "set lock on file" in lower or "being used by another process" in lower:
        return Busy(
            f"{path}: another process has this shop's events open.",
            next_step="Stop the other command or server, or wait until it is done.",
        )
    if ("version number" in lower and "read" in lower) or "newer version" in lower:
        return _newer(path, "a newer file format")
    if isinstance(error, duckdb.OutOfMemoryException):
        return StorageFault(
            f"{path}: the memory given to the event store is too small for this step.",
            next_step="Give the event store more memory (setting memory_mb) and repeat; nothing was changed.",
        )
    if any(word in lower for word in _FULL):
        return StorageFault(
            f"{path}: could not be written, the disk is full or a limit is reached.",
            next_step="Make room on that disk and repeat; nothing was half-done.",
        )
    if "permission denied" in lower or "read-only" in lower or "cannot open file" in lower:
        return StorageFault(
            f"{path}: may not be read and written here ({_first_line(text)}).",
            next_step="Give the user that runs Etappe the right to write this folder and file.",
        )
    return StorageFault(
        f"{path}: the events file cannot be used ({_first_line(text)}).",
        next_step="If the file is damaged, restore the last backup: etappe restore.",
    )


def _newer(path: Path, what: str) -> NewerData:
    return NewerData(
        f"{path}: was written by a newer Etappe ({what}).",
        next_step="Update Etappe, then open it again; nothing was changed.",
    )


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "no reason given"
