"""Much at once is taken through the steps by a process beside: to the same end, and nothing is lost when it dies."""

import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.base.clock import now_us
from etappe.collect.beside.mate import COMMAND, Mate
from etappe.collect.live.draft import Draft, packed
from etappe.collect.live.way import Surroundings, Withheld
from etappe.collect.pipeline import Passed, run
from etappe.store.events import CodedColumn

PATIENCE = 30.0
NOW = now_us()
words = st.text(max_size=6)
agents = st.sampled_from(
    [None, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148", "Googlebot/2.1"]
)
drafts = st.lists(
    st.builds(
        Draft,
        kind=st.sampled_from(["track", "page", "identify"]),
        event_id=st.sampled_from([f"e{n}" for n in range(12)]),
        name=st.sampled_from(["view_item", "Order Completed", "consent_updated", "eigene Sache"]),
        occurred_us=st.just(NOW),
        received_us=st.just(NOW),
        source=st.sampled_from(["web", "server", "shopify"]),
        anonymous_id=st.none() | words,
        user_id=st.none() | words,
        email=st.none() | st.just("susa@mail.example"),
        url=st.none() | st.just("https://shop.example/p/1?utm_source=mail&utm_campaign=mai&gclid=C"),
        title=st.none() | words,
        user_agent=agents,
        consent=st.sampled_from([None, "", "analytics"]),
        value=st.sampled_from([None, "12.50", "x"]),
        properties=st.sampled_from([b"", b'{"price": 3, "currency": "CHF"}', b'{"email": "o@mail.example"}']),
        given=st.none() | st.just({"email_verified": True, "email": "o@mail.example"}),
    ),
    max_size=12,
)  # fmt: skip


def once_ready(mate: Mate) -> Mate:
    mate.passed([], Surroundings(), 0)
    for _ in range(int(PATIENCE / 0.01)):
        if mate.ready:
            return mate
        threading.Event().wait(0.01)
    raise AssertionError("the process never came")


@pytest.fixture(scope="module")
def mate() -> Iterator[Mate]:
    begun = once_ready(Mate())
    yield begun
    begun.end()


@contextmanager
def another() -> Iterator[Mate]:
    begun = once_ready(Mate())
    try:
        yield begun
    finally:
        begun.end()


class Shop:
    """Somebody is forgotten, somebody withdraws by an event of the batch, and some ids are stored already."""

    def __init__(self, gone: Sequence[str], stored: Mapping[str, str]) -> None:
        self.gone, self._stored = set(gone), stored

    def surroundings(self) -> Surroundings:
        return Surroundings("EUR", self.withheld, self.stored, lambda: not self.gone)

    def withheld(self, some: Sequence[Draft]) -> list[Withheld]:
        return [self._one(draft) for draft in some]

    def stored(self, ids: Sequence[str]) -> dict[str, str]:
        return {one: self._stored[one] for one in ids if one in self._stored}

    def _one(self, draft: Draft) -> Withheld:
        refused: Withheld = "event" if {draft.anonymous_id, draft.user_id} & self.gone else ""
        if not refused and self.gone:
            refused = "click"
        if draft.name == "consent_updated" and draft.anonymous_id:
            self.gone.add(draft.anonymous_id)
        return refused


def told(passed: Passed) -> dict[str, Any]:
    """Everything of a batch in plain values."""
    return {
        "columns": {name: plain(column) for name, column in passed.columns.items()},
        "rows": passed.rows,
        "kept": [(one.draft, one.row, one.notes) for one in passed.kept],
        "dropped": [(one.draft, one.dropped, one.notes) for one in passed.dropped],
    }


def plain(column: Any) -> list[Any]:
    if isinstance(column, CodedColumn):
        # An empty word is none: the store takes it so, from here and from there.
        return list(column.plain())
    entries = column.tolist() if isinstance(column, np.ndarray) else list(column)
    return [None if entry == "" else entry for entry in entries]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drafts, st.lists(words, max_size=2), st.dictionaries(words, words, max_size=3))  # fmt: skip
def test_it_is_the_same_beside_as_here(
    mate: Mate, some: list[Draft], gone: list[str], stored: dict[str, str]
) -> None:
    copied = [packed(some[place : place + 5]) for place in range(0, len(some), 5)]
    here, there = Shop(gone, stored), Shop(gone, stored)
    beside = mate.passed(copied, there.surroundings(), 12)
    assert beside is not None
    assert told(beside) == told(run(some, here.surroundings(), watched=12))
    assert there.gone == here.gone


def test_of_many_events_only_the_watched_ones_come_back(mate: Mate) -> None:
    many = [Draft("track", f"e{n}", "view_item", NOW, NOW, anonymous_id="a") for n in range(1_500)]
    passed = mate.passed([packed(many)], Surroundings("EUR"), 3)
    assert passed is not None
    assert (passed.rows, [one.draft.event_id for one in passed.kept]) == (
        1_500, ["e1497", "e1498", "e1499"],
    )  # fmt: skip
    assert len(passed.columns["name"]) == 1_500


def test_what_cannot_be_done_beside_is_left_to_the_server(mate: Mate) -> None:
    assert mate.passed([b"no msgpack"], Surroundings(), 0) is None
    one = Draft("track", "e1", "view_item", NOW, NOW)
    assert mate.passed([packed([one])], Surroundings(), 0) is not None


def test_a_process_that_dies_or_hangs_leaves_its_batch_to_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = packed([Draft("track", "e1", "view_item", NOW, NOW)])
    for stop in (signal.SIGKILL, signal.SIGSTOP):
        monkeypatch.setattr("etappe.collect.beside.mate.PATIENCE_SECONDS", 0.2)
        with another() as mate:
            assert mate.process is not None
            mate.process.send_signal(stop)
            assert mate.passed([one], Surroundings(), 0) is None
            assert not mate.ready
            # It is not begun again at once.
            assert mate.passed([one], Surroundings(), 0) is None
            assert mate.process is None


def test_where_no_process_can_be_begun_all_is_done_here() -> None:
    for command in (["/nowhere/python"], [sys.executable, "-c", "raise SystemExit(3)"]):
        mate = Mate(command)
        assert mate.passed([], Surroundings(), 0) is None
        assert not mate.ready
        mate.end()


def test_it_ends_with_the_server_and_when_there_is_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with another() as mate:
        mate.end_if_idle()
        assert mate.ready
        monkeypatch.setattr("etappe.collect.beside.mate.IDLE_SECONDS", -1.0)
        mate.end_if_idle()
        assert (mate.ready, mate.process) == (False, None)
    with another() as mate:
        process = mate.process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
    assert "-P" in COMMAND
