"""Decisions about keys: journeys follow at once, as if the facts had been so, and an undo leaves no trace."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.events.shipped import shipped_words
from etappe.store.events import Decision
from journeys.journeys_fixture import MemorySource, source_of
from journeys.journeys_in_memory import columns_in_memory
from journeys.test_journeys_book import EVENT, LEO, NAMES, SUSA, book_of, readout

NOW = datetime(2026, 5, 5, tzinfo=UTC)


def decide(source: MemorySource, kind: Any, a: int = -1, b: int = -1, undoes: int = 0) -> int:
    number = len(source.decided) + 1
    source.decided = [
        replace(one, undone_by=number) if one.id == undoes else one for one in source.decided
    ]
    source.decided.append(Decision(number, kind, a, b, undoes or None, "why", "nadja", NOW))
    return number


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(EVENT, min_size=3, max_size=16), st.data())
def test_a_decision_is_as_a_rebuild_and_its_undo_as_if_it_had_never_been(
    tmp_path_factory: pytest.TempPathFactory, events: Any, data: Any
) -> None:
    source = MemorySource()
    for name in NAMES:
        source.add(name, 0, {"anonymous_id": "d0"})
    for name, when, fields in events:
        source.add(name, when, {"value": None, "currency": None} | fields)
    book = book_of(tmp_path_factory.mktemp("book"), source)
    before = readout(book.columns())
    keys = st.integers(0, len(source.keys().kind) - 1)
    for _ in range(data.draw(st.integers(1, 3))):
        a, b = data.draw(keys), data.draw(keys)
        kind = "merge" if a != b and data.draw(st.booleans()) else "split"
        decide(
            source, kind, a, b if a != b and (kind == "merge" or data.draw(st.booleans())) else -1
        )
        assert readout(book.columns()) == readout(columns_in_memory(source, shipped_words()))
    for decision in list(source.decided):
        decide(source, "undo", undoes=decision.id)
    assert readout(book.columns()) == before
    assert book._written is not None
    assert len(book._written.manifest.parts) > 1, "a decision cuts the people concerned, not all"


def test_at_a_merge_the_older_number_stays_and_the_other_leads_to_it(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    book = book_of(tmp_path, source)
    leo = book.person_of("phone")
    merge = decide(source, "merge", 0, leo or -1)
    assert book.person_of("phone") == book.person_of(str(leo)) == 0
    decide(source, "undo", undoes=merge)
    assert book.person_of("phone") == book.person_of(str(leo)) == leo


def test_a_book_opened_again_knows_which_decisions_it_heeds(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    decide(source, "merge", 0, 3)
    built = book_of(tmp_path, source).columns()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert readout(book_of(tmp_path, source).columns()) == readout(built)
    assert sorted(path.name for path in tmp_path.iterdir()) == kept
