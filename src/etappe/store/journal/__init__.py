"""The journal of a shop: what was acknowledged to senders, fsynced in append-only files, until it is drained."""

from etappe.store.journal.frames import Position
from etappe.store.journal.journal import Journal
from etappe.store.journal.writer import JournalLimits

__all__ = ["Journal", "JournalLimits", "Position"]
