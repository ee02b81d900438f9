"""The peer: the same questions in plain window SQL over the same touches, in DuckDB.

The touches come from Etappe's columns, with the visit already cut and names as integers: a kindness to the
peer, which would otherwise have to cut visits first and compare texts.
"""

from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
from numpy.typing import NDArray

from etappe.journeys.columns import Columns, Units

FLOW = """
WITH steps AS (
    SELECT person, name, time_us,
        lag(name, 1, -1) OVER visits AS before,
        time_us - lag(time_us) OVER visits AS gap_us,
        lead(name, 1, -1) OVER visits AS next
    FROM touches WHERE visit >= 0
    WINDOW visits AS (PARTITION BY visit ORDER BY time_us, seq)
)
SELECT before, name, count(*) AS times, count(DISTINCT person) AS persons, median(gap_us) AS gap_us
FROM steps GROUP BY ALL
UNION ALL
SELECT name, -1, count(*), count(DISTINCT person), NULL FROM steps WHERE next = -1 GROUP BY ALL
"""
FLOW_COUNTS = """
WITH steps AS (
    SELECT name, lag(name, 1, -1) OVER (PARTITION BY visit ORDER BY time_us, seq) AS before
    FROM touches WHERE visit >= 0
)
SELECT before, name, count(*) AS times FROM steps GROUP BY ALL
"""
FUNNEL_STEP = """
SELECT *, CASE WHEN name = {name} THEN max(CASE WHEN {before} THEN {start} END) OVER (
    PARTITION BY person ORDER BY time_us, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
) END AS start_{step} FROM ({inner})
"""
PATHS = """
WITH placed AS (
    SELECT visit, person, name, time_us, value,
        row_number() OVER (PARTITION BY visit ORDER BY time_us, seq) AS place
    FROM touches WHERE visit >= 0
), walks AS (
    SELECT visit, any_value(person) AS person, sum(value) AS value,
        list(name ORDER BY place) FILTER (place <= 10) AS path
    FROM placed GROUP BY visit
)
SELECT path, count(*) AS times, count(DISTINCT person) AS persons, sum(value) AS value
FROM walks GROUP BY path ORDER BY times DESC, path LIMIT 50
"""
STAGES = """
WITH staged AS (
    SELECT person, journey, time_us, seq, stage,
        lag(stage, 1, -1) OVER (PARTITION BY journey ORDER BY place) AS before
    FROM touches WHERE journey >= 0 AND stage >= 0
), moves AS (
    SELECT person, journey, stage, before, time_us,
        lead(time_us) OVER (PARTITION BY journey ORDER BY time_us, seq) AS until_us
    FROM staged WHERE stage <> before
)
SELECT stage, before, count(*) AS times, count(DISTINCT person) AS persons,
    median(until_us - time_us) AS stay_us
FROM moves GROUP BY ALL
"""


class Peer:
    """An in-memory DuckDB with the touches of one moment's columns; two threads."""

    def __init__(self, columns: Columns, stages: list[Any]) -> None:
        self._connection = duckdb.connect(config={"threads": 2})
        self._connection.execute(
            """CREATE TABLE touches (person INTEGER, visit INTEGER, journey INTEGER, name SMALLINT,
            stage SMALLINT, time_us BIGINT, place BIGINT, seq UINTEGER, value BIGINT)"""
        )
        visits = journeys = place = 0
        for shard, stage in zip(columns.shards, stages, strict=True):
            rows = shard.rows
            value = np.zeros(rows, np.int64)
            value[shard.value_row] = shard.value
            sizes = shard.person.ends - shard.person.starts
            table = {
                "person": _spread(shard.own_starts, sizes, rows, shard.persons),
                "visit": _units(shard.visit, rows, visits),
                "journey": _units(shard.journey, rows, journeys),
                "name": shard.event[:rows],
                "stage": stage[:rows],
                "time_us": shard.time_us[:rows],
                "place": np.arange(place, place + rows),
                "seq": shard.seq[:rows],
                "value": value,
            }
            self._connection.register("shard", table)
            self._connection.execute("INSERT INTO touches SELECT * FROM shard WHERE person >= 0")
            self._connection.unregister("shard")
            visits += len(shard.visit)
            journeys += len(shard.journey)
            place += rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        return self._connection.execute(sql).fetchall()


def funnel_sql(steps: list[int], window_us: int) -> str:
    """Persons at each step. Each touch of a step carries the latest start that leads to it in time."""
    names = ", ".join(map(str, steps))
    inner = f"SELECT person, name, time_us, seq FROM touches WHERE name IN ({names})"
    reached = [f"name = {steps[0]}"]
    starts = ["time_us", *(f"start_{step}" for step in range(1, len(steps)))]
    for step, name in enumerate(steps[1:], 1):
        inner = FUNNEL_STEP.format(
            name=name, before=reached[-1], start=starts[step - 1], step=step, inner=inner
        )
        reached.append(f"time_us - start_{step} <= {window_us}")
    counts = (f"count(DISTINCT CASE WHEN {test} THEN person END)" for test in reached)
    return f"SELECT {', '.join(counts)} FROM ({inner})"


def _units(units: Units, rows: int, first: int) -> NDArray[np.int64]:
    """The unit of each row, numbered from `first`; -1 outside all."""
    return _spread(units.starts, units.ends - units.starts, rows, np.arange(len(units)) + first)


def _spread(
    starts: NDArray[np.int32], lengths: NDArray[np.int32], rows: int, values: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Each value at its run of rows, -1 at all others."""
    found = np.full(rows, -1, np.int64)
    before = np.cumsum(lengths) - lengths
    found[np.arange(lengths.sum()) - np.repeat(before - starts, lengths)] = np.repeat(
        values, lengths
    )
    return found
