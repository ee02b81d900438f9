"""Source: a file opened for import: a sample of it, and its rows in pieces, always the same ones."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.collect.columns.sample import Sample
from etappe.collect.files.csv_repair import Malformed
from etappe.store.files import Relation


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """Some rows of a file, ready for the engine."""

    relation: Relation
    rows: int
    done: int
    """Rows of the file up to the end of this piece."""
    lines: NDArray[np.int64] | None = None
    """Line on which each row begins, by row number minus `first`."""
    first: int = 0
    malformed: tuple[Malformed, ...] = ()

    def line_of(self, row: int) -> int:
        """Where a person finds the row: its line in a text, else its number, both from 1."""
        return int(self.lines[row - self.first]) if self.lines is not None else row + 1


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or the result of a SELECT over several, opened for reading."""

    name: str
    path: Path
    digest: str
    size: int
    words: str
    """What was recognised: 'CSV, semicolon, 9 columns, Windows-1252'."""
    sample: Sample
    rows: int | None
    pieces: Callable[[], Iterator[SourcePiece]]
    left_out: Callable[[], Mapping[str, int]] = dict
    """Reason → lines that are no events by rule, known once all pieces were read."""

    @property
    def types(self) -> Mapping[str, str]:
        """Flat columns with their SQL types; empty for JSON."""
        return self.sample.types
