"""The connections to one open events file: readers beside each other, and the moment when the file is put in its place anew."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from etappe.store.events.backup import copy_database
from etappe.store.events.database import open_database, storage_errors

PATIENCE = 5.0
"""Seconds that closing waits for readers: a connection that is just giving a cursor away refuses to be closed."""


class Connections:
    """Opens the file, hands out cursors, and swaps the file for a clean copy while nobody reads."""

    def __init__(self, path: Path, memory_mb: int, threads: int) -> None:
        self._path = path
        self._settings = (memory_mb, threads)
        self._change = threading.Condition()
        self._reading = 0
        self._swapping = False
        self._mine = threading.local()
        self._connection = open_database(path, memory_mb, threads)
        # Now that the file is known to be nobody else's: what a rewriting that was killed has left.
        for left in path.parent.glob(f"{path.name}.fresh*"):
            left.unlink()

    def cursor(self) -> Connection:
        """A cursor that its owner closes."""
        return self._connection.cursor()

    def close(self) -> None:
        """Close the file, once who reads has finished (or has taken too long)."""
        with self._change:
            self._change.wait_for(lambda: self._reading == 0, PATIENCE)
            self._connection.close()

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """A cursor of its own: it sees what was committed when its query began and blocks nobody."""
        with storage_errors(self._path):
            self._begin()
            try:
                cursor = self._connection.cursor()
                try:
                    yield cursor
                finally:
                    cursor.close()
            finally:
                self._end()

    def reopened(self) -> Connection:
        """Open the file anew after the database shut itself; returns a cursor for the writer."""
        with self._change:
            self._connection.close()
            self._connection = open_database(self._path, *self._settings)
            return self._connection.cursor()

    def rewritten(self, writing: Connection) -> Connection:
        """Copy what is there into a new file and put it in the place of the old: no deleted byte is left.

        `writing` is the writer's cursor, which is closed; returns its successor. Readers of now finish first.
        """
        fresh = self._path.with_name(self._path.name + ".fresh")
        fresh.unlink(missing_ok=True)
        copy_database(writing, fresh)
        with self._change:
            self._swapping = True
            self._change.wait_for(lambda: self._reading == 0)
            try:
                writing.close()
                self._connection.close()
                fresh.replace(self._path)
                self._path.with_name(self._path.name + ".wal").unlink(missing_ok=True)
            finally:
                fresh.unlink(missing_ok=True)
                self._connection = open_database(self._path, *self._settings)
                self._swapping = False
                self._change.notify_all()
            return self._connection.cursor()

    def _begin(self) -> None:
        """Wait for a swap that runs, unless this thread reads already: the swap waits for it."""
        deep = getattr(self._mine, "deep", 0)
        with self._change:
            if not deep:
                self._change.wait_for(lambda: not self._swapping)
            self._reading += 1
        self._mine.deep = deep + 1

    def _end(self) -> None:
        self._mine.deep -= 1
        with self._change:
            self._reading -= 1
            self._change.notify_all()
