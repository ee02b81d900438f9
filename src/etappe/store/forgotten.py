"""The forget list: keyed hashes of the keys of forgotten people, in a file beside the shops that no restore replaces."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from etappe.base.errors import StorageFault
from etappe.base.phones import ways_to_write
from etappe.store.events.hashing import HASHED, Hashing

KindAndWord = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One forgotten person: nothing in it says who. It is the receipt too.

    `hashes` are keyed hashes of the person's keys with `secret`; `salt` (hex) is what e-mail addresses and phone
    numbers were hashed with then, `country` the one that numbers were read in. `later`: what the same keys do after `at_us` is refused too. `orders`: orders stay
    without their person. `counts` says what was deleted (empty until all is done), `request` is a hash of what was asked.
    """

    receipt: str
    at_us: int
    by: str
    later: bool
    orders: bool
    counts: Mapping[str, int]
    request: str
    secret: str
    salt: str
    hashes: tuple[str, ...]
    country: str = ""


class ForgetList:
    """The people one shop has forgotten, in a file of lines. Safe to use from several threads of one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._entries: list[Forgotten] | None = None
        self._tables: dict[_MadeWith, dict[str, Until]] = {}

    def __len__(self) -> int:
        return len(self.entries())

    def entries(self) -> list[Forgotten]:
        """Everybody on the list, the oldest first. StorageFault if the file cannot be read."""
        with self._guard:
            return list(self._read())

    def add(
        self,
        keys: Sequence[KindAndWord],
        hashing: Hashing,
        *,
        receipt: str,
        at_us: int,
        by: str,
        later: bool,
        orders: bool,
        request: str,
    ) -> Forgotten:
        """Put a person on the list, on the disk before it returns. `keys` as the event store keeps them."""
        with self._guard:
            known = self._read()
            secret = known[-1].secret if known else secrets.token_hex(32)
            entry = Forgotten(
                receipt=receipt, at_us=at_us, by=by, later=later, orders=orders, counts={}, request=request,
                secret=secret, salt=hashing.salt.hex(), country=hashing.country,
                hashes=tuple(_digest(secret, kind, word) for kind, word in keys),
            )  # fmt: skip
            self._append([entry])
            return entry

    def unfinished(self) -> bool:
        """Whether somebody on the list is not deleted everywhere yet."""
        return any(not entry.counts for entry in self.entries())

    def update(self, receipt: str, counts: Mapping[str, int]) -> None:
        """Say what was deleted, once it is known."""
        with self._guard:
            entries = self._read()
            kept = [
                Forgotten(**{**asdict(one), "counts": dict(counts), "hashes": one.hashes})
                if one.receipt == receipt
                else one
                for one in entries
            ]
            self._write(kept)

    def merge(self, other: "ForgetList") -> None:
        """Take in who stands on another list."""
        with self._guard:
            known = {entry.receipt for entry in self._read()}
            self._append([entry for entry in other.entries() if entry.receipt not in known])

    def holds(self, keys: Sequence[KindAndWord], occurred_us: int, country: str = "") -> bool:
        """Whether an event with these keys, as sent, is one of a forgotten person. Fast where the list is empty.

        A phone number is looked for in every way it is written in `country`: the list may be older than the country.
        """
        for made, table in self._looked_up().items():
            for kind, word in _written(keys, country):
                until = table.get(_digest(made.secret, kind, made.hashing.kept(kind, word)))
                if until is not None and occurred_us <= until.us:
                    return True
        return False

    def held(
        self, keys: Sequence[KindAndWord], hashing: Hashing, originals: Mapping[int, str]
    ) -> "dict[int, Until]":
        """Which of a store's keys (by place) stand on the list: until which moment (µs) what they did is forgotten.

        `hashing` is what the store's e-mail addresses and phone numbers are hashed with; where an entry was made with
        another, the unsealed `originals` (by place) are compared besides.
        """
        found: dict[int, Until] = {}
        for made, table in self._looked_up().items():
            other = made.hashing != hashing
            for place, (kind, word) in enumerate(keys):
                words = {word}
                if other and kind in HASHED and place in originals:
                    ways = _written([(kind, originals[place])], hashing.country)
                    words |= {made.hashing.kept(kind, way) for _, way in ways}
                for kept in words:
                    until = table.get(_digest(made.secret, kind, kept))
                    if until is not None:
                        found[place] = max(found.get(place, until), until)
        return found

    def _looked_up(self) -> "dict[_MadeWith, dict[str, Until]]":
        if self._entries is None:
            with self._guard:
                self._read()
        return self._tables

    def _read(self) -> list[Forgotten]:
        if self._entries is None:
            try:
                text = self._path.read_text("utf-8") if self._path.exists() else ""
                lines = [json.loads(line) for line in text.splitlines() if line.strip()]
                self._entries = [_entry(line) for line in lines]
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise StorageFault(
                    f"{self._path}: the list of forgotten people cannot be read ({error}).",
                    next_step="Bring this file back from a backup; without it the shop is not opened.",
                ) from error
            self._tables = _tables(self._entries)
        return self._entries

    def _append(self, entries: Sequence[Forgotten]) -> None:
        if entries:
            self._write([*self._read(), *entries])

    def _write(self, entries: Sequence[Forgotten]) -> None:
        """Replace the file, whole or not at all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self._path.with_name(self._path.name + ".new")
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(asdict(entry)) + "\n" for entry in entries)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            raise StorageFault(
                f"{self._path}: cannot be written ({error.strerror}).",
                next_step="Make room on that disk and repeat; nobody was forgotten yet.",
            ) from error
        self._entries = list(entries)
        self._tables = _tables(self._entries)


class Until(NamedTuple):
    """Until which moment (µs) what a key did is forgotten, and whether its orders stay without their person."""

    us: int
    orders: bool


class _MadeWith(NamedTuple):
    """What the hashes of an entry were made with."""

    secret: str
    hashing: Hashing


FOR_EVER = 2**62


def _tables(entries: Sequence[Forgotten]) -> dict[_MadeWith, dict[str, Until]]:
    """By what they were made with: each hash with the moment until which it is forgotten."""
    tables: dict[_MadeWith, dict[str, Until]] = {}
    for entry in entries:
        made = _MadeWith(entry.secret, Hashing(bytes.fromhex(entry.salt), entry.country))
        table = tables.setdefault(made, {})
        until = Until(FOR_EVER if entry.later else entry.at_us, entry.orders)
        for digest in entry.hashes:
            table[digest] = max(table.get(digest, until), until)
    return tables


def _written(keys: Sequence[KindAndWord], country: str) -> list[KindAndWord]:
    """The keys, each phone number in all ways it is written in the country."""
    return [
        (kind, way)
        for kind, word in keys
        for way in (ways_to_write(word, country) if kind == "phone" else (word,))
    ]


def _entry(line: Mapping[str, Any]) -> Forgotten:
    return Forgotten(**{**line, "hashes": tuple(line["hashes"])})


def _digest(secret: str, kind: str, word: str) -> str:
    told = f"{kind}:{word}".encode()
    return hashlib.blake2b(told, key=bytes.fromhex(secret), digest_size=16).hexdigest()
