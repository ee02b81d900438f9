"""The event ids of the last days as sorted runs of 64-bit hashes: 8 bytes an id, no Python set."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


class RecentIds:
    """A growing set of hashes. Runs double in size as they merge, so adding n costs n log n in all."""

    def __init__(self, hashes: Hashes | None = None) -> None:
        self._runs: list[Hashes] = []
        if hashes is not None and len(hashes):
            self._runs.append(np.sort(hashes))

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, hashes: Hashes) -> None:
        """Put the hashes of durable rows in; call it after the commit only."""
        if not len(hashes):
            return
        self._runs.append(np.sort(hashes))
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) > len(self._runs[-2]):
            last = self._runs.pop()
            # A stable sort of two sorted runs is one merge.
            self._runs[-1] = np.sort(np.concatenate((self._runs[-1], last)), kind="stable")

    def suspects(self, hashes: Hashes) -> NDArray[np.int64]:
        """Positions whose hash is known already or stands earlier in `hashes`, rising."""
        ordered = np.sort(hashes)
        known = np.zeros(len(ordered), np.bool_)
        for run in self._runs:
            at = np.searchsorted(run, ordered)
            at[at == len(run)] = 0
            known |= run[at] == ordered
        found = np.isin(hashes, ordered[known]) if known.any() else np.zeros(len(hashes), np.bool_)
        if (ordered[1:] == ordered[:-1]).any():
            order = np.argsort(hashes, kind="stable")
            found[order[1:][hashes[order[1:]] == hashes[order[:-1]]]] = True
        return np.flatnonzero(found)
