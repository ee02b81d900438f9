"""Rehashing: hashes of e-mail addresses and phone numbers are made anew from the sealed originals, because the secret
or the country that numbers are read in has changed."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first, sql
from etappe.store.events.hashing import HASHED, Hashing
from etappe.store.events.numbering import given
from etappe.store.events.sealing import Vault, words_of_sealed
from etappe.store.events.values import KEY_KINDS

_PHONE = KEY_KINDS.index("phone")


@dataclass(frozen=True, slots=True)
class Rehashed:
    """`changed`: keys with their new word by kind; `lost` keys have no original: with another secret nothing that
    arrives finds them again, with another country only what is written as before.

    `renamed`: (kind code, old word, new word) of all of them, for who keeps words too. A word may have two new ones:
    that of its key, and that of an older key which turned out to be the same number.
    """

    changed: int
    lost: int
    renamed: tuple[tuple[int, str, str], ...]


def rehash(
    connection: Connection, before: Hashing, hashing: Hashing, vault: Vault | None
) -> Rehashed:
    """Give every hashed key its word anew, in the caller's transaction. Another country changes phone numbers alone.

    Keys keep their numbers: of several that are one phone number now, the oldest has its word from then on, and a link
    says that the others are the same number.
    """
    secret = hashing.salt != before.salt
    kinds = [KEY_KINDS.index(kind) for kind in (HASHED if secret else ("phone",))]
    rows = connection.execute(
        # What was forgotten has no hash any more but words of its own.
        "SELECT code, kind, word FROM keys WHERE list_contains($kinds, kind) AND NOT starts_with(word, '(') ORDER BY code",
        {"kinds": kinds},
    ).fetchall()
    codes = np.array([code for code, _, _ in rows], np.int64)
    originals = words_of_sealed(connection, codes, vault) if vault else {}
    words, same = _new_words(rows, originals, hashing, secret=secret)
    if rows:
        _write(connection, codes, [words[code] for code in codes.tolist()])
        _link(connection, [code for code, kind, _ in rows if kind == _PHONE], originals, same)
    connection.execute("DELETE FROM hashing")
    connection.execute("INSERT INTO hashing VALUES ($mark)", {"mark": hashing.mark})
    renamed = [(kind, old, words[code]) for code, kind, old in rows]
    renamed += [(kind, old, words[same[code]]) for code, kind, old in rows if code in same]
    return Rehashed(len(originals), len(rows) - len(originals), tuple(renamed))


def read_mark(cursor: Connection) -> str:
    """The mark (`Hashing.mark`) of what the hashes were last made anew with; '' if they never were."""
    found = first(cursor, "SELECT mark FROM hashing LIMIT 1")
    return found[0] if found else ""


def _new_words(
    rows: Sequence[tuple[int, int, str]], originals: dict[int, str], hashing: Hashing, *, secret: bool
) -> tuple[dict[int, str], dict[int, int]]:  # fmt: skip
    """By key its new word; and of keys whose word an older one has, that older one."""
    words: dict[int, str] = {}
    same: dict[int, int] = {}
    owner: dict[tuple[int, str], int] = {}
    for code, kind, word in rows:
        if code in originals:
            new = hashing.kept(KEY_KINDS[kind], originals[code])
        else:
            new = _nobodys(word) if secret else word
        if (oldest := owner.setdefault((kind, new), code)) != code:
            same[code], new = oldest, _nobodys(word)
        words[code] = new
    return words, same


def _nobodys(word: str) -> str:
    """A word that no address has: who knows the old secret cannot guess its way back to one."""
    return hashlib.sha256(secrets.token_bytes(32) + word.encode()).hexdigest()


def _write(connection: Connection, codes: NDArray[np.int64], words: list[str]) -> None:
    column = np.empty(len(words), object)
    column[:] = words
    renamed: dict[str, NDArray[Any]] = {"code": codes.astype(np.int32), "word": column}
    with given(connection, "renamed", renamed):
        connection.execute(
            "UPDATE keys SET word = renamed.word::VARCHAR FROM renamed WHERE keys.code = renamed.code"
        )


def _link(
    connection: Connection, phones: Sequence[int], originals: dict[int, str], same: dict[int, int]
) -> None:
    told = {code: same[code] for code in phones if code in same}
    pairs = {
        "key": np.array(list(told), np.int32),
        "first": np.array(list(told.values()), np.int32),
    }
    anew = {"code": np.array([code for code in phones if code in originals], np.int32)}
    with given(connection, "same", pairs), given(connection, "anew", anew):
        for statement in sql("link_numbers").split(";\n"):
            connection.execute(statement)
