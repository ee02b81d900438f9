"""Decisions about keys in the store: a log with reasons that only ever grows."""

from pathlib import Path

import pytest

from etappe.base.errors import BadInput, Conflict, EtappeError, NotFound
from etappe.store.events import EventStore, NewDecision
from store.store_cast import batch, opened


def held(store: EventStore) -> list[int]:
    return [decision.id for decision in store.decisions() if decision.holds]


def test_a_decision_an_undo_and_an_undo_of_that(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(batch({"user_id": "susa"}, {"user_id": "leo"}))
    merge = store.decide(NewDecision("merge", " same household ", "nadja", 0, 1))
    assert (merge.id, merge.reason, merge.by, merge.holds) == (1, "same household", "nadja", True)
    undo = store.decide(NewDecision("undo", "no, brothers", "tom", undoes=1))
    assert held(store) == [undo.id]
    store.decide(NewDecision("undo", "yes, after all", "nadja", undoes=undo.id))
    assert held(store) == [1, 3]
    assert store.last_decision() == 3
    store.close()
    again = opened(tmp_path)
    assert held(again) == [1, 3]
    assert [one.undone_by for one in again.decisions()] == [None, 3, None]
    again.close()


@pytest.mark.parametrize(
    ("decision", "error"),
    [
        (NewDecision("merge", " ", "nadja", 0, 1), BadInput),
        (NewDecision("merge", "why", "nadja", 0, 0), BadInput),
        (NewDecision("merge", "why", "nadja", 0, 9), BadInput),
        (NewDecision("merge", "why", "nadja", 0), BadInput),
        (NewDecision("split", "why", "nadja", -1), BadInput),
        (NewDecision("undo", "why", "nadja", undoes=7), NotFound),
        (NewDecision("undo", "why", "nadja", undoes=1), Conflict),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_next_step(
    store: EventStore, decision: NewDecision, error: type[EtappeError]
) -> None:
    store.append(batch({"user_id": "susa"}, {"user_id": "leo"}))
    store.decide(NewDecision("split", "why", "nadja", 0))
    store.decide(NewDecision("undo", "why", "nadja", undoes=1))
    with pytest.raises(error) as refused:
        store.decide(decision)
    assert refused.value.next_step
    assert store.last_decision() == 2
