"""Pipeline: the way of an event that arrives live, as a list of named steps. Files go by `carrying`.

The steps run behind the answer, on batches. A new step is a file in `live/steps` and a line here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from etappe.collect.live.draft import Draft
from etappe.collect.live.steps import arrival
from etappe.collect.live.way import Passing, Step, Surroundings
from etappe.events.row import EVENT_COLUMNS

PIPELINE: tuple[Step, ...] = (Step("arrival", arrival.begin_row),)
"""The steps in their order."""

_COLUMNS = (*(column.name for column in EVENT_COLUMNS), "received_at")


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a batch.

    `columns` are what `EventStore.append` takes, one entry a kept event, without columns that nobody filled
    (empty if nothing is kept). `kept` and `dropped` are the events in their order.
    """

    columns: dict[str, list[Any]]
    kept: list[Passing]
    dropped: list[Passing]


def run(drafts: Sequence[Draft], surroundings: Surroundings, *, watched: int = 0) -> Passed:
    """Take a batch through every step. The last `watched` events get notes of what each step did."""
    unwatched = len(drafts) - watched
    passings = [
        Passing(draft, {}, notes=[] if place >= unwatched else None)
        for place, draft in enumerate(drafts)
    ]
    kept = passings
    for step in PIPELINE:
        step.take(kept, surroundings)
        kept = [passing for passing in kept if passing.dropped is None]
    dropped = [passing for passing in passings if passing.dropped is not None]
    return Passed(_columns(kept), kept, dropped)


def _columns(kept: Sequence[Passing]) -> dict[str, list[Any]]:
    rows = [passing.row for passing in kept]
    filled = set[str]().union(*rows)
    return {name: [row.get(name) for row in rows] for name in _COLUMNS if name in filled}
