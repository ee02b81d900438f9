"""Columns from people written down by hand: the product's own cut, over an event source in memory.

    columns_of([[("view_item", 0, {"device": "phone"}), ("purchase", 60, {"value": 5000, "order_id": "A1"})]])

A person is a list of (event name, seconds since 2026-03-02 00:00 UTC or an aware datetime, fields). Fields
are those of `etappe.events.row.EVENT_COLUMNS` and any further property. A person without `user_id`,
`anonymous_id`, `email` or `phone` in a field has the anonymous key "p<number>". `staff`, `bot` and
`future=True` set the flags. Events arrive in the order they are written, person by person.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.base.clock import to_us
from etappe.events.shipped import shipped_words
from etappe.events.words import Words
from etappe.journeys.columns import Columns
from etappe.journeys.source import JourneySettings
from etappe.store.events.accounts import AccountKeys, EmailDomains
from etappe.store.events.values import (
    KEY_KINDS,
    NO_VALUE,
    Core,
    Decision,
    Links,
    OriginWord,
    PageWord,
    VisitTwins,
)
from journeys.journeys_in_memory import columns_in_memory

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
Event = tuple[str, float | datetime, dict[str, Any]]

_KEY_FIELDS = {"anonymous_id": 0, "order_id": 1, "phone": 2, "email": 3, "user_id": 4}
_ORIGIN_FIELDS = [
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "click_id",
    "referrer_host",
    "host",
    "source",
]


def columns_of(
    people: Sequence[Sequence[Event]],
    words: Words | None = None,
    settings: JourneySettings | None = None,
) -> Columns:
    """The columns of these people, cut in memory as the product does."""
    return columns_in_memory(source_of(people), words or shipped_words(), settings)


def source_of(people: Sequence[Sequence[Event]]) -> "MemorySource":
    """An event source in memory that holds these people's events."""
    source = MemorySource()
    for number, person in enumerate(people):
        for name, when, fields in person:
            source.add(
                name, when, {"anonymous_id": f"p{number}"} | fields if _nameless(fields) else fields
            )
    return source


def seconds(moment: float | datetime) -> int:
    """Microseconds since 1970 of seconds since MONDAY or of a datetime."""
    if isinstance(moment, datetime):
        return to_us(moment)
    return to_us(MONDAY) + round(moment * 1_000_000)


def _nameless(fields: dict[str, Any]) -> bool:
    return not {"anonymous_id", "user_id", "email", "phone"} & set(fields)


class _Codes(dict[Any, int]):
    def code(self, word: Any) -> int:
        return self.setdefault(word, len(self))


class MemoryKeys:
    """Keys in the order they first arrived."""

    def __init__(self) -> None:
        self.codes = _Codes()

    @property
    def kind(self) -> NDArray[np.uint8]:
        return np.array([kind for kind, _ in self.codes], np.uint8)

    def marks(self, keys: NDArray[np.int64]) -> NDArray[np.uint64]:
        words = [str(word) for _, word in self.codes]
        digests = [hashlib.blake2b(words[key].encode(), digest_size=8).digest() for key in keys]
        return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)

    def find(self, word: str) -> list[int]:
        return [code for (_, known), code in self.codes.items() if known == word]


