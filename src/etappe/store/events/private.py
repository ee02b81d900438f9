"""The private side of a shop's events: originals unsealed, people erased, the file written anew."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.events.parted import joined
from etappe.store.events.connections import Connections
from etappe.store.events.rows import read_rows
from etappe.store.events.sealing import Vault, personal_of, sealed_names, words_of_sealed
from etappe.store.events.writer import Writer


class PrivateEvents:
    """What only some doors may ask: everything here tells or takes away who somebody is."""

    def __init__(self, connections: Connections, writer: Writer, vault: Vault | None) -> None:
        self._reader = connections.reader
        self._connections = connections
        self._writer = writer
        self._vault = vault

    def originals(self, keys: NDArray[np.int64]) -> dict[int, str]:
        """E-mail addresses and phone numbers as sent, by key number, as far as they are kept and can be read."""
        if self._vault is None or not len(keys):
            return {}
        with self._reader() as cursor:
            return words_of_sealed(cursor, keys, self._vault)

    def rows(self, seqs: NDArray[np.int64]) -> list[dict[str, Any]]:
        """Whole events as `EventStore.rows` has them, with personal properties as they were sent."""
        with self._reader() as cursor:
            rows = read_rows(cursor, seqs)
            if self._vault is None:
                return rows
            personal = personal_of(cursor, [row["seq"] for row in rows], self._vault)
        for row in rows:
            if row["seq"] in personal:
                row["properties"] = joined(row["properties"], personal[row["seq"]])
        return rows

    def names(self) -> tuple[str, ...]:
        """Names of properties that were ever sealed."""
        with self._reader() as cursor:
            return sealed_names(cursor)

    def rewrite(self) -> None:
        """Write the file anew, so that no byte of what was deleted is left in it."""
        self._writer.replace(self._connections.rewritten)
