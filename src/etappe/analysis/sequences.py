"""Sequences: the touches of the selected units as names of a level, ready for a kernel."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.levels import Codes, Level
from etappe.analysis.selection import Selection, units_of
from etappe.base.heavy import heavy
from etappe.journeys.columns import Columns, Shard, Unit

VISIT_IDLE_US = 30 * 60 * 1_000_000
"""A visit whose last touch is no older than this at the data's end may still go on."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """Entry j of the selection is called codes[j] and happened at times_us[j]."""

    selection: Selection
    codes: Codes
    times_us: NDArray[np.int64]


def sequences(select: Callable[[Shard], Selection], level: Level) -> Callable[[Shard], Sequences]:
    """How to make them from each shard."""

    def prepare(shard: Shard) -> Sequences:
        selection = select(shard)
        codes = selection.take(level.codes(shard))
        return Sequences(selection, kernel_codes(codes), selection.take(shard.time_us))

    return prepare


def kernel_codes(codes: Codes) -> Codes:
    """Codes in one of the two widths that kernels are compiled for."""
    width = np.uint16 if codes.dtype.itemsize <= 2 else np.uint32
    return np.ascontiguousarray(codes, width)


def still_open(selection: Selection, unit: Unit, columns: Columns) -> NDArray[np.bool_]:
    """Per selected unit: is it still running at the data's end? A person is while a journey of theirs is."""
    shard = selection.shard
    open_: NDArray[np.bool_]
    match unit:
        case "journey":
            open_ = shard.journey_open[selection.unit]
        case "visit":
            ends = units_of(shard, unit).ends
            since_us = columns.last_us - VISIT_IDLE_US
            open_ = heavy("select").last_after(ends, selection.unit, shard.time_us, since_us)
        case _:
            persons = np.zeros(max(1, len(shard.persons)), np.bool_)
            persons[shard.journey.person[shard.journey_open]] = True
            open_ = persons[selection.person]
    return open_
