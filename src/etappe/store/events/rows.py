"""Whole events as people read them: every number back in words, for timelines."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.errors import NotFound
from etappe.store.events.database import sql
from etappe.store.events.dictionaries import CONTEXT_WORDS, ORIGIN_WORDS
from etappe.store.events.values import BOT, VERIFIED

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_KEYS = {
    "anonymous_key": "anonymous_id",
    "user_key": "user_id",
    "email_key": "email",
    "phone_key": "phone",
    "order_key": "order_id",
}
"""The number's column → the word's name."""

_WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("names", ("name",)),
    "source": ("sources", ("source",)),
    "currency": ("currencies", ("currency",)),
    "account": ("accounts", ("account_id",)),
    "visit": ("visits", ("visit_id",)),
    "product": ("products", ("product_id",)),
    "title": ("titles", ("title",)),
    "referrer": ("referrers", ("referrer",)),
    "page": ("pages", ("host", "path")),
    "context": ("contexts", CONTEXT_WORDS),
    "origin": ("origins", ORIGIN_WORDS),
}
"""The number's column → its dictionary and the words that stand there."""

Row = dict[str, Any]


def read_rows(cursor: Connection, seqs: NDArray[np.int64]) -> list[Row]:
    """The events of these seqs, in the order asked: the names of EVENT_COLUMNS, seq, received_at,
    write_key, occurred_us and flags.

    E-mail and phone are their salted hashes. Times are aware datetimes in UTC. NotFound names a missing seq.
    """
    wanted = [int(seq) for seq in seqs]
    result = cursor.execute(sql("rows"), {"seqs": sorted(set(wanted))})
    fields = [column[0] for column in result.description or ()]
    rows = [dict(zip(fields, row, strict=True)) for row in result.fetchall()]
    _put_keys(cursor, rows)
    for code, (table, names) in _WORDS.items():
        _put_words(cursor, rows, code, table, names)
    _put_aliases(cursor, rows)
    by_seq = {row["seq"]: _finished(row) for row in rows}
    missing = [seq for seq in wanted if seq not in by_seq]
    if missing:
        raise NotFound(
            f"There is no event with seq {missing[0]}.", next_step="Ask with seqs of core()."
        )
    return [dict(by_seq[seq]) for seq in wanted]


def _put_keys(cursor: Connection, rows: list[Row]) -> None:
    words = _look_up(cursor, "keys", ("word",), (row[key] for row in rows for key in _KEYS))
    for row in rows:
        for key, name in _KEYS.items():
            row[name] = words.get(row.pop(key), (None,))[0]


def _put_aliases(cursor: Connection, rows: list[Row]) -> None:
    query = "SELECT seq, previous_id FROM aliases WHERE seq IN (SELECT unnest($seqs))"
    told = dict(cursor.execute(query, {"seqs": [row["seq"] for row in rows]}).fetchall())
    for row in rows:
        row["previous_id"] = told.get(row["seq"])


def _put_words(
    cursor: Connection, rows: list[Row], code: str, table: str, names: tuple[str, ...]
) -> None:
    words = _look_up(cursor, table, names, (row[code] for row in rows))
    none = (None,) * len(names)
    for row in rows:
        row.update(zip(names, words.get(row.pop(code), none), strict=True))


def _look_up(
    cursor: Connection, table: str, columns: tuple[str, ...], codes: Iterable[int]
) -> dict[int, tuple[Any, ...]]:
    query = f"SELECT code, {', '.join(columns)} FROM {table} WHERE code IN (SELECT unnest($codes))"
    wanted = sorted(set(codes) - {-1})
    found = cursor.execute(query, {"codes": wanted}).fetchall() if wanted else []
    return {row[0]: row[1:] for row in found}


def _finished(row: Row) -> Row:
    row["occurred_at"] = _EPOCH + timedelta(microseconds=row["occurred_us"])
    row["received_at"] = _EPOCH + timedelta(microseconds=row.pop("received_us"))
    row["bot"] = bool(row["flags"] & int(BOT))
    row["email_verified"] = bool(row["flags"] & int(VERIFIED))
    return row
