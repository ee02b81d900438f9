"""Shards: columns as named arrays, in memory or in files, and as the Shard that analyses read."""

from functools import partial
from pathlib import Path

import numpy as np

from etappe.journeys.build import Arrays
from etappe.journeys.columns import Shard, Units
from etappe.journeys.extras import Extras

COLUMNS: dict[str, type[np.generic]] = {
    "rows": np.int64,
    "persons": np.int64,
    "time_us": np.int64,
    "event": np.uint16,
    "touchpoint": np.uint16,
    "channel": np.uint8,
    "flags": np.uint8,
    "seq": np.uint32,
    "value_row": np.int32,
    "value": np.int64,
    "person_starts": np.int32,
    "person_ends": np.int32,
    "visit_starts": np.int32,
    "visit_ends": np.int32,
    "visit_person": np.int32,
    "journey_starts": np.int32,
    "journey_ends": np.int32,
    "journey_person": np.int32,
    "journey_last_us": np.int64,
    "journey_converted": np.int32,
}
"""Every array of a shard and its type; each is one raw file in the shard's folder."""

OPTIONAL: dict[str, type[np.generic]] = {
    "member_person": np.int32,
    "member_account": np.int32,
    "unrated_person": np.int32,
    "unrated_currency": np.int32,
}
"""Arrays beside the columns: who has touches in which account; orders whose money has no rate."""


def write_shard(folder: Path, arrays: Arrays) -> None:
    """Write a shard's arrays, one raw file each."""
    folder.mkdir(parents=True)
    for name, array in arrays.items():
        np.ascontiguousarray(array).tofile(folder / name)


def read_shard(folder: Path) -> Arrays:
    """Map a shard's arrays into memory, read-only; empty files give empty arrays."""
    arrays: Arrays = {}
    for name, dtype in (COLUMNS | OPTIONAL).items():
        path = folder / name
        if name in COLUMNS or path.exists():
            empty = path.stat().st_size == 0
            arrays[name] = np.empty(0, dtype) if empty else np.memmap(path, dtype, mode="r")
    return arrays


def as_shard(arrays: Arrays, open_after_us: int, extras: Extras, number: int) -> Shard:
    """The Shard of these arrays; journeys whose last customer touch is later than `open_after_us` are open."""
    plain = {name: np.asarray(array) for name, array in arrays.items()}
    everyone = np.arange(len(plain["persons"]), dtype=np.int32)
    return Shard(
        rows=int(plain["rows"][0]),
        persons=plain["persons"],
        time_us=plain["time_us"],
        event=plain["event"],
        touchpoint=plain["touchpoint"],
        channel=plain["channel"],
        flags=plain["flags"],
        seq=plain["seq"],
        value_row=plain["value_row"],
        value=plain["value"],
        person=Units(plain["person_starts"], plain["person_ends"], everyone),
        visit=Units(plain["visit_starts"], plain["visit_ends"], plain["visit_person"]),
        journey=Units(plain["journey_starts"], plain["journey_ends"], plain["journey_person"]),
        journey_open=plain["journey_last_us"] > open_after_us,
        journey_converted=plain["journey_converted"],
        extra=partial(extras.of, number),
    )
