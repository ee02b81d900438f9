"""The cast of the store's tests: small batches of Jubelware's customers."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from etappe.events.row import EVENT_COLUMNS
from etappe.store.events import EventStore

SALT = b"jubelware"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)
NOON_US = int(NOON.timestamp()) * 1_000_000
MINUTE = 60_000_000


def opened(folder: Path) -> EventStore:
    return EventStore.open(folder / "events.duckdb", salt=SALT, memory_mb=256, threads=2)


def batch(*events: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Events as columns; an id, a time (a minute after the one before) and a name come by themselves."""
    rows = [
        {"event_id": f"e{place}", "occurred_at": NOON_US + place * MINUTE, "name": "view_item"}
        | dict(event)
        for place, event in enumerate(events)
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, Any] = {name: [row.get(name) for row in rows] for name in names}
    columns["occurred_at"] = np.array(columns["occurred_at"], np.int64)
    return columns


def many(rows: int, mark: str = "", **columns: Any) -> dict[str, Any]:
    """So many plain views with fresh ids."""
    return {
        "event_id": [f"{mark}{os.urandom(8).hex()}" for _ in range(rows)],
        "occurred_at": np.arange(rows, dtype=np.int64) + NOON_US,
        "name": ["view_item"] * rows,
    } | columns


def parquet(folder: Path, columns: Mapping[str, Any]) -> Path:
    """The same columns as a Parquet file, typed as the event row says."""
    path = folder / "batch.parquet"
    types = {column.name: column.type for column in EVENT_COLUMNS} | {"received_at": "TIMESTAMP"}
    connection = duckdb.connect()
    arrays = {
        name: values if isinstance(values, np.ndarray) else np.array(values, object)
        for name, values in columns.items()
    }
    connection.register("columns", arrays)
    chosen = ", ".join(
        "make_timestamp(occurred_at) AS occurred_at"
        if name == "occurred_at"
        else f"{name}::{types[name]} AS {name}"
        for name in arrays
    )
    connection.execute(f"COPY (SELECT {chosen} FROM columns) TO '{path}' (FORMAT parquet)")
    connection.close()
    return path
