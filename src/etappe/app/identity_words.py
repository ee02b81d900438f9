"""Identity in words: how keys are called in sentences, masked, and moments and names beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from etappe.analysis.people_keys import KnownBy, PersonKey, ShownKey, shown
from etappe.app.speech import say
from etappe.base import numbers
from etappe.base.messages import Language
from etappe.events.sides import word_of
from etappe.events.words import Words


@dataclass(frozen=True, slots=True)
class KeyName:
    """A key as people may read it: what it is, and its word where it may be shown."""

    key: int
    kind: KnownBy
    shown: str | None

    @classmethod
    def of(cls, key: int, known: PersonKey) -> "KeyName":
        """The name of a key of the store, masked."""
        told: ShownKey = shown(known)
        return cls(key, told.kind, told.shown)

    def said(self, language: Language) -> str:
        """'customer number s…a', 'a device d-17', 'an e-mail address'."""
        what = say(f"identity_kind_{self.kind}", language)
        return f"{what} {self.shown}" if self.shown else what


@dataclass(frozen=True, slots=True)
class Told:
    """The event that told something: `event_id`, its name as sent with its label, its source and moment."""

    event_id: str
    name: str
    label: Mapping[Language, str]
    source: str | None
    at: datetime

    @classmethod
    def of(cls, row: Mapping[str, object], words: Words) -> "Told":
        """The event of a row as the store reads it."""
        name = str(row["name"])
        source = row.get("source")
        at = row["occurred_at"]
        assert isinstance(at, datetime)
        return cls(
            str(row["event_id"]),
            name,
            dict(word_of(name, words).label),
            None if source is None else str(source),
            at,
        )


def moment_said(at: datetime, zone: str, language: Language) -> str:
    """'12. Mai 2026, 14:05', in the shop's time zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{numbers.day(local, language)}, {numbers.clock(local)}"
