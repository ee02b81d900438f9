import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.base.errors import Busy, StorageFault
from etappe.store.journal import Journal, JournalLimits, Position
from etappe.store.journal.frames import framed, frames

SMALL = JournalLimits(segment=200, keep_free=0, stuck_seconds=0.2)


def everything(journal: Journal, after: Position = Position()) -> tuple[list[bytes], Position]:  # noqa: B008 a value
    """All that lies behind a position, segment after segment."""
    found: list[bytes] = []
    while True:
        payloads, reached = journal.read(after)
        found += payloads
        if reached == after:
            return found, reached
        after = reached


def put(journal: Journal, *payloads: bytes) -> None:
    for future in [journal.append(payload) for payload in payloads]:
        future.result(timeout=5)


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=8), st.data())
def test_a_torn_tail_is_cut_wherever_it_tore(payloads: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(map(framed, payloads))
    at = data.draw(st.integers(0, len(whole)))
    found = [payload for payload, _ in frames(whole[:at] + bytes(20))]
    ends = [sum(len(framed(one)) for one in payloads[: n + 1]) for n in range(len(payloads))]
    assert found == payloads[: sum(end <= at for end in ends)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    for payload, end in frames(data):
        assert payload
        assert end <= len(data)


def test_what_was_acknowledged_is_read_after_a_restart_and_a_torn_tail_is_not(
    tmp_path: Path,
) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    sent = [bytes([n]) * 60 for n in range(1, 11)]
    put(journal, *sent)
    _, reached = everything(journal)
    journal.close()
    last = sorted((tmp_path / "journal").glob("*.log"))[-1]
    with last.open("ab") as file:
        file.write(framed(b"not acknowledged")[:-3])
    again = Journal.open(tmp_path / "journal", limits=SMALL)
    assert everything(again)[0] == sent
    put(again, b"later")
    assert everything(again)[0] == [*sent, b"later"]
    assert everything(again, reached)[0] == [b"later"]
    again.close()


def test_drained_segments_are_removed_and_the_numbers_go_on(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    put(journal, *[bytes([n]) * 60 for n in range(1, 11)])
    _, reached = everything(journal)
    journal.roll()
    while journal.end.offset:
        threading.Event().wait(0.01)
    journal.forget_before(journal.end)
    assert list((tmp_path / "journal").glob("*.log")) == []
    journal.close()
    # A restored shop has an empty folder and a position far ahead: new frames must lie behind it.
    again = Journal.open(tmp_path / "journal", drained=reached, limits=SMALL)
    put(again, b"new")
    assert everything(again, reached)[0] == [b"new"]
    again.close()


def test_a_damaged_segment_is_set_aside_and_what_follows_is_read(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    for n in range(1, 6):
        put(journal, bytes([n]) * 90)
    journal.close()
    first = min((tmp_path / "journal").glob("*.log"))
    broken = bytearray(first.read_bytes())
    broken[120] ^= 0xFF
    first.write_bytes(bytes(broken))
    again = Journal.open(tmp_path / "journal", limits=SMALL)
    found = everything(again)[0]
    assert found[0] == bytes([1]) * 90
    assert found[-1] == bytes([5]) * 90
    assert len(again.damaged) == 1
    assert again.damaged[0].is_file()
    again.close()


def test_damage_in_the_last_segment_is_not_cut_away_as_a_torn_tail(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", limits=JournalLimits(keep_free=0))
    put(journal, *[bytes([n]) * 90 for n in range(1, 6)])
    journal.close()
    [only] = (tmp_path / "journal").glob("*.log")
    broken = bytearray(only.read_bytes())
    broken[120] ^= 0xFF
    only.write_bytes(bytes(broken))
    again = Journal.open(tmp_path / "journal", limits=SMALL)
    assert everything(again)[0] == [bytes([1]) * 90]
    assert [path.read_bytes() for path in again.damaged] == [bytes(broken)]
    again.close()


def test_a_failed_fsync_refuses_the_group_and_the_next_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    put(journal, b"before")

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", fail)
        patched.setattr(os, "fsync", fail)
        with pytest.raises(StorageFault, match="Input/output"):
            put(journal, b"refused")
        assert "Input/output" in journal.fault
    put(journal, b"after")
    assert journal.fault == ""
    assert everything(journal)[0] == [b"before", b"after"]
    journal.close()


def test_a_disk_that_hangs_is_told_and_nothing_more_is_queued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    go_on, sync = threading.Event(), os.fdatasync

    def hang(descriptor: int) -> None:
        go_on.wait(10)
        sync(descriptor)

    monkeypatch.setattr(os, "fdatasync", hang)
    waiting = journal.append(b"waits")
    while not journal.fault:
        threading.Event().wait(0.01)
    with pytest.raises(Busy):
        journal.append(b"too much")
    go_on.set()
    waiting.result(timeout=5)
    put(journal, b"goes on")
    assert everything(journal)[0] == [b"waits", b"goes on"]
    journal.close()


def test_a_queue_at_its_limit_refuses_instead_of_growing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(tmp_path / "journal", limits=JournalLimits(queue=1000, keep_free=0))
    go_on, sync, begun = threading.Event(), os.fdatasync, threading.Event()

    def hang(descriptor: int) -> None:
        begun.set()
        go_on.wait(10)
        sync(descriptor)

    monkeypatch.setattr(os, "fdatasync", hang)
    kept = [journal.append(b"first")]
    begun.wait(5)
    kept += [journal.append(b"x" * 400) for _ in range(2)]
    with pytest.raises(Busy, match="keep up"):
        journal.append(b"x" * 400)
    go_on.set()
    for future in kept:
        future.result(timeout=5)
    assert len(everything(journal)[0]) == 3
    journal.close()


def test_a_disk_nearly_full_is_refused_while_there_is_room_for_the_database(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", limits=JournalLimits(keep_free=2**60))
    with pytest.raises(StorageFault, match="nearly full"):
        put(journal, b"x")
    assert "nearly full" in journal.fault
    journal.close()


def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", limits=SMALL)
    journal.close()
    with pytest.raises(StorageFault, match="closed"):
        journal.append(b"x")
