"""Erasing: events and keys leave the events file, and every word that only they used."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first, sql
from etappe.store.events.dictionaries import DICTIONARIES
from etappe.store.events.numbering import given

KEY_COLUMNS = ("key", "anonymous_key", "order_key", "phone_key", "email_key", "user_key")
_USES = {
    "accounts": ("account", "events"),
    "domains": ("domain", "email_domains"),
    "titles": ("title", "events"),
    "referrers": ("referrer", "events"),
    "pages": ("page", "events"),
    "contexts": ("context", "events"),
    "origins": ("origin", "events"),
    "visits": ("visit", "events"),
}
"""Tables of words → the column that has their numbers, and where it stands."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What left the file: whole events, keys (by number), rejected examples; orders that stay without their person."""

    events: int
    keys: tuple[int, ...]
    orders_kept: int
    samples: int


def erase(
    connection: Connection,
    seqs: NDArray[np.int64],
    keys: NDArray[np.int64],
    keep: Sequence[str],
    samples: bool,
) -> Erased:
    """Delete events and all that carry one of these keys, and overwrite these and every key that no event has any more.

    Of events named in `keep` with an order the order stays, without anything of its person. `samples`: all rejected
    examples go too, for they are masked, and nobody can say whose they are. In the caller's transaction.
    """
    _mark(connection, seqs, keys, keep)
    _mark_words(connection)
    query = "SELECT count(*), count(*) FILTER (WHERE seq IN (SELECT seq FROM kept)) FROM gone"
    rows, kept = first(connection, query)
    for statement in sql("erase").split(";\n"):
        connection.execute(statement)
    _blank_words(connection)
    dropped = _drop_samples(connection) if samples else 0
    codes = connection.execute("SELECT code FROM gone_keys ORDER BY code").fetchall()
    return Erased(rows - kept, tuple(code for (code,) in codes), kept, dropped)


def take_out(connection: Connection, seqs: NDArray[np.int64]) -> None:
    """Delete events, and what they alone told of accounts. In the caller's transaction."""
    with given(connection, "asked", {"seq": np.unique(seqs).astype(np.int64)}):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE gone_pairs AS SELECT DISTINCT key, account FROM events "
            "WHERE seq IN (SELECT seq FROM asked) AND key >= 0 AND account > 0"
        )
    erase(connection, seqs, np.empty(0, np.int64), (), samples=False)
    for statement in sql("tell_accounts_again").split(";\n"):
        connection.execute(statement)


def _mark(
    connection: Connection, seqs: NDArray[np.int64], keys: NDArray[np.int64], keep: Sequence[str]
) -> None:
    """The temporary tables `gone`, `kept` and `gone_keys`."""
    # By key too: what arrived since the caller looked would keep its page and lose its person.
    carries = " OR ".join(f"{column} IN (SELECT code FROM asked_keys)" for column in KEY_COLUMNS)
    with (
        given(connection, "asked", {"seq": np.unique(seqs).astype(np.int64)}),
        given(connection, "asked_keys", {"code": np.unique(keys).astype(np.int32)}),
    ):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE gone AS SELECT seq FROM events "
            f"WHERE seq IN (SELECT seq FROM asked) OR {carries}"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE kept AS SELECT seq FROM events JOIN names ON names.code = events.name "
        "WHERE seq IN (SELECT seq FROM gone) AND order_key >= 0 AND list_contains($keep::VARCHAR[], names.name)",
        {"keep": list(keep)},
    )
    touched = " UNION ".join(
        f"SELECT {column} AS code FROM events WHERE seq IN (SELECT seq FROM gone)"
        for column in KEY_COLUMNS
    )
    still = " UNION ".join(
        f"SELECT {column} FROM events WHERE seq NOT IN (SELECT seq FROM gone)"
        for column in KEY_COLUMNS
    )
    with given(connection, "asked", {"code": np.unique(keys).astype(np.int32)}):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE gone_keys AS SELECT code::INTEGER AS code FROM asked "
            f"UNION SELECT code FROM ({touched}) WHERE code >= 0 AND code NOT IN ({still})"
        )


def _mark_words(connection: Connection) -> None:
    """What words the rows and keys that go have used: of each table in `gone_TABLE`."""
    for table, (column, place) in _USES.items():
        going = "seq IN (SELECT seq FROM gone)"
        if place != "events":
            going = "key IN (SELECT code FROM gone_keys)"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE gone_{table} AS SELECT DISTINCT {column} AS code FROM {place} WHERE {going}"
        )


def _blank_words(connection: Connection) -> None:
    """Overwrite those of them that no row uses any more."""
    for table, (column, place) in _USES.items():
        connection.execute(
            f"UPDATE {table} SET {_nothing(table)} WHERE code IN (SELECT code FROM gone_{table}) "
            f"AND code NOT IN (SELECT {column} FROM {place})"
        )


def _nothing(table: str) -> str:
    columns = next((entry.columns for entry in DICTIONARIES if entry.table == table), ("visit_id",))
    if len(columns) == 1:
        # Each its own: an arriving word must never find two of the same.
        return f"{columns[0]} = '(forgotten ' || code || ')'"
    return ", ".join(f"{column} = NULL" for column in columns)


def _drop_samples(connection: Connection) -> int:
    return len(connection.execute("DELETE FROM rejection_samples RETURNING id").fetchall())
