"""The benchmark's own shop: made once for each size, kept in .bench/ (git-ignored), used again."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import make, write_csv, write_parquet
from benchmarks.measure import Took, once
from etappe.app.house import House, opened
from etappe.app.intake import Intake
from etappe.app.shop import Shop
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

ROOT = Path(".bench")
NAMES = 300
FULL_TOUCHES, SMALL_TOUCHES, FULL_GB = 22_000_000, 4_000_000, 20
SHOP = "bench"
OPTIONS = ImportOptions(person="person", event="event", time="time", value="value", currency="EUR")


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the data of one size lie."""

    touches: int

    @property
    def folder(self) -> Path:
        """Everything of this size."""
        return ROOT / f"{self.touches}"

    @property
    def parquet(self) -> Path:
        """The load as Parquet."""
        return self.folder / "load.parquet"

    @property
    def csv(self) -> Path:
        """The load as CSV."""
        return self.folder / "load.csv"

    @property
    def data(self) -> Path:
        """The data directory of the built shop."""
        return self.folder / "data"


def affordable() -> int:
    """The full load, or a smaller one where the disk is small."""
    ROOT.mkdir(exist_ok=True)
    free = shutil.disk_usage(ROOT).free
    return FULL_TOUCHES if free >= FULL_GB * 10**9 else SMALL_TOUCHES


def prepared(touches: int) -> Bench:
    """The files and the imported shop of this size, made if they are not there."""
    bench = files(touches)
    done = bench.folder / "imported.json"
    if not done.exists():
        shutil.rmtree(bench.data, ignore_errors=True)
        took, rows = imported(bench.parquet, bench.data)
        done.write_text(json.dumps({"rows": rows, "wall": took.wall, "cpu": took.cpu}), "utf-8")
    return bench


def files(touches: int) -> Bench:
    """The files of this size, made if they are not there."""
    bench = Bench(touches)
    bench.folder.mkdir(parents=True, exist_ok=True)
    if not bench.csv.exists():
        load = make(touches, persons=max(1_000, touches * 9 // 220), names=NAMES)
        write_parquet(load, bench.parquet)
        draft = bench.folder / "load.csv.new"
        write_csv(load, draft)
        draft.rename(bench.csv)
    return bench


def imported(file: Path, data: Path) -> tuple[Took, int]:
    """Import one file into a new data directory through the same way as `etappe import`."""
    with opened(data, wait_seconds=5) as house:
        intake = Intake(house.shop(SHOP, create=True))
        kept: list[int] = []

        def work() -> None:
            report = run_import([file], None, intake, lambda *_: None, OPTIONS)
            kept.append(report.events)

        return once(work), kept[0]


@contextmanager
def open_shop(bench: Bench) -> Iterator[Shop]:
    """The built shop, owned by this process for the length of a block."""
    house: House
    with opened(bench.data, wait_seconds=10) as house:
        yield house.shop(SHOP)
