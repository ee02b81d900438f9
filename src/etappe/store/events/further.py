"""Further columns of the events as codes and words: page, campaign, device, any property."""

from collections.abc import Sequence

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.errors import NotFound
from etappe.store.events.database import first, sql, transaction

Coded = tuple[NDArray[np.uint32], tuple[str | None, ...]]
"""Codes by seq - 1, and the words by code; code 0 is None, 'has none'."""

_PAGE = "SELECT code, coalesce(host, '') || coalesce(path, '') FROM pages"
_CODED = {
    "page": ("page", _PAGE),
    "host": ("page", "SELECT code, host FROM pages"),
    "path": ("page", "SELECT code, path FROM pages"),
    "channel": ("origin", "SELECT code, channel FROM origins"),
    "source": ("origin", "SELECT code, utm_source FROM origins"),
    "medium": ("origin", "SELECT code, utm_medium FROM origins"),
    "campaign": ("origin", "SELECT code, utm_campaign FROM origins"),
    "term": ("origin", "SELECT code, utm_term FROM origins"),
    "content": ("origin", "SELECT code, utm_content FROM origins"),
    "click_id": ("origin", "SELECT code, click_id FROM origins"),
    "referrer_host": ("origin", "SELECT code, referrer_host FROM origins"),
    "event_source": ("source", "SELECT code, source FROM sources"),
    "currency": ("currency", "SELECT code, currency FROM currencies"),
    "account": ("account", "SELECT code, account_id FROM accounts"),
    "visit": ("visit", "SELECT code, visit_id FROM visits"),
    "order": ("order_key", "SELECT code, word FROM keys WHERE kind = 1"),
    "user": ("user_key", "SELECT code, word FROM keys WHERE kind = 4"),
    "name": ("name", "SELECT code, name FROM names"),
    "product": ("product", "SELECT code, product_id FROM products"),
    "title": ("title", "SELECT code, title FROM titles"),
    "referrer": ("referrer", "SELECT code, referrer FROM referrers"),
    "device": ("context", "SELECT code, device FROM contexts"),
    "browser": ("context", "SELECT code, browser FROM contexts"),
    "country": ("context", "SELECT code, country FROM contexts"),
    "language": ("context", "SELECT code, language FROM contexts"),
    "staff": ("context", "SELECT code, staff FROM contexts"),
    "consent": ("context", "SELECT code, consent FROM contexts"),
}
"""Columns that the events keep as numbers: the number's column and where its words are."""

_ALIASES = {
    "product_id": "product",
    "order_id": "order",
    "account_id": "account",
    "visit_id": "visit",
    "user_id": "user",
    "utm_source": "source",
    "utm_medium": "medium",
    "utm_campaign": "campaign",
    "utm_term": "term",
    "utm_content": "content",
}

_CATEGORY = ("category", "item_category", "product_category")
"""Properties that name a product's category; the first that an event has counts."""


def known_columns(cursor: Connection) -> tuple[str, ...]:
    """Fixed columns first, then the top-level properties seen so far, by name."""
    fixed = (*_CODED, "category")
    rows = cursor.execute("SELECT word FROM properties ORDER BY word").fetchall()
    return (*fixed, *(row[0] for row in rows if row[0] not in fixed and row[0] not in _ALIASES))


def read_words_of(cursor: Connection, column: str) -> Coded:
    """The codes and words of one column over all events."""
    name = _ALIASES.get(column, column)
    with transaction(cursor):
        if name in _CODED:
            return _from_numbers(cursor, *_CODED[name])
        known = known_columns(cursor)
        if name not in known:
            raise NotFound(
                f"No event has a column or property {column!r}.",
                next_step=f"Known: {', '.join(known)}.",
                field="level",
            )
        pointers = [_pointer(key) for key in (_CATEGORY if name == "category" else (name,))]
        given = {f"pointer{place}": pointer for place, pointer in enumerate(pointers)}
        values = ", ".join(
            f"nullif(json_extract_string(properties, ${name}), '')" for name in given
        )
        return _from_words(cursor, f"coalesce({values})", given)


def read_words_at(cursor: Connection, column: str, seqs: NDArray[np.int64]) -> list[str | None]:
    """The words of some events in a column that the events keep as numbers, in the order of `seqs`."""
    number, words = _CODED[_ALIASES.get(column, column)]
    cursor.register("wanted", {"seq": np.unique(seqs)})
    try:
        query = f"SELECT seq, {number} AS number FROM events JOIN wanted USING (seq)"
        found = cursor.execute(query).fetchnumpy()
    finally:
        cursor.unregister("wanted")
    word = dict(cursor.execute(words).fetchall())
    numbers = dict(zip(found["seq"].tolist(), found["number"].tolist(), strict=True))
    return [word.get(numbers.get(seq)) for seq in seqs.tolist()]


def read_told(
    cursor: Connection, names: Sequence[int], properties: Sequence[str], after_seq: int
) -> list[tuple[int, str, str]]:
    """(seq, property, text) where events of these names have one of these properties; nothing is read where none has."""
    rows = cursor.execute("SELECT word FROM properties").fetchall()
    known = [word for word in properties if (word,) in rows]
    found: list[tuple[int, str, str]] = []
    for word in known if names else ():
        text = "nullif(json_extract_string(properties, $pointer), '')"
        query = (
            f"SELECT seq, {text} AS text FROM events WHERE seq > $after_seq "
            f"AND name IN (SELECT unnest($names)) AND {text} IS NOT NULL"
        )
        given = {"pointer": _pointer(word), "after_seq": after_seq, "names": list(names)}
        found += [(seq, word, text) for seq, text in cursor.execute(query, given).fetchall()]
    return sorted(found)


def _from_numbers(cursor: Connection, column: str, words: str) -> Coded:
    entries = cursor.execute(words).fetchall()
    found = cursor.execute(f"SELECT seq, {column} AS number FROM events").fetchnumpy()
    known = dict.fromkeys(word for _, word in entries if word is not None)
    codes = {word: code for code, word in enumerate(known, 1)}
    # One place more than the numbers need: number -1 (none) falls on the last, which stays 0.
    table = np.zeros(max((number for number, _ in entries), default=-1) + 2, np.uint32)
    for number, word in entries:
        table[number] = codes.get(word, 0)
    ordered = np.zeros(_last_seq(cursor), np.uint32)
    ordered[found["seq"] - 1] = table[found["number"]]
    return ordered, (None, *codes)


def _from_words(cursor: Connection, expression: str, given: dict[str, str]) -> Coded:
    extract, number = sql("further_words").split(";\n")
    cursor.execute(extract.format(expression=expression), given)
    cursor.execute(number)
    words = cursor.execute("SELECT word FROM further_words ORDER BY code").fetchall()
    codes = np.zeros(_last_seq(cursor), np.uint32)
    found = cursor.execute("SELECT seq, code FROM further JOIN further_words USING (word)")
    rows = found.fetchnumpy()
    codes[rows["seq"] - 1] = rows["code"]
    return codes, (None, *(row[0] for row in words))


def _last_seq(cursor: Connection) -> int:
    """How many codes a column has: arrival numbers of deleted events stay empty."""
    last: int = first(
        cursor, "SELECT greatest(max(seq), (SELECT max(last_seq) FROM high_water)) FROM events"
    )[0]
    return last


def _pointer(key: str) -> str:
    """The JSON pointer (RFC 6901) of a top-level key, whatever signs it has."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
