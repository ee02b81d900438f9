"""Account, staff: what the shop's own people did in a company's name, session by session; in no figure of customers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from etappe.base.messages import LANGUAGES, Language
from etappe.events.sides import canonical, word_of
from etappe.events.words import Words

_HURDLE = ("hurdle", "note", "text")
_ORDER = "purchase"


@dataclass(frozen=True, slots=True)
class StaffTouch:
    """One thing that staff did: the event and what it is called."""

    at: datetime
    name: str
    label: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What stood in the way, in the words of who noted it; `where` in the shop."""

    at: datetime
    where: str | None
    text: str


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One visit of a member of staff in the company's name. `orders` they entered count in no figure of customers."""

    staff: str
    started_at: datetime
    ended_at: datetime
    touches: tuple[StaffTouch, ...]
    hurdles: tuple[Hurdle, ...]
    orders: int


def sessions_of(
    words: Words, rows: Sequence[Mapping[str, Any]], zone: ZoneInfo
) -> tuple[StaffSession, ...]:
    """Sessions, the latest first: a visit of one person, or what they did on one day without one."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        day = row["occurred_at"].astimezone(zone).date().isoformat()
        # An order told by a server has no visit: it belongs to the day's.
        found.setdefault((str(row.get("staff") or ""), day), []).append(row)
    return tuple(_session(words, staff, told) for (staff, _), told in reversed(found.items()))


def _session(words: Words, staff: str, rows: Sequence[Mapping[str, Any]]) -> StaffSession:
    names = [canonical(str(row["name"]), words) for row in rows]
    orders = {row.get("order_id") for row, name in zip(rows, names, strict=True) if name == _ORDER}
    return StaffSession(
        staff=staff,
        started_at=rows[0]["occurred_at"],
        ended_at=rows[-1]["occurred_at"],
        touches=tuple(
            StaffTouch(row["occurred_at"], name, _label(words, name))
            for row, name in zip(rows, names, strict=True)
        ),
        hurdles=tuple(
            hurdle
            for row, name in zip(rows, names, strict=True)
            if (hurdle := _hurdle(row, name)) is not None
        ),
        orders=len(orders),
    )


def _hurdle(row: Mapping[str, Any], name: str) -> Hurdle | None:
    if name != "hurdle_noted":
        return None
    told = json.loads(row.get("properties") or "{}")
    text = next((str(told[key]) for key in _HURDLE if told.get(key)), "")
    return Hurdle(row["occurred_at"], told.get("where"), text)


def _label(words: Words, name: str) -> Mapping[Language, str]:
    label = word_of(name, words).label
    return {language: label.get(language) or name for language in LANGUAGES}
