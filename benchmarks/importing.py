"""Imports end to end: from a file to durable events, as `etappe import` does it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.shop import Bench, imported
from benchmarks.table import Row

BUDGETS = {"parquet": 400e3, "csv": 250e3}


def rows(bench: Bench) -> Iterator[Row]:
    """Each kind of file into a new data directory of its own."""
    for kind, budget in BUDGETS.items():
        file = bench.parquet if kind == "parquet" else bench.csv
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            took, events = imported(file, Path(folder) / "data")
        yield Row(f"import {kind}, events", budget, events / took.wall, "/s", True, took.cpu)
