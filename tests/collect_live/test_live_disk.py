"""A disk that is full or hangs: senders are told to wait, the alarm is up, and nothing is lost or corrupt afterwards."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from collect_live.front import Front, receiving
from etappe.base.errors import StorageFault
from etappe.store.events import EventStore, Receipt


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def send(front: Front, number: int, more: str = "") -> int:
    event = {
        "event": "view_item",
        "userId": "u",
        "messageId": f"m{number}",
        "properties": {"more": more},
    }
    answer = front.client.post(f"/v1/track?write_key={front.server}", json=event)
    if answer.status_code == 503:
        assert int(answer.headers["retry-after"]) > 0
        assert answer.json()["next_step"]
    return answer.status_code


def health(front: Front) -> tuple[str, list[str]]:
    told = front.client.get("/api/health").json()
    return told["status"], told["alarms"]


def ids(front: Front) -> list[str]:
    return [row["event_id"] for row in front.rows()]


def test_a_full_disk_is_refused_and_told_and_goes_on_when_there_is_room(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(front, 1) == 200

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        patched.setattr(os, "fsync", full)
        assert [send(front, 2), send(front, 3)] == [503, 503]
        assert health(front) == ("degraded", ["journal"])
    assert send(front, 3) == 200
    assert health(front) == ("ok", [])
    assert ids(front) == ["m1", "m3"]


def test_a_disk_that_hangs_answers_nobody_falsely(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, sync = threading.Event(), os.fdatasync

    def hang(descriptor: int) -> None:
        go_on.wait(30)
        sync(descriptor)

    monkeypatch.setattr(os, "fdatasync", hang)
    monkeypatch.setattr(front.shop.collector._journal._writer, "stuck_seconds", 0.1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(send, front, 1)
        while health(front) != ("degraded", ["journal"]):
            threading.Event().wait(0.02)
        assert send(front, 2) == 503
        assert not waiting.done()
        go_on.set()
        assert waiting.result(timeout=10) == 200
    assert health(front) == ("ok", [])
    assert ids(front) == ["m1"]


def test_a_database_that_takes_nothing_is_an_alarm_and_senders_are_still_answered(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe.collect.drain.AGAIN_AFTER", 0.02)
    append, broken = EventStore.append, threading.Event()
    broken.set()

    def refuse(self: EventStore, *given: Any, **more: Any) -> Receipt:
        if broken.is_set():
            raise StorageFault("The events file cannot be written.")
        return append(self, *given, **more)

    monkeypatch.setattr(EventStore, "append", refuse)
    assert [send(front, 1), send(front, 2)] == [200, 200]
    while health(front) != ("degraded", ["drain"]):
        threading.Event().wait(0.02)
    assert front.shop.collector.state().waiting_bytes > 0
    broken.clear()
    assert ids(front) == ["m1", "m2"]
    assert health(front) == ("ok", [])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("No disk can be mounted here.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_really_fills_up_loses_nothing(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETAPPE_KEEP_FREE_MB", "0")
    monkeypatch.setattr("etappe.collect.drain.AGAIN_AFTER", 0.02)
    with receiving(small_disk) as front:
        stuffing = small_disk / "stuffing"
        taken = [number for number in range(5) if send(front, number) == 200]
        with stuffing.open("wb") as file:
            try:
                while True:
                    file.write(bytes(100_000))
                    file.flush()
            except OSError:
                pass
        after = {number: send(front, number, os.urandom(3_000).hex()) for number in range(5, 25)}
        assert 503 in after.values()
        assert health(front)[0] == "degraded"
        stuffing.unlink()
        again = [number for number in range(5, 25) if send(front, number) == 200]
        assert again == list(range(5, 25))
        taken += again
        assert sorted(set(ids(front))) == sorted({f"m{number}" for number in taken})
        assert len(ids(front)) == len(set(ids(front)))
        assert health(front) == ("ok", [])
