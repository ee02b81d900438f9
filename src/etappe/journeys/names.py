"""Where the events of each name stand in journeys: what unknown names are guessed from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.events.guessing import NameStat
from etappe.events.sides import canonical
from etappe.events.words import Words
from etappe.journeys.build import Built
from etappe.kernels.cut_rows import NO_VALUE


def must_guess(names: Sequence[str], words: Words) -> bool:
    """Whether a name has no word or touchpoint yet, or the conversion does not occur."""
    known = [words.events.get(canonical(name, words)) for name in names]
    if any(word is None or not word.touchpoint for word in known):
        return True
    return bool(names) and words.conversion not in {canonical(name, words) for name in names}


def name_stats(built: Built, events: Sequence[str]) -> tuple[NameStat, ...]:
    """One NameStat for each event that occurs in a shard, by code of event."""
    touches, arrays, size = built.touches, built.arrays, len(events)
    event = touches["event"]

    def share(of: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(event[of], minlength=size) / np.maximum(counts, 1)

    counts = np.bincount(event, minlength=size)
    persons = np.unique(event.astype(np.int64) << 32 | touches["owner"]) >> 32
    starts, ends = arrays["journey_starts"], arrays["journey_ends"]
    journey = np.repeat(np.arange(len(starts)), ends - starts)
    # Row order: outside journeys first in each person, so a journey's rows are found by its bounds.
    row = np.arange(len(journey)) + np.repeat(starts - _before(starts, ends), ends - starts)
    name = arrays["event"][row]
    length = np.maximum(ends - starts - 1, 1)
    position = (row - starts[journey]) / length[journey]
    converted = arrays["journey_converted"][journey]
    inside = np.bincount(name[converted >= 0], minlength=size)
    before = np.bincount(name[(converted >= 0) & (row < converted)], minlength=size)
    last = np.bincount(name[row == ends[journey] - 1], minlength=size)
    return tuple(
        NameStat(
            name=events[code],
            touches=int(counts[code]),
            persons=int(np.count_nonzero(persons == code)),
            in_visits_share=float(share(touches["visit"] >= 0)[code]),
            median_position=float(np.median(position[name == code]))
            if (name == code).any()
            else 0.5,
            before_conversion_share=float(before[code] / inside[code]) if inside[code] else 1.0,
            followed_by_end_share=float(last[code] / counts[code]),
            has_value_share=float(share(touches["value"] != NO_VALUE)[code]),
            has_order_share=float(share(touches["order"] >= 0)[code]),
        )
        for code in np.flatnonzero(counts).tolist()
    )


def _before(starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.int64]:
    """How many rows earlier journeys hold together."""
    return (
        np.concatenate(([0], np.cumsum(ends - starts)[:-1]))
        if len(starts)
        else np.empty(0, np.int64)
    )
