"""What is stored of people: how full each column is, which property names were sealed, which keys live for a day."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first, sql


class StoredBook:
    """Questions about the stored data themselves, for whoever has to answer for them."""

    def __init__(self, reader: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reader = reader

    def filled(self) -> dict[str, int]:
        """How many events carry something, by column of the event row; `events` is how many there are."""
        with self._reader() as cursor:
            result = cursor.execute(sql("filled"))
            names = [column[0] for column in result.description or ()]
            return dict(zip(names, result.fetchall()[0], strict=True))

    def properties(self) -> tuple[str, ...]:
        """Names of all properties that ever came and were not sealed."""
        with self._reader() as cursor:
            rows = cursor.execute("SELECT word FROM properties ORDER BY word").fetchall()
        return tuple(row[0] for row in rows)

    def sealed(self) -> int:
        """How many sealed originals there are."""
        with self._reader() as cursor:
            count: int = first(cursor, "SELECT count(*) FROM sealed")[0]
            return count

    def keys_called(self, prefix: str) -> NDArray[np.int64]:
        """Numbers of the anonymous keys whose word begins so."""
        query = "SELECT code FROM keys WHERE kind = 0 AND starts_with(word, $prefix)"
        with self._reader() as cursor:
            return cursor.execute(query, {"prefix": prefix}).fetchnumpy()["code"].astype(np.int64)
