"""The log of openings: who looked at the personal data of which person, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from etappe.base.clock import moment_of, now_us
from etappe.store.records.engine import Records

_openings = Table(
    "openings",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("person", BigInteger),
    Column("opened_by", String),
    Column("opened_us", BigInteger),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """`opened_by` saw the personal data of `person` at `opened_at`. `id` rises with time."""

    id: int
    person: int
    opened_by: str
    opened_at: datetime


class Openings:
    """The openings of one shop: written, never changed, and deleted with the person or after their time."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def note(self, person: int, by: str) -> None:
        """Somebody opens a person now."""
        row = {"person": person, "opened_by": by, "opened_us": now_us()}
        with self._records.writing() as connection:
            connection.execute(insert(_openings).values(row))

    def of(self, persons: Collection[int]) -> list[Opening]:
        """The openings of these persons, the oldest first."""
        query = select(_openings).where(_openings.c.person.in_(list(persons)))
        with self._records.reading() as connection:
            return [
                Opening(row.id, row.person, row.opened_by, moment_of(row.opened_us))
                for row in connection.execute(query.order_by(_openings.c.id))
            ]

    def forget(self, persons: Collection[int]) -> int:
        """Delete the openings of these persons; how many there were."""
        with self._records.writing() as connection:
            gone = delete(_openings).where(_openings.c.person.in_(list(persons)))
            return int(connection.execute(gone).rowcount)

    def older(self, before_us: int) -> int:
        """How many were before that moment."""
        query = select(func.count()).where(_openings.c.opened_us < before_us)
        with self._records.reading() as connection:
            return int(connection.scalar(query) or 0)

    def forget_before(self, before_us: int) -> int:
        """Delete those before that moment; how many there were."""
        with self._records.writing() as connection:
            gone = delete(_openings).where(_openings.c.opened_us < before_us)
            return int(connection.execute(gone).rowcount)

    def latest(self, limit: int, before: int | None = None) -> list[Opening]:
        """The latest first, at most so many; with `before` those with a lower id."""
        query = select(_openings).order_by(_openings.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(_openings.c.id < before)
        with self._records.reading() as connection:
            return [
                Opening(row.id, row.person, row.opened_by, moment_of(row.opened_us))
                for row in connection.execute(query)
            ]
