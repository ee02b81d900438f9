"""Spill: rows on their way to their shards, in files when there are many, so that memory stays constant."""

from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.journeys.rows import shard_of
from etappe.kernels.cut_rows import ROW, Rows


class Spill:
    """Rows by shard, in the order they were added. Without a folder they stay in memory."""

    def __init__(self, shards: int, folder: Path | None = None, name: str = "rows") -> None:
        self.shards = shards
        self._parts: list[list[Rows]] = [[] for _ in range(shards)]
        self._files = [
            (folder / f"{name}-{shard}.spill").open("wb+", buffering=0)
            for shard in range(shards)
            if folder
        ]

    def add(self, rows: Rows) -> None:
        """Deal rows out to the shards of their owners; their order is kept within a shard."""
        if not len(rows):
            return
        kernel = heavy("cut")
        bounds, order = kernel.dealt_order(shard_of(rows["owner"], self.shards), self.shards)
        self.put(kernel.taken(rows, order), bounds)

    def put(self, rows: Rows, bounds: NDArray[np.int64]) -> None:
        """Take in rows that lie by shard already."""
        for shard, (start, end) in enumerate(pairwise(bounds.tolist())):
            if self._files:
                self._files[shard].write(rows[start:end].view(np.uint8).data)
            elif end > start:
                self._parts[shard].append(rows[start:end])

    def take(self, shard: int) -> Rows:
        """All rows of one shard, not to be written to; they are gone from here afterwards."""
        if self._files:
            file = self._files[shard]
            empty = file.tell() == 0
            file.flush()
            rows = np.empty(0, ROW) if empty else np.asarray(np.memmap(file, ROW, mode="c"))
            _give_back(file)
            return rows
        parts, self._parts[shard] = self._parts[shard], []
        return np.concatenate(parts) if parts else np.empty(0, ROW)

    def close(self) -> None:
        """Give the files back."""
        for file in self._files:
            _give_back(file)


def _give_back(file: BinaryIO) -> None:
    """Close and remove a file; what is mapped of it stays until it is needed no more."""
    file.close()
    Path(file.name).unlink(missing_ok=True)
