"""The event row: the columns a mapped batch may carry, in their order, whatever made it.

A batch (a Parquet file or columns in memory) has any subset of these; `event_id`, `occurred_at` and
`name` are required. What a source has beyond them goes into `properties` (a JSON object as text).
"""

from typing import NamedTuple


class RowColumn(NamedTuple):
    """One column of the event row: its name, its SQL type and what it means."""

    name: str
    type: str
    meaning: str


EVENT_COLUMNS: tuple[RowColumn, ...] = (
    RowColumn("event_id", "VARCHAR", "the client's id, for idempotency"),
    RowColumn("occurred_at", "TIMESTAMP", "UTC, microseconds, without zone mark"),
    RowColumn("name", "VARCHAR", "as sent"),
    RowColumn("source", "VARCHAR", "web, server, shopify, import …"),
    RowColumn("anonymous_id", "VARCHAR", "a device or browser key"),
    RowColumn("user_id", "VARCHAR", "the shop's own customer key"),
    RowColumn(
        "previous_id", "VARCHAR", "alias: the device or customer key that this is the same as"
    ),
    RowColumn("email", "VARCHAR", "as sent; the store keeps its salted hash alone"),
    RowColumn("email_verified", "BOOLEAN", "the person has proved that the address is theirs"),
    RowColumn("phone", "VARCHAR", "as sent; the store keeps its salted hash alone"),
    RowColumn("account_id", "VARCHAR", "the company the event names"),
    RowColumn("visit_id", "VARCHAR", "the source's own visit, if it has one"),
    RowColumn("host", "VARCHAR", "page host"),
    RowColumn("path", "VARCHAR", "page path without query"),
    RowColumn("title", "VARCHAR", "page title"),
    RowColumn("referrer", "VARCHAR", "full referrer URL"),
    RowColumn("channel", "VARCHAR", "a channel the source names itself, e.g. 'marketplace'"),
    RowColumn("utm_source", "VARCHAR", ""),
    RowColumn("utm_medium", "VARCHAR", ""),
    RowColumn("utm_campaign", "VARCHAR", ""),
    RowColumn("utm_term", "VARCHAR", ""),
    RowColumn("utm_content", "VARCHAR", ""),
    RowColumn("click_id", "VARCHAR", "kind:value, e.g. 'gclid:Cj0…'"),
    RowColumn("device", "VARCHAR", "phone, tablet, desktop, app …"),
    RowColumn("browser", "VARCHAR", ""),
    RowColumn("country", "VARCHAR", "ISO 3166-1 alpha-2"),
    RowColumn("language", "VARCHAR", "BCP 47"),
    RowColumn("staff", "VARCHAR", "the member of staff acting for a customer"),
    RowColumn("bot", "BOOLEAN", "a machine; kept, out of every customer figure"),
    RowColumn("consent", "VARCHAR", "purposes granted, comma separated"),
    RowColumn("order_id", "VARCHAR", ""),
    RowColumn("product_id", "VARCHAR", ""),
    RowColumn("value", "BIGINT", "minor units of `currency` (JPY 0 digits, KWD 3)"),
    RowColumn("currency", "VARCHAR", "ISO 4217"),
    RowColumn("properties", "VARCHAR", "a JSON object of everything else"),
)
"""Every column of a batch, in order."""

REQUIRED = ("event_id", "occurred_at", "name")
