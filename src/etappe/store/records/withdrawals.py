"""Withdrawals: which keys of people withdrew which consent, and when; asked for every event that arrives."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, MetaData, String, Table, delete, insert, select

from etappe.base.clock import moment_of
from etappe.store.records.engine import Records

_withdrawals = Table(
    "withdrawals",
    MetaData(),
    Column("digest", String, primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("withdrawn_us", BigInteger),
    Column("by", String),
)

KindAndWord = tuple[str, str]
"""A key: its kind ('anonymous', 'order', 'phone', 'email', 'user') and its word as the event store keeps it."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A purpose that a person no longer agrees to, since when, and who noted it."""

    purpose: str
    at: datetime
    by: str


class Withdrawals:
    """The withdrawn consents of one shop. Kept in memory too: one process owns a shop."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[tuple[str, str], tuple[int, str]] | None = None

    def note(
        self, keys: Sequence[KindAndWord], purposes: Sequence[str], at_us: int, by: str
    ) -> None:
        """These keys of one person no longer agree to the purposes; an earlier note of the same is replaced."""
        self._remove(keys, purposes)
        rows = [
            {"digest": _digest(key), "purpose": purpose, "withdrawn_us": at_us, "by": by}
            for key in dict.fromkeys(keys)
            for purpose in dict.fromkeys(purposes)
        ]
        if rows:
            with self._records.writing() as connection:
                connection.execute(insert(_withdrawals), rows)
        self._known = None

    def lift(self, keys: Sequence[KindAndWord], purposes: Sequence[str]) -> None:
        """The person agrees again."""
        self._remove(keys, purposes)
        self._known = None

    def of(self, keys: Iterable[KindAndWord]) -> tuple[Withdrawal, ...]:
        """What the person with these keys withdrew, by purpose; the latest note of each."""
        found: dict[str, tuple[int, str]] = {}
        known, digests = self._all(), {_digest(key) for key in keys}
        for (digest, purpose), told in known.items():
            if digest in digests:
                found[purpose] = max(found.get(purpose, told), told)
        return tuple(
            Withdrawal(purpose, moment_of(at), by) for purpose, (at, by) in sorted(found.items())
        )

    def holds(self, keys: Iterable[KindAndWord], purpose: str, occurred_us: int) -> bool:
        """Whether one of these keys withdrew the purpose before that moment. Fast: nothing is read."""
        known = self._all()
        if not known:
            return False
        for key in keys:
            told = known.get((_digest(key), purpose))
            if told is not None and occurred_us >= told[0]:
                return True
        return False

    def since(self, named: Sequence[KindAndWord], purpose: str) -> dict[int, int]:
        """Which of these keys (by place) withdrew the purpose, and when (µs)."""
        known = self._all()
        if not known:
            return {}
        told = ((place, known.get((_digest(key), purpose))) for place, key in enumerate(named))
        return {place: found[0] for place, found in told if found is not None}

    def copy(self, pairs: Sequence[tuple[KindAndWord, KindAndWord]]) -> None:
        """Keys (first of each pair) are called otherwise now: their notes count for the new words (second) too.

        Where both had withdrawn a purpose, the earlier moment counts.
        """
        known = self._all()
        told: dict[tuple[str, str], tuple[int, str]] = {}
        by_digest: dict[str, list[tuple[str, tuple[int, str]]]] = {}
        for (digest, purpose), note in known.items():
            by_digest.setdefault(digest, []).append((purpose, note))
        for old, new in pairs:
            for purpose, note in by_digest.get(_digest(old), ()):
                place = (_digest(new), purpose)
                told[place] = min(note, told.get(place, note), known.get(place, note))
        with self._records.writing() as connection:
            for (digest, purpose), (at_us, by) in told.items():
                same = (_withdrawals.c.digest == digest) & (_withdrawals.c.purpose == purpose)
                connection.execute(delete(_withdrawals).where(same))
                row = {"digest": digest, "purpose": purpose, "withdrawn_us": at_us, "by": by}
                connection.execute(insert(_withdrawals).values(row))
        self._known = None

    def drop(self, keys: Iterable[KindAndWord]) -> None:
        """Let go of all notes of words that no key has any more."""
        known = {digest for digest, _ in self._all()}
        gone = [digest for digest in map(_digest, keys) if digest in known]
        if gone:
            with self._records.writing() as connection:
                connection.execute(delete(_withdrawals).where(_withdrawals.c.digest.in_(gone)))
        self._known = None

    @property
    def any(self) -> bool:
        """Whether anybody withdrew anything."""
        return bool(self._all())

    def _all(self) -> dict[tuple[str, str], tuple[int, str]]:
        if self._known is None:
            with self._records.reading() as connection:
                self._known = {
                    (row.digest, row.purpose): (row.withdrawn_us, row.by)
                    for row in connection.execute(select(_withdrawals))
                }
        return self._known

    def _remove(self, keys: Sequence[KindAndWord], purposes: Sequence[str]) -> None:
        table = _withdrawals.c
        with self._records.writing() as connection:
            for key in keys:
                same = (table.digest == _digest(key)) & table.purpose.in_(list(purposes))
                connection.execute(delete(_withdrawals).where(same))


def _digest(key: KindAndWord) -> str:
    kind, word = key
    return hashlib.blake2b(f"{kind}:{word}".encode(), digest_size=32).hexdigest()
