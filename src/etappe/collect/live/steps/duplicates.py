"""Duplicates: a batch that holds an event twice keeps the first. The store knows the ids of the last seven days."""

from collections.abc import Sequence

from etappe.collect.live.reasons import DUPLICATE
from etappe.collect.live.way import Passing, Surroundings


def drop_duplicates(batch: Sequence[Passing], surroundings: Surroundings) -> None:
    """Drop every event whose id an earlier one of the batch has."""
    seen = surroundings.seen
    for passing in batch:
        event_id = passing.draft.event_id
        if event_id in seen:
            passing.dropped = DUPLICATE
            passing.note("duplicates", "in_batch")
        seen.add(event_id)
