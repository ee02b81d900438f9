"""What people and files say about accounts: a log of entries. The latest one of a thing counts, none is lost."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import Conflict, NotFound
from etappe.store.records.engine import Records

Source = Literal["typed", "imported"]

NOBODY = -1
"""Stands as `key` in entries about the account itself."""

_log = Table(
    "account_log",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("account", String),
    Column("key", Integer),
    Column("field", String),
    Column("value", Text),
    Column("source", String),
    Column("by", String),
    Column("at_us", BigInteger),
    Column("undone_by", String),
    Column("undone_us", BigInteger),
)


class NewEntry(NamedTuple):
    """What is to be noted: `field` of the account, or of the person with `key` in it. None takes the value away.

    Account '' is the shop itself: there stand its own roles.
    """

    account: str
    field: str
    value: Any
    key: int = NOBODY


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One line of the log. `undone_by` took it back at `undone_at`: then what was before it counts again."""

    id: int
    account: str
    key: int
    field: str
    value: Any
    source: Source
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


class AccountLog:
    """The log of one shop. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def write(self, entries: Sequence[NewEntry], source: Source, by: str) -> None:
        """Note them all, in one transaction; what says the same as what counts already is left out."""
        with self._records.writing() as connection:
            accounts = {entry.account for entry in entries}
            known = {
                (one.account, one.key, one.field): one.value
                for one in _current(connection, accounts)
                if one.source == source
            }
            rows = [
                _row(entry, source, by)
                for entry in entries
                if known.get((entry.account, entry.key, entry.field)) != entry.value
            ]
            if rows:
                connection.execute(insert(_log), rows)

    def current(self, accounts: Collection[str] | None = None) -> list[AccountEntry]:
        """What counts now: of each account, key, field and source the latest entry that is not undone; by id.

        An entry whose value is None is among them: it says that nothing counts.
        """
        with self._records.reading() as connection:
            return _current(connection, accounts)

    def history(
        self, accounts: Sequence[str], limit: int, before_id: int | None = None
    ) -> list[AccountEntry]:
        """All entries about one company with these ids, the latest first; with `before_id` those of a lower number."""
        query = select(_log).where(_log.c.account.in_(accounts)).order_by(_log.c.id.desc())
        if before_id is not None:
            query = query.where(_log.c.id < before_id)
        with self._records.reading() as connection:
            return [_entry(row) for row in connection.execute(query.limit(limit))]

    def of_keys(self, keys: Collection[int]) -> list[AccountEntry]:
        """Every entry about these person keys, undone ones too; by id."""
        with self._records.reading() as connection:
            found = connection.execute(select(_log).where(_log.c.key != NOBODY).order_by(_log.c.id))
            return [_entry(row) for row in found if row.key in keys]

    def undo(self, accounts: Sequence[str], id_: int, by: str) -> AccountEntry:
        """Take an entry of the company with these ids back. NotFound for one it lacks, Conflict if it is undone or not
        the latest."""
        with self._records.writing() as connection:
            mine = (_log.c.id == id_) & _log.c.account.in_(accounts)
            row = connection.execute(select(_log).where(mine)).first()
            if row is None:
                raise NotFound(
                    f"Account {accounts[0]!r} has no entry {id_}.",
                    next_step="See its history: etappe accounts history ACCOUNT.",
                    field="id",
                )
            _check_undoable(connection, row)
            change = {"undone_by": by, "undone_us": now_us()}
            connection.execute(update(_log).where(_log.c.id == id_).values(change))
            return _entry(connection.execute(select(_log).where(_log.c.id == id_)).one())

    def forget_keys(self, keys: Collection[int]) -> int:
        """Delete every entry about these person keys; returns how many there were."""
        with self._records.writing() as connection:
            gone = delete(_log).where(_log.c.key.in_(list(keys)) & (_log.c.key != NOBODY))
            return int(connection.execute(gone).rowcount)

    def mark(self) -> tuple[int, int, int]:
        """Changes whenever what counts does: entries there are, the latest number, entries undone."""
        query = select(func.count(), func.max(_log.c.id), func.count(_log.c.undone_us))
        with self._records.reading() as connection:
            entries, latest, undone = connection.execute(query).one()
            return int(entries), int(latest or 0), int(undone)


def _current(connection: Connection, accounts: Collection[str] | None = None) -> list[AccountEntry]:
    latest = select(func.max(_log.c.id)).where(_log.c.undone_us.is_(None))
    if accounts is not None and len(accounts) <= _MOST_NAMED:
        latest = latest.where(_log.c.account.in_(list(accounts)))
    latest = latest.group_by(_log.c.account, _log.c.key, _log.c.field, _log.c.source)
    query = select(_log).where(_log.c.id.in_(latest)).order_by(_log.c.id)
    found = [_entry(row) for row in connection.execute(query)]
    wanted = None if accounts is None else set(accounts)
    return [one for one in found if wanted is None or one.account in wanted]


_MOST_NAMED = 500
"""Accounts that a query names; of more all are read."""


def _check_undoable(connection: Connection, row: Row[Any]) -> None:
    if row.undone_us is not None:
        raise Conflict(
            f"Entry {row.id} is undone already.",
            next_step="To bring it back, write the value again.",
            field="id",
        )
    same = (
        (_log.c.account == row.account) & (_log.c.key == row.key) & (_log.c.field == row.field)
        & (_log.c.source == row.source) & (_log.c.id > row.id) & _log.c.undone_us.is_(None)
    )  # fmt: skip
    later = connection.scalar(select(func.max(_log.c.id)).where(same))
    if later is not None:
        raise Conflict(
            f"Entry {row.id} cannot be undone: {row.field} was changed again since.",
            next_step=f"Undo entry {later} first.",
            field="id",
        )


def _row(entry: NewEntry, source: Source, by: str) -> dict[str, Any]:
    value = None if entry.value is None else json.dumps(entry.value, ensure_ascii=False)
    return {
        "account": entry.account, "key": entry.key, "field": entry.field, "value": value,
        "source": source, "by": by, "at_us": now_us(),
    }  # fmt: skip


def _entry(row: Row[Any]) -> AccountEntry:
    return AccountEntry(
        id=row.id,
        account=row.account,
        key=row.key,
        field=row.field,
        value=None if row.value is None else json.loads(row.value),
        source=row.source,
        by=row.by,
        at=moment_of(row.at_us),
        undone_by=row.undone_by,
        undone_at=None if row.undone_us is None else moment_of(row.undone_us),
    )
