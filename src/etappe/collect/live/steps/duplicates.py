"""Duplicates: a batch that holds an event twice keeps the first. The store knows the ids of the last seven days."""

from collections.abc import Sequence

from etappe.collect.live.reasons import DUPLICATE
from etappe.collect.live.way import Passing, Surroundings
from etappe.collect.live.webhooks import lasting


def drop_duplicates(batch: Sequence[Passing], surroundings: Surroundings) -> None:
    """Drop every event whose id an earlier one of the batch has.

    A shop system tells an order again with every change, months later too: its events are looked for in all that is stored.
    """
    seen = surroundings.seen
    for passing in batch:
        event_id = passing.draft.event_id
        if event_id in seen:
            passing.dropped = DUPLICATE
            passing.note("duplicates", "in_batch")
        else:
            seen[event_id] = passing.draft.order_id or ""
    retold = [passing for passing in batch if passing.draft.source in lasting()]
    if retold:
        stored = surroundings.stored([passing.draft.event_id for passing in retold])
        for passing in retold:
            if passing.draft.event_id in stored:
                passing.dropped = DUPLICATE
                passing.note("duplicates", "stored")
