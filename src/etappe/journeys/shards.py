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
    "touch_person": np.int32,
    "member_person": np.int32,
    "member_account": np.int32,
    "unrated_person": np.int32,
    "unrated_currency": np.int32,
}
"""Arrays beside the columns: the person of each row of an account shard, who has touches in which account; orders whose money has no rate."""


def write_shard(folder: Path, arrays: Arrays) -> None:
    """Write a shard's arrays, one raw file each."""
    folder.mkdir(parents=True)
    for name, array in arrays.items():
        (folder / name).write_bytes(np.ascontiguousarray(array).data)


def read_shard(folder: Path) -> Arrays:
    """Map a shard's arrays into memory, read-only; empty files give empty arrays.

    `own_starts`, where each person's touches begin in row order, follows from their lengths.
    """
    arrays: Arrays = {}
    for name, dtype in (COLUMNS | OPTIONAL).items():
        path = folder / name
        if name in COLUMNS or path.exists():
            empty = path.stat().st_size == 0
            mapped = np.empty(0, dtype) if empty else np.memmap(path, dtype, mode="r")
            arrays[name] = np.asarray(mapped)
    return with_own_starts(arrays)


def with_own_starts(arrays: Arrays) -> Arrays:
    """A shard's arrays with `own_starts`: persons lie one behind the other, in their order."""
    lengths = arrays["person_ends"] - arrays["person_starts"]
    own_starts = np.cumsum(lengths, dtype=np.int32) - lengths
    return arrays | {"own_starts": own_starts}


def as_shard(arrays: Arrays, open_after_us: int, extras: Extras, number: int) -> Shard:
    """The Shard of these arrays; journeys whose last customer touch is later than `open_after_us` are open."""
    everyone = np.arange(len(arrays["persons"]), dtype=np.int32)
    return Shard(
        rows=int(arrays["rows"][0]),
        persons=arrays["persons"],
        time_us=arrays["time_us"],
        event=arrays["event"],
        touchpoint=arrays["touchpoint"],
        channel=arrays["channel"],
        flags=arrays["flags"],
        seq=arrays["seq"],
        value_row=arrays["value_row"],
        value=arrays["value"],
        person=Units(arrays["person_starts"], arrays["person_ends"], everyone),
        visit=Units(arrays["visit_starts"], arrays["visit_ends"], arrays["visit_person"]),
        journey=Units(arrays["journey_starts"], arrays["journey_ends"], arrays["journey_person"]),
        journey_open=arrays["journey_last_us"] > open_after_us,
        journey_converted=arrays["journey_converted"],
        own_starts=arrays["own_starts"],
        extra=partial(extras.of, number),
        dropped=arrays.get("dropped", np.empty(0, np.int32)),
        touch_person=arrays.get("touch_person", np.empty(0, np.int32)),
    )
