"""Masks: the columns of a shard without the persons (or accounts) that were cut again elsewhere."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.journeys.build import Arrays

ROW_COLUMNS = ("time_us", "event", "touchpoint", "channel", "flags", "seq")


def without(arrays: Arrays, gone: NDArray[np.int64]) -> Arrays:
    """The shard's arrays without the owners `gone`; the same arrays when it holds none of them."""
    drop = np.isin(arrays["persons"], gone)
    if not drop.any():
        return arrays
    rows = int(arrays["rows"][0])
    lengths = (arrays["person_ends"] - arrays["person_starts"]).astype(np.int64)
    repeated = arrays["person_starts"] >= rows
    # Persons lie one behind the other, once each; those out of time's order a second time behind `rows`.
    main = _Runs(lengths, drop, 0)
    again = _Runs(np.where(repeated, lengths, 0), drop, rows)
    out: Arrays = {name: main.take(arrays[name], again) for name in ROW_COLUMNS}
    kept = rows - main.dropped
    out["rows"] = np.array([kept], np.int64)
    out["persons"] = arrays["persons"][~drop]
    moved = np.where(repeated, again.shift + main.dropped, main.shift)
    out["person_starts"] = (arrays["person_starts"] - moved)[~drop].astype(np.int32)
    out["person_ends"] = (arrays["person_ends"] - moved)[~drop].astype(np.int32)
    number = (np.cumsum(~drop) - 1).astype(np.int32)
    for unit in ("visit", "journey"):
        person = arrays[f"{unit}_person"]
        stays = ~drop[person]
        shift = main.shift[person[stays]]
        out[f"{unit}_person"] = number[person[stays]]
        for bound in (f"{unit}_starts", f"{unit}_ends"):
            out[bound] = (arrays[bound][stays] - shift).astype(np.int32)
    out |= _journeys(arrays, drop, main)
    out |= _values(arrays, drop, main)
    for kind, owner in (("member", "member_person"), ("unrated", "unrated_person")):
        if owner in arrays:
            stays = ~np.isin(arrays[owner], gone)
            out |= {name: a[stays] for name, a in arrays.items() if name.startswith(kind)}
    return out


class _Runs:
    """Where the rows of persons that stay lie, persons one behind the other from row `begin` on."""

    def __init__(self, lengths: NDArray[np.int64], drop: NDArray[np.bool_], begin: int) -> None:
        ends = begin + np.cumsum(lengths)
        self.starts = ends - lengths
        removed = np.where(drop, lengths, 0)
        self.shift = np.cumsum(removed) - removed  # rows removed before each person
        self.dropped = int(removed.sum())
        edges = np.flatnonzero(drop)
        self.bounds = list(
            zip(
                [begin, *ends[edges].tolist()],
                [*self.starts[edges].tolist(), int(ends[-1])],
                strict=True,
            )
        )

    def take(self, column: NDArray[Any], again: "_Runs") -> NDArray[Any]:
        """The rows that stay, of the first and the repeated places."""
        runs = [column[start:end] for part in (self, again) for start, end in part.bounds]
        return np.concatenate(runs)


def _journeys(arrays: Arrays, drop: NDArray[np.bool_], main: _Runs) -> Arrays:
    stays = ~drop[arrays["journey_person"]]
    converted = arrays["journey_converted"][stays]
    shift = main.shift[arrays["journey_person"][stays]]
    return {
        "journey_last_us": arrays["journey_last_us"][stays],
        "journey_converted": np.where(converted >= 0, converted - shift, -1).astype(np.int32),
    }


def _values(arrays: Arrays, drop: NDArray[np.bool_], main: _Runs) -> Arrays:
    person = np.searchsorted(main.starts, arrays["value_row"], side="right") - 1
    stays = ~drop[person]
    shift = main.shift[person[stays]]
    return {
        "value_row": (arrays["value_row"][stays] - shift).astype(np.int32),
        "value": arrays["value"][stays],
    }
