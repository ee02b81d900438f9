"""Staff: what a member of the staff does for a customer is kept and marked, and changes no figure of customers."""

from collections.abc import Sequence

from etappe.collect.live.segment_context import staff_name
from etappe.collect.live.way import Passing, Surroundings


def mark_staff(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put into the row who acts for the customer, as the context or the properties tell (Sana's IsImpersonating)."""
    for passing in batch:
        staff = passing.draft.staff
        if not staff and passing.read and "staff" in passing.read.known:
            staff = staff_name(passing.read.known["staff"].value)
        if staff:
            passing.row["staff"] = staff
            passing.note("staff", "acts_for", staff)
