"""The direct way of columns into the file: words are numbered in memory, rows are written as numbers.

Nearly every group of batches goes it. What needs more than that — a file, a repeated id, a broken rule —
takes the long way through SQL (`staging`), which numbers words the same.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.clock import US_PER_DAY, now_us
from etappe.base.money import currency_digits
from etappe.store.events.batch import RECEIVED, TYPES, Columns
from etappe.store.events.coding import Coded, Codes, Groups, coded, grouped
from etappe.store.events.database import first, sql
from etappe.store.events.dictionaries import (
    KEY_COLUMNS,
    Dictionary,
    brought_dictionaries,
    equal,
)
from etappe.store.events.staging import CLEANED, EARLIEST, LATEST, REFERRER_HOST

_NUMBERS = ("occurred_at", RECEIVED, "value", "bot", "part", "event_id")


@dataclass(frozen=True, slots=True)
class Direct:
    """A group ready to be written: its columns as numbers, and the hashes of its ids."""

    columns: Mapping[str, Coded]
    event_id: NDArray[Any]
    occurred_us: Codes
    received_us: Codes
    value: NDArray[Any]
    flags: NDArray[np.uint8]
    part: Codes
    properties: NDArray[Any]
    hashes: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.event_id)


def prepare(connection: Connection, columns: Columns, salt: bytes) -> Direct | None:
    """The group as numbers; None if a row breaks a rule (the long way says which)."""
    rows = len(columns["event_id"])
    received = _moments(columns[RECEIVED], now_us()) if RECEIVED in columns else np.full(rows, now_us())
    words = {name: coded(array) for name, array in columns.items() if name not in _NUMBERS}
    if not _keeps_rules(connection, columns, words, received):
        return None
    for name in ("email", "phone"):
        if name in words and len(words[name].words):
            words[name] = _said(connection, words[name], CLEANED[name].format(name="word"), salt)
    if "referrer" in words:
        words["referrer_host"] = _said(connection, words["referrer"], REFERRER_HOST.format(name="word"))
    occurred = _moments(columns["occurred_at"], 0)
    flags = 4 * (occurred > received + US_PER_DAY)
    if "staff" in words:
        flags = flags + (words["staff"].codes > 0)
    if "bot" in columns:
        flags = flags + 2 * np.ma.filled(columns["bot"], False).astype(np.int64)
    nothing = np.ma.masked_all(rows, np.int64)
    with _given(connection, "ids", {"event_id": columns["event_id"]}):
        hashes = connection.execute("SELECT hash(event_id) AS id FROM ids").fetchnumpy()["id"]
    return Direct(
        columns=words, event_id=columns["event_id"], occurred_us=occurred, received_us=received,
        value=columns.get("value", nothing), flags=np.asarray(flags, np.uint8), part=columns["part"],
        properties=columns.get("properties", np.full(rows, None, object)), hashes=hashes,
    )  # fmt: skip


def write(connection: Connection, group: Direct, first_seq: int) -> None:
    """Number the words and insert the rows, in the caller's transaction."""
    known = group.columns
    numbers: dict[str, Codes] = {
        dictionary.table: _encode(connection, dictionary, known)
        for dictionary in brought_dictionaries(known.keys())
    }
    keys = _encode_keys(connection, known, first_seq, len(group))
    visits = _encode_visits(connection, known, keys, len(group))
    _insert(connection, group, numbers, keys, visits, first_seq)
    if len(known.keys() & set(KEY_COLUMNS)) > 1:
        connection.execute(sql("merge_links"), {"first_seq": first_seq})
    if "properties" in known and len(known["properties"].words):
        with _given(connection, "staged", {"properties": known["properties"].words}):
            connection.execute(sql("encode_properties"))


