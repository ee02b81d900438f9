"""What staff may write down of a contact that no system saw: the kinds, and the events they are."""

from dataclasses import dataclass
from functools import cache

from etappe.events.datafiles import both, table
from etappe.events.words import Text

SOURCE = "staff note"
"""The source of events that staff wrote down."""

MOODS = ("good", "neutral", "bad")
"""How it went, as the member of staff saw it."""


@dataclass(frozen=True, slots=True)
class NoteKind:
    """A kind of contact: the event it is, and the channel it came by."""

    key: str
    event: str
    channel: str
    name: Text


@cache
def note_kinds() -> tuple[NoteKind, ...]:
    """All kinds, in the order they are offered."""
    return tuple(
        NoteKind(row["kind"], row["event"], row["channel"], both(row))
        for row in table("note_kinds")
    )
