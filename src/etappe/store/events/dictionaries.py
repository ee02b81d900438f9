"""The dictionaries of an events file: which columns of a batch become one number, and in which order."""

from typing import NamedTuple


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

DICTIONARIES: tuple[Dictionary, ...] = (
    Dictionary("names", ("name",), start=0),
    Dictionary("sources", ("source",)),
    Dictionary("currencies", ("currency",)),
    Dictionary("accounts", ("account_id",)),
    Dictionary("products", ("product_id",)),
    Dictionary("titles", ("title",)),
    Dictionary("referrers", ("referrer",)),
    Dictionary("pages", ("host", "path")),
    Dictionary("contexts", ("device", "browser", "country", "language", "staff", "consent")),
    Dictionary("origins", (*ORIGIN_WORDS, "referrer_host", "host", "source")),
)
"""Where a table starts at 1, number 0 stands for 'none of them'."""

KEY_COLUMNS = ("anonymous_id", "order_id", "phone", "email", "user_id")
"""The columns that carry keys, by kind (KEY_KINDS)."""


def matching(columns: tuple[str, ...]) -> str:
    """The join condition that two rows, `batch` and `known`, have equal values (or both none)."""
    return " AND ".join(f"batch.{column} IS NOT DISTINCT FROM known.{column}" for column in columns)
