"""Write keys: by which a browser or a server may send events to a shop, and nothing else."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, insert, select, update

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import BadInput, NotFound
from etappe.store.records.engine import Records

KeyKind = Literal["browser", "server"]
FIRST_KEY = "Shop"
"""What the key is called that every shop has from the beginning."""
NAME_LENGTH = 80
MOST_PER_SECOND = 1_000_000
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 24
_MARKS: dict[KeyKind, str] = {"browser": "b", "server": "s"}

_write_keys = Table(
    "write_keys",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("kind", String),
    Column("name", String),
    Column("secret", String),
    Column("digest", String),
    Column("per_second", Integer),
    Column("created_by", String),
    Column("created_us", BigInteger),
    Column("revoked_by", String),
    Column("revoked_us", BigInteger),
)


@dataclass(frozen=True, slots=True)
class WriteKey:
    """A key that sources send with. `key` is its text, '' for a server's: of that only a digest is kept.

    `per_second` is how many events it may send in a second; None: as many as the server takes.
    `signed` are the platforms whose webhooks must be signed to be taken with it.
    """

    id: int
    kind: KeyKind
    name: str
    key: str
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    per_second: int | None
    signed: tuple[str, ...] = ()


def shop_of(text: str) -> str:
    """The shop that a key's text names; '' if it is no key's text."""
    parts = text.split(".")
    return parts[1] if len(parts) == 3 and parts[0] in _MARKS.values() else ""


class WriteKeys:
    """The write keys of one shop. Safe to use from several threads.

    A key's text is `b.SHOP.RANDOM` (browser) or `s.SHOP.RANDOM` (server): who receives an event knows the shop
    before it has opened one. Keys in effect are kept in memory, because `check` is asked for every request;
    one process owns a shop, so they cannot change behind it.
    """

    def __init__(self, records: Records, shop: str) -> None:
        self._records = records
        self._shop = shop
        self._known: dict[str, WriteKey] | None = None

    def create(
        self, kind: KeyKind, name: str, by: str, per_second: int | None = None
    ) -> tuple[WriteKey, str]:
        """A new key and its text, which for a server can be shown this once only. BadInput names the field."""
        _check(kind, name, per_second)
        secret = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        row = {
            "kind": kind,
            "name": name.strip(),
            "secret": secret if kind == "browser" else "",
            "digest": _digest(kind, secret),
            "per_second": per_second,
            "created_by": by,
            "created_us": now_us(),
        }
        with self._records.writing() as connection:
            result = connection.execute(insert(_write_keys).values(row))
            number = int((result.inserted_primary_key or (0,))[0])
        self._known = None
        return self.one(number), self._text(kind, secret)

    def all(self) -> list[WriteKey]:
        """Every key there ever was, the oldest first."""
        query = select(_write_keys).order_by(_write_keys.c.id)
        with self._records.reading() as connection:
            return [self._key_of(row) for row in connection.execute(query)]

    def one(self, number: int) -> WriteKey:
        """The key of that number; NotFound."""
        keys = {key.id: key for key in self.all()}
        if number not in keys:
            raise NotFound(
                f"There is no write key {number}.",
                next_step=f"Known: {', '.join(map(str, keys)) or 'none'}.",
                field="key",
            )
        return keys[number]

    def revoke(self, number: int, by: str) -> WriteKey:
        """From now on nothing may be sent with the key. A key taken back before stays as it was."""
        if self.one(number).revoked_at is None:
            change = {"revoked_by": by, "revoked_us": now_us()}
            with self._records.writing() as connection:
                connection.execute(
                    update(_write_keys).where(_write_keys.c.id == number).values(change)
                )
        self._known = None
        return self.one(number)

    def check(self, text: str) -> WriteKey | None:
        """The key of that text; None if it is not this shop's, or was taken back."""
        mark, _, rest = text.partition(".")
        shop, _, secret = rest.rpartition(".")
        kind = next((kind for kind, known in _MARKS.items() if known == mark), None)
        if kind is None or shop != self._shop:
            return None
        known = self._known
        if known is None:
            known = self._known = self._in_effect()
        return known.get(_digest(kind, secret))

    def _in_effect(self) -> dict[str, WriteKey]:
        query = select(_write_keys).where(_write_keys.c.revoked_us.is_(None))
        with self._records.reading() as connection:
            return {row.digest: self._key_of(row) for row in connection.execute(query)}

    def _key_of(self, row: Any) -> WriteKey:
        return WriteKey(
            id=row.id,
            kind=row.kind,
            name=row.name,
            key=self._text(row.kind, row.secret) if row.secret else "",
            created_at=moment_of(row.created_us),
            created_by=row.created_by,
            revoked_at=None if row.revoked_us is None else moment_of(row.revoked_us),
            per_second=row.per_second,
        )

    def _text(self, kind: KeyKind, secret: str) -> str:
        # The shop's name is not kept with the key: a shop brought back under another name keeps its keys.
        return f"{_MARKS[kind]}.{self._shop}.{secret}"


def _digest(kind: KeyKind, secret: str) -> str:
    return hashlib.sha256(f"{_MARKS[kind]}.{secret}".encode()).hexdigest()


def _check(kind: str, name: str, per_second: int | None) -> None:
    if kind not in get_args(KeyKind):
        raise BadInput(f"kind: {kind!r}.", next_step="One of: browser, server.", field="kind")
    if not 1 <= len(name.strip()) <= NAME_LENGTH:
        raise BadInput(
            f"name: {name!r}.",
            next_step=f"Write 1 to {NAME_LENGTH} characters: which source sends with it.",
            field="name",
        )
    if per_second is not None and not 1 <= per_second <= MOST_PER_SECOND:
        raise BadInput(
            f"per_second: {per_second}.",
            next_step=f"Write 1 to {MOST_PER_SECOND} events, or leave it out for no limit.",
            field="per_second",
        )
