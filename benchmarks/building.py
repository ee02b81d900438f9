"""Columns: how fast they are built, how small they are, how soon they hold new events."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import middle, once
from benchmarks.table import Row, timed
from etappe.app.shop import Shop
from etappe.journeys.columns import Shard, Units

NEW_EVENTS, NEW_PERSONS = 1_000, 800
REFRESHES = 5


def rows(shop: Shop) -> Iterator[Row]:
    """Build all columns anew, weigh them, then add events a few times."""
    columns = shop.columns()
    touches = columns.counts["touches"]
    took = once(shop.book.compact)
    yield Row("columns built, touches", 3e6, touches / took.wall, "/s", True, took.cpu)
    size = sum(map(_bytes, shop.columns().shards))
    yield Row("columns, bytes a touch", 24, size / touches, "B")
    taken = []
    for at in range(REFRESHES):
        _add_events(shop, at)
        taken.append(once(shop.columns))
    yield timed("refresh after 1,000 new events of 800 persons", 0.3, middle(taken))


def _add_events(shop: Shop, at: int) -> None:
    """1,000 events of 800 of the shop's persons, at the end of the data."""
    draw = np.random.default_rng(at)
    first = shop.events.last_seq()
    persons = draw.choice(shop.columns().counts["persons"] // 2, NEW_PERSONS, replace=False)
    who = np.concatenate((persons, draw.choice(persons, NEW_EVENTS - NEW_PERSONS)))
    last_us = shop.columns().last_us
    shop.events.append(
        {
            "event_id": np.array([f"new-{first + n}" for n in range(NEW_EVENTS)], object),
            "occurred_at": (last_us + np.arange(NEW_EVENTS) * 1000).astype("datetime64[us]"),
            "name": np.array(["view_item"] * NEW_EVENTS, object),
            "user_id": np.array([f"p{number}" for number in who], object),
        }
    )


def _bytes(shard: Shard) -> int:
    """What the core columns of a shard weigh."""
    units = (shard.person, shard.visit, shard.journey)
    columns: list[NDArray[Any]] = [
        shard.persons, shard.time_us, shard.event, shard.touchpoint, shard.channel, shard.flags,
        shard.seq, shard.value_row, shard.value, shard.journey_open, shard.journey_converted,
    ]  # fmt: skip
    return sum(column.nbytes for column in columns) + sum(map(_units_bytes, units))


def _units_bytes(units: Units) -> int:
    return units.starts.nbytes + units.ends.nbytes + units.person.nbytes