class MemorySource:
    """A tiny event store in plain Python, with the seam of the real one."""

    def __init__(self) -> None:
        self._keys = MemoryKeys()
        self._names, self._visits, self._carts = _Codes(), _Codes(), _Codes()
        self._pages, self._origins = _Codes({PageWord(): 0}), _Codes({OriginWord(): 0})
        self._accounts, self._currencies, self._sources = (_Codes({"": 0}) for _ in range(3))
        self.rows: list[tuple[int, ...]] = []
        self.fields: list[dict[str, Any]] = []
        self.links_seen: list[tuple[int, int, int, int]] = []
        self.decided: list[Decision] = []

    def add(self, name: str, when: float | datetime, fields: dict[str, Any]) -> None:
        """Append one event."""
        keys = {
            kind: self._keys.codes.code((kind, fields[field]))
            for field, kind in _KEY_FIELDS.items()
            if fields.get(field) is not None
        }
        strongest = next((keys[kind] for kind in (4, 3, 2, 0, 1) if kind in keys), -1)
        device = next((keys[kind] for kind in (0, 4, 3, 2, 1) if kind in keys), -1)
        visit = fields.get("visit_id")
        cart = fields.get("cart_id") or fields.get("checkout_id")
        origin = OriginWord(**{field: fields.get(field) for field in _ORIGIN_FIELDS})
        flags = (
            1 * bool(fields.get("staff"))
            | 2 * bool(fields.get("bot"))
            | 4 * bool(fields.get("future"))
        )
        seq, now = len(self.rows) + 1, seconds(when)
        self.rows.append(
            (
                seq,
                strongest,
                self._accounts.code(fields.get("account_id") or ""),
                now,
                self._names.code(name),
                -1 if visit is None else self._visits.code((device, visit)),
                self._pages.code(PageWord(fields.get("host") or "", fields.get("path") or "")),
                self._origins.code(origin),
                keys.get(1, -1),
                NO_VALUE if fields.get("value") is None else fields["value"],
                self._currencies.code(
                    fields.get("currency") or ("EUR" if fields.get("value") is not None else "")
                ),
                flags,
                self._sources.code(fields.get("source") or ""),
                -1 if cart is None else self._carts.code(cart),
                keys.get(0, -1),
            )
        )
        self.fields.append(fields | {"name": name})
        # A member of staff acts for a customer on a device of their own.
        ordered = [keys[kind] for kind in sorted(keys) if kind or not fields.get("staff")]
        self.links_seen += [
            (low, high, now, seq) for at, low in enumerate(ordered) for high in ordered[at + 1 :]
        ]

    def events_up_to(self, seq: int) -> int:
        return seq

    def last_seq(self) -> int:
        return len(self.rows)

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def keys(self) -> MemoryKeys:
        return self._keys

    def pages(self, from_code: int = 0) -> tuple[PageWord, ...]:
        return tuple(self._pages)[from_code:]

    def origins(self, from_code: int = 0) -> tuple[OriginWord, ...]:
        return tuple(self._origins)[from_code:]

    def accounts(self) -> tuple[str, ...]:
        return tuple(self._accounts)

    def account_keys(self) -> AccountKeys:
        """Pairs of a key and an account in rows of customers, each with its first and last moment."""
        found: dict[tuple[int, int], list[int]] = {}
        for row in self.rows:
            if row[1] >= 0 and row[2] > 0 and not row[11] & 7:
                found.setdefault((row[1], row[2]), []).append(row[3])
        pairs = sorted(found)
        return AccountKeys(
            np.array([key for key, _ in pairs], np.int32),
            np.array([account for _, account in pairs], np.int32),
            np.array([min(found[pair]) for pair in pairs], np.int64),
            np.array([max(found[pair]) for pair in pairs], np.int64),
        )

    def email_domains(self) -> EmailDomains:
        """The domains of the e-mail keys."""
        words = [("", -1)] + [
            (str(word).rpartition("@")[2], code)
            for (kind, word), code in self._keys.codes.items()
            if kind == 3 and "@" in str(word)
        ]
        keys = np.array([code for _, code in words[1:]], np.int32)
        domains = np.arange(1, len(words), dtype=np.int32)
        return EmailDomains(keys, domains, tuple(word for word, _ in words))

    def currencies(self) -> tuple[str, ...]:
        return tuple(self._currencies)

    def sources(self) -> tuple[str, ...]:
        return tuple(self._sources)

    def links(self, after_seq: int = 0) -> Links:
        """First fact of each pair, and for anonymous keys each moment at which the user changed."""
        first: dict[tuple[int, int], tuple[int, int]] = {}
        for low, high, now, seq in self.links_seen:
            first[low, high] = min(first.get((low, high), (now, seq)), (now, seq))
        facts = {
            (low, high, now, seq) for (low, high), (now, seq) in first.items()
        } | self._changes()
        ordered = sorted(
            (fact for fact in facts if fact[3] > after_seq), key=lambda f: (f[0], f[2], f[1], f[3])
        )
        columns = list(zip(*ordered, strict=True)) or [(), (), (), ()]
        return Links(
            np.array(columns[0], np.int32),
            np.array(columns[1], np.int32),
            np.array(columns[2], np.int64),
            np.array(columns[3], np.int64),
            np.zeros(len(columns[3]), np.uint8),
        )

    def decisions(self) -> list[Decision]:
        return self.decided

    def last_decision(self) -> int:
        return len(self.decided)

    def _changes(self) -> set[tuple[int, int, int, int]]:
        kinds = self._keys.kind
        logins: dict[int, list[tuple[int, int, int]]] = {}
        for low, high, now, seq in self.links_seen:
            if kinds[low] == 0 and kinds[high] == 4:
                logins.setdefault(low, []).append((now, high, seq))
        moments = Counter((low, now) for low, seen in logins.items() for now, _, _ in seen)
        return {
            (low, user, now, seq)
            for low, seen in logins.items()
            for (then, before, _), (now, user, seq) in pairwise([(-1, -1, -1), *sorted(seen)])
            if before != user or moments[low, now] > 1 or moments[low, then] > 1
        }

    def touched_us(self) -> tuple[int, int] | None:
        times = [row[3] for row in self.rows if row[1] >= 0 and not row[11]]
        return (min(times), max(times)) if times else None

    def core(self, from_seq: int, to_seq: int) -> Core:
        return self._core(self.rows[from_seq - 1 : to_seq - 1])

    def core_of_keys(self, keys: NDArray[np.int64], *, orders: bool = False) -> Core:
        wanted = set(keys.tolist())
        return self._core(
            [row for row in self.rows if row[1] in wanted or (orders and row[8] in wanted)]
        )

    def visit_twins(self, from_code: int = 0) -> VisitTwins:
        first: dict[str, int] = {}
        pairs = [(code, first.setdefault(word, code)) for (_, word), code in self._visits.items()]
        twins = [(code, one) for code, one in pairs if code >= from_code and code != one]
        codes = np.array(twins, np.int32).reshape(-1, 2)
        return VisitTwins(len(self._visits), codes[:, 0], codes[:, 1])

    def _core(self, rows: list[tuple[int, ...]]) -> Core:
        types = [
            "i8",
            "i4",
            "i4",
            "i8",
            "i4",
            "i4",
            "i4",
            "i4",
            "i4",
            "i8",
            "i2",
            "u1",
            "i2",
            "i4",
            "i4",
        ]
        return Core(*(np.array([row[at] for row in rows], kind) for at, kind in enumerate(types)))

    def words_of(self, column: str) -> tuple[NDArray[np.uint32], tuple[str | None, ...]]:
        if column not in self.properties():
            raise KeyError(column)
        codes = _Codes({None: 0})
        return np.array([codes.code(_word(row, column)) for row in self.fields], np.uint32), tuple(
            codes
        )

    def told_by(
        self, names: Sequence[int], properties: Sequence[str], after_seq: int
    ) -> list[tuple[int, str, str]]:
        known = list(self._names)
        return [
            (seq, word, str(row[word]))
            for seq, row in enumerate(self.fields, 1)
            for word in properties
            if seq > after_seq and known.index(row["name"]) in names and row.get(word)
        ]

    def words_at(self, column: str, seqs: NDArray[np.int64]) -> list[str | None]:
        field = {"event_source": "source"}.get(column, column)
        return [self.fields[seq - 1].get(field) for seq in seqs.tolist()]

    def properties(self) -> tuple[str, ...]:
        named = {_ALIASES.get(field, field) for row in self.fields for field in row}
        return tuple(sorted(named | {"page", "campaign", "medium", *_ALIASES.values()}))


_ALIASES = {
    "utm_source": "source",
    "utm_medium": "medium",
    "utm_campaign": "campaign",
    "product_id": "product",
    "order_id": "order",
    "account_id": "account",
    "visit_id": "visit",
}


def _word(row: dict[str, Any], column: str) -> str | None:
    if column == "page":
        return f"{row.get('host') or ''}{row['path']}" if row.get("path") else None
    field = next((field for field, name in _ALIASES.items() if name == column), column)
    word = row.get(field)
    return None if word is None else str(word)


__all__ = ["KEY_KINDS", "MONDAY", "MemorySource", "columns_of", "seconds", "source_of"]
