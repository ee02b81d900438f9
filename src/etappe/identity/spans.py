"""Key spans: which person a key belongs to, from which moment on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONG_AGO = -(2**62)
"""From when on a key's first span holds."""


@dataclass(frozen=True, slots=True)
class KeySpans:
    """From `from_us[i]` on, `key[i]` is `person[i]`, until the key's next span. Sorted by key, from_us.

    Every key has at least one span; a key's first span holds for all times before it too.
    """

    key: NDArray[np.int32]
    from_us: NDArray[np.int64]
    person: NDArray[np.int32]

    @property
    def keys(self) -> int:
        """How many keys there are; they are numbered from 0."""
        return int(self.key[-1]) + 1 if len(self.key) else 0

    def person_of(self, key: NDArray[np.int32], time_us: NDArray[np.int64]) -> NDArray[np.int32]:
        """The person behind each row's key at the row's time; -1 where the key is -1."""
        if not len(self.key):
            return np.full(len(key), -1, np.int32)
        if len(self.key) == self.keys:
            return np.where(key >= 0, self.person[key], np.int32(-1))
        begins = np.flatnonzero(self.key[1:] != self.key[:-1]) + 1
        first = np.concatenate(([0], begins, [len(self.key)]))
        person = np.where(key >= 0, self.person[first[:-1][key]], np.int32(-1))
        for later in range(1, int(np.diff(first).max())):
            start, end = first[:-1][key] + later, first[1:][key]
            rows = np.flatnonzero((key >= 0) & (start < end))
            rows = rows[self.from_us[start[rows]] <= time_us[rows]]
            person[rows] = self.person[start[rows]]
        return person

    def keys_of(self, persons: NDArray[np.int32]) -> NDArray[np.int64]:
        """The keys that belong, at some time, to one of these persons; rising."""
        return np.unique(self.key[np.isin(self.person, persons)]).astype(np.int64)

    def with_new_keys(self, keys: int) -> "KeySpans":
        """The same, with keys up to number `keys` that nothing links: each is a person of its own."""
        new = np.arange(self.keys, keys, dtype=np.int32)
        if not len(new):
            return self
        return KeySpans(
            np.concatenate((self.key, new)),
            np.concatenate((self.from_us, np.full(len(new), LONG_AGO, np.int64))),
            np.concatenate((self.person, new)),
        )

    def changed_since(self, before: "KeySpans") -> NDArray[np.int32]:
        """The persons, as before and as now, whose keys are not what they were; rising."""
        keys = before.keys
        now = self.key < keys
        same = int(now.sum()) == len(before.key) and all(
            np.array_equal(mine[now], theirs)
            for mine, theirs in ((self.person, before.person), (self.from_us, before.from_us))
        )
        if same:
            return np.empty(0, np.int32)
        differs = np.zeros(keys, np.bool_)
        mine, theirs = (
            self._numbers(now, keys),
            before._numbers(np.ones(len(before.key), np.bool_), keys),
        )
        differs[mine != theirs] = True
        persons = (self.person[now][differs[self.key[now]]], before.person[differs[before.key]])
        return np.unique(np.concatenate(persons))

    def _numbers(self, rows: NDArray[np.bool_], keys: int) -> NDArray[np.uint64]:
        """By key a number that two keys share only if their spans are the same (but for one in 2^64)."""
        mixed = self.person[rows].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed += self.from_us[rows].astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        numbers = np.zeros(keys, np.uint64)
        np.add.at(numbers, self.key[rows], mixed)
        return numbers
