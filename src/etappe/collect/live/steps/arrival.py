"""Arrival: the row begins with what the sender stated in the row's own words."""

from collections.abc import Sequence

from etappe.collect.live.way import Passing, Surroundings


def begin_row(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put id, name, times and source into the row, and columns that the sender gave as such."""
    for passing in batch:
        draft, row = passing.draft, passing.row
        if draft.given:
            row.update(draft.given)
        row["event_id"] = draft.event_id
        row["name"] = draft.name
        row["source"] = draft.source
        row["occurred_at"] = draft.occurred_us
        row["received_at"] = draft.received_us
