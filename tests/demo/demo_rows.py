"""The demo's rows read naively: nothing of the generator is used but its batches."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from etappe.demo.shop import Demo
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.touchpoints import TouchpointIndex

KEYS = ("user_id", "email", "phone", "order_id", "anonymous_id")
US_A_DAY = 86_400_000_000
BERLIN = ZoneInfo("Europe/Berlin")


def at(day: date, hour: float = 0) -> int:
    """UTC microseconds of a local time in Berlin."""
    local = datetime(day.year, day.month, day.day, tzinfo=BERLIN) + timedelta(hours=hour)
    return round(local.timestamp()) * 1_000_000


def local(us: int) -> datetime:
    """The local time in Berlin."""
    return datetime.fromtimestamp(us / 1e6, UTC).astimezone(BERLIN)


@dataclass(frozen=True, slots=True)
class Journey:
    """Row numbers of one journey's customer touches that led somewhere, and of its first purchase (or -1)."""

    person: str
    touches: list[int]
    purchase: int


class Rows:
    """All rows as lists of words, by column."""

    def __init__(self, columns: dict[str, list[Any]], demo: Demo) -> None:
        self.columns = columns
        self.demo = demo
        self.name: list[str] = columns["name"]
        self.time: list[int] = columns["occurred_at"]

    @classmethod
    def of(cls, demo: Demo) -> "Rows":
        columns: dict[str, list[Any]] = defaultdict(list)
        for batch in demo.batches:
            for name, values in batch.items():
                plain = values.astype(np.int64) if name == "occurred_at" else values
                columns[name].extend(plain.tolist())
        return cls(columns, demo)

    def __len__(self) -> int:
        return len(self.name)

    def where(self, *names: str, **cells: Any) -> Iterator[int]:
        """Rows with one of the names and all of the cells."""
        wanted = set(names)
        lists = [(self.columns[column], word) for column, word in cells.items()]
        for row, name in enumerate(self.name):
            if name in wanted and all(column[row] == word for column, word in lists):
                yield row

    def cell(self, column: str, row: int) -> Any:
        return self.columns[column][row]

    def properties(self, row: int) -> dict[str, Any]:
        text = self.columns["properties"][row]
        return json.loads(text) if text else {}

    @cached_property
    def person(self) -> list[str]:
        """The person of each row: rows that share a key, joined until nothing changes."""
        leader: dict[str, str] = {}

        def find(key: str) -> str:
            while leader.setdefault(key, key) != key:
                leader[key] = leader[leader[key]]
                key = leader[key]
            return key

        first = []
        for row in range(len(self)):
            keys = [f"{kind}:{word}" for kind in KEYS if (word := self.columns[kind][row])]
            for key in keys[1:]:
                one, other = find(keys[0]), find(key)
                if one != other:
                    leader[other] = one
            first.append(keys[0])
        return [find(key) for key in first]

    @cached_property
    def orders(self) -> dict[str, int]:
        """Row of the first telling of each order of the shop by a customer."""
        told: dict[str, int] = {}
        for row in self.where("purchase", staff=None):
            told.setdefault(self.cell("order_id", row), row)
        return told

    @cached_property
    def visit_rows(self) -> dict[str, list[int]]:
        """Rows of each visit id."""
        visits = defaultdict(list)
        for row, visit in enumerate(self.columns["visit_id"]):
            if visit:
                visits[visit].append(row)
        return visits

    @cached_property
    def parts(self) -> list[str]:
        """Part of each customer touch, 'shop' for the shop's own."""
        words = overlay(shipped_words(), self.demo.word_edits)
        index = TouchpointIndex.of(words)
        known: dict[tuple[Any, ...], str] = {}
        made = []
        columns = (self.columns[name] for name in ("name", "path", "host", "channel"))
        for key in zip(*columns, strict=True):
            if key not in known:
                name, *rest = key
                touchpoint = index.touchpoint_of(name, *(word or "" for word in rest))
                side = words.events[name].side
                known[key] = words.touchpoints[touchpoint].part if side == "customer" else "shop"
            made.append(known[key])
        return made

    @cached_property
    def journeys(self) -> list[Journey]:
        """The cut of DESIGN section 5, told slowly: contacts in turn, a new journey where its rules say so."""
        by_person = defaultdict(list)
        for row, person in enumerate(self.person):
            if self.parts[row] != "shop" and self.cell("staff", row) is None:
                by_person[person].append(row)
        return [
            journey
            for person, touches in by_person.items()
            for journey in self._cut(person, touches)
        ]

    def _cut(self, person: str, touches: list[int]) -> Iterator[Journey]:
        current: Journey | None = None
        last, bought = 0, False
        for contact in self._contacts(touches):
            ordered = all(
                self.cell("order_id", row) and self.name[row] != "purchase" for row in contact
            )
            begins = self.time[contact[0]]
            opens = bought and any(self.parts[row] in ("before", "during") for row in contact)
            if not ordered and (current is None or opens or begins - last > 60 * US_A_DAY):
                if current:
                    yield current
                current, bought = Journey(person, [], -1), False
            last = self.time[contact[-1]]
            if current is None or ordered:
                continue
            current.touches.extend(contact)
            purchases = [row for row in contact if self.name[row] == "purchase"]
            if purchases:
                bought = True
                if current.purchase < 0:
                    current = Journey(person, current.touches, purchases[0])
        if current:
            yield current

    def _contacts(self, touches: list[int]) -> list[list[int]]:
        """Visits by their id (a return from PayPal goes on with the visit before), single touches else."""
        contacts: dict[Any, list[int]] = {}
        latest: Any = None
        for row in touches:
            visit = self.cell("visit_id", row)
            again = self.name[row] == "purchase" and (visit is None or self._from_paypal(row))
            key = latest if again and latest is not None else visit or ("alone", row)
            contacts.setdefault(key, []).append(row)
            if visit:
                latest = key
        return list(contacts.values())

    def _from_paypal(self, row: int) -> bool:
        return (self.cell("referrer", row) or "").startswith("https://www.paypal.com")
