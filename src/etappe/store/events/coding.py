"""Coding: columns in memory become numbers and their distinct words, so that each word is looked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Words = NDArray[Any]


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """A column of words: `codes` by row, 0 for none; code i + 1 is `words[i]`.

    Whoever has its words numbered already hands such a column to `EventStore.append`: nothing is looked up.
    """

    codes: Codes
    words: Words

    def __len__(self) -> int:
        return len(self.codes)

    def plain(self) -> Words:
        """The column as words and None, one a row."""
        return np.concatenate((np.full(1, None, object), self.words))[self.codes]

    def ordered(self) -> "CodedColumn":
        """The same column with the words it uses alone, in order of first appearance."""
        first = self._rows()
        used = np.flatnonzero(first >= 0)
        turn = used[np.argsort(first[used])]
        table = np.zeros(len(self.words) + 1, np.int64)
        table[turn + 1] = np.arange(1, len(turn) + 1)
        return CodedColumn(table[self.codes], self.words[turn])

    def firsts(self) -> Codes:
        """The row in which each word first stands; all stand somewhere."""
        return self._rows()

    def replaced(self, words: Sequence[str | None]) -> "CodedColumn":
        """The column with other words in the place of its own; None makes none, equal ones become one."""
        new = coded(_objects(words))
        table = np.concatenate((np.zeros(1, np.int64), new.codes))
        return CodedColumn(table[self.codes], new.words)

    def _rows(self) -> Codes:
        first = np.full(len(self.words) + 1, -1, np.int64)
        # The last writing wins: backwards, that is the earliest row.
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        return first[1:]


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows with equal words in several columns: `codes` by row, 0 where none has a word.

    Group i + 1 first stands in row `firsts[i]`; groups are in order of first appearance.
    """

    codes: Codes
    firsts: Codes


def coded(values: "NDArray[Any] | CodedColumn") -> CodedColumn:
    """A column of str and None as codes, words in order of first appearance; an empty word is none."""
    if isinstance(values, CodedColumn):
        return values.ordered() if "" not in values.words else coded(values.plain())
    entries = values.tolist()
    distinct = dict.fromkeys(entries)
    distinct.pop(None, None)
    distinct.pop("", None)
    number: dict[str | None, int] = {word: place for place, word in enumerate(distinct, 1)}
    number |= {None: 0, "": 0}
    codes = np.fromiter(map(number.__getitem__, entries), np.int64, len(entries))
    return CodedColumn(codes, _objects(list(distinct)))


def grouped(columns: Sequence[tuple[Codes, int]]) -> Groups:
    """Rows grouped by several columns of codes, each with the number of its largest code."""
    if len(columns) == 1:
        (codes, largest) = columns[0]
        return Groups(codes, CodedColumn(codes, np.empty(largest, object)).firsts())
    key, size = np.zeros(len(columns[0][0]), np.int64), 1
    for codes, largest in columns:
        if size * (largest + 1) >= 2**62:
            key, size = _compact(key)
        key, size = key * (largest + 1) + codes, size * (largest + 1)
    return _by_appearance(key)


def _by_appearance(key: Codes) -> Groups:
    """Equal keys as one group; key 0 is none."""
    keys, firsts, inverse = np.unique(key, return_index=True, return_inverse=True)
    none = int(len(keys) > 0 and keys[0] == 0)
    turn = np.argsort(firsts[none:], kind="stable")
    number = np.zeros(len(keys), np.int64)
    number[none:][turn] = np.arange(1, len(turn) + 1)
    return Groups(number[inverse], firsts[none:][turn])


def _compact(key: Codes) -> tuple[Codes, int]:
    keys, inverse = np.unique(key, return_inverse=True)
    # Number 0 stays that of key 0: all columns so far without a word.
    number = inverse + int(len(keys) > 0 and keys[0] != 0)
    return number, int(number.max(initial=0)) + 1


def _objects(words: Sequence[str | None]) -> Words:
    made = np.empty(len(words), object)
    made[:] = words
    return made
