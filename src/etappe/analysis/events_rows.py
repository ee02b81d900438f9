"""Events, rows: where the touches of a person, or of some arrival numbers, stand in the columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_rows import person_of, place_of
from etappe.journeys.columns import Columns, Shard


@dataclass(frozen=True, slots=True)
class Place:
    """One event: its arrival number and, when it is a touch, its row in a shard, else None.

    Visits and journeys are numbered from 1 within their person.
    """

    seq: int
    shard: Shard | None = None
    row: int = -1
    person: int | None = None
    visit: int | None = None
    journey: int | None = None


def places_of_person(columns: Columns, person: int) -> tuple[Shard, list[Place]] | None:
    """The shard of a person with all their touches in row order; None when no shard holds them."""
    for shard in columns.shards:
        index = int(np.searchsorted(shard.persons, person))
        if index < len(shard.persons) and shard.persons[index] == person:
            unit = int(np.flatnonzero(shard.person.person == index)[0])
            start = int(shard.own_starts[index])
            size = int(shard.person.ends[unit] - shard.person.starts[unit])
            return shard, _places(shard, np.arange(start, start + size))
    return None


def places_of_seqs(columns: Columns, seqs: NDArray[np.int64]) -> list[Place]:
    """The places of these arrival numbers, in their order; events that are no touch have no shard."""
    if not len(seqs):
        return []
    found: dict[int, Place] = {}
    for shard in columns.shards:
        own = shard.seq[: shard.rows]
        near = np.flatnonzero(shard.live((own >= seqs.min()) & (own <= seqs.max())))
        rows = near[np.isin(own[near], seqs)]
        found |= {place.seq: place for place in _places(shard, rows)}
    return [found.get(seq) or Place(seq) for seq in seqs.tolist()]


def _places(shard: Shard, rows: NDArray[np.int64]) -> list[Place]:
    person = person_of(shard, rows)
    numbers = []
    for units in (shard.visit, shard.journey):
        place = place_of(units, rows)
        first = np.searchsorted(units.person, person.astype(np.int32))
        numbers.append(
            [int(n) if n > 0 else None for n in np.where(place >= 0, place - first + 1, 0)]
        )
    return [
        Place(int(shard.seq[row]), shard, int(row), int(shard.persons[who]), visit, journey)
        for row, who, visit, journey in zip(rows, person, *numbers, strict=True)
    ]
