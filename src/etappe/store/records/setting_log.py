"""The history of a shop's settings: who changed which, when, from what to what. Written, never changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text, insert, select

from etappe.base.clock import moment_of, now_us
from etappe.store.records.engine import Records

SettingArea = Literal["shop", "tracking", "retention", "key"]

_changes = Table(
    "setting_changes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at_us", BigInteger),
    Column("by", String),
    Column("area", String),
    Column("field", String),
    Column("before", Text),
    Column("after", Text),
)


class NewSetting(NamedTuple):
    """One setting with what it was and what it is now, as JSON has them."""

    area: SettingArea
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One setting that `by` changed at `at`. `id` rises with time."""

    id: int
    at: datetime
    by: str
    area: SettingArea
    field: str
    before: Any
    after: Any


class SettingLog:
    """What people changed of the settings of one shop. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def write(self, by: str, changed: Sequence[NewSetting]) -> None:
        """Somebody changes these settings now, in one go."""
        now = now_us()
        rows = [
            {
                "at_us": now,
                "by": by,
                "area": one.area,
                "field": one.field,
                "before": json.dumps(one.before, ensure_ascii=False),
                "after": json.dumps(one.after, ensure_ascii=False),
            }
            for one in changed
        ]
        if rows:
            with self._records.writing() as connection:
                connection.execute(insert(_changes), rows)

    def page(self, limit: int, before_id: int | None = None) -> list[SettingEntry]:
        """The newest first, at most `limit`, below the number `before_id`."""
        query = select(_changes).order_by(_changes.c.id.desc()).limit(limit)
        if before_id is not None:
            query = query.where(_changes.c.id < before_id)
        with self._records.reading() as connection:
            return [
                SettingEntry(
                    row.id, moment_of(row.at_us), row.by, row.area, row.field,
                    json.loads(row.before), json.loads(row.after),
                )
                for row in connection.execute(query)
            ]  # fmt: skip
