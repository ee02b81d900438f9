"""Further columns by name: dictionary-coded, built from the store at first use and kept."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.base.errors import BadInput
from etappe.journeys.columns import Extra

WordsOf = Callable[[str], tuple[NDArray[np.uint32], tuple[str | None, ...]]]


@dataclass(slots=True)
class Extras:
    """The further columns of one moment's shards. All shards share one tuple of words a column.

    With a folder the codes are kept there as memory-mapped files, without one in memory.
    """

    words_of: WordsOf
    known: tuple[str, ...]
    seqs: Sequence[NDArray[np.uint32]] = ()
    folder: Path | None = None
    _columns: dict[str, list[Extra]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, shard: int, name: str) -> Extra:
        """The column of one shard. An unknown name raises BadInput that lists the known ones."""
        with self._lock:
            if name not in self._columns:
                self._columns[name] = self._build(name)
            return self._columns[name][shard]

    def _build(self, name: str) -> list[Extra]:
        try:
            codes, words = self.words_of(name)
        except KeyError as error:
            raise unknown_column(name, self.known) from error
        return [
            Extra(self._kept(codes[seq.astype(np.int64) - 1], name, shard), words)
            for shard, seq in enumerate(self.seqs)
        ]

    def _kept(self, codes: NDArray[np.uint32], name: str, shard: int) -> NDArray[np.uint32]:
        if self.folder is None or not len(codes):
            return codes
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}-{shard}"
        codes.tofile(path)
        return np.asarray(np.memmap(path, np.uint32, mode="r"))


def unknown_column(name: str, known: tuple[str, ...]) -> BadInput:
    """The error that names what can be asked for instead."""
    return BadInput(
        f"No column is called {name!r}.",
        next_step=f"Known: {', '.join(sorted(known))}.",
        field=name,
    )
