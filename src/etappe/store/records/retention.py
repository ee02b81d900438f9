"""Retention: how long a shop keeps which kind of data. What a shop has not decided is not deleted."""

from collections.abc import Mapping

from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, select

from etappe.store.records.engine import Records

_retention = Table(
    "retention",
    MetaData(),
    Column("kind", String, primary_key=True),
    Column("days", Integer),
)


class Retention:
    """The decisions of one shop, by kind; None is 'without limit', a kind that is missing was never decided."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def all(self) -> Mapping[str, int | None]:
        """Every decision: days by kind."""
        with self._records.reading() as connection:
            return {row.kind: row.days for row in connection.execute(select(_retention))}

    def put(self, kind: str, days: int | None) -> None:
        """Decide one kind."""
        with self._records.writing() as connection:
            connection.execute(delete(_retention).where(_retention.c.kind == kind))
            connection.execute(insert(_retention).values(kind=kind, days=days))
