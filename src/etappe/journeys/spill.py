"""Spill: rows on their way to their shards, in files when there are many, so that memory stays constant."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from etappe.base.heavy import heavy
from etappe.journeys.rows import shard_of
from etappe.kernels.cut_rows import ROW, Rows


class Spill:
    """Rows by shard, in the order they were added. Without a folder they stay in memory."""

    def __init__(self, shards: int, folder: Path | None = None, name: str = "rows") -> None:
        self.shards = shards
        self._parts: list[list[Rows]] = [[] for _ in range(shards)]
        self._files = [
            (folder / f"{name}-{shard}.spill").open("wb+") for shard in range(shards) if folder
        ]

    def add(self, rows: Rows) -> None:
        """Deal rows out to the shards of their owners; their order is kept within a shard."""
        if self.shards == 1:
            self._put(0, rows)
            return
        kernel = heavy("cut")
        bounds, order = kernel.dealt_order(shard_of(rows["owner"], self.shards), self.shards)
        rows = kernel.taken(rows, order)
        for number, (start, end) in enumerate(pairwise(bounds.tolist())):
            self._put(number, rows[start:end])

    def take(self, shard: int) -> Rows:
        """All rows of one shard; they are gone from here afterwards."""
        if self._files:
            file = self._files[shard]
            file.seek(0)
            rows = np.fromfile(file, ROW)
            file.truncate(0)
            return rows
        parts, self._parts[shard] = self._parts[shard], []
        return np.concatenate(parts) if parts else np.empty(0, ROW)

    def close(self) -> None:
        """Give the files back."""
        for file in self._files:
            file.close()
            Path(file.name).unlink(missing_ok=True)

    def _put(self, shard: int, rows: Rows) -> None:
        if self._files:
            rows.tofile(self._files[shard])
        elif len(rows):
            self._parts[shard].append(rows)
