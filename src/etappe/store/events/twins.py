"""Twins: arriving rows that repeat the id of an event already there; the first wins, others are told apart."""

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import sql

Twins = tuple[NDArray[np.int64], NDArray[np.bool_]]
"""Places in the staged batch that repeat an id, rising, and whether their content differs from the first's."""


def find_twins(connection: Connection, suspects: NDArray[np.int64], since_us: int) -> Twins:
    """Which suspects (equal hash) truly repeat an id received since `since_us` or earlier in the batch."""
    if not len(suspects):
        return suspects, np.zeros(0, np.bool_)
    connection.register("suspects", {"place": suspects})
    try:
        connection.execute(sql("find_twins"), {"since": since_us})
    finally:
        connection.unregister("suspects")
    found = connection.execute(sql("compare_twins")).fetchnumpy()
    return found["place"].astype(np.int64), found["differs"].astype(np.bool_)


def drop_twins(connection: Connection) -> None:
    """Take the twins found last out of `staged`; the other rows move up."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE arrived AS "
        "SELECT * FROM arrived WHERE rowid NOT IN (SELECT place FROM twins) ORDER BY rowid"
    )
