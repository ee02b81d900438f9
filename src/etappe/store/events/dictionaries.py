"""The dictionaries of an events file: which columns of a batch become one number, and in which order."""

from collections.abc import Set
from typing import NamedTuple

from etappe.store.events.batch import WRITE_KEY
from etappe.store.events.database import sql


class Dictionary(NamedTuple):
    """A table (code, *columns) that numbers the distinct values of its columns from `start` on."""

    table: str
    columns: tuple[str, ...]
    start: int = 1


ORIGIN_WORDS = (
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "click_id",
)
"""What an event says itself about how the contact came about."""

CONTEXT_WORDS = ("device", "browser", "country", "language", "staff", "consent", WRITE_KEY)
"""Of what an event came: all that seldom changes between the events of one sender."""

DICTIONARIES: tuple[Dictionary, ...] = (
    Dictionary("names", ("name",), start=0),
    Dictionary("sources", ("source",)),
    Dictionary("currencies", ("currency",)),
    Dictionary("accounts", ("account_id",)),
    Dictionary("products", ("product_id",)),
    Dictionary("domains", ("email_domain",)),
    Dictionary("titles", ("title",)),
    Dictionary("referrers", ("referrer",)),
    Dictionary("pages", ("host", "path")),
    Dictionary("contexts", CONTEXT_WORDS),
    Dictionary("origins", (*ORIGIN_WORDS, "referrer_host", "host", "source")),
)
"""Where a table starts at 1, number 0 stands for 'none of them'."""

_BESIDE = ("domains",)
"""Dictionaries whose numbers stand in tables of their own, not in the events."""

KEY_COLUMNS = ("anonymous_id", "order_id", "phone", "email", "user_id")
"""The columns that carry keys, by kind (KEY_KINDS)."""

_VISIT_JOIN = (
    "LEFT JOIN visits_codes ON visits_codes.visit_id = s.visit_id AND visits_codes.owner = "
    "coalesce({anonymous_id}, {user_id}, {email}, {phone}, {order_id}, -1)"
)


def brought_dictionaries(brought: Set[str]) -> list[Dictionary]:
    """The dictionaries that a batch with these columns needs."""
    return [entry for entry in DICTIONARIES if not brought.isdisjoint(entry.columns)]


def encoding(dictionary: Dictionary) -> str:
    """The statements that number a batch's words of one dictionary."""
    columns = dictionary.columns
    return sql("encode").format(
        table=dictionary.table,
        columns=", ".join(columns),
        start=dictionary.start,
        match=equal("batch", columns, "known"),
    )


def insertion(brought: Set[str]) -> str:
    """The statement that inserts a batch with these columns; joins only what it needs, as planning costs too."""
    keys = {column: "NULL::INTEGER" for column in KEY_COLUMNS}
    joins = []
    for kind, column in enumerate(KEY_COLUMNS):
        if column in brought:
            keys[column] = f"{column}_codes.code"
            codes = f"(SELECT word, code FROM keys_codes WHERE kind = {kind}) AS {column}_codes"
            joins.append(f"LEFT JOIN {codes} ON {column}_codes.word = s.{column}")
    numbers = {table: "0" for table, _, _ in DICTIONARIES} | {"visits": "-1"}
    for table, columns, _ in brought_dictionaries(brought):
        if table in _BESIDE:
            continue
        numbers[table] = f"coalesce({table}_codes.code, 0)"
        joins.append(f"LEFT JOIN {table}_codes ON {equal(f'{table}_codes', columns, 's')}")
    if "visit_id" in brought:
        numbers["visits"] = "coalesce(visits_codes.code, -1)"
        joins.append(_VISIT_JOIN.format(**keys))
    return sql("insert_events").format(**keys, **numbers, joins="\n".join(joins))


def equal(left: str, columns: tuple[str, ...], right: str) -> str:
    """The join condition that two rows have equal values, or both none where there are several columns."""
    sign = "=" if len(columns) == 1 else "IS NOT DISTINCT FROM"
    return " AND ".join(f"{left}.{column} {sign} {right}.{column}" for column in columns)
