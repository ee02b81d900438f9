"""Originals of a group of rows: which texts may be sealed, found on the direct way and on the long one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.consent import REFUSED
from etappe.store.events.coding import CodedColumn, Codes, coded
from etappe.store.events.numbering import strongest
from etappe.store.events.sealing import WORD, Originals, Vault, allowed_words, seal

_STRENGTH = ("user_id", "email", "phone", "anonymous_id", "order_id")
_WORDS = (
    "SELECT keys_codes.code AS key, -1 AS seq, arg_min(arrived.{name}_sent, arrived.rowid) AS text FROM arrived "
    "JOIN keys_codes ON keys_codes.kind = {kind} AND keys_codes.word = arrived.{name} "
    "WHERE arrived.{name}_sent IS NOT NULL AND {may} GROUP BY keys_codes.code ORDER BY keys_codes.code"
)
_PERSONAL = (
    "SELECT events.key, events.seq, arrived.personal AS text FROM arrived "
    "JOIN events ON events.seq = $first_seq + arrived.rowid "
    "WHERE arrived.personal IS NOT NULL AND events.key >= 0 AND {may} ORDER BY events.seq"
)


def rows_to_seal(
    originals: Mapping[str, CodedColumn], keys: Mapping[str, Codes], consent: CodedColumn | None,
    first_seq: int, vault: Vault,
) -> list[Originals]:  # fmt: skip
    """What of rows in memory may be sealed: of each key its word, of each row its personal properties.

    A row without any key has nobody who could ever ask for its originals: they are let go.
    """
    allowed = allowed_words(consent.words.tolist() if consent else (), vault)
    may = allowed[consent.codes] if consent else allowed[0]
    found: list[Originals] = []
    for name in ("email", "phone"):
        if name in originals:
            column = originals[name]
            rows = np.sort(_firsts(np.where(may & (keys[name] >= 0), column.codes, 0)))
            found.append(_of_rows(keys[name], np.full(len(rows), WORD), column, rows))
    personal = originals.get("personal")
    if personal is not None:
        key = strongest(keys, _STRENGTH)
        rows = np.flatnonzero((personal.codes > 0) & may & (key >= 0))
        found.append(_of_rows(key, first_seq + rows, personal, rows))
    return found


def seal_staged(
    connection: Connection, first_seq: int, brought: frozenset[str], vault: Vault
) -> None:
    """Seal e-mail addresses, phone numbers and personal properties of the rows just written from `staged`."""
    untold = "true" if vault.keeps_untold else "false"
    may = f"coalesce(arrived.consent <> '{REFUSED}', {untold})" if "consent" in brought else untold
    for kind, name in ((2, "phone"), (3, "email")):
        if name in brought:
            query = _WORDS.format(name=name, kind=kind, may=may)
            _seal_found(connection, query, None, vault)
    if "properties" in brought:
        _seal_found(connection, _PERSONAL.format(may=may), {"first_seq": first_seq}, vault)


def _seal_found(
    connection: Connection, query: str, given: dict[str, int] | None, vault: Vault
) -> None:
    found = connection.execute(query, given).fetchnumpy()
    seal(connection, Originals(*_numbers(found), coded(found["text"])), vault)


def _numbers(found: Mapping[str, NDArray[Any]]) -> tuple[Codes, Codes]:
    return found["key"].astype(np.int64), found["seq"].astype(np.int64)


def _of_rows(keys: Codes, seqs: Codes, column: CodedColumn, rows: Codes) -> Originals:
    return Originals(keys[rows], seqs, CodedColumn(column.codes[rows], column.words))


def _firsts(codes: Codes) -> Codes:
    """The rows in which each code but 0 first stands."""
    there, rows = np.unique(codes, return_index=True)
    first: Codes = rows[there > 0]
    return first
