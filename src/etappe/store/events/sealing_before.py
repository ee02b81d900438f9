"""Events that came before personal properties were sealed: taken apart and sealed piece by piece, so that it can be
interrupted at any moment and goes on from there."""

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.account_words import GROUP_EVENTS
from etappe.events.personal import is_personal
from etappe.store.events.coding import CodedColumn, coded
from etappe.store.events.database import first, sql
from etappe.store.events.numbering import given
from etappe.store.events.parting import parted_column
from etappe.store.events.sealing import Originals, Vault, allowed_words, seal

PIECE = 20_000
"""Arrival numbers a transaction: appends wait no longer than half a second for one."""


def unsealed(cursor: Connection) -> int:
    """How many events are still to be looked at; 0 when all is done, up to the writing anew of the file."""
    query = (
        "SELECT greatest((SELECT count(*) FROM events WHERE properties IS NOT NULL "
        "AND seq BETWEEN unsealed.next_seq AND unsealed.last_seq), 1) FROM unsealed WHERE NOT rewritten"
    )
    found = first(cursor, query)
    return int(found[0]) if found else 0


def seal_piece(connection: Connection, vault: Vault) -> int | None:
    """The next piece, in the caller's transaction: how many events had something personal; None if none is left."""
    start, last = first(connection, "SELECT next_seq, last_seq FROM unsealed")
    if start > last:
        _clean_names(connection)
        return None
    end = min(start + PIECE, last + 1)
    found = connection.execute(
        sql("unsealed"), {"start": start, "end": end, "groups": list(GROUP_EVENTS)}
    ).fetchnumpy()
    connection.execute("UPDATE unsealed SET next_seq = $end", {"end": end})
    if not len(found["seq"]):
        return 0
    return _part_and_seal(connection, found, vault)


def note_sealed(connection: Connection) -> None:
    """Say that the file was written anew since the last piece: no byte of what was sealed is left in it."""
    connection.execute("UPDATE unsealed SET rewritten = true WHERE next_seq > last_seq")


def _part_and_seal(
    connection: Connection, found: dict[str, NDArray[np.generic]], vault: Vault
) -> int:
    properties = coded(np.asarray(found["properties"], object))
    plain, personal = parted_column(connection, properties, np.asarray(found["thing"], np.bool_))
    left = plain.plain()
    changed = left != properties.plain()
    if not changed.any():
        return 0
    seqs = np.asarray(found["seq"], np.int64)
    rows = {"seq": seqs[changed], "plain": left[changed]}
    with given(connection, "parts", rows):
        connection.execute(
            "UPDATE events SET properties = parts.plain::VARCHAR FROM parts WHERE events.seq = parts.seq"
        )
    # The rules of what arrives: nobody could ask for what has no key, and who refused leaves a hash alone.
    keys = np.asarray(found["key"], np.int64)
    consent = coded(np.ma.filled(np.ma.asarray(found["consent"], object), None))
    allowed = allowed_words(consent.words.tolist(), vault)[consent.codes]
    kept = (personal.codes > 0) & allowed & (keys >= 0)
    text = CodedColumn(personal.codes[kept], personal.words)
    seal(connection, Originals(keys[kept], seqs[kept], text), vault)
    return int(np.count_nonzero(changed))


def _clean_names(connection: Connection) -> None:
    """Names that no event carries any more are no columns to ask for."""
    words = connection.execute("SELECT word FROM properties").fetchall()
    asked = [word for (word,) in words if is_personal(word)]
    if asked:
        connection.execute(
            "DELETE FROM properties WHERE list_contains($asked::VARCHAR[], word) AND word NOT IN ("
            "SELECT DISTINCT unnest(json_keys(properties)) FROM events WHERE properties IS NOT NULL)",
            {"asked": asked},
        )
