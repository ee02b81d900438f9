"""The tables of a shop's records, and the number that rises with every change."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from etappe.base.clock import now_us

Document = dict[str, Any]
Kind = Literal["settings", "event", "touchpoint", "rules", "model", "choices", "tracking"]
"""What a document is about. `choices` are the conversions and the first stage model; their key is '', as that
of `settings` and `tracking`."""

_tables = MetaData()
documents = Table(
    "documents",
    _tables,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("document", Text),
    Column("version", BigInteger),
    Column("updated_us", BigInteger),
)
rates = Table(
    "rates",
    _tables,
    Column("day", Date, primary_key=True),
    Column("currency", String, primary_key=True),
    Column("rate", String),
)
state = Table(
    "state", _tables, Column("id", Integer, primary_key=True), Column("version", BigInteger)
)
changes = Table(
    "changes",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at_us", BigInteger),
    Column("by", String),
    Column("undo_of", Integer),
    Column("undone_by", Integer),
)
changed_documents = Table(
    "changed_documents",
    _tables,
    Column("change_id", Integer, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("before", Text),
    Column("after", Text),
    Column("was", Text),
)


def one(kind: Kind, key: str) -> Any:
    """The condition for one document."""
    return (documents.c.kind == kind) & (documents.c.key == key)


def kept_document(connection: Connection, kind: Kind, key: str) -> Document | None:
    """The document as it is now; None if there is none."""
    text = connection.scalar(select(documents.c.document).where(one(kind, key)))
    return None if text is None else json.loads(text)


def keep_document(
    connection: Connection, kind: Kind, key: str, document: Mapping[str, Any] | None
) -> None:
    """Put the document in place of the one there was; None takes it away."""
    version = next_version(connection)
    connection.execute(delete(documents).where(one(kind, key)))
    if document is not None:
        row = {
            "kind": kind,
            "key": key,
            "document": json.dumps(dict(document), ensure_ascii=False),
            "version": version,
            "updated_us": now_us(),
        }
        connection.execute(insert(documents).values(row))


def next_version(connection: Connection) -> int:
    """Raise the number of the latest change, and return it."""
    connection.execute(update(state).values(version=state.c.version + 1))
    return int(connection.scalar(select(state.c.version)) or 0)
