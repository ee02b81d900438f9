"""EventStore: one shop's events file. Appends go through one writer; readers never wait for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.store.events.account_store import AccountStore
from etappe.store.events.append import Append
from etappe.store.events.backup import copy_database
from etappe.store.events.batch import Batch, Given, from_columns
from etappe.store.events.brought import Brought
from etappe.store.events.connections import Connections
from etappe.store.events.further import (
    Coded,
    known_columns,
    read_told,
    read_words_at,
    read_words_of,
)
from etappe.store.events.hashing import Hashing
from etappe.store.events.people import PeopleStore
from etappe.store.events.private import PrivateEvents
from etappe.store.events.reading import (
    read_core,
    read_core_of_keys,
    read_orders_told,
    read_origins,
    read_pages,
    read_touched,
    read_visit_twins,
    read_words,
)
from etappe.store.events.rejections import Drained, DrainedBook
from etappe.store.events.rows import read_rows
from etappe.store.events.sealing import Vault
from etappe.store.events.values import (
    Core,
    OriginWord,
    PageWord,
    Receipt,
    VisitTwins,
)
from etappe.store.events.writer import Writer


class EventStore(Brought, PeopleStore, AccountStore):
    """The events of one shop in one DuckDB file; safe to use from many threads of one process."""

    def __init__(
        self, path: Path, hashing: Hashing, memory_mb: int, threads: int, vault: Vault | None
    ) -> None:
        self._connections = Connections(path, memory_mb, threads)
        self._reader = self._connections.reader
        self._writer = Writer(
            path, self._connections.cursor(), hashing, self._connections.reopened, vault
        )
        self.private = PrivateEvents(self._connections, self._writer, vault)
        self.drained = DrainedBook(self._reader, self._writer.run)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        salt: bytes,
        country: str = "",
        memory_mb: int = 512,
        threads: int = 2,
        vault: Vault | None = None,
    ) -> "EventStore":
        """Create or open the file and migrate it forward.

        `salt` makes the hashes of e-mail addresses and phone numbers the shop's own: always give the same.
        Phone numbers without a calling code are read in `country`: give what `private.rehash` was last called with.
        With a `vault` e-mail addresses, phone numbers and personal properties are kept sealed; without one the
        originals of addresses and numbers are gone, and properties stay as they are.
        Raises NewerData if a newer Etappe wrote the file, Busy if another process has it, else StorageFault.
        """
        return cls(path, Hashing(salt, country), memory_mb, threads, vault)

    @property
    def hashing(self) -> Hashing:
        """How e-mail addresses and phone numbers become hashes at present."""
        return self._writer.hashing

    def close(self) -> None:
        """Finish queued appends and close the file."""
        self._writer.close()
        self._connections.close()

    def append(
        self, batch: Path | Mapping[str, Given], *, import_id: int | None = None,
        rows_done: int | None = None, drained: Drained | None = None,
    ) -> Receipt:  # fmt: skip
        """Make a batch (Parquet file or columns of the event row) durable, whole or not at all.

        Columns of words may come numbered (`CodedColumn`). With `import_id` the same transaction notes that the import
        is through to `rows_done`, with `drained` how far the journal is taken in and what was dropped of it.
        Raises BadInput for columns or rows that break a rule, StorageFault if the disk does not take them.
        """
        checked = Batch(batch, (), 0) if isinstance(batch, Path) else from_columns(batch)
        return self._writer.append(Append(checked, import_id, rows_done, drained))

    def last_seq(self) -> int:
        """The number of the latest durable event; 0 when there is none."""
        return self._writer.last_seq

    def events_up_to(self, seq: int) -> int:
        """How many events there are with a number up to `seq`: fewer than `seq` once some were deleted."""
        with self._reader() as cursor:
            query = "SELECT count(*) FROM events WHERE seq <= $seq"
            return int(cursor.execute(query, {"seq": seq}).fetchall()[0][0])

    def orders_told(self, event_ids: Sequence[str]) -> dict[str, str]:
        """Which of these ids an event has, whenever it came, with the order that it names ("" none). Reads every id."""
        with self._reader() as cursor:
            return read_orders_told(cursor, event_ids)

    def names(self) -> tuple[str, ...]:
        """Event names as sent; names()[code], code from 0."""
        with self._reader() as cursor:
            return read_words(cursor, "names")

    def sources(self) -> tuple[str, ...]:
        """Sources as sent by code; code 0 is none."""
        with self._reader() as cursor:
            return read_words(cursor, "sources")

    def currencies(self) -> tuple[str, ...]:
        """ISO 4217 codes by code; code 0 is none."""
        with self._reader() as cursor:
            return read_words(cursor, "currencies")

    def pages(self, from_code: int = 0) -> tuple[PageWord, ...]:
        """Pages by code, from `from_code` on; code 0 is none."""
        with self._reader() as cursor:
            return read_pages(cursor, from_code)

    def origins(self, from_code: int = 0) -> tuple[OriginWord, ...]:
        """Origins by code, from `from_code` on; code 0 says nothing."""
        with self._reader() as cursor:
            return read_origins(cursor, from_code)

    def visit_twins(self, from_code: int = 0) -> VisitTwins:
        """Which visits, from number `from_code` on, are called like an earlier one of another key."""
        with self._reader() as cursor:
            return read_visit_twins(cursor, from_code)

    def touched_us(self) -> tuple[int, int] | None:
        """First and last moment (µs) of what somebody did who is neither staff nor a bot; None without any."""
        with self._reader() as cursor:
            return read_touched(cursor)

    def core(self, from_seq: int, to_seq: int) -> Core:
        """Rows from_seq <= seq < to_seq in seq order."""
        with self._reader() as cursor:
            return read_core(cursor, from_seq, to_seq)

    def core_of_keys(self, keys: NDArray[np.int64], *, orders: bool = False) -> Core:
        """All rows whose key is one of `keys`, in seq order; with `orders` also those that name such an order."""
        with self._reader() as cursor:
            return read_core_of_keys(cursor, keys, orders)

    def words_of(self, column: str) -> Coded:
        """A further column: codes by seq - 1 (0 is None) and words. NotFound names the known ones."""
        with self._reader() as cursor:
            return read_words_of(cursor, column)

    def told_by(
        self, names: Sequence[int], properties: Sequence[str], after_seq: int
    ) -> list[tuple[int, str, str]]:
        """(seq, property, text) of these properties in later events of these names; by seq."""
        with self._reader() as cursor:
            return read_told(cursor, names, properties, after_seq)

    def words_at(self, column: str, seqs: NDArray[np.int64]) -> list[str | None]:
        """The words of the events `seqs` in a column kept as numbers (`consent`, `event_source` …), in their order."""
        with self._reader() as cursor:
            return read_words_at(cursor, column, seqs)

    def properties(self) -> tuple[str, ...]:
        """Every name `words_of` can answer."""
        with self._reader() as cursor:
            return known_columns(cursor)

    def rows(self, seqs: NDArray[np.int64]) -> list[dict[str, Any]]:
        """Whole events in the order asked, words instead of numbers. NotFound for a seq that is none."""
        with self._reader() as cursor:
            return read_rows(cursor, seqs)

    def backup_to(self, path: Path) -> None:
        """Copy the events as they are now into a new file, through the database."""
        with self._reader() as cursor:
            copy_database(cursor, path)
