"""The part of the event store that is about people: their keys, what links them, what was decided about them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events import decisions
from etappe.store.events.keys import Keys, kinds_and_words, search_keys
from etappe.store.events.reading import read_links
from etappe.store.events.values import Decision, KeyKind, Links, NewDecision
from etappe.store.events.writer import Writer


class PeopleStore:
    """The part of an EventStore that identity reads and people decide with; whoever inherits has a writer and readers."""

    _salt: bytes
    _writer: Writer
    _reader: Callable[[], AbstractContextManager[Connection]]

    def keys(self) -> Keys:
        """Every key of a person or order by number."""
        with self._reader() as cursor:
            query = "SELECT kind, first_seq FROM keys ORDER BY code"
            found = cursor.execute(query).fetchnumpy()
        return Keys(found["kind"], found["first_seq"], self._reader, self._salt)

    def kinds_and_words(self, keys: NDArray[np.int64]) -> list[tuple[KeyKind, str]]:
        """Kind and word of these keys, in the order asked; e-mail and phone by their salted hash."""
        with self._reader() as cursor:
            return kinds_and_words(cursor, keys)

    def search_keys(self, text: str, most: int = 10_000) -> NDArray[np.int64]:
        """Keys that begin with the text, or are this very e-mail address or phone number; at most so many."""
        with self._reader() as cursor:
            return search_keys(cursor, text, self._salt, most)

    def links(self, after_seq: int = 0) -> Links:
        """Which keys belong together by the events; only facts told or changed by rows after `after_seq`."""
        with self._reader() as cursor:
            return read_links(cursor, after_seq)

    def decide(self, new: NewDecision) -> Decision:
        """Keep what somebody decides about keys. BadInput, NotFound or Conflict for what cannot be decided."""
        return self._writer.run(lambda connection: decisions.put(connection, new))

    def decisions(self) -> list[Decision]:
        """Every decision about keys ever made, oldest first."""
        with self._reader() as cursor:
            return decisions.read(cursor)

    def last_decision(self) -> int:
        """The number of the latest decision; 0 when there is none."""
        with self._reader() as cursor:
            return decisions.last(cursor)
