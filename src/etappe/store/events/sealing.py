"""Sealing: e-mail addresses, phone numbers and personal properties as sent, kept so that nobody reads them without the
data key of the identity key they came with."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.consent import REFUSED
from etappe.events.parted import names_of
from etappe.store.events.coding import CodedColumn, Codes
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


@dataclass(frozen=True, slots=True)
class Originals:
    """Texts to be sealed, one an entry: for which identity key, of which event (WORD: the key's own word)."""

    key: Codes
    seq: Codes
    text: CodedColumn

    def of(self, which: NDArray[np.bool_]) -> "Originals":
        """Some of them."""
        text = CodedColumn(self.text.codes[which], self.text.words)
        return Originals(self.key[which], self.seq[which], text)


def allowed_words(words: Sequence[str], vault: Vault) -> NDArray[np.bool_]:
    """By code of a coded consent column (0: nothing told): whether originals may be kept."""
    return np.array([vault.keeps_untold, *(word != REFUSED for word in words)], np.bool_)


def seal(connection: Connection, originals: Originals, vault: Vault) -> None:
    """Keep originals, sealed, in the caller's transaction. A key's word is kept as it first came."""
    wanted = originals.of(_unsealed(connection, originals))
    if not len(wanted.key):
        return
    rows: dict[str, NDArray[Any]] = {
        "key": wanted.key.astype(np.int32),
        "seq": wanted.seq,
        "cipher": _sealed(wanted, vault),
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


def _sealed(wanted: Originals, vault: Vault) -> NDArray[Any]:
    """Each text under the data key of its identity key; the same text of one key is sealed once."""
    size = len(wanted.text.words) + 1
    pairs, place = np.unique(wanted.key * size + wanted.text.codes, return_inverse=True)
    numbers, texts = np.divmod(pairs, size)
    keys = vault.made(numbers.tolist())
    told = [word.encode() for word in wanted.text.words[texts - 1].tolist()]
    fresh = os.urandom(_NONCE * len(pairs))
    nonces = [fresh[start : start + _NONCE] for start in range(0, len(fresh), _NONCE)]
    made = np.empty(len(pairs), object)
    last = -1
    # By key: its cipher is made once and let go of, for half of the work is the making.
    for turn, number in enumerate(numbers.tolist()):
        if number != last:
            last, mark, encrypt = number, b"%d" % number, AESGCM(keys[number]).encrypt
        nonce = nonces[turn]
        made[turn] = nonce + encrypt(nonce, told[turn], mark)
    sealed: NDArray[Any] = made[place]
    return sealed


def _unsealed(connection: Connection, originals: Originals) -> NDArray[np.bool_]:
    """Which of the originals are to be kept: of words the first of each key that has none yet."""
    wanted: NDArray[np.bool_] = originals.seq != WORD
    asked, places = np.unique(originals.key[~wanted], return_index=True)
    if len(asked):
        with given(connection, "asked", {"key": asked.astype(np.int32)}):
            query = "SELECT key FROM sealed WHERE seq = -1 AND key IN (SELECT key FROM asked)"
            known = connection.execute(query).fetchnumpy()["key"]
        fresh = ~np.isin(asked, known)
        wanted[np.flatnonzero(~wanted)[places[fresh]]] = True
    return wanted


def _note_names(connection: Connection, sealed: Originals) -> None:
    codes = np.unique(sealed.text.codes[sealed.seq != WORD])
    names = sorted(names_of(sealed.text.words[codes - 1].tolist()))
    if names:
        with given(connection, "sealed_names", {"word": np.array(names, object)}):
            connection.execute(
                "INSERT INTO sealed_properties "
                "SELECT word FROM sealed_names ANTI JOIN sealed_properties USING (word)"
            )
