"""One group of batches becomes durable events: staged, checked, encoded and inserted in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.clock import US_PER_DAY, now_us
from etappe.store.events.batch import Batch, coded_columns, concatenated
from etappe.store.events.database import sql, transaction
from etappe.store.events.dictionaries import (
    KEY_COLUMNS,
    brought_dictionaries,
    encoding,
    insertion,
)
from etappe.store.events.direct import prepare, write
from etappe.store.events.hashing import Hashing
from etappe.store.events.known import KnownWords
from etappe.store.events.originals import seal_staged
from etappe.store.events.recent import RecentIds
from etappe.store.events.rejections import Drained, note, with_twins
from etappe.store.events.sealing import Vault
from etappe.store.events.staging import check, stage
from etappe.store.events.twins import drop_twins, find_twins
from etappe.store.events.values import FUTURE, Receipt

REMEMBERED_US = 7 * US_PER_DAY
"""How long after receipt an event id is remembered."""


@dataclass(frozen=True, slots=True)
class Append:
    """A caller's batch with what it says about its import or about the journal it came from."""

    batch: Batch
    import_id: int | None = None
    rows_done: int | None = None
    drained: Drained | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the writer knows of the file without asking: the ids of the last days, and the numbers of words.

    `recent` grows after a commit only. After an error `words` must be forgotten.
    """

    recent: RecentIds
    words: KnownWords


def append_group(
    connection: Connection,
    appends: Sequence[Append],
    last_seq: int,
    remembered: Remembered,
    hashing: Hashing,
    vault: Vault | None,
) -> list[Receipt]:
    """Write the batches of a group in one transaction; a receipt each, in their order.

    Raises BadInput (nothing written) if any batch breaks a rule: the caller then tries them one by one.
    """
    receipts = _append_directly(connection, appends, last_seq, remembered, hashing, vault)
    if receipts is not None:
        return receipts
    recent = remembered.recent
    brought = stage(
        connection, [append.batch for append in appends], hashing, originals=vault is not None
    )
    future = check(connection, len(appends))
    staged = connection.execute("SELECT part, hash(event_id) AS id FROM staged").fetchnumpy()
    suspects = recent.suspects(staged["id"])
    twins, differs = find_twins(connection, suspects, now_us() - REMEMBERED_US)
    if len(twins):
        appends = [
            replace(append, drained=with_twins(connection, append.drained, part, twins[differs]))
            if append.drained
            else append
            for part, append in enumerate(appends)
        ]
        drop_twins(connection)
    with transaction(connection):
        _write(connection, last_seq + 1, brought)
        if vault:
            seal_staged(connection, last_seq + 1, brought, vault)
        for append in appends:
            _note_progress(connection, append)
    recent.add(np.delete(staged["id"], twins))
    return _receipts(staged["part"], twins, differs, future, last_seq)


def _append_directly(
    connection: Connection,
    appends: Sequence[Append],
    last_seq: int,
    remembered: Remembered,
    hashing: Hashing,
    vault: Vault | None,
) -> list[Receipt] | None:
    """The group by the direct way; None, with nothing written, if it needs the long one."""
    batches = [append.batch for append in appends]
    if any(isinstance(batch.source, Path) for batch in batches):
        return None
    numbered = coded_columns(batches)
    group = prepare(connection, concatenated(batches, without=numbered), numbered, hashing, vault)
    if group is None or len(remembered.recent.suspects(group.hashes)):
        return None
    with transaction(connection):
        write(connection, group, last_seq + 1, vault, remembered.words)
        for append in appends:
            _note_progress(connection, append)
    remembered.recent.add(group.hashes)
    future = np.bincount(group.part[(group.flags & FUTURE) > 0], minlength=len(appends)).tolist()
    none = np.zeros(0, np.int64)
    return _receipts(group.part, none, none.astype(np.bool_), future, last_seq)


def load_recent(connection: Connection) -> RecentIds:
    """The set of ids received in the last 7 days, read from the events."""
    query = "SELECT hash(event_id) AS id FROM events WHERE received_us >= $since"
    found = connection.execute(query, {"since": now_us() - REMEMBERED_US}).fetchnumpy()
    return RecentIds(found["id"])


def _write(connection: Connection, first_seq: int, brought: frozenset[str]) -> None:
    statements = [encoding(dictionary) for dictionary in brought_dictionaries(brought)]
    keys = brought.intersection(KEY_COLUMNS)
    if keys or "visit_id" in brought:
        statements.append(sql("encode_keys"))
    if "visit_id" in brought:
        statements.append(sql("encode_visits"))
    if "email" in keys:
        statements.append(sql("encode_domains"))
    statements.append(insertion(brought))
    if "previous_id" in brought:
        statements.append(sql("insert_aliases"))
    if "account_id" in brought:
        statements.append(sql("merge_account_keys"))
    if len(keys) > 1:
        statements.append(sql("merge_links"))
    if "properties" in brought:
        statements.append(sql("encode_properties").format(rows="staged"))
    for statement in ";\n".join(statements).split(";\n"):
        given = {"first_seq": first_seq} if "$first_seq" in statement else None
        connection.execute(statement, given)


def _note_progress(connection: Connection, append: Append) -> None:
    if append.drained is not None:
        note(connection, append.drained)
    if append.import_id is None:
        return
    query = "UPDATE imports SET rows_done = coalesce($rows_done, rows_done) WHERE id = $id"
    connection.execute(query, {"rows_done": append.rows_done, "id": append.import_id})


def _receipts(
    parts: NDArray[np.integer],
    twins: NDArray[np.int64],
    differs: NDArray[np.bool_],
    future: Sequence[int],
    last_seq: int,
) -> list[Receipt]:
    count = len(future)
    rows = np.bincount(parts, minlength=count)
    dropped = np.bincount(parts[twins], minlength=count)
    conflicting = np.bincount(parts[twins[differs]], minlength=count)
    ends = last_seq + np.cumsum(rows - dropped)
    return [
        Receipt(
            first_seq=int(ends[part] - rows[part] + dropped[part]) + 1,
            last_seq=int(ends[part]),
            duplicates=int(dropped[part]),
            conflicting=int(conflicting[part]),
            future=future[part],
        )
        for part in range(count)
    ]
