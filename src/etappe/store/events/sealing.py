"""Sealing: e-mail addresses, phone numbers and personal properties as sent, kept so that nobody reads them without the
data key of the identity key they came with."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.consent import REFUSED
from etappe.store.events.numbering import given

WORD = -1
"""Stands for the arrival number where the word of the key itself is sealed."""
_NONCE = 12


class Vault(Protocol):
    """Where the data keys are kept (`etappe.store.records.DataKeys` behind it)."""

    @property
    def keeps_untold(self) -> bool:
        """Whether originals are kept where nothing is known of a consent."""

    def made(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """The data keys of these identity keys; who has none gets one."""

    def known(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """Those data keys that there are."""


class Original(NamedTuple):
    """One text to be sealed: for which identity key, of which event (WORD: the key's own word)."""

    key: int
    seq: int
    text: str


def allowed_words(words: Sequence[str], vault: Vault) -> NDArray[np.bool_]:
    """By code of a coded consent column (0: nothing told): whether originals may be kept."""
    return np.array([vault.keeps_untold, *(word != REFUSED for word in words)], np.bool_)


def seal(connection: Connection, originals: Sequence[Original], vault: Vault) -> None:
    """Keep originals, sealed, in the caller's transaction. A key's word is kept as it first came."""
    wanted = _unsealed(connection, originals)
    if not wanted:
        return
    ciphers = {number: AESGCM(key) for number, key in vault.made({o.key for o in wanted}).items()}
    made: dict[tuple[int, str], bytes] = {}
    sealed = np.empty(len(wanted), object)
    for place, one in enumerate(wanted):
        known = made.get((one.key, one.text))
        if known is None:
            nonce = os.urandom(_NONCE)
            told = one.text.encode()
            known = nonce + ciphers[one.key].encrypt(nonce, told, str(one.key).encode())
            made[one.key, one.text] = known
        sealed[place] = known
    rows: dict[str, NDArray[Any]] = {
        "key": np.array([one.key for one in wanted], np.int32),
        "seq": np.array([one.seq for one in wanted], np.int64),
        "cipher": sealed,
    }
    with given(connection, "sealing", rows):
        connection.execute("INSERT INTO sealed SELECT key, seq, cipher FROM sealing")
    _note_names(connection, wanted)


def words_of_sealed(cursor: Connection, keys: NDArray[np.int64], vault: Vault) -> dict[int, str]:
    """The words as sent of those keys that have one that can be read."""
    query = "SELECT key, seq, cipher FROM sealed WHERE seq = -1 AND key IN (SELECT unnest($asked))"
    asked = np.unique(keys).tolist()
    found = cursor.execute(query, {"asked": asked}).fetchall() if asked else []
    return {key: text for key, _, text in _opened(found, vault)}


def personal_of(cursor: Connection, seqs: Sequence[int], vault: Vault) -> dict[int, str]:
    """The sealed properties of those events that have some that can be read, as `parted` made them."""
    query = "SELECT key, seq, cipher FROM sealed WHERE seq IN (SELECT unnest($asked))"
    found = cursor.execute(query, {"asked": list(seqs)}).fetchall() if len(seqs) else []
    return {seq: text for _, seq, text in _opened(found, vault)}


def sealed_names(cursor: Connection) -> tuple[str, ...]:
    """Names of the properties that were ever sealed."""
    rows = cursor.execute("SELECT word FROM sealed_properties ORDER BY word").fetchall()
    return tuple(row[0] for row in rows)


def _opened(found: Sequence[tuple[Any, ...]], vault: Vault) -> Iterator[tuple[int, int, str]]:
    keys = vault.known({key for key, _, _ in found})
    ciphers = {number: AESGCM(key) for number, key in keys.items()}
    for key, seq, cipher in found:
        if key not in ciphers:
            continue
        sealed = bytes(cipher)
        try:
            text = ciphers[key].decrypt(sealed[:_NONCE], sealed[_NONCE:], str(key).encode())
        except InvalidTag:
            continue  # sealed with a data key that was destroyed
        yield key, seq, text.decode()


def _unsealed(connection: Connection, originals: Sequence[Original]) -> list[Original]:
    """The originals without words of keys that have one already."""
    words: dict[int, Original] = {}
    for one in originals:
        if one.seq == WORD:
            words.setdefault(one.key, one)
    if words:
        query = "SELECT key FROM sealed WHERE seq = -1 AND key IN (SELECT unnest($asked))"
        for (known,) in connection.execute(query, {"asked": list(words)}).fetchall():
            del words[known]
    return [*words.values(), *(one for one in originals if one.seq != WORD)]


def _note_names(connection: Connection, sealed: Sequence[Original]) -> None:
    texts = {one.text for one in sealed if one.seq != WORD}
    names = sorted(
        {pointer.rsplit("/", 1)[-1] for text in texts for pointer in msgspec.json.decode(text)}
    )
    if names:
        with given(connection, "sealed_names", {"word": np.array(names, object)}):
            connection.execute(
                "INSERT INTO sealed_properties "
                "SELECT word FROM sealed_names ANTI JOIN sealed_properties USING (word)"
            )
