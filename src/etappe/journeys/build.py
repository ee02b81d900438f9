"""From the rows of some owners to their shard: sort, cut, and lay the columns out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.journeys.lookups import Lookups
from etappe.journeys.source import US_PER_DAY
from etappe.kernels.cut_rows import CONVERSION, LOWEST_VALUE, NO_VALUE, Rows

Arrays = dict[str, NDArray[Any]]
"""The columns of one shard by name, as they lie in files (`journeys/shards.py` lists them)."""


@dataclass(frozen=True, slots=True)
class Built:
    """One shard's columns, and what account columns are made from: the rows as they came, and the cut.

    `place` are the incoming rows by their place in the columns, counted as rows[order] are.
    `visit`, `value` and `channel` are what the cut made of rows[order], `told` marks what is no touch.
    """

    arrays: Arrays
    rows: Rows
    order: NDArray[np.int32]
    place: NDArray[np.int32]
    visit: NDArray[np.int32]
    value: NDArray[np.int64]
    channel: NDArray[np.uint8]
    told: NDArray[np.bool_]

    def touches(self) -> Rows:
        """The kept touches as rows by owner, time, arrival, with the visit just cut and the order's value."""
        taken = heavy("cut").taken
        rows: Rows = taken(self.rows, self.order)
        rows["visit"], rows["value"], rows["channel"] = self.visit, self.value, self.channel
        return taken(rows, np.flatnonzero(~self.told)) if self.told.any() else rows


def build_shard(rows: Rows, lookups: Lookups, idle_days: int) -> Built:
    """Cut the rows of whole owners (in order of arrival) into a shard's columns."""
    kernel = heavy("cut")
    owner = np.ascontiguousarray(rows["owner"])
    persons = distinct(owner)
    local = _places(persons)[owner]
    offsets, order = kernel.sort_rows(local, np.ascontiguousarray(rows["time_us"]), len(persons))
    split = kernel.split_rows(rows, order)
    touches = kernel.Touches(
        offsets,
        split.time_us,
        split.kind,
        split.visit,
        split.origin,
        split.order,
        split.value,
        split.cart,
        split.device,
        lookups.campaign,
        lookups.click,
    )
    cut = kernel.cut(touches, kernel.Limits(idle_us=idle_days * US_PER_DAY))
    flags, converted = kernel.flag_rows(cut.layout, split.kind, cut.visit, cut.journey)
    value = np.where(cut.value < kernel.LOWEST_VALUE, kernel.NO_VALUE, cut.value)
    if split.told.any():
        units = cut.visit, cut.journey, cut.landing
        kernel.tell_origins(
            split.channel, split.told, split.kind, *units, lookups.blank(), len(cut.last_us)
        )
    kernel.spread_channels(split.channel, cut.visit, cut.landing)
    arrays = _columns(split._replace(value=value), persons, cut, flags, converted)
    arrays |= _unrated(split, cut)
    return Built(arrays, rows, order, cut.layout.row, cut.visit, value, split.channel, cut.told)


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
    split: Any,
    persons: NDArray[np.int64],
    cut: Any,
    flags: NDArray[np.uint8],
    converted: NDArray[np.int32],
) -> Arrays:
    layout = cut.layout
    place = layout.row
    value = split.value[place[: layout.rows]]
    paid = np.flatnonzero(value != NO_VALUE)
    return {
        "rows": np.array([layout.rows], np.int64),
        "persons": persons[layout.person[2]],
        "time_us": split.time_us[place],
        "event": split.event[place],
        "touchpoint": split.touchpoint[place],
        "channel": split.channel[place],
        "flags": flags,
        "seq": split.seq[place],
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


def _unrated(split: Any, cut: Any) -> Arrays:
    """Whose conversions have money in which currency without a rate."""
    low = np.flatnonzero((cut.value < LOWEST_VALUE) & (cut.value != NO_VALUE))
    low = low[(split.kind[low] & CONVERSION != 0) & ~cut.told[low]]
    return {
        "unrated_person": split.owner[low],
        "unrated_currency": (cut.value[low] - (NO_VALUE + 1)).astype(np.int32),
    }
