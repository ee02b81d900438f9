"""Rehashing: hashes of e-mail addresses and phone numbers are made anew with another secret, from the sealed originals."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first
from etappe.store.events.keys import hashed_email, hashed_phone
from etappe.store.events.numbering import given
from etappe.store.events.sealing import Vault, words_of_sealed

_HASHED = {2: hashed_phone, 3: hashed_email}
"""Kinds of keys that stand as hashes, by code."""


@dataclass(frozen=True, slots=True)
class Rehashed:
    """`changed`: keys with their new word by kind; `lost` keys have no original: nothing that arrives finds them again.

    `renamed`: (kind code, old word, new word) of all of them, for who keeps words too.
    """

    changed: int
    lost: int
    renamed: tuple[tuple[int, str, str], ...]


def rehash(connection: Connection, salt: bytes, vault: Vault | None) -> Rehashed:
    """Give every hashed key its word with the new secret, in the caller's transaction."""
    rows = connection.execute("SELECT code, kind, word FROM keys WHERE kind IN (2, 3)").fetchall()
    codes = np.array([code for code, _, _ in rows], np.int64)
    originals = words_of_sealed(connection, codes, vault) if vault else {}
    renamed = []
    for code, kind, word in rows:
        if code in originals:
            new = _HASHED[kind](originals[code], salt)
        else:
            # A word that no address has: who knows the old secret cannot guess its way back to one.
            new = hashlib.sha256(secrets.token_bytes(32) + word.encode()).hexdigest()
        renamed.append((kind, word, new))
    _write(connection, codes, [new for _, _, new in renamed])
    connection.execute("DELETE FROM hashing")
    connection.execute("INSERT INTO hashing VALUES ($mark)", {"mark": mark_of(salt)})
    return Rehashed(len(originals), len(rows) - len(originals), tuple(renamed))


def mark_of(salt: bytes) -> str:
    """A digest of a secret, by which it is known and not told."""
    return hashlib.blake2b(salt, digest_size=16, person=b"etappe mark").hexdigest()


def read_mark(cursor: Connection) -> str:
    """The mark of the secret that the hashes were last made anew with; '' if they never were."""
    found = first(cursor, "SELECT mark FROM hashing LIMIT 1")
    return found[0] if found else ""


def _write(connection: Connection, codes: NDArray[np.int64], words: list[str]) -> None:
    if not len(codes):
        return
    column = np.empty(len(words), object)
    column[:] = words
    renamed: dict[str, NDArray[Any]] = {"code": codes.astype(np.int32), "word": column}
    with given(connection, "renamed", renamed):
        connection.execute(
            "UPDATE keys SET word = renamed.word::VARCHAR FROM renamed WHERE keys.code = renamed.code"
        )
