"""What arrived and was not kept, and how far the journal is taken in: written with the events of a drain."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.clock import now
from etappe.store.events.database import first, sql
from etappe.store.journal import Position

DUPLICATE = "duplicate"
SAMPLES = 50
"""So many examples of each reason are kept, the latest."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """So many events received on a day were not kept, for one reason, from one source ("" unknown), sent with one write key (0 unknown)."""

    day: date
    reason: str
    source: str
    events: int
    key: int = 0


@dataclass(frozen=True, slots=True)
class RejectedSample:
    """One event that was not kept: what was wrong with which field, and the event itself as JSON.

    `message` is English; what to do stands in a line of its own.
    """

    received_us: int
    reason: str
    source: str
    field: str
    message: str
    sample: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one source (or write key) has brought and is kept: in all, the latest, and by the days that were asked for."""

    source: str
    events: int
    last_us: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drained:
    """What a drain writes beside its events: the new position, and what was dropped on the way. `today` is the shop's day.

    The store adds to it the events it drops itself because their id is known.
    """

    position: Position
    rejected: Sequence[Rejection] = ()
    samples: Sequence[RejectedSample] = ()
    today: date = field(default_factory=lambda: now().date())


class DrainedBook:
    """How far the journal is taken in, and what was not kept; belongs to an EventStore."""

    def __init__(
        self,
        reader: Callable[[], AbstractContextManager[Connection]],
        write: Callable[[Callable[[Connection], None]], None],
    ) -> None:
        self._reader, self._write = reader, write

    def position(self) -> Position:
        """How far the journal is taken in."""
        with self._reader() as cursor:
            return Position(*first(cursor, "SELECT segment, byte_offset FROM drained"))

    def note(self, drained: Drained) -> None:
        """Note the position and what was dropped when nothing was kept."""
        self._write(lambda connection: note(connection, drained))

    def rejections(self, since: date = date.min) -> list[Rejection]:
        """Events not kept with any key, received on that day of the shop or later; latest day first, then by number."""
        query = (
            "SELECT day, reason, source, sum(events)::BIGINT AS events FROM rejections WHERE day >= $since "
            "GROUP BY ALL ORDER BY day DESC, events DESC, reason, source"
        )
        with self._reader() as cursor:
            return [Rejection(*row) for row in cursor.execute(query, {"since": since}).fetchall()]

    def rejections_by_key(self, since: date = date.min) -> list[Rejection]:
        """The same for each write key by itself; those whose key is not known are left out."""
        query = "SELECT * FROM rejections WHERE day >= $since AND write_key > 0 ORDER BY ALL"
        with self._reader() as cursor:
            return [Rejection(*row) for row in cursor.execute(query, {"since": since}).fetchall()]

    def arrivals(self, starts_us: Sequence[int]) -> list[Arrivals]:
        """Every source that ever brought an event, the latest to send first; by days that begin at `starts_us` (in
        order), the last of which has no end."""
        return self._arrivals(starts_us, "source", "sources")

    def arrivals_by_key(self, starts_us: Sequence[int]) -> list[Arrivals]:
        """The same by the number of the write key, as text, instead of the source."""
        return self._arrivals(starts_us, "context", "contexts", "write_key")

    def _arrivals(
        self, starts_us: Sequence[int], code: str, words: str, word: str = ""
    ) -> list[Arrivals]:
        query = sql("arrivals").format(code=code, words=words, word=word or code)
        with self._reader() as cursor:
            found = cursor.execute(query, {"starts_us": list(starts_us)}).fetchall()
        return [
            Arrivals(source, events, last, tuple(week.get(day, 0) for day in range(len(starts_us))))
            for source, events, last, week in found
        ]

    def samples(self, reason: str = "", most: int = SAMPLES) -> list[RejectedSample]:
        """The latest examples of events not kept, of one reason or ("") of all; the latest first."""
        query = (
            "SELECT received_us, reason, source, field, message, sample FROM rejection_samples "
            "WHERE reason = $reason OR $reason = '' ORDER BY id DESC LIMIT $most"
        )
        with self._reader() as cursor:
            found = cursor.execute(query, {"reason": reason, "most": most}).fetchall()
        return [RejectedSample(*row) for row in found]


def note(connection: Connection, drained: Drained) -> None:
    """Write it all down, in the caller's transaction."""
    segment, offset = drained.position
    connection.execute(
        "UPDATE drained SET segment = $segment, byte_offset = $offset",
        {"segment": segment, "offset": offset},
    )
    if drained.rejected:
        _count(connection, drained.rejected)
    if drained.samples:
        _keep(connection, drained.samples)


def with_twins(
    connection: Connection, drained: Drained, part: int, differing: NDArray[np.int64]
) -> Drained:
    """The same with the rows of one part that are dropped as twins; call it while they are still staged."""
    found = connection.execute(
        "SELECT coalesce(source, ''), count(*), coalesce(write_key, '0')::INTEGER FROM staged JOIN twins USING (place) "
        "WHERE part = $part GROUP BY ALL ORDER BY ALL",
        {"part": part},
    ).fetchall()
    counts = [Rejection(drained.today, DUPLICATE, *told) for told in found]
    rows = connection.execute(sql("conflicting_twins"), {"places": differing.tolist()}).fetchall()
    samples = [
        RejectedSample(
            received, DUPLICATE, source, "event_id",
            "Another event with this id came before, with other content: that one is kept.", sample,
        )
        for at, received, source, sample in rows[:SAMPLES] if at == part
    ]  # fmt: skip
    return replace(
        drained,
        rejected=[*drained.rejected, *counts],
        samples=[*drained.samples, *samples],
    )


def _count(connection: Connection, rejected: Sequence[Rejection]) -> None:
    summed: dict[tuple[date, str, str, int], int] = {}
    for one in rejected:
        key = (one.day, one.reason, one.source, one.key)
        summed[key] = summed.get(key, 0) + one.events
    connection.execute("CREATE OR REPLACE TEMP TABLE rejected AS FROM rejections LIMIT 0")
    rows = [(day, *told, events, key) for (day, *told, key), events in summed.items()]
    connection.executemany("INSERT INTO rejected VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(sql("count_rejections"))


def _keep(connection: Connection, samples: Sequence[RejectedSample]) -> None:
    number = first(connection, "SELECT coalesce(max(id), 0) FROM rejection_samples")[0]
    marks = ", ".join("?" * (1 + len(fields(RejectedSample))))
    rows = [(number + place, *astuple(one)) for place, one in enumerate(samples, 1)]
    connection.executemany(f"INSERT INTO rejection_samples VALUES ({marks})", rows)
    connection.execute(sql("latest_samples"), {"most": SAMPLES})
