"""Arrival: the row begins with id, times and source, and with what the sender stated in the row's own words."""

from collections.abc import Sequence

from etappe.collect.live.way import Passing, Surroundings


def begin_row(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put id, times, source and given columns into the row."""
    for passing in batch:
        draft, row = passing.draft, passing.row
        row["event_id"] = draft.event_id
        row["source"] = draft.source
        row["occurred_at"] = draft.occurred_us
        row["received_at"] = draft.received_us
        if draft.key_id:
            row["write_key"] = str(draft.key_id)
        if draft.given:
            row.update(draft.given)
            passing.note("arrival", "given", ", ".join(draft.given))
