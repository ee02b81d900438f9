"""The table: one line for each budget, printed as soon as it is measured."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import Took

WIDTHS = (52, 14, 12, 10, 12, 8)
HEADS = ("what", "budget", "Etappe", "cpu", "DuckDB SQL", "ratio")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `budget` is at most this, or at least it when `at_least`.

    Units: s (printed as ms below ten), /s, B (bytes), MB or kB. `cpu` and `peer` are seconds.
    """

    what: str
    budget: float | None
    value: float
    unit: str = "s"
    at_least: bool = False
    cpu: float | None = None
    peer: float | None = None

    @property
    def met(self) -> bool:
        """Whether the budget is kept; a row without one always is."""
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def timed(what: str, budget: float | None, took: Took, peer: Took | None = None) -> Row:
    """The row of a duration, with that of the peer that answered the same question."""
    return Row(what, budget, took.wall, cpu=took.cpu, peer=peer.wall if peer else None)


def print_table(rows: Iterator[Row], path: Path) -> list[Row]:
    """Print rows as they come and keep them as JSON in `path`; returns them."""
    print(_line(*HEADS), "ok?", flush=True)
    done = []
    for row in rows:
        done.append(row)
        bound = "" if row.budget is None else ("≥ " if row.at_least else "≤ ")
        budget = "" if row.budget is None else bound + _figure(row.budget, row.unit)
        cpu = "" if row.cpu is None else _figure(row.cpu, "s")
        peer = "" if row.peer is None else _figure(row.peer, "s")
        ratio = "" if row.peer is None else f"{row.peer / row.value:.0f}×"
        line = _line(row.what, budget, _figure(row.value, row.unit), cpu, peer, ratio)
        print(line, "ok" if row.met else "MISSED", flush=True)
    path.write_text(json.dumps([asdict(row) for row in done], indent=1) + os.linesep, "utf-8")
    return done


def _line(*cells: str) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join(cell.rjust(width) for cell, width in others)


def _figure(value: float, unit: str) -> str:
    match unit:
        case "s" if value < 10:
            return f"{value * 1000:,.0f} ms"
        case "s":
            return f"{value:,.1f} s"
        case "/s" if value >= 1e6:
            return f"{value / 1e6:.2f} M/s"
        case "/s":
            return f"{value / 1e3:,.0f} k/s"
        case _:
            return f"{value:,.1f} {unit}"
