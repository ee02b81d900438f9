"""Coding: columns in memory become numbers and their distinct words, so that each word is looked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Words = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: `codes` by row, 0 for none; word i + 1 is `words[i]`, in order of first appearance."""

    codes: Codes
    words: Words

    def firsts(self) -> Codes:
        """The row in which each word first stands."""
        first = np.zeros(len(self.words) + 1, np.int64)
        # The last writing wins: backwards, that is the earliest row.
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        return first[1:]

    def replaced(self, words: Sequence[str | None]) -> "Coded":
        """The column with other words in the place of its own; None makes none, equal ones become one."""
        new = coded(_objects(words))
        table = np.concatenate((np.zeros(1, np.int64), new.codes))
        return Coded(table[self.codes], new.words)


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows with equal words in several columns: `codes` by row, 0 where none has a word.

    Group i + 1 first stands in row `firsts[i]`; groups are in order of first appearance.
    """

    codes: Codes
    firsts: Codes


def coded(values: NDArray[Any]) -> Coded:
    """A column of str and None as codes; an empty word is none."""
    entries = values.tolist()
    distinct = dict.fromkeys(entries)
    distinct.pop(None, None)
    distinct.pop("", None)
    number: dict[str | None, int] = {word: place for place, word in enumerate(distinct, 1)}
    number |= {None: 0, "": 0}
    codes = np.fromiter(map(number.__getitem__, entries), np.int64, len(entries))
    return Coded(codes, _objects(list(distinct)))


def grouped(columns: Sequence[tuple[Codes, int]]) -> Groups:
    """Rows grouped by several columns of codes, each with the number of its largest code."""
    if len(columns) == 1:
        (codes, largest) = columns[0]
        return Groups(codes, Coded(codes, np.empty(largest, object)).firsts())
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
