"""Data keys: one random key for each key of a person, wrapped by the shop's master secret. What it sealed cannot be
read once it is destroyed."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, delete, insert, select

from etappe.store.records.engine import Records

_data_keys = Table(
    "data_keys",
    MetaData(),
    Column("key", Integer, primary_key=True),
    Column("wrapped", LargeBinary),
)
secrets_table = Table(
    "secrets",
    MetaData(),
    Column("name", String, primary_key=True),
    Column("secret", LargeBinary),
)
_MASTER = "master"
_NONCE = 12
_AT_ONCE = 5_000
_REMEMBERED = 100_000


class DataKeys:
    """The data keys of one shop, by the number of the identity key they belong to. Safe from several threads.

    A data key belongs to an identity key and not to a person: a merge or a split of persons seals nothing anew.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._guard = Lock()
        self._known: dict[int, bytes] = {}
        self._master: AESGCM | None = None

    def made(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """The data keys of these identity keys, 32 bytes each; who has none gets one, kept before it is returned."""
        wanted = set(numbers)
        with self._guard:
            found = self._found(wanted)
            missing = sorted(wanted - found.keys())
            if missing:
                new = {number: secrets.token_bytes(32) for number in missing}
                self._keep(new)
                found |= new
            return found

    def known(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """Those of these identity keys that have a data key."""
        with self._guard:
            return self._found(set(numbers))

    def destroy(self, numbers: Sequence[int]) -> int:
        """Destroy data keys; how many there were. The bytes leave the file with the next `Records.rewrite`."""
        gone = 0
        with self._guard:
            with self._records.writing() as connection:
                for part in _parts(list(numbers)):
                    result = connection.execute(
                        delete(_data_keys).where(_data_keys.c.key.in_(part))
                    )
                    gone += result.rowcount
            for number in numbers:
                self._known.pop(number, None)
        return gone

    def _found(self, wanted: set[int]) -> dict[int, bytes]:
        found = {number: self._known[number] for number in wanted & self._known.keys()}
        unread = sorted(wanted - found.keys())
        if unread:
            master = self._opened_master()
            with self._records.reading() as connection:
                for part in _parts(unread):
                    query = select(_data_keys).where(_data_keys.c.key.in_(part))
                    for row in connection.execute(query):
                        sealed = bytes(row.wrapped)
                        found[row.key] = master.decrypt(
                            sealed[:_NONCE], sealed[_NONCE:], str(row.key).encode()
                        )
            self._remember(found)
        return found

    def _keep(self, new: Mapping[int, bytes]) -> None:
        master = self._opened_master()
        rows = []
        for number, key in new.items():
            nonce = secrets.token_bytes(_NONCE)
            wrapped = nonce + master.encrypt(nonce, key, str(number).encode())
            rows.append({"key": number, "wrapped": wrapped})
        with self._records.writing() as connection:
            connection.execute(insert(_data_keys), rows)
        self._remember(new)

    def _remember(self, keys: Mapping[int, bytes]) -> None:
        if len(self._known) + len(keys) > _REMEMBERED:
            self._known.clear()
        if len(keys) <= _REMEMBERED:
            self._known.update(keys)

    def _opened_master(self) -> AESGCM:
        if self._master is None:
            with self._records.writing() as connection:
                kept = connection.scalar(
                    select(secrets_table.c.secret).where(secrets_table.c.name == _MASTER)
                )
                if kept is None:
                    kept = secrets.token_bytes(32)
                    connection.execute(insert(secrets_table).values(name=_MASTER, secret=kept))
            self._master = AESGCM(bytes(kept))
        return self._master


def _parts(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