def _keeps_rules(
    connection: Connection, columns: Columns, words: Mapping[str, Coded], received: Codes
) -> bool:
    """The rules of `check_staged.sql`, told fast and without saying which row breaks them."""
    occurred = _moments(columns["occurred_at"], EARLIEST - 1)
    ids = columns["event_id"]
    whole = not (ids == "").any() and not (ids == None).any()  # noqa: E711 each entry is compared
    whole = whole and bool(words["name"].codes.all()) and _within(occurred) and _within(received)
    if "value" in columns:
        given = ~np.ma.getmaskarray(columns["value"])
        currency = words["currency"].codes > 0 if "currency" in words else np.zeros(len(ids), np.bool_)
        whole = whole and bool((currency | ~given).all())
    if "currency" in words:
        whole = whole and set(words["currency"].words) <= currency_digits().keys()
    if whole and "properties" in words and len(words["properties"].words):
        query = "SELECT count(*) FROM words WHERE json_type(try_cast(word AS JSON)) IS DISTINCT FROM 'OBJECT'"
        with _given(connection, "words", {"word": words["properties"].words}):
            whole = first(connection, query)[0] == 0
    return whole


def _within(moments: Codes) -> bool:
    return len(moments) == 0 or bool(moments.min() >= EARLIEST and moments.max() <= LATEST)


def _moments(array: NDArray[Any], missing: int) -> Codes:
    return np.asarray(np.ma.filled(array, missing), np.int64)


def _said(connection: Connection, column: Coded, expression: str, salt: bytes = b"") -> Coded:
    """The column with each word as SQL's `expression` has it."""
    if not len(column.words):
        return column
    given = {"salt": salt} if "$salt" in expression else None
    with _given(connection, "words", {"word": column.words}):
        found = connection.execute(f"SELECT {expression} FROM words", given).fetchall()
    return column.replaced([row[0] for row in found])


def _encode(connection: Connection, dictionary: Dictionary, columns: Mapping[str, Coded]) -> Codes:
    """The number of each row in one dictionary; words it lacks are added in order of appearance."""
    names = [name for name in dictionary.columns if name in columns and len(columns[name].words)]
    rows = len(columns["name"].codes)
    if not names:
        return np.zeros(rows, np.int64)
    groups = grouped([(columns[name].codes, len(columns[name].words)) for name in names])
    batch: dict[str, NDArray[Any]] = {"place": np.arange(len(groups.firsts))}
    for name in dictionary.columns:
        batch[name] = _words_at(columns.get(name), groups.firsts)
    match = equal("batch", dictionary.columns, "known")
    table = _numbered(connection, dictionary.table, dictionary.columns, match, batch, dictionary.start)
    return np.concatenate((np.zeros(1, np.int64), table))[groups.codes]


def _words_at(column: Coded | None, rows: Codes) -> NDArray[Any]:
    made = np.full(len(rows), None, object)
    if column is not None:
        codes = column.codes[rows]
        made[codes > 0] = column.words[codes[codes > 0] - 1]
    return made


def _numbered(
    connection: Connection, table: str, columns: Sequence[str], match: str,
    batch: dict[str, NDArray[Any]], start: int,
) -> Codes:  # fmt: skip
    """The codes of the batch's entries (in order of `place`) in `table`, which gets those it lacks."""
    listed = ", ".join(columns)
    types = ", ".join(f"batch.{name}::{'INTEGER' if name == 'owner' else 'UTINYINT' if name == 'kind' else 'VARCHAR'} AS {name}" for name in columns)
    with _given(connection, "arriving", batch):
        found = connection.execute(
            f"SELECT batch.place, known.code FROM (SELECT place, {types} FROM arriving AS batch) AS batch "
            f"LEFT JOIN {table} AS known ON {match}"
        ).fetchnumpy()
        codes = np.full(len(batch["place"]), -1, np.int64)
        codes[found["place"]] = np.ma.filled(found["code"].astype(np.int64), -1)
        fresh = codes < 0
        if fresh.any():
            count = first(connection, f"SELECT count(*) FROM {table}")[0]
            codes[fresh] = start + count + np.arange(np.count_nonzero(fresh))
    if fresh.any():
        new = {"code": codes[fresh], **{name: array[fresh] for name, array in batch.items()}}
        extra = ", first_seq" if "first_seq" in batch else ""
        with _given(connection, "fresh", new):
            connection.execute(f"INSERT INTO {table} SELECT code, {listed}{extra} FROM fresh")
    return codes


