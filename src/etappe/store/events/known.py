"""Known words: the numbers of what batches lately brought, so that a small batch asks the file next to nothing."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 50_000
"""Words remembered of each table; about 200 bytes each. A table that has more is learnt anew."""
AT_ONCE = 5_000


class KnownWords:
    """By table of an events file, words and their numbers. A number never changes while rows are only added.

    Whoever changes the tables in another way, or takes back a transaction in which words were learnt, calls `forget`.
    More than `at_once` words are not worth it: asking the file for all of them is as fast.
    """

    def __init__(self, most: int = MOST, at_once: int = AT_ONCE) -> None:
        self._most, self.at_once = most, min(most, at_once)
        self._tables: dict[str, dict[Hashable, int]] = {}

    def codes(self, table: str, words: Sequence[Hashable]) -> NDArray[np.int64]:
        """The number of each word, -1 where it is not known here: the file may have it."""
        known = self._tables.get(table)
        if not known:
            return np.full(len(words), -1, np.int64)
        return np.fromiter((known.get(word, -1) for word in words), np.int64, len(words))

    def learn(self, table: str, words: Sequence[Hashable], codes: NDArray[np.int64]) -> None:
        """Remember words as the file has them."""
        known = self._tables.setdefault(table, {})
        if len(known) + len(words) > self._most:
            known.clear()
        known.update(zip(words, codes.tolist(), strict=True))

    def forget(self) -> None:
        """Know nothing any more."""
        self._tables.clear()
