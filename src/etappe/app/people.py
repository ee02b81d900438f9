"""The people of a shop: what a question about them needs beside the columns, handed to the analysis."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.catalog import question_of
from etappe.analysis.people import People, PeopleQuestion, people
from etappe.analysis.people_group import Group
from etappe.analysis.people_keys import PersonKey, by_strength
from etappe.analysis.people_of import check_part, group_of, params_of
from etappe.journeys.book import JourneyBook
from etappe.journeys.columns import Columns
from etappe.journeys.people import persons_between
from etappe.store.events import EventStore


class PeopleBook:
    """Keys and searches of one shop's persons."""

    def __init__(self, store: EventStore, book: JourneyBook) -> None:
        self._store, self._book = store, book

    def ask(self, columns: Columns, question: PeopleQuestion) -> People:
        """The answer to a PeopleQuestion; its `q` is read as the other analysis reads its own parameters."""
        group = self._group(columns, question) if question.of else None
        found = self.found(question.search) if question.search.strip() else None
        return people(columns, question, self.keys_of, group, found)

    def keys_of(
        self, persons: Sequence[int], *, unsealed: bool = False
    ) -> Mapping[int, Sequence[PersonKey]]:
        """All keys that these persons ever had, the strongest kind first; `unsealed` with what hashes were made of."""
        spans = self._book.written.spans
        mine = np.isin(spans.person, np.array(persons, np.int32))
        keys, owners = spans.key[mine].astype(np.int64), spans.person[mine].tolist()
        found: dict[int, list[PersonKey]] = {person: [] for person in persons}
        words = self._store.kinds_and_words(keys)
        told = self._store.private.originals(keys) if unsealed else {}
        for owner, key, (kind, word) in zip(owners, keys.tolist(), words, strict=True):
            found[owner].append(PersonKey(kind, word, told.get(key)))
        return {person: by_strength(own) for person, own in found.items()}

    def found(self, text: str) -> NDArray[np.int64]:
        """The persons that a search finds: by key, order, e-mail address, phone or own number."""
        text, spans = text.strip(), self._book.written.spans
        mine = np.isin(spans.key, self._store.search_keys(text))
        if text.isascii() and text.isdigit():
            mine |= spans.person == int(text) if len(text) < 10 else False
        return np.unique(spans.person[mine]).astype(np.int64)

    def behind(self, first_seq: int, last_seq: int) -> dict[int, int | None]:
        """Seq → person of the events with these arrival numbers; None where nobody stands behind an event.

        Events that are not cut yet are left out.
        """
        self._book.columns()
        return persons_between(self._store, self._book.written, first_seq, last_seq)

    def _group(self, columns: Columns, question: PeopleQuestion) -> Group:
        part = question.asked_part()
        check_part(question.of, part)
        asked = question_of(question.of, params_of(question.q))
        return group_of(columns, question.of, asked, part)
