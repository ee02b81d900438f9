"""Advertising figures: what campaigns showed and cost by day. They never become touches."""

from collections.abc import Sequence
from dataclasses import astuple, fields

from duckdb import DuckDBPyConnection as Connection

from etappe.base.money import digits_of
from etappe.store.events.database import sql
from etappe.store.events.values import AdvertisingDay

_NAMES = tuple(field.name for field in fields(AdvertisingDay))


def read(cursor: Connection) -> list[AdvertisingDay]:
    """All figures, by day, source, medium, channel and campaign."""
    query = f"SELECT {', '.join(_NAMES)} FROM advertising ORDER BY ALL"
    return [AdvertisingDay(*row) for row in cursor.execute(query).fetchall()]


def put(connection: Connection, rows: Sequence[AdvertisingDay]) -> int:
    """Write the figures; what stands under the same day and campaign is replaced, the last of `rows` wins.

    Raises BadInput for an unknown currency. Returns how many rows now stand.
    """
    latest = {(row.day, row.source, row.medium, row.channel, row.campaign): row for row in rows}
    for currency in {row.currency for row in latest.values() if row.currency or row.cost}:
        digits_of(currency)
    if not latest:
        return 0
    connection.execute("CREATE OR REPLACE TEMP TABLE figures AS FROM advertising LIMIT 0")
    marks = ", ".join(f"${name}" for name in _NAMES)
    given = [dict(zip(_NAMES, astuple(row), strict=True)) for row in latest.values()]
    connection.executemany(f"INSERT INTO figures VALUES ({marks})", given)
    connection.execute(sql("forget_advertising"))
    connection.execute("INSERT INTO advertising FROM figures")
    return len(latest)
