"""Evidence: what stands behind a key and behind a link, read for the few keys that somebody looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first, sql
from etappe.store.events.values import ALIAS, Links

Doubt = Literal["bot", "test"]

TEST_WORDS = r"(^|[^a-z])(tests?|testing|tester|dummy|fake|asdf|qwertz?|qa|max\.mustermann)([^a-z]|$)|@(example|test|mailinator)\."
"""How keys are called that somebody made to try things out."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What is known of one key: moments (µs) of its first and last event, and how many events carried it."""

    key: int
    first_us: int
    last_us: int
    events: int
    bots: int
    staff: int


class Login(NamedTuple):
    """The event with which somebody signed in on a device, and the customer's key."""

    seq: int
    user: int


def links_of(cursor: Connection, keys: NDArray[np.int64]) -> Links:
    """All facts about these keys; each pair once by what told it, with its earliest moment."""
    with _given(cursor, "wanted", {"key": np.unique(keys)}):
        query = sql("links_of").format(alias=sql("alias_links"))
        found = cursor.execute(query).fetchnumpy()
    return Links(*(found[field.name] for field in fields(Links)))


def events_behind(cursor: Connection, facts: Links) -> list[int]:
    """The seq of the event that told each fact first; 0 where it is gone."""
    seqs = np.where(facts.told == ALIAS, facts.seq, 0)
    asked = np.flatnonzero(facts.told != ALIAS)
    if len(asked):
        columns: dict[str, NDArray[Any]] = {
            "place": asked,
            "key_a": facts.key_a[asked],
            "key_b": facts.key_b[asked],
            "occurred_us": facts.occurred_us[asked],
        }
        with _given(cursor, "asked", columns):
            found = cursor.execute(sql("evidence")).fetchnumpy()
        seqs[found["place"]] = found["seq"]
    told: list[int] = seqs.tolist()
    return told


def login_at(cursor: Connection, key: int, at_us: int) -> Login | None:
    """The customer key that an event of this moment carried beside the device; None if there is none."""
    query = (
        "SELECT min(seq), user_key FROM events WHERE occurred_us = $at AND anonymous_key = $key "
        "AND user_key >= 0 GROUP BY user_key UNION ALL SELECT aliases.seq, aliases.key FROM aliases "
        "JOIN keys AS device ON device.code = $key AND device.word = aliases.previous_id "
        "JOIN keys AS owner ON owner.code = aliases.key AND owner.kind = 4 "
        "WHERE occurred_us = $at ORDER BY 1 LIMIT 1"
    )
    found = first(cursor, query, {"at": at_us, "key": key})
    return Login(*found) if found else None


def key_facts(cursor: Connection, keys: NDArray[np.int64]) -> dict[int, KeyFacts]:
    """By key what is known of it; keys that no event carries (any more) are left out."""
    with _given(cursor, "wanted", {"key": np.unique(keys)}):
        rows = cursor.execute(sql("key_facts")).fetchall()
    return {row[0]: KeyFacts(*row) for row in rows}


def doubtful_keys(cursor: Connection, most: int) -> list[tuple[int, Doubt]]:
    """Keys that are a machine's and a person's at once, or are called as tests are; at most so many."""
    given = {"tests": TEST_WORDS, "most": most}
    return [(key, doubt) for key, doubt in cursor.execute(sql("doubtful_keys"), given).fetchall()]


@contextmanager
def _given(cursor: Connection, name: str, columns: dict[str, NDArray[Any]]) -> Iterator[None]:
    cursor.register(name, columns)
    try:
        yield
    finally:
        cursor.unregister(name)
