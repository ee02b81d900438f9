import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import numpy as np
import pytest

from etappe.base.errors import Busy, NewerData, StorageFault
from etappe.store.events import EventStore
from etappe.store.events.database import MIGRATIONS, migrate
from store.store_cast import SALT, batch, many, opened


def python(program: str, *arguments: object) -> "subprocess.Popen[str]":
    """Run a program in a process of its own, with this test's imports at hand."""
    source = textwrap.dedent(program)
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-c", source, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )


def test_a_killed_writer_leaves_whole_batches_or_nothing(tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from store.store_cast import many, opened
        store = opened(Path(sys.argv[1]))
        state = store.begin_import(name="n", digest="d", mapping="m", rows=None)
        done = state.rows_done
        while True:
            done += 700
            store.append(many(700, user_id=["susa", "leo"] * 350), import_id=state.id, rows_done=done)
            print(done, flush=True)
    """
    told = 0
    for round_ in range(5):
        writer = python(program, tmp_path)
        assert writer.stdout is not None
        for _ in range(2 + round_):
            told = int(writer.stdout.readline())
        time.sleep(0.013 * round_)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
        told = max([told, *map(int, rest)])
        writer.stdout.close()
        writer.wait()
        store = opened(tmp_path)
        [record] = store.imports()
        core = store.core(1, 10**9)
        assert record.rows_done == len(core) == store.last_seq() >= told
        assert len(core) % 700 == 0
        assert (core.seq == np.arange(1, len(core) + 1)).all()
        assert len(store.keys()) == 2
        store.close()


def test_a_file_of_a_newer_etappe_is_refused_and_left_alone(tmp_path: Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "events.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE schema_version SET version = version + 1")
    before = path.read_bytes()
    with pytest.raises(NewerData, match="newer Etappe") as caught:
        opened(tmp_path)
    assert "Update Etappe" in caught.value.next_step
    assert path.read_bytes() == before


def version_one(path: Path) -> None:
    """An events file as the first schema made it, with one event."""
    connection = duckdb.connect(str(path))
    migrate(connection, path, target=1)
    connection.execute("INSERT INTO names VALUES (0, 'view_item')")
    numbers = ", ".join(["-1"] * 6 + ["0"] + ["-1"] + ["0"] * 9)
    connection.execute(f"INSERT INTO events VALUES (1, 'old', 5, 6, 0, {numbers}, NULL, NULL)")
    connection.close()


def test_a_file_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    version_one(tmp_path / "events.duckdb")
    store = opened(tmp_path)
    assert store.rows(np.array([1]))[0]["event_id"] == "old"
    assert store.imports() == []
    assert store.append(many(2)).first_seq == 2
    store.close()
    with duckdb.connect(str(tmp_path / "events.duckdb")) as connection:
        rows = connection.execute("SELECT version FROM schema_version").fetchall()
    assert rows == [(len(MIGRATIONS),)]


def test_a_failed_migration_leaves_the_old_version(tmp_path: Path) -> None:
    path = tmp_path / "events.duckdb"
    version_one(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE advertising (in_the_way INTEGER)")
    with pytest.raises(StorageFault):
        opened(tmp_path)
    with duckdb.connect(str(path)) as connection:
        tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
        version = connection.execute("SELECT version FROM schema_version").fetchall()
    assert "imports" not in tables
    assert version == [(1,)]


def test_a_damaged_file_is_a_storage_fault_with_a_next_step(tmp_path: Path) -> None:
    (tmp_path / "events.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageFault) as caught:
        opened(tmp_path)
    assert "restore" in caught.value.next_step


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk: the same error reaches the database."""
    program = """
        import os, resource, sys
        from pathlib import Path
        from store.store_cast import many, opened
        from etappe.base.errors import StorageFault
        store = opened(Path(sys.argv[1]))
        first = many(10, user_id=["susa"] * 10)
        store.append(first)
        unlimited = resource.RLIM_INFINITY
        size = Path(sys.argv[1], "events.duckdb").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500_000, unlimited))
        large = many(60_000, user_id=[os.urandom(20).hex() for _ in range(60_000)])
        try:
            store.append(large)
            print("accepted")
        except StorageFault as fault:
            print("fault", "Make room" in fault.next_step)
        print(len(store.core(1, 10**9)), store.last_seq(), len(store.keys()))
        resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
        again = store.append(large)
        print(again.first_seq, again.rows, again.duplicates, store.append(first).duplicates)
        store.close()
    """
    process = python(program, tmp_path)
    told, _ = process.communicate(timeout=60)
    assert told.splitlines() == ["fault True", "10 10 1", "11 60000 0 10"]
    store = opened(tmp_path)
    assert store.last_seq() == 60_010
    store.close()


def test_a_folder_one_may_not_write_is_a_storage_fault(tmp_path: Path) -> None:
    """Root may write everywhere, so the program becomes nobody first."""
    program = """
        import os, sys
        from pathlib import Path
        from store.store_cast import opened
        from etappe.base.errors import StorageFault
        warm = Path(sys.argv[1], "warm")
        warm.mkdir()
        opened(warm).close()
        locked = Path(sys.argv[1], "locked")
        locked.mkdir(mode=0o555)
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            opened(locked)
            print("opened")
        except StorageFault as fault:
            print("fault", "right to write" in fault.next_step)
    """
    told, _ = python(program, tmp_path).communicate(timeout=60)
    assert told.split() == ["fault", "True"]


def test_a_file_another_process_holds_is_busy(tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from store.store_cast import opened
        store = opened(Path(sys.argv[1]))
        print("open", flush=True)
        sys.stdin.read()
    """
    process = python(program, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        with pytest.raises(Busy, match="another process"):
            opened(tmp_path)
    finally:
        process.kill()
        process.communicate()


def test_after_a_fatal_error_the_file_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    store.append(batch({"event_id": "a"}))

    def fail(*_: object) -> None:
        raise duckdb.FatalException("FATAL Error: the database has been invalidated")

    with monkeypatch.context() as patched:
        patched.setattr("etappe.store.events.writer.append_group", fail)
        with pytest.raises(StorageFault):
            store.append(batch({"event_id": "b"}))
    assert store.append(batch({"event_id": "a"}, {"event_id": "b"})).duplicates == 1
    assert store.core(1, 9).seq.tolist() == [1, 2]
    store.close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "events.duckdb", salt=SALT)
    store.append(batch({}))
    store.close()
    store.close()
    with pytest.raises(StorageFault, match="closed"):
        store.append(batch({}))
