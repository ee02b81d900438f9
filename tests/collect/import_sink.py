"""A sink on disk for the tests: it remembers imports as the store does, and can be read back."""

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from etappe.collect.report import ImportReport
from etappe.store.events import AdvertisingDay


@dataclass(frozen=True)
class State:
    id: int
    rows_done: int
    finished: bool


@dataclass(frozen=True)
class Kept:
    rows: int
    duplicates: int = 0


class DiskSink:
    """Batches lie as Parquet in a folder; imports.json says how far each import is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._book = folder / "imports.json"
        self.days: list[AdvertisingDay] = []

    def _imports(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            json.loads(self._book.read_text()) if self._book.exists() else []
        )
        return found

    def _write(self, imports: list[dict[str, Any]]) -> None:
        self._book.with_suffix(".new").write_text(json.dumps(imports))
        self._book.with_suffix(".new").rename(self._book)

    def begin(self, name: str, digest: str, mapping: str, rows: int | None) -> State:
        imports = self._imports()
        for number, one in enumerate(imports):
            if (one["digest"], one["mapping"]) == (digest, mapping):
                return State(number, one["rows_done"], one["finished"])
        told = {
            "name": name,
            "digest": digest,
            "mapping": mapping,
            "rows_done": 0,
            "finished": False,
        }
        self._write([*imports, told])
        return State(len(imports), 0, False)

    def append(self, batch: Path, import_id: int, rows_done: int) -> Kept:
        shutil.copy(batch, self.folder / f"{import_id:03}-{rows_done:09}.parquet")
        imports = self._imports()
        imports[import_id]["rows_done"] = rows_done
        self._write(imports)
        return Kept(_asked(f"SELECT count(*) FROM read_parquet('{batch}')")[1][0][0])

    def finish(self, import_id: int, report: str) -> None:
        imports = self._imports()
        imports[import_id] |= {"finished": True, "report": report}
        self._write(imports)

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        self.days += rows
        return len(rows)

    def events(self) -> list[dict[str, Any]]:
        """All events in the order in which they arrived, without the columns that are empty."""
        rows = []
        for path in sorted(self.folder.glob("*.parquet")):
            columns, found = _asked(f"SELECT * FROM read_parquet('{path}')")
            for row in found:
                told = dict(zip(columns, row, strict=True))
                if told.get("properties"):
                    told["properties"] = json.loads(told["properties"])
                told["occurred_at"] = told["occurred_at"].isoformat(sep=" ")
                rows.append({key: value for key, value in told.items() if value is not None})
        return rows

    def names(self) -> Counter[str]:
        """How many events there are of each name."""
        return Counter(dict(self._ask("SELECT name, count(*) FROM events GROUP BY name")))

    def distinct(self, column: str) -> int:
        """How many different entries a column has."""
        return int(self._ask(f"SELECT count(DISTINCT {column}) FROM events")[0][0])

    def span(self) -> tuple[str, str]:
        """The first and the last moment."""
        first, last = self._ask("SELECT min(occurred_at), max(occurred_at) FROM events")[0]
        return str(first), str(last)

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        batches = f"read_parquet('{self.folder}/*.parquet', union_by_name=true)"
        return _asked(f"WITH events AS (SELECT * FROM {batches}) {question}")[1]


def _asked(question: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of a question to DuckDB."""
    with duckdb.connect() as db:
        found = db.execute(question)
        columns = [column[0] for column in found.description or []]
        return columns, found.fetchall()


def bring(folder: Path, /, *files: Path, **flags: Any) -> tuple[list[dict[str, Any]], ImportReport]:
    """Import files into a new sink below `folder`; the events and the report."""
    sink = DiskSink(folder / "sink")
    options = ImportOptions(**{"rejects_dir": folder, **flags})
    report = run_import(list(files), None, sink, lambda *_: None, options)
    return sink.events(), report


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
