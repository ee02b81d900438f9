"""Masks: a shard without the persons (or accounts) that were cut again elsewhere, its rows left as they are."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.journeys.build import Arrays

Span = tuple[int, int]


def without(arrays: Arrays, gone: NDArray[np.int64]) -> Arrays:
    """The shard's arrays without the owners `gone` (rising); the same arrays when it holds none of them.

    The columns of rows stay the same objects: no unit, and no value, points to the rows `dropped` any
    more. So the work grows with the units, and where they stay copies whole stretches of them.
    """
    places = _places(arrays["persons"], gone)
    if not len(places):
        return arrays
    kept = _stretches(places, places + 1, len(arrays["persons"]))
    out = dict(arrays)
    for name in ("persons", "person_starts", "person_ends", "own_starts"):
        out[name] = _taken(arrays[name], kept)
    for unit, columns in _UNIT_COLUMNS.items():
        person = arrays[f"{unit}_person"]
        first, last = (person.searchsorted(places, side) for side in ("left", "right"))
        stays = _stretches(first, last, len(person))
        out |= {name: _taken(arrays[name], stays) for name in columns}
        out[f"{unit}_person"] = _renumbered(person, stays)
    starts, lengths = arrays["own_starts"][places], _lengths(arrays)[places]
    first, last = (arrays["value_row"].searchsorted(rows) for rows in (starts, starts + lengths))
    stays = _stretches(first, last, len(arrays["value_row"]))
    out |= {name: _taken(arrays[name], stays) for name in ("value_row", "value")}
    out["dropped"] = _dropped(arrays, places, starts, lengths)
    for kind in ("member", "unrated"):
        if len(arrays.get(f"{kind}_person", ())):
            stays_on = ~np.isin(arrays[f"{kind}_person"], gone)
            out |= {name: a[stays_on] for name, a in arrays.items() if name.startswith(kind)}
    return out


def touches(arrays: Arrays) -> int:
    """How many touches a shard still holds."""
    rows = int(arrays["rows"][0])
    return rows - int(np.searchsorted(arrays["dropped"], rows)) if "dropped" in arrays else rows


_UNIT_COLUMNS = {
    "visit": ("visit_starts", "visit_ends"),
    "journey": ("journey_starts", "journey_ends", "journey_last_us", "journey_converted"),
}


def _places(persons: NDArray[np.int64], gone: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the gone stand among the persons, both rising; only those that do."""
    if not len(persons):
        return np.empty(0, np.int64)
    at = np.minimum(persons.searchsorted(gone), len(persons) - 1)
    found: NDArray[np.int64] = at[persons[at] == gone]
    return found


def _stretches(first: NDArray[np.int64], last: NDArray[np.int64], end: int) -> Sequence[Span]:
    """What is left of [0, end) without the rising spans [first, last): one more than there are spans."""
    return list(zip([0, *last.tolist()], [*first.tolist(), end], strict=True))


def _taken(column: NDArray[Any], stretches: Sequence[Span]) -> NDArray[Any]:
    return np.concatenate([column[start:end] for start, end in stretches])


def _renumbered(person: NDArray[np.int32], stretches: Sequence[Span]) -> NDArray[np.int32]:
    """Persons of the units that stay; behind the n-th gone person all numbers are n less."""
    lengths = [end - start for start, end in stretches]
    return _taken(person, stretches) - np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def _lengths(arrays: Arrays) -> NDArray[np.int32]:
    lengths: NDArray[np.int32] = arrays["person_ends"] - arrays["person_starts"]
    return lengths


def _dropped(
    arrays: Arrays, places: NDArray[np.int64], starts: NDArray[np.int32], lengths: NDArray[np.int32]
) -> NDArray[np.int32]:
    """The rows of the gone, and behind them those that repeat them in order of time; rising."""
    again = arrays["person_starts"][places]
    apart = again != starts
    starts, lengths = np.append(starts, again[apart]), np.append(lengths, lengths[apart])
    before = np.cumsum(lengths) - lengths
    rows: NDArray[np.int32] = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
    return rows.astype(np.int32)
