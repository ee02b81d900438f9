"""Keys: what people are known by, numbered as they first arrived."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import sql
from etappe.store.events.hashing import Hashing
from etappe.store.events.values import KEY_KINDS, KeyKind

Reader = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys at one moment; key i has kind KEY_KINDS[kind[i]] and came first with row first_seq[i]."""

    kind: NDArray[np.uint8]
    first_seq: NDArray[np.int64]
    _reader: Reader
    _hashing: Hashing

    def __len__(self) -> int:
        return len(self.kind)

    def word(self, key: int) -> str:
        """The key as sent; of an e-mail address or phone number only its salted hash is known."""
        return self.words(np.array([key], np.int64))[0]

    def words(self, keys: NDArray[np.int64]) -> list[str]:
        """The words of several keys, in the order asked."""
        with self._reader() as cursor:
            return words_of_keys(cursor, keys)

    def marks(self, keys: NDArray[np.int64]) -> NDArray[np.uint64]:
        """A number for each key's word, which depends on the word alone: who it is by arrival shows nowhere."""
        query = "SELECT code, md5_number_lower(word) AS mark FROM keys WHERE code IN (SELECT unnest($codes))"
        with self._reader() as cursor:
            found = cursor.execute(query, {"codes": np.unique(keys).tolist()}).fetchnumpy()
        order = np.argsort(found["code"])
        at = order[np.searchsorted(found["code"], keys, sorter=order)]
        marks: NDArray[np.uint64] = found["mark"][at]
        return marks

    def find(self, word: str) -> list[int]:
        """Every key of any kind that is called so, strongest kind first; e-mail and phone by their hash."""
        spellings = {kind: self._hashing.kept(kind, word) for kind in KEY_KINDS}
        query = sql("find_keys")
        with self._reader() as cursor:
            rows = cursor.execute(query, {"words": list(set(spellings.values()))}).fetchall()
        return [code for code, kind, found in rows if spellings[_kind(kind)] == found]


def words_of_keys(cursor: Connection, keys: NDArray[np.int64]) -> list[str]:
    """Look the words of key numbers up; KeyError for a number that no key has."""
    query = "SELECT code, word FROM keys WHERE code IN (SELECT unnest($codes))"
    known = dict(cursor.execute(query, {"codes": np.unique(keys).tolist()}).fetchall())
    return [known[int(key)] for key in keys]


def kinds_and_words(cursor: Connection, keys: NDArray[np.int64]) -> list[tuple[KeyKind, str]]:
    """Kind and word of key numbers, in the order asked; KeyError for a number that no key has."""
    query = "SELECT code, kind, word FROM keys WHERE code IN (SELECT unnest($codes))"
    found = cursor.execute(query, {"codes": np.unique(keys).tolist()}).fetchall()
    known = {code: (_kind(kind), word) for code, kind, word in found}
    return [known[int(key)] for key in keys]


def search_keys(cursor: Connection, text: str, hashing: Hashing, most: int) -> NDArray[np.int64]:
    """Numbers of the keys that begin with the text (in any case), or are this e-mail address or phone number."""
    given = {
        "text": text.lower(),
        "email": hashing.email(text),
        "phone": hashing.phone(text),
        "most": most,
    }
    return np.array(
        [row[0] for row in cursor.execute(sql("search_keys"), given).fetchall()], np.int64
    )


def _kind(code: int) -> KeyKind:
    return KEY_KINDS[code]
