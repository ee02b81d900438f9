"""From the rows of some owners to their shard: sort, cut, and lay the columns out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.journeys.lookups import Lookups
from etappe.journeys.source import US_PER_DAY
from etappe.kernels.cut_rows import Rows

Arrays = dict[str, NDArray[Any]]
"""The columns of one shard by name, as they lie in files (`journeys/shards.py` lists them)."""


@dataclass(frozen=True, slots=True)
class Built:
    """One shard's columns, and the kept touches as rows for the account columns.

    `touches` come by owner, time, arrival; their visit is the one just cut, their value the order's.
    """

    arrays: Arrays
    touches: Rows


def build_shard(rows: Rows, lookups: Lookups, idle_days: int) -> Built:
    """Cut the rows of whole owners (in order of arrival) into a shard's columns."""
    kernel = heavy("cut")
    persons = distinct(rows["owner"])
    local = _places(persons)[rows["owner"]]
    offsets, order = kernel.sort_rows(local, np.ascontiguousarray(rows["time_us"]), len(persons))
    rows = kernel.taken(rows, order)
    kind = np.ascontiguousarray(rows["kind"])
    touches = kernel.Touches(
        offsets,
        np.ascontiguousarray(rows["time_us"]),
        kind,
        np.ascontiguousarray(rows["visit"]),
        np.ascontiguousarray(rows["origin"]),
        np.ascontiguousarray(rows["order"]),
        np.ascontiguousarray(rows["value"]),
        lookups.campaign,
        lookups.click,
    )
    cut = kernel.cut(touches, kernel.Limits(idle_us=idle_days * US_PER_DAY))
    flags, converted = kernel.flag_rows(cut.layout, kind, cut.visit, cut.journey)
    unrated = (kind & kernel.CONVERSION != 0) & ~cut.told
    unrated &= (cut.value < kernel.LOWEST_VALUE) & (cut.value != kernel.NO_VALUE)
    currency = (cut.value[unrated] - (kernel.NO_VALUE + 1)).astype(np.int32)
    rows["value"] = np.where(cut.value < kernel.LOWEST_VALUE, kernel.NO_VALUE, cut.value)
    in_visit = np.flatnonzero(cut.visit >= 0)
    rows["channel"][in_visit] = rows["channel"][cut.landing[cut.visit[in_visit]]]
    rows["visit"] = cut.visit
    arrays = _columns(rows, persons, cut, flags, converted, kernel.NO_VALUE)
    arrays["unrated_person"] = rows["owner"][unrated]
    arrays["unrated_currency"] = currency
    told = cut.told.any()
    return Built(arrays, kernel.taken(rows, np.flatnonzero(~cut.told)) if told else rows)


def distinct(owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """The owners that occur, rising."""
    if not len(owner):
        return np.empty(0, np.int64)
    present = np.zeros(int(owner.max()) + 1, np.bool_)
    present[owner] = True
    return np.flatnonzero(present)


def _places(owners: NDArray[np.int64]) -> NDArray[np.int32]:
    """By number of an owner its place among `owners`."""
    places = np.empty(int(owners[-1]) + 1 if len(owners) else 0, np.int32)
    places[owners] = np.arange(len(owners), dtype=np.int32)
    return places


def _columns(
    rows: Rows,
    persons: NDArray[np.int64],
    cut: Any,
    flags: NDArray[np.uint8],
    converted: NDArray[np.int32],
    no_value: int,
) -> Arrays:
    layout = cut.layout
    place = layout.row
    value = rows["value"][place[: layout.rows]]
    paid = np.flatnonzero(value != no_value)
    return {
        "rows": np.array([layout.rows], np.int64),
        "persons": persons[layout.person[2]],
        "time_us": rows["time_us"][place],
        "event": rows["event"][place],
        "touchpoint": rows["touchpoint"][place],
        "channel": rows["channel"][place],
        "flags": flags,
        "seq": rows["seq"][place],
        "value_row": paid.astype(np.int32),
        "value": value[paid],
        "person_starts": layout.person[0],
        "person_ends": layout.person[1],
        "visit_starts": layout.visit[0],
        "visit_ends": layout.visit[1],
        "visit_person": layout.visit[2],
        "journey_starts": layout.journey[0],
        "journey_ends": layout.journey[1],
        "journey_person": layout.journey[2],
        "journey_last_us": cut.last_us[layout.journey[3]],
        "journey_converted": converted,
    }
