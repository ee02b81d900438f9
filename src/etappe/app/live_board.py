"""The live board: the latest events that arrived, with what each step did to them. In memory only."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.base.clock import now
from etappe.collect.live.decoding import Fault
from etappe.collect.live.reasons import DUPLICATE, INVALID, may_be_sampled
from etappe.collect.live.way import Note, Passing
from etappe.collect.pipeline import Passed
from etappe.store.events import Receipt

SIZE = 200
"""So many events are shown. Of a batch that brings more only the last are noted; the others are counted."""

Rows = Callable[[NDArray[np.int64]], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One event on the board. `number` counts arrivals, `change` the changes of the board.

    Of an event whose reason to be dropped allows no example, `row`, `properties` and `traits` are empty. `seq` is its
    number in the store. `fault` is what was wrong with an event that the sender was told about. `key_id` is the number of its write key.
    """

    number: int
    change: int
    name: str
    kind: str
    source: str
    key_kind: str
    received_us: int
    row: Mapping[str, Any]
    properties: bytes = b""
    traits: bytes = b""
    notes: tuple[Note, ...] = ()
    dropped: str = ""
    seq: int | None = None
    person: int | None = None
    fault: Fault | None = None
    key_id: int = 0


class LiveBoard:
    """The latest events of one shop. The drain notes, the live page reads; safe to use from several threads.

    Every change of the board has a number, so that who looks again asks only for what changed since.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._lock = threading.Lock()
        self._shown: deque[Sighting] = deque(maxlen=SIZE)
        self.begun = now()
        """When the board was begun: a cursor of another board is none of this one's."""
        self.arrived = 0
        """How many events arrived since the board was begun."""
        self.change = 0
        """The number of the latest change."""

    def wanted(self, arrived: int) -> int:
        """Of how many events at the end of a batch of so many the board wants the notes."""
        return min(arrived, SIZE)

    def note(self, passed: Passed, receipt: Receipt | None) -> None:
        """Show what became of a batch, once it is durable; `receipt` is the store's (None: nothing was kept)."""
        count = passed.rows + len(passed.dropped)
        seqs = self._seqs(passed.kept[-SIZE:], receipt)
        seen = [*zip(passed.kept[-SIZE:], seqs, strict=True)]
        seen += [(passing, None) for passing in passed.dropped[-SIZE:]]
        seen.sort(key=lambda pair: pair[0].draft.received_us)
        with self._lock:
            self.arrived += count
            self.change += 1
            first = self.arrived - len(seen) + 1
            for place, (passing, seq) in enumerate(seen):
                self._shown.append(_sighting(first + place, self.change, passing, seq))

    def refuse(
        self,
        faults: Sequence[Fault],
        source: str,
        received_us: int,
        key_id: int = 0,
    ) -> None:
        """Show events that the sender was told are wrong; they never became drafts."""
        with self._lock:
            self.change += 1
            for fault in faults[-SIZE:]:
                self.arrived += 1
                self._shown.append(
                    Sighting(
                        self.arrived, self.change, "", "", source, "", received_us, {},
                        dropped=INVALID, fault=fault, key_id=key_id,
                    )
                )  # fmt: skip

    def since(self, change: int) -> tuple[int, list[Sighting]]:
        """The number of the latest change, and what changed after `change`, the newest arrival first."""
        with self._lock:
            found = [sighting for sighting in self._shown if sighting.change > change]
            return self.change, found[::-1]

    def put_persons(self, persons: Mapping[int, int | None]) -> None:
        """Say to which person the events of these arrival numbers (seq) went; unchanged ones stay as they are."""
        with self._lock:
            changed = [
                place
                for place, sighting in enumerate(self._shown)
                if sighting.seq in persons and persons.get(sighting.seq or 0) != sighting.person
            ]
            self.change += 1 if changed else 0
            for place in changed:
                sighting = self._shown[place]
                person = persons.get(sighting.seq or 0)
                self._shown[place] = replace(sighting, person=person, change=self.change)

    def seqs(self) -> list[int]:
        """The store's numbers of the events shown."""
        with self._lock:
            return [sighting.seq for sighting in self._shown if sighting.seq is not None]

    def clear(self) -> None:
        """Forget what is shown, for instance because somebody in it is to be forgotten."""
        with self._lock:
            self._shown.clear()
            self.change += 1

    def _seqs(self, kept: Sequence[Passing], receipt: Receipt | None) -> list[int | None]:
        """The store's number of each; None for one that it dropped because its id is known."""
        if not kept or receipt is None:
            return [None] * len(kept)
        last = receipt.last_seq
        if not receipt.duplicates:
            return list(range(last - len(kept) + 1, last + 1))
        first = max(receipt.first_seq, last - len(kept) + 1)
        rows = self._rows(np.arange(first, last + 1, dtype=np.int64)) if first <= last else []
        stored = {row["event_id"]: first + place for place, row in enumerate(rows)}
        return [stored.pop(passing.draft.event_id, None) for passing in kept]


def _sighting(number: int, change: int, passing: Passing, seq: int | None) -> Sighting:
    draft = passing.draft
    dropped = passing.dropped or ("" if seq is not None else DUPLICATE)
    told = not dropped or may_be_sampled(dropped)
    return Sighting(
        number=number,
        change=change,
        name=draft.name,
        kind=draft.kind,
        source=draft.source,
        key_kind=draft.key_kind,
        received_us=draft.received_us,
        row=passing.row if told else {},
        properties=draft.properties if told else b"",
        traits=draft.traits if told else b"",
        notes=tuple(passing.notes or ()),
        dropped=dropped,
        seq=seq,
        key_id=draft.key_id,
    )
