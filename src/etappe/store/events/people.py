"""The part of the event store that is about people: their keys, what links them, what was decided about them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events import decisions, evidence
from etappe.store.events.evidence import Doubt, KeyFacts, Login
from etappe.store.events.keys import Keys, kinds_and_words, search_keys
from etappe.store.events.reading import read_links
from etappe.store.events.values import Decision, KeyKind, Links, NewDecision
from etappe.store.events.writer import Writer


class PeopleStore:
    """The part of an EventStore that identity reads and people decide with; whoever inherits has a writer and readers."""

    _writer: Writer
    _reader: Callable[[], AbstractContextManager[Connection]]

    def keys(self) -> Keys:
        """Every key of a person or order by number."""
        with self._reader() as cursor:
            query = "SELECT kind, first_seq FROM keys ORDER BY code"
            found = cursor.execute(query).fetchnumpy()
        return Keys(found["kind"], found["first_seq"], self._reader, self._writer.hashing)

    def kinds_and_words(self, keys: NDArray[np.int64]) -> list[tuple[KeyKind, str]]:
        """Kind and word of these keys, in the order asked; e-mail and phone by their salted hash."""
        with self._reader() as cursor:
            return kinds_and_words(cursor, keys)

    def search_keys(self, text: str, most: int = 10_000) -> NDArray[np.int64]:
        """Keys that begin with the text, or are this very e-mail address or phone number; at most so many."""
        with self._reader() as cursor:
            return search_keys(cursor, text, self._writer.hashing, most)

    def links(self, after_seq: int = 0) -> Links:
        """Which keys belong together by the events; only facts told or changed by rows after `after_seq`."""
        with self._reader() as cursor:
            return read_links(cursor, after_seq)

    def links_of(self, keys: NDArray[np.int64]) -> Links:
        """All facts about these keys; each pair once by what told it, with its earliest moment."""
        with self._reader() as cursor:
            return evidence.links_of(cursor, keys)

    def events_behind(self, facts: Links) -> list[int]:
        """The seq of the event that told each fact first; 0 where it is gone."""
        with self._reader() as cursor:
            return evidence.events_behind(cursor, facts)

    def login_at(self, key: int, at_us: int) -> Login | None:
        """Who signed in on this device at this moment; None if nobody did."""
        with self._reader() as cursor:
            return evidence.login_at(cursor, key, at_us)

    def key_facts(self, keys: NDArray[np.int64]) -> dict[int, KeyFacts]:
        """By key when it was seen and how often; keys that no event carries are left out."""
        with self._reader() as cursor:
            return evidence.key_facts(cursor, keys)

    def doubtful_keys(self, most: int) -> list[tuple[int, Doubt]]:
        """Keys that are a machine's and a person's at once, or are called as tests are; at most so many."""
        with self._reader() as cursor:
            return evidence.doubtful_keys(cursor, most)

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
