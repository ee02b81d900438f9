"""Numbering: the words of a batch get their numbers in the file's tables, known ones or the next."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.coding import CodedColumn, Codes, grouped
from etappe.store.events.database import first
from etappe.store.events.dictionaries import KEY_COLUMNS, Dictionary, equal
from etappe.store.events.known import KnownWords

_TYPES = {"owner": "INTEGER", "kind": "UTINYINT"}
"""Columns of the tables that are no words."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where words get their numbers: the file, and what is known of it without asking."""

    connection: Connection
    known: KnownWords


def encode(numbers: Numbers, dictionary: Dictionary, columns: Mapping[str, CodedColumn]) -> Codes:
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
    table = _numbered(numbers, dictionary.table, dictionary.columns, match, batch, dictionary.start)
    return np.concatenate((np.zeros(1, np.int64), table))[groups.codes]


def encode_keys(
    numbers: Numbers, columns: Mapping[str, CodedColumn], first_seq: int, rows: int
) -> dict[str, Codes]:
    """The number of each row's keys by column, -1 for none. Within a row the weakest kind comes first."""
    there = [(kind, name) for kind, name in enumerate(KEY_COLUMNS) if name in columns]
    firsts = {name: columns[name].firsts() for _, name in there}
    place = np.concatenate(
        [np.zeros(0, np.int64), *(5 * firsts[name] + kind for kind, name in there)]
    )
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
    codes[turn] = _numbered(numbers, "keys", ("kind", "word"), match, batch, 0)
    start = 0
    for _, name in there:
        mine = codes[start : start + len(firsts[name])]
        made[name] = np.concatenate((np.full(1, -1), mine))[columns[name].codes]
        start += len(firsts[name])
    return made


def encode_visits(
    numbers: Numbers, columns: Mapping[str, CodedColumn], keys: Mapping[str, Codes], rows: int
) -> Codes:
    """The number of each row's visit, -1 for none. Its owner is the device's key, else the person's."""
    if "visit_id" not in columns or not len(columns["visit_id"].words):
        return np.full(rows, -1, np.int64)
    visit = columns["visit_id"]
    owner = strongest(keys, ("anonymous_id", "user_id", "email", "phone", "order_id"))
    there = np.where(visit.codes > 0, owner + 1, 0)
    groups = grouped([(visit.codes, len(visit.words)), (there, int(there.max(initial=0)))])
    batch = {
        "place": np.arange(len(groups.firsts)), "owner": owner[groups.firsts],
        "visit_id": _words_at(visit, groups.firsts),
    }  # fmt: skip
    match = "known.owner = batch.owner AND known.visit_id = batch.visit_id"
    table = _numbered(numbers, "visits", ("owner", "visit_id"), match, batch, 0)
    made: Codes = np.concatenate((np.full(1, -1), table))[groups.codes]
    return made


def strongest(keys: Mapping[str, Codes], order: Sequence[str]) -> Codes:
    """The first key of each row that there is, in that order; else -1."""
    found = keys[order[-1]]
    for name in reversed(order[:-1]):
        found = np.where(keys[name] >= 0, keys[name], found)
    return found


def _words_at(column: CodedColumn | None, rows: Codes) -> NDArray[Any]:
    made = np.full(len(rows), None, object)
    if column is not None:
        codes = column.codes[rows]
        made[codes > 0] = column.words[codes[codes > 0] - 1]
    return made


def _numbered(
    numbers: Numbers, table: str, columns: Sequence[str], match: str,
    batch: dict[str, NDArray[Any]], start: int,
) -> Codes:  # fmt: skip
    """The codes of the batch's entries (in order of `place`) in `table`, which gets those it lacks."""
    if len(batch["place"]) > numbers.known.at_once:
        return _asked(numbers.connection, table, columns, match, batch, start)
    words = list(zip(*(batch[name].tolist() for name in columns), strict=True))
    codes = numbers.known.codes(table, words)
    unknown = np.flatnonzero(codes < 0)
    if len(unknown):
        asked = {name: array[unknown] for name, array in batch.items()}
        asked["place"] = np.arange(len(unknown))
        codes[unknown] = _asked(numbers.connection, table, columns, match, asked, start)
        numbers.known.learn(table, [words[place] for place in unknown], codes[unknown])
    return codes


def _asked(
    connection: Connection, table: str, columns: Sequence[str], match: str,
    batch: dict[str, NDArray[Any]], start: int,
) -> Codes:  # fmt: skip
    """The same of the file."""
    listed = ", ".join(columns)
    typed = ", ".join(f"{name}::{_TYPES.get(name, 'VARCHAR')} AS {name}" for name in columns)
    with given(connection, "arriving", batch):
        found = connection.execute(
            f"SELECT batch.place, known.code FROM (SELECT place, {typed} FROM arriving) AS batch "
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
        with given(connection, "fresh", new):
            connection.execute(f"INSERT INTO {table} SELECT code, {listed}{extra} FROM fresh")
    return codes


@contextmanager
def given(connection: Connection, name: str, columns: Mapping[str, NDArray[Any]]) -> Iterator[None]:
    """Columns as a table of that name, for the length of a block."""
    connection.register(name, dict(columns))
    try:
        yield
    finally:
        connection.unregister(name)
