"""Where the events of each name stand in journeys: what unknown names are guessed from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.events.guessing import NameStat
from etappe.events.sides import canonical
from etappe.events.words import Words
from etappe.journeys.build import Built
from etappe.journeys.columns import AFTER_FIRST
from etappe.kernels.cut_rows import NO_VALUE


def must_guess(names: Sequence[str], words: Words) -> bool:
    """Whether a name has no word or touchpoint yet, or the conversion does not occur."""
    known = [words.events.get(canonical(name, words)) for name in names]
    if any(word is None or not word.touchpoint for word in known):
        return True
    return bool(names) and words.conversion not in {canonical(name, words) for name in names}


def name_stats(built: Built, events: Sequence[str]) -> tuple[NameStat, ...]:
    """One NameStat for each event that occurs in a shard, by code of event."""
    touches, arrays, size = built.touches(), built.arrays, len(events)
    event = touches["event"]
    counts = np.bincount(event, minlength=size)

    def share(of: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(event[of], minlength=size) / np.maximum(counts, 1)

    pairs = np.unique(event.astype(np.int64) << 32 | touches["owner"])
    persons = np.bincount(pairs >> 32, minlength=size)
    in_visits = share(touches["visit"] >= 0)
    has_value, has_order = share(touches["value"] != NO_VALUE), share(touches["order"] >= 0)
    starts, ends = arrays["journey_starts"], arrays["journey_ends"]
    journey = np.repeat(np.arange(len(starts)), ends - starts)
    # Row order: outside journeys first in each person, so a journey's rows are found by its bounds.
    row = np.arange(len(journey)) + np.repeat(starts - _before(starts, ends), ends - starts)
    name = arrays["event"][row]
    position = (row - starts[journey]) / np.maximum(ends - starts - 1, 1)[journey]
    converted = arrays["journey_converted"][journey]
    inside = np.bincount(name[converted >= 0], minlength=size)
    later = (arrays["flags"][row] & AFTER_FIRST) != 0
    before = np.bincount(name[(converted >= 0) & (row != converted) & ~later], minlength=size)
    last = np.bincount(name[row == ends[journey] - 1], minlength=size)
    middle = _medians(name, position, size)
    return tuple(
        NameStat(
            name=events[code],
            touches=int(counts[code]),
            persons=int(persons[code]),
            in_visits_share=float(in_visits[code]),
            median_position=middle[code],
            before_conversion_share=float(before[code] / inside[code]) if inside[code] else 1.0,
            followed_by_end_share=float(last[code] / counts[code]),
            has_value_share=float(has_value[code]),
            has_order_share=float(has_order[code]),
        )
        for code in np.flatnonzero(counts).tolist()
    )


def _medians(name: NDArray[np.uint16], position: NDArray[np.float64], size: int) -> list[float]:
    """The median position of each name; the middle of a journey for a name that is in none."""
    sorted_by = np.argsort(name, kind="stable")
    bounds = np.cumsum(np.bincount(name, minlength=size))[:-1]
    groups = np.split(position[sorted_by], bounds)
    return [float(np.median(group)) if len(group) else 0.5 for group in groups]


def _before(starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.int64]:
    """How many rows earlier journeys hold together."""
    return (
        np.concatenate(([0], np.cumsum(ends - starts)[:-1]))
        if len(starts)
        else np.empty(0, np.int64)
    )