def _encode_keys(
    connection: Connection, columns: Mapping[str, Coded], first_seq: int, rows: int
) -> dict[str, Codes]:
    """The number of each row's keys by column, -1 for none. Within a row the weakest kind comes first."""
    there = [(kind, name) for kind, name in enumerate(KEY_COLUMNS) if name in columns]
    firsts = {name: columns[name].firsts() for _, name in there}
    place = np.concatenate([np.zeros(0, np.int64), *(5 * firsts[name] + kind for kind, name in there)])
    made = {name: np.full(rows, -1, np.int64) for name in KEY_COLUMNS}
    if not len(place):
        return made
    turn = np.argsort(place)
    kinds = np.concatenate([np.full(len(firsts[name]), kind, np.uint8) for kind, name in there])
    words = np.concatenate([columns[name].words for _, name in there])
    batch = {
        "place": np.arange(len(turn)), "kind": kinds[turn], "word": words[turn],
        "first_seq": first_seq + place[turn] // 5,
    }  # fmt: skip
    match = "known.kind = batch.kind AND known.word = batch.word"
    codes = np.empty(len(turn), np.int64)
    codes[turn] = _numbered(connection, "keys", ("kind", "word"), match, batch, 0)
    start = 0
    for _, name in there:
        mine = codes[start : start + len(firsts[name])]
        made[name] = np.concatenate((np.full(1, -1), mine))[columns[name].codes]
        start += len(firsts[name])
    return made


def _encode_visits(
    connection: Connection, columns: Mapping[str, Coded], keys: Mapping[str, Codes], rows: int
) -> Codes:
    """The number of each row's visit, -1 for none. Its owner is the device's key, else the person's."""
    if "visit_id" not in columns or not len(columns["visit_id"].words):
        return np.full(rows, -1, np.int64)
    visit = columns["visit_id"]
    owner = _strongest(keys, ("anonymous_id", "user_id", "email", "phone", "order_id"))
    there = np.where(visit.codes > 0, owner + 1, 0)
    groups: Groups = grouped([(visit.codes, len(visit.words)), (there, int(there.max(initial=0)))])
    batch = {
        "place": np.arange(len(groups.firsts)), "owner": owner[groups.firsts],
        "visit_id": _words_at(visit, groups.firsts),
    }  # fmt: skip
    match = "known.owner = batch.owner AND known.visit_id = batch.visit_id"
    table = _numbered(connection, "visits", ("owner", "visit_id"), match, batch, 0)
    return np.concatenate((np.full(1, -1), table))[groups.codes]


def _strongest(keys: Mapping[str, Codes], order: Sequence[str]) -> Codes:
    """The first key of each row that there is, in that order; else -1."""
    found = keys[order[-1]]
    for name in reversed(order[:-1]):
        found = np.where(keys[name] >= 0, keys[name], found)
    return found


def _insert(
    connection: Connection, group: Direct, numbers: Mapping[str, Codes], keys: Mapping[str, Codes],
    visits: Codes, first_seq: int,
) -> None:  # fmt: skip
    none = np.zeros(len(group), np.int64)
    rows = {
        "seq": first_seq + np.arange(len(group)),
        "event_id": group.event_id,
        "occurred_us": group.occurred_us,
        "received_us": group.received_us,
        "name": numbers["names"],
        "key": _strongest(keys, ("user_id", "email", "phone", "anonymous_id", "order_id")),
        **{f"{name}_key": keys[name] for name in KEY_COLUMNS},
        "account": numbers.get("accounts", none),
        "visit": visits,
        **{
            column: numbers.get(table, none)
            for column, table in (
                ("page", "pages"), ("title", "titles"), ("referrer", "referrers"), ("origin", "origins"),
                ("context", "contexts"), ("product", "products"), ("source", "sources"),
                ("currency", "currencies"),
            )
        },
        "flags": group.flags,
        "value": group.value,
        "properties": group.properties,
    }  # fmt: skip
    with _given(connection, "rows", rows):
        connection.execute(sql("insert_rows"))


@contextmanager
def _given(connection: Connection, name: str, columns: Mapping[str, NDArray[Any]]) -> Iterator[None]:
    """Columns as a table of that name, for the length of a block."""
    connection.register(name, dict(columns))
    try:
        yield
    finally:
        connection.unregister(name)
