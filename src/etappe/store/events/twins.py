"""Twins: arriving rows that repeat the id of an event already there; the first wins, others are told apart."""

from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.row import EVENT_COLUMNS
from etappe.store.events.database import sql
from etappe.store.events.rows import read_rows

_CONTENT = tuple(
    column.name for column in EVENT_COLUMNS if column.name not in ("occurred_at", "bot")
)

Twins = tuple[NDArray[np.int64], NDArray[np.bool_]]
"""Places in the staged batch that repeat an id, rising, and whether their content differs from the first's."""


def find_twins(connection: Connection, suspects: NDArray[np.int64], since_us: int) -> Twins:
    """Which suspects (equal hash) truly repeat an id received since `since_us` or earlier in the batch."""
    if not len(suspects):
        return suspects, np.zeros(0, np.bool_)
    given = {"places": suspects.tolist(), "since": since_us}
    found = connection.execute(sql("find_twins"), given).fetchall()
    staged = _staged_rows(
        connection, {place for place, _, _ in found} | {first for _, _, first in found}
    )
    stored = _stored_rows(connection, {seq for _, seq, _ in found if seq > 0})
    differs = [
        staged[place] != (stored[seq] if seq > 0 else staged[first]) for place, seq, first in found
    ]
    return np.array([row[0] for row in found], np.int64), np.array(differs, np.bool_)


def _staged_rows(connection: Connection, places: set[int]) -> dict[int, tuple[Any, ...]]:
    query = (
        f"SELECT place, occurred_us, {', '.join(_CONTENT)} "
        "FROM staged WHERE place IN (SELECT unnest($places))"
    )
    rows = connection.execute(query, {"places": sorted(places)}).fetchall()
    return {row[0]: row[1:] for row in rows}


def _stored_rows(connection: Connection, seqs: set[int]) -> dict[int, tuple[Any, ...]]:
    rows = read_rows(connection, np.array(sorted(seqs), np.int64))
    return {row["seq"]: (row["occurred_us"], *(row[column] for column in _CONTENT)) for row in rows}
