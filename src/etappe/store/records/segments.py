"""Saved segments of a shop: a name for a condition."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text, delete, insert, select

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import NotFound
from etappe.store.records.engine import Records

_segments = Table(
    "segments",
    MetaData(),
    Column("key", String, primary_key=True),
    Column("name", String),
    Column("condition", Text),
    Column("created_by", String),
    Column("created_us", BigInteger),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A saved condition: `where` as every question takes it, `name` as people call it."""

    key: str
    name: str
    where: str
    created_by: str
    created_at: datetime


class Segments:
    """The saved segments of one shop. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def all(self) -> list[Segment]:
        """Every segment, by name."""
        query = select(_segments).order_by(_segments.c.name, _segments.c.key)
        with self._records.reading() as connection:
            return [
                Segment(row.key, row.name, row.condition, row.created_by, moment_of(row.created_us))
                for row in connection.execute(query)
            ]

    def put(self, key: str, name: str, where: str, by: str) -> Segment:
        """Save a segment; one of that key keeps who made it when, and gets the new name and condition."""
        known = next((segment for segment in self.all() if segment.key == key), None)
        row = {
            "key": key,
            "name": name,
            "condition": where,
            "created_by": by,
            "created_us": now_us(),
        }
        with self._records.writing() as connection:
            if known is None:
                connection.execute(insert(_segments).values(row))
            else:
                change = {"name": name, "condition": where}
                connection.execute(_segments.update().where(_segments.c.key == key).values(change))
        return next(segment for segment in self.all() if segment.key == key)

    def remove(self, key: str) -> None:
        """Forget a segment. NotFound names the known ones."""
        known = [segment.key for segment in self.all()]
        if key not in known:
            raise NotFound(
                f"There is no segment {key!r}.",
                next_step=f"Known: {', '.join(known) or 'none yet'}.",
                field="segment",
            )
        with self._records.writing() as connection:
            connection.execute(delete(_segments).where(_segments.c.key == key))
