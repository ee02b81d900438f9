"""Rejects: the rows that became no event, in a file beside, with line, reason and values."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from etappe.base.clock import now
from etappe.base.errors import StorageFault


class Rejects:
    """Counts rejected rows by reason and writes them to `rejects-<file>-<time>.csv`, made at need."""

    def __init__(
        self,
        folder: Path,
        file: str,
        columns: Sequence[str],
        on_reject: Callable[[], None] | None = None,
    ) -> None:
        stem = re.sub(r"[^\w.-]+", "_", file)[:80]
        self.path = folder / f"rejects-{stem}-{now():%Y%m%dT%H%M%S}.csv"
        self.reasons: Counter[str] = Counter()
        self.examples: list[str] = []
        self._columns = columns
        self._on_reject = on_reject
        self._file: TextIO | None = None

    @property
    def written(self) -> Path | None:
        """The file, if there is one."""
        return self.path if self._file else None

    @property
    def total(self) -> int:
        """How many rows were rejected."""
        return self.reasons.total()

    def add(self, line: int, reason: str, values: Sequence[str | None]) -> None:
        """Reject one row. Reasons are counted without what they quote: 'unreadable time: x' as such."""
        self.reasons[reason.split(":")[0]] += 1
        if self._on_reject:
            self._on_reject()
        if len(self.examples) < 3:
            self.examples.append(f"line {line}: {reason}")
        try:
            if not self._file:
                self._file = self.path.open("w", encoding="utf-8", newline="")
                csv.writer(self._file).writerow(["line", "reason", *self._columns])
            csv.writer(self._file).writerow(
                [line, reason, *("" if v is None else v for v in values)]
            )
        except OSError as error:
            raise StorageFault(
                f"{self.path}: cannot be written: {error.strerror}.",
                next_step="Free some space, or run the command in a folder where you may write.",
            ) from error

    def discard(self) -> None:
        """Take the file away again: nothing was imported."""
        if self._file:
            self._file.close()
            self.path.unlink(missing_ok=True)
            self._file = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()
