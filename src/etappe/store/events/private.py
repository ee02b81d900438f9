"""The private side of a shop's events: originals unsealed, people erased, the file written anew."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.parted import joined
from etappe.store.events.connections import Connections
from etappe.store.events.database import first, sql
from etappe.store.events.erasing import KEY_COLUMNS, Erased, erase, take_out
from etappe.store.events.hashing import Hashing
from etappe.store.events.numbering import given
from etappe.store.events.rehashing import Rehashed, read_mark, rehash
from etappe.store.events.rows import read_rows
from etappe.store.events.sealing import Vault, personal_of, sealed_names, words_of_sealed
from etappe.store.events.sealing_before import note_sealed, seal_piece, unsealed
from etappe.store.events.stored import StoredBook
from etappe.store.events.writer import Writer


class PrivateEvents:
    """What only some doors may ask: everything here tells or takes away who somebody is."""

    def __init__(self, connections: Connections, writer: Writer, vault: Vault | None) -> None:
        self._reader = connections.reader
        self._connections = connections
        self._writer = writer
        self._vault = vault
        self.stored = StoredBook(connections.reader)

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

    def unsealed(self) -> int:
        """How many events of before the sealing are still to be looked at; 0 when `note_sealed` said that all is done."""
        if self._vault is None:
            return 0
        with self._reader() as cursor:
            return unsealed(cursor)

    def seal_piece(self) -> int | None:
        """Seal what is personal in the next of these events; in how many there was something. None if none is left."""
        vault = self._vault
        return None if vault is None else self._writer.run(lambda mine: seal_piece(mine, vault))

    def note_sealed(self) -> None:
        """Say that they are all sealed, and that the file was written anew since."""
        self._writer.run(note_sealed)

    def erase(
        self,
        seqs: NDArray[np.int64],
        keys: NDArray[np.int64],
        *,
        keep: Sequence[str] = (),
        samples: bool = False,
    ) -> Erased:
        """Delete events and overwrite keys, in one transaction: see `erasing.erase`. The bytes leave with `rewrite`."""

        def work(connection: Connection) -> Erased:
            _note_high_water(connection)
            return erase(connection, seqs, keys, keep, samples)

        return self._writer.run(work)

    def take_out(self, seqs: NDArray[np.int64]) -> None:
        """Delete events as if they had never been told: also what they alone said of who belongs to which account."""

        def work(connection: Connection) -> None:
            _note_high_water(connection)
            take_out(connection, seqs)

        self._writer.run(work)

    def blanked(self) -> list[int]:
        """Numbers of the keys that lost their word as somebody was forgotten."""
        query = "SELECT code FROM keys WHERE word = '(forgotten ' || code || ')' ORDER BY code"
        with self._reader() as cursor:
            return [code for (code,) in cursor.execute(query).fetchall()]

    def drop_originals(self, keys: Sequence[int]) -> int:
        """Let go of the sealed originals of these keys while their events stay; how many there were."""

        def work(connection: Connection) -> int:
            query = "DELETE FROM sealed WHERE key IN (SELECT unnest($keys)) RETURNING seq"
            return len(connection.execute(query, {"keys": list(keys)}).fetchall())

        return self._writer.run(work)

    def events_of_keys(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """Arrival numbers and moments (µs) of the events that carry one of these keys in any place, by arrival."""
        with self._reader() as cursor, given(cursor, "asked", {"code": keys.astype(np.int32)}):
            places = " OR ".join(f"{column} IN (SELECT code FROM asked)" for column in KEY_COLUMNS)
            found = cursor.execute(
                f"SELECT seq, occurred_us FROM events WHERE {places} ORDER BY seq"
            ).fetchnumpy()
        return found["seq"], found["occurred_us"]

    def older(self, names: Sequence[str], before_us: int, *, orders: bool) -> NDArray[np.int64]:
        """Arrival numbers of events before that moment: with `orders` all that name an order or are called so, else
        those called so that name none."""
        called = "list_contains($names::VARCHAR[], names.name)"
        which = f"(order_key >= 0 OR {called})" if orders else f"(order_key < 0 AND {called})"
        with self._reader() as cursor:
            found = cursor.execute(
                "SELECT seq FROM events JOIN names ON names.code = events.name "
                f"WHERE occurred_us < $before AND {which} ORDER BY seq",
                {"names": list(names), "before": before_us},
            ).fetchnumpy()
        return found["seq"].astype(np.int64)

    def keys_last_seen_before(self, before_us: int) -> NDArray[np.int64]:
        """Keys with sealed originals whose latest event is before that moment."""
        with self._reader() as cursor:
            found = cursor.execute(sql("sealed_before"), {"before": before_us}).fetchnumpy()
        return found["key"].astype(np.int64)

    def drop_samples(self, before_us: int, *, dry: bool = False) -> int:
        """Delete rejected examples received before that moment (with `dry` only count them); how many."""
        count = "SELECT count(*) FROM rejection_samples WHERE received_us < $before"

        def work(connection: Connection) -> int:
            number: int = first(connection, count, {"before": before_us})[0]
            if number and not dry:
                query = "DELETE FROM rejection_samples WHERE received_us < $before"
                connection.execute(query, {"before": before_us})
            return number

        return self._writer.run(work)

    def rehash(self, hashing: Hashing, note: Callable[[Rehashed], None]) -> Rehashed:
        """Make hashes anew with another secret or country; what is appended or asked from then on is hashed so too.

        `note` is told what changes before it is durable: what it keeps must do no harm if it never is.
        """

        def work(connection: Connection) -> Rehashed:
            done = rehash(connection, self._writer.hashing, hashing, self._vault)
            note(done)
            self._writer.hash_by(hashing)
            return done

        before = self._writer.hashing
        try:
            return self._writer.run(work)
        except BaseException:
            self._writer.hash_by(before)
            raise

    def count_phones(self) -> tuple[int, int]:
        """How many phone numbers are keys, and how many of them have no sealed original."""
        query = (
            "SELECT count(*), count(*) FILTER (sealed.key IS NULL) FROM keys "
            "LEFT JOIN sealed ON sealed.key = keys.code AND sealed.seq = -1 "
            "WHERE keys.kind = 2 AND NOT starts_with(keys.word, '(')"
        )
        with self._reader() as cursor:
            numbers, fixed = first(cursor, query)
        return numbers, fixed

    def hashing_mark(self) -> str:
        """The mark (`Hashing.mark`) of what the hashes were last made anew with; '' if they never were."""
        with self._reader() as cursor:
            return read_mark(cursor)

    def rewrite(self) -> None:
        """Write the file anew, so that no byte of what was deleted is left in it."""
        self._writer.replace(self._connections.rewritten)


def _note_high_water(connection: Connection) -> None:
    """Arrival numbers go on from where they are, though the latest event may be deleted."""
    connection.execute(
        "UPDATE high_water SET last_seq = greatest(last_seq, (SELECT coalesce(max(seq), 0) FROM events))"
    )
