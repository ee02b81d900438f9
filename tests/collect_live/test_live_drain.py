"""The drain brings what the journal holds into the events: once, whole, and past what cannot be taken."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from etappe.base.clock import now, now_us
from etappe.base.errors import StorageFault
from etappe.collect import pipeline
from etappe.collect.beside.mate import Mate
from etappe.collect.drain import Drain
from etappe.collect.into import Into
from etappe.collect.live.draft import Draft, packed, unpacked
from etappe.collect.live.tally import Tally
from etappe.collect.live.way import Passing, Step, Surroundings
from etappe.collect.pipeline import Passed, run
from etappe.collect.poison import Poison
from etappe.store.events import EventStore, Receipt
from etappe.store.journal import Journal, JournalLimits
from store.store_cast import opened

LIMITS = JournalLimits(segment=2_000, keep_free=0)


class Nobody:
    """Watches nothing."""

    def wanted(self, _: int) -> int:
        return 0

    def note(self, passed: Passed, receipt: Receipt | None) -> None:
        pass


def views(first: int, last: int, name: str = "view_item") -> list[Draft]:
    now = now_us()
    return [
        Draft("track", f"e{n}", name, now + n, now, anonymous_id="susa") for n in range(first, last)
    ]


def keep(journal: Journal, drafts: Sequence[Draft]) -> None:
    journal.append(packed(drafts)).result(timeout=5)


def keep_looking(done: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if done():
            return
        threading.Event().wait(0.01)
    raise AssertionError("never came")


@contextmanager
def draining(folder: Path) -> Iterator[tuple[Journal, EventStore, Drain, Tally]]:
    store, tally = opened(folder), Tally(lambda: now().date())
    journal = Journal.open(folder / "journal", drained=store.drained.position(), limits=LIMITS)
    poison = Poison(folder / "journal" / "poison")
    drain = Drain(journal, Into(store, tally, Surroundings, Nobody()), poison)
    try:
        yield journal, store, drain, tally
    finally:
        journal.close()
        drain.stop()
        store.close()


def ids(store: EventStore) -> list[str]:
    core = store.core(1, 10**9)
    return [row["event_id"] for row in store.rows(core.seq)]


def test_what_is_journaled_is_in_the_events_and_leaves_the_journal(tmp_path: Path) -> None:
    with draining(tmp_path) as (journal, store, drain, _):
        for start in range(0, 200, 20):
            keep(journal, views(start, start + 20))
        assert drain.wait(10)
        assert sorted(ids(store)) == sorted(f"e{n}" for n in range(200))
        assert store.drained.position() == drain.position
        kept = sorted(path.name for path in (tmp_path / "journal").glob("*.log"))
        assert len(kept) <= 1


def test_a_restart_goes_on_where_the_position_is(tmp_path: Path) -> None:
    store = opened(tmp_path)
    journal = Journal.open(tmp_path / "journal", limits=LIMITS)
    keep(journal, views(0, 5))
    journal.close()
    store.close()
    for _ in range(2):
        with draining(tmp_path) as (_, events, drain, _):
            assert drain.wait(10)
            assert ids(events) == [f"e{n}" for n in range(5)]
    with draining(tmp_path) as (journal, events, drain, _):
        keep(journal, views(3, 8))
        assert drain.wait(10)
        assert ids(events) == [f"e{n}" for n in range(8)]
        assert [(one.reason, one.events) for one in events.drained.rejections()] == [
            ("duplicate", 2)
        ]


def test_one_event_that_no_step_can_take_is_set_aside_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choke(batch: Sequence[Passing], _: Surroundings) -> None:
        if any(one.draft.name == "poison" for one in batch):
            raise ValueError("cannot swallow this")

    monkeypatch.setattr(pipeline, "PIPELINE", (*pipeline.PIPELINE, Step("choke", choke)))
    with draining(tmp_path) as (journal, store, drain, _):
        keep(journal, [*views(0, 9), *views(9, 10, "poison"), *views(10, 20)])
        journal.append(b"no msgpack").result(timeout=5)
        keep(journal, views(20, 25))
        assert drain.wait(10)
        assert ids(store) == [f"e{n}" for n in range(25) if n != 9]
        assert drain.poison.count == 2
        assert len(list((tmp_path / "journal" / "poison").iterdir())) == 2
        keep(journal, views(25, 26))
        assert drain.wait(10)
        counts = [(one.reason, one.source, one.events) for one in store.drained.rejections()]
        assert sorted(counts) == [("invalid", "", 1), ("invalid", "web", 1)]
        [sample] = store.drained.samples("invalid")
        assert "cannot swallow" in sample.message
    monkeypatch.undo()
    with draining(tmp_path) as (_, store, drain, _):
        # A version that can take the event takes it when the shop is opened; the broken payload stays.
        keep_looking(lambda: drain.poison.count == 1)
        assert "e9" in ids(store)


def test_a_store_that_refuses_is_tried_again_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe.collect.drain.AGAIN_AFTER", 0.01)
    tried, full = threading.Event(), [True]
    append = EventStore.append

    def refuse(self: EventStore, *given: Any, **more: Any) -> Receipt:
        if full[0]:
            tried.set()
            raise StorageFault("The disk is full.")
        return append(self, *given, **more)

    monkeypatch.setattr(EventStore, "append", refuse)
    with draining(tmp_path) as (journal, store, drain, tally):
        tally.count("bot", "web", 3)
        keep(journal, views(0, 4))
        assert tried.wait(5)
        assert not drain.wait(0.05)
        assert "full" in drain.fault
        full[0] = False
        assert drain.wait(10)
        assert ids(store) == ["e0", "e1", "e2", "e3"]
        keep(journal, views(4, 5))
        assert drain.wait(10)
        assert drain.fault == ""
        assert [(one.reason, one.events) for one in store.drained.rejections()] == [("bot", 3)]


@pytest.mark.parametrize("fault", ["killed", "store", "none"])
def test_much_at_once_is_taken_in_beside_and_nothing_is_lost_or_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Pieces of a few frames, so that the next is always done ahead; the process dies, or the store refuses, amid them."""
    monkeypatch.setattr("etappe.collect.drain.MUCH", 1)
    monkeypatch.setattr("etappe.collect.drain.AGAIN_AFTER", 0.01)
    monkeypatch.setattr("etappe.store.journal.segments._PIECE", 4_000)
    taken, append, beside, ahead, hurt = Mate.taken, EventStore.append, [0], [0], [False]

    def counted(self: Mate, around: Surroundings) -> Passed | None:
        if beside[0] == 20 and fault == "killed" and self.process:
            self.process.kill()
        done = taken(self, around)
        beside[0] += done is not None
        return done

    def refuse(self: EventStore, *given: Any, **more: Any) -> Receipt:
        ahead[0] += drain._ahead is not None
        if beside[0] == 20 and fault == "store" and not hurt[0]:
            hurt[0] = True
            raise StorageFault("The disk is full.")
        return append(self, *given, **more)

    monkeypatch.setattr(Mate, "taken", counted)
    monkeypatch.setattr(EventStore, "append", refuse)
    with draining(tmp_path) as (journal, store, drain, _):
        kept = 0
        while beside[0] < 25 and kept < 60_000:
            # Queued together, so that much is there at once.
            batches = [views(first, first + 10) for first in range(kept, kept + 400, 10)]
            for done in [journal.append(packed(batch)) for batch in batches]:
                done.result(timeout=5)
            kept += 400
            assert drain.wait(30)
            if fault == "killed" and beside[0] >= 20:
                break
        assert drain.wait(30)
        assert beside[0] >= 20
        assert ahead[0] > 5
        assert ids(store) == [f"e{n}" for n in range(kept)]


def test_a_batch_from_beside_that_the_store_cannot_take_is_gone_through_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe.collect.drain.MUCH", 1)
    append, handed = EventStore.append, list[bytes]()

    def choke(self: EventStore, columns: Any, **more: Any) -> Receipt:
        if "e7" in columns["event_id"]:
            raise ValueError("cannot swallow e7")
        return append(self, columns, **more)

    def hand(_: Mate, payloads: Sequence[bytes], *__: Any) -> bool:
        handed[:] = payloads
        return True

    def taken(_: Mate, around: Surroundings) -> Passed:
        return run([draft for payload in handed for draft in unpacked(payload)], around)

    monkeypatch.setattr(EventStore, "append", choke)
    monkeypatch.setattr(Mate, "hand", hand)
    monkeypatch.setattr(Mate, "taken", taken)
    with draining(tmp_path) as (journal, store, drain, _):
        keep(journal, views(0, 12))
        assert drain.wait(10)
        assert ids(store) == [f"e{n}" for n in range(12) if n != 7]
        assert drain.poison.count == 1
