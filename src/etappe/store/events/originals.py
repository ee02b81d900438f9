"""Originals of a group of rows: which texts may be sealed, found on the direct way and on the long one."""

from collections.abc import Mapping

import numpy as np
from duckdb import DuckDBPyConnection as Connection

from etappe.events.consent import REFUSED
from etappe.store.events.coding import CodedColumn, Codes
from etappe.store.events.numbering import strongest
from etappe.store.events.sealing import WORD, Original, Vault, allowed_words, seal

_STRENGTH = ("user_id", "email", "phone", "anonymous_id", "order_id")
_WORDS = (
    "SELECT keys_codes.code, arg_min(arrived.{name}_sent, arrived.rowid) FROM arrived "
    "JOIN keys_codes ON keys_codes.kind = {kind} AND keys_codes.word = arrived.{name} "
    "WHERE arrived.{name}_sent IS NOT NULL AND {may} GROUP BY keys_codes.code ORDER BY keys_codes.code"
)
_PERSONAL = (
    "SELECT events.key, events.seq, arrived.personal FROM arrived "
    "JOIN events ON events.seq = $first_seq + arrived.rowid "
    "WHERE arrived.personal IS NOT NULL AND events.key >= 0 AND {may} ORDER BY events.seq"
)


def rows_to_seal(
    originals: Mapping[str, CodedColumn], keys: Mapping[str, Codes], consent: CodedColumn | None,
    first_seq: int, vault: Vault,
) -> list[Original]:  # fmt: skip
    """What of rows in memory may be sealed: of each key its word, of each row its personal properties.

    A row without any key has nobody who could ever ask for its originals: they are let go.
    """
    allowed = allowed_words(consent.words.tolist() if consent else (), vault)
    found: list[Original] = []
    for name in ("email", "phone"):
        if name in originals:
            column = originals[name]
            may = allowed[consent.codes] if consent else allowed[0]
            for row in _firsts(np.where(may & (keys[name] >= 0), column.codes, 0)):
                word = column.words[column.codes[row] - 1]
                found.append(Original(int(keys[name][row]), WORD, word))
    personal = originals.get("personal")
    if personal is not None:
        key = strongest(keys, _STRENGTH)
        may = allowed[consent.codes] if consent else allowed[0]
        for row in np.flatnonzero((personal.codes > 0) & may & (key >= 0)).tolist():
            text = personal.words[personal.codes[row] - 1]
            found.append(Original(int(key[row]), first_seq + row, text))
    return found


def seal_staged(
    connection: Connection, first_seq: int, brought: frozenset[str], vault: Vault
) -> None:
    """Seal e-mail addresses, phone numbers and personal properties of the rows just written from `staged`."""
    untold = "true" if vault.keeps_untold else "false"
    may = f"coalesce(arrived.consent <> '{REFUSED}', {untold})" if "consent" in brought else untold
    found: list[Original] = []
    for kind, name in ((2, "phone"), (3, "email")):
        if name in brought:
            query = _WORDS.format(name=name, kind=kind, may=may)
            rows = connection.execute(query).fetchall()
            found += [Original(code, WORD, text) for code, text in rows]
    if "properties" in brought:
        query = _PERSONAL.format(may=may)
        rows = connection.execute(query, {"first_seq": first_seq}).fetchall()
        found += [Original(*row) for row in rows]
    seal(connection, found, vault)


def _firsts(codes: Codes) -> list[int]:
    """The rows in which each code but 0 first stands."""
    there, rows = np.unique(codes, return_index=True)
    first: list[int] = rows[there > 0].tolist()
    return first
