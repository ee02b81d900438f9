"""Reading the events: core columns, words and links, each one query on a cursor of its own."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events.database import first, sql
from etappe.store.events.dictionaries import DICTIONARIES
from etappe.store.events.values import (
    BOT,
    FUTURE,
    NO_VALUE,
    STAFF,
    Core,
    Links,
    OriginWord,
    PageWord,
    VisitTwins,
)

_CARTS = ("cart_id", "checkout_id", "cart_token", "checkout_token")
"""Properties that name a cart or checkout; the first that an event has counts."""


def read_core(cursor: Connection, from_seq: int, to_seq: int) -> Core:
    """Rows from_seq <= seq < to_seq, in seq order."""
    condition = "seq >= $from_seq AND seq < $to_seq"
    query = sql("core").format(condition=condition, cart=_cart(cursor))
    given = {"no_value": NO_VALUE, "from_seq": from_seq, "to_seq": to_seq}
    return _core(cursor.execute(query, given).fetchnumpy())


def read_touched(cursor: Connection) -> tuple[int, int] | None:
    """First and last moment of the events that are not set aside; None without any."""
    query = "SELECT min(occurred_us), max(occurred_us) FROM events WHERE key >= 0 AND flags & $aside = 0"
    low, high = first(cursor, query, {"aside": int(STAFF | BOT | FUTURE)})
    return None if low is None else (low, high)


def read_core_of_keys(cursor: Connection, keys: NDArray[np.int64], orders: bool) -> Core:
    """All rows whose key, or with `orders` whose order's key, is one of `keys`; in seq order."""
    cursor.register("wanted", {"key": np.unique(keys).astype(np.int32)})
    try:
        condition = "key IN (SELECT key FROM wanted)"
        if orders:
            condition += " OR order_key IN (SELECT key FROM wanted)"
        query = sql("core").format(condition=condition, cart=_cart(cursor))
        return _core(cursor.execute(query, {"no_value": NO_VALUE}).fetchnumpy())
    finally:
        cursor.unregister("wanted")


def read_visit_twins(cursor: Connection, from_code: int) -> VisitTwins:
    """The visits from number `from_code` on that are called like an earlier one."""
    [visits] = first(cursor, "SELECT count(*) FROM visits")
    if visits <= from_code:
        nothing = np.empty(0, np.int32)
        return VisitTwins(visits, nothing, nothing)
    found = cursor.execute(sql("visit_twins"), {"from_code": from_code}).fetchnumpy()
    return VisitTwins(visits, found["code"], found["first"])


def read_links(cursor: Connection, after_seq: int) -> Links:
    """The link facts that rows later than `after_seq` told or changed."""
    found = cursor.execute(
        sql("links").format(alias=sql("alias_links")), {"after_seq": after_seq}
    ).fetchnumpy()
    return Links(*(found[field.name] for field in fields(Links)))


def read_words(cursor: Connection, table: str) -> tuple[str, ...]:
    """The words of a dictionary table of one column by code; code 0 is "" where the table starts at 1."""
    _, [column], start = next(entry for entry in DICTIONARIES if entry.table == table)
    rows = cursor.execute(f"SELECT {column} FROM {table} ORDER BY code").fetchall()
    return (*[""] * start, *(row[0] for row in rows))


def read_pages(cursor: Connection, from_code: int) -> tuple[PageWord, ...]:
    """Pages with code >= from_code; page 0 is no page."""
    query = (
        "SELECT coalesce(host, ''), coalesce(path, '') FROM pages WHERE code >= $code ORDER BY code"
    )
    rows = cursor.execute(query, {"code": from_code}).fetchall()
    none = (PageWord(),) if from_code == 0 else ()
    return (*none, *(PageWord(*row) for row in rows))


def read_origins(cursor: Connection, from_code: int) -> tuple[OriginWord, ...]:
    """Origins with code >= from_code; origin 0 says nothing."""
    names = ", ".join(field.name for field in fields(OriginWord))
    query = f"SELECT {names} FROM origins WHERE code >= $code ORDER BY code"
    rows = cursor.execute(query, {"code": from_code}).fetchall()
    none = (OriginWord(),) if from_code == 0 else ()
    return (*none, *(OriginWord(*row) for row in rows))


def _cart(cursor: Connection) -> str:
    """What names an event's cart: nothing is looked for in a shop that never sent one."""
    rows = cursor.execute("SELECT word FROM properties").fetchall()
    known = {word for (word,) in rows}
    told = [
        f"nullif(json_extract_string(properties, '/{name}'), '')"
        for name in _CARTS
        if name in known
    ]
    if not told:
        return "-1::INTEGER"
    cart = f"coalesce({', '.join(told)}, NULL)"
    return f"CASE WHEN {cart} IS NULL THEN -1 ELSE (hash({cart}) % 2147483647)::INTEGER END"


def _core(found: dict[str, NDArray[Any]]) -> Core:
    # The file keeps seq order and scans keep it too; sorting is for the day a rewrite does not.
    if (np.diff(found["seq"]) < 0).any():
        order = np.argsort(found["seq"], kind="stable")
        found = {name: column[order] for name, column in found.items()}
    found["order"] = found.pop("order_key")
    return Core(**found)


def read_orders_told(cursor: Connection, event_ids: Sequence[str]) -> dict[str, str]:
    """Those of the ids that an event has, with the order that it names ("" none)."""
    query = (
        "SELECT event_id, coalesce(word, '') FROM events LEFT JOIN keys ON keys.code = order_key "
        "WHERE event_id IN (SELECT unnest($ids))"
    )
    return dict(cursor.execute(query, {"ids": list(event_ids)}).fetchall())
