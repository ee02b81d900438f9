"""Imports end to end: from a file to durable events, as `etappe import` does it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.shop import Bench, files, imported
from benchmarks.table import Row

MOST = 2_000_000
"""Events of the files at most: the cost of an event does not depend on how many there are."""
BUDGETS = {"parquet": 400e3, "csv": 250e3}


def rows(bench: Bench) -> Iterator[Row]:
    """Each kind of file into a new data directory of its own."""
    bench = files(min(bench.touches, MOST))
    for kind, budget in BUDGETS.items():
        file = bench.parquet if kind == "parquet" else bench.csv
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            took, events = imported(file, Path(folder) / "data")
        yield Row(f"import {kind}, events", budget, events / took.wall, "/s", True, took.cpu)
