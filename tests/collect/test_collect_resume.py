import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from collect.import_sink import DiskSink, written
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from etappe.collect.report import report_text

SLOW = """
import sys, time
from pathlib import Path
from collect.import_sink import DiskSink
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

class Slow(DiskSink):
    def append(self, batch, import_id, rows_done):
        time.sleep(0.05)
        return super().append(batch, import_id, rows_done)

folder = Path(sys.argv[1])
options = ImportOptions(batch_rows=100, rejects_dir=folder, dedupe="dedupe" in sys.argv)
run_import([folder / "x.csv"], None, Slow(folder / "sink"), lambda *_: None, options)
"""


def killed_halfway(folder: Path, *words: str) -> None:
    """Start an import in a process of its own and kill it once some batches are in."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
    }
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(folder), *words], env=environment)
    deadline = time.monotonic() + 60
    while len(list((folder / "sink").glob("*.parquet"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def content(rows: int) -> str:
    return "user,time,event,n\n" + "".join(
        f"u{n % 7},2026-01-01 00:00:{n % 60:02},step,{n}\n" if n % 50 else f"u,broken,step,{n}\n"
        for n in range(rows)
    )


def test_an_import_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", content(3000))
    killed_halfway(tmp_path)
    sink = DiskSink(tmp_path / "sink")
    before = len(sink.events())
    assert 0 < before < 2940
    options = ImportOptions(batch_rows=100, rejects_dir=tmp_path)
    report = run_import([path], None, sink, lambda *_: None, options)
    events = sink.events()
    assert [e["properties"]["n"] for e in events] == [n for n in range(3000) if n % 50]
    assert len({e["event_id"] for e in events}) == len(events)
    assert report.files[0].resumed_at > 0
    assert report.events == len(events) - before


def test_with_dedupe_a_resumed_import_still_knows_the_rows_before(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "x.csv",
        "user,time,event,n\n" + "".join(f"u,2026-01-01,step,{n % 1500}\n" for n in range(3000)),
    )
    killed_halfway(tmp_path, "dedupe")
    sink = DiskSink(tmp_path / "sink")
    assert 0 < len(sink.events()) < 1500
    run_import(
        [path],
        None,
        sink,
        lambda *_: None,
        ImportOptions(batch_rows=100, rejects_dir=tmp_path, dedupe=True),
    )
    assert [e["properties"]["n"] for e in sink.events()] == list(range(1500))


def test_a_file_that_is_in_is_not_counted_again(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", content(120))
    sink = DiskSink(tmp_path / "sink")
    first = run_import([path], None, sink, lambda *_: None, ImportOptions(rejects_dir=tmp_path))
    renamed = path.rename(tmp_path / "other-name.csv")
    second = run_import([renamed], None, sink, lambda *_: None, ImportOptions(rejects_dir=tmp_path))
    assert (first.events, second.events, len(sink.events())) == (117, 0, 117)
    assert "already imported" in report_text(second)


def test_progress_tells_rows_and_bytes_and_ends_at_all_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", content(1000))
    calls: list[tuple[int, int | None, int]] = []
    run_import(
        [path],
        None,
        DiskSink(tmp_path / "s"),
        lambda *told: calls.append(told),
        ImportOptions(batch_rows=300, rejects_dir=tmp_path),
    )
    assert [done for done, _, _ in calls] == [300, 600, 900, 1000]
    assert {total for _, total, _ in calls} == {1000}
    assert calls[-1][2] == path.stat().st_size
