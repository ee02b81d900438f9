"""Data keys: one random key for each key of a person, wrapped by the shop's master secret. What it sealed cannot be
read once it is destroyed.

Identity keys are numbered as they arrive, so that those of an import stand side by side: their data keys lie in pages
of 64, and a page is wrapped, written and read as one.
"""

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

from etappe.store.records.engine import Records

_pages = Table(
    "data_key_pages",
    MetaData(),
    Column("page", Integer, primary_key=True),
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
_SIZE = 32
PAGE = 64
_NONE = bytes(_SIZE)
_EMPTY = bytes(PAGE * _SIZE)
_AT_ONCE = 5_000
_REMEMBERED = 4_000
"""Pages in memory: 8 MB."""


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
                fresh = os.urandom(_SIZE * len(missing))
                new = {
                    number: fresh[place * _SIZE : (place + 1) * _SIZE]
                    for place, number in enumerate(missing)
                }
                self._put(new)
                found |= new
            return found

    def known(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """Those of these identity keys that have a data key."""
        with self._guard:
            return self._found(set(numbers))

    def destroy(self, numbers: Sequence[int]) -> int:
        """Destroy data keys; how many there were. The bytes leave the file with the next `Records.rewrite`."""
        with self._guard:
            gone = self._found(set(numbers)).keys()
            if gone:
                self._put(dict.fromkeys(gone, _NONE))
            return len(gone)

    def wrapped(self, name: str, secret: bytes) -> bytes:
        """A secret of another kind, wrapped by the same master secret and bound to its name."""
        nonce = secrets.token_bytes(_NONCE)
        with self._guard:
            return nonce + self._opened_master().encrypt(nonce, secret, name.encode())

    def unwrapped(self, name: str, sealed: bytes) -> bytes:
        """What `wrapped` was given under that name."""
        with self._guard:
            return self._opened_master().decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())

    def _found(self, wanted: set[int]) -> dict[int, bytes]:
        pages = self._pages({number // PAGE for number in wanted})
        found = {
            number: pages[number // PAGE][number % PAGE * _SIZE : number % PAGE * _SIZE + _SIZE]
            for number in wanted
        }
        return {number: key for number, key in found.items() if key != _NONE}

    def _pages(self, numbers: set[int]) -> dict[int, bytes]:
        """Pages as they are, of 64 keys each; one without any is empty."""
        pages = {number: self._known[number] for number in numbers & self._known.keys()}
        unread = sorted(numbers - pages.keys())
        if unread:
            master = self._opened_master()
            pages |= dict.fromkeys(unread, _EMPTY)
            with self._records.reading() as connection:
                for part in _parts(unread):
                    query = select(_pages).where(_pages.c.page.in_(part))
                    for row in connection.execute(query):
                        pages[row.page] = _unwrapped(master, row.page, bytes(row.wrapped))
            self._remember(pages)
        return pages

    def _put(self, keys: Mapping[int, bytes]) -> None:
        """Put these in the place of what there was, page by page, all or nothing."""
        master = self._opened_master()
        pages = self._pages({number // PAGE for number in keys})
        changed = {page: bytearray(content) for page, content in pages.items()}
        for number, key in keys.items():
            start = number % PAGE * _SIZE
            changed[number // PAGE][start : start + _SIZE] = key
        pages = {page: bytes(content) for page, content in changed.items()}
        rows = [
            {"page": page, "wrapped": _wrapped(master, page, content)}
            for page, content in pages.items()
            if content != _EMPTY
        ]
        with self._records.writing() as connection:
            for part in _parts(list(pages)):
                connection.execute(delete(_pages).where(_pages.c.page.in_(part)))
            if rows:
                connection.execute(insert(_pages), rows)
        self._remember(pages)

    def _remember(self, pages: Mapping[int, bytes]) -> None:
        if len(self._known) + len(pages) > _REMEMBERED:
            self._known.clear()
        if len(pages) <= _REMEMBERED:
            self._known.update(pages)

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


def _wrapped(master: AESGCM, page: int, content: bytes) -> bytes:
    """A page on the disk: nonce, then sealed: which of its keys there are (64 bits), and these."""
    keys = [content[start : start + _SIZE] for start in range(0, len(content), _SIZE)]
    there = sum(1 << place for place, key in enumerate(keys) if key != _NONE)
    packed = there.to_bytes(PAGE // 8, "little") + b"".join(key for key in keys if key != _NONE)
    nonce = os.urandom(_NONCE)
    return nonce + master.encrypt(nonce, packed, _mark(page))


def _unwrapped(master: AESGCM, page: int, wrapped: bytes) -> bytes:
    packed = master.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _mark(page))
    there, keys = int.from_bytes(packed[: PAGE // 8], "little"), packed[PAGE // 8 :]
    content = bytearray(_EMPTY)
    for place in range(PAGE):
        if there >> place & 1:
            content[place * _SIZE : (place + 1) * _SIZE], keys = keys[:_SIZE], keys[_SIZE:]
    return bytes(content)


def _mark(page: int) -> bytes:
    return b"page %d" % page


def _parts(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
