"""The events of a shop: one DuckDB file, one writer with group commit, many readers."""

from etappe.store.events.coding import CodedColumn, coded
from etappe.store.events.decisions import check_undo, with_undos
from etappe.store.events.keys import Keys
from etappe.store.events.rejections import Arrivals, Drained, RejectedSample, Rejection
from etappe.store.events.store import EventStore
from etappe.store.events.values import (
    BOT,
    FUTURE,
    KEY_KINDS,
    NO_VALUE,
    STAFF,
    AdvertisingDay,
    Core,
    Decision,
    ImportRecord,
    ImportState,
    KeyKind,
    Links,
    NewDecision,
    OriginWord,
    PageWord,
    Receipt,
)

__all__ = [
    "BOT",
    "FUTURE",
    "KEY_KINDS",
    "NO_VALUE",
    "STAFF",
    "AdvertisingDay",
    "Arrivals",
    "CodedColumn",
    "Core",
    "Decision",
    "Drained",
    "EventStore",
    "ImportRecord",
    "ImportState",
    "KeyKind",
    "Keys",
    "Links",
    "NewDecision",
    "OriginWord",
    "PageWord",
    "Receipt",
    "RejectedSample",
    "Rejection",
    "check_undo",
    "coded",
    "with_undos",
]
