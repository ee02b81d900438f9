"""Requests: what people asked of the shop about their data, until when it is due, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import Conflict, NotFound
from etappe.store.records.engine import Records

RequestKind = Literal["access", "deletion"]
RequestState = Literal["open", "done", "refused"]

_requests = Table(
    "requests",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("kind", String),
    Column("person_key", String),
    Column("received", Date),
    Column("due", Date),
    Column("state", String),
    Column("closed_us", BigInteger),
    Column("closed_by", String),
    Column("receipt", String),
    Column("noted_by", String),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `key` is what the person is known by, '' once it was fulfilled by deletion.

    `receipt` is the number of the receipt of a deletion, '' of anything else.
    """

    id: int
    kind: RequestKind
    key: str
    received: date
    due: date
    state: RequestState
    closed_at: datetime | None
    closed_by: str
    receipt: str
    noted_by: str


class Requests:
    """The requests of one shop."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def all(self) -> list[Request]:
        """Open ones first, by due date; then the others, the latest first."""
        with self._records.reading() as connection:
            found = [_request(row) for row in connection.execute(select(_requests))]
        waiting = sorted((one for one in found if one.state == "open"), key=lambda r: (r.due, r.id))
        closed = [one for one in found if one.state != "open"]
        return waiting + sorted(closed, key=lambda one: -one.id)

    def one(self, number: int) -> Request:
        """The request of that number; NotFound."""
        found = {one.id: one for one in self.all()}
        if number not in found:
            raise NotFound(
                f"There is no request {number}.",
                next_step=f"Known: {', '.join(map(str, sorted(found))) or 'none'}.",
                field="request",
            )
        return found[number]

    def add(self, kind: RequestKind, key: str, received: date, due: date, by: str) -> Request:
        """Note a request."""
        row = {
            "kind": kind, "person_key": key, "received": received, "due": due, "state": "open",
            "noted_by": by,
        }  # fmt: skip
        with self._records.writing() as connection:
            result = connection.execute(insert(_requests).values(row))
            number = int((result.inserted_primary_key or (0,))[0])
        return self.one(number)

    def close(
        self, number: int, state: RequestState, by: str, *, receipt: str = "", blank: bool = False
    ) -> Request:
        """Say what came of it; `blank` takes the person's key out. Conflict if it is closed already."""
        if self.one(number).state != "open":
            raise Conflict(f"Request {number} is closed already.", field="request")
        change = {"state": state, "closed_us": now_us(), "closed_by": by, "receipt": receipt}
        if blank:
            change["person_key"] = ""
        with self._records.writing() as connection:
            connection.execute(update(_requests).where(_requests.c.id == number).values(change))
        return self.one(number)

    def blank(self, numbers: list[int]) -> None:
        """Take the person's key out of these requests."""
        with self._records.writing() as connection:
            connection.execute(
                update(_requests).where(_requests.c.id.in_(numbers)).values(person_key="")
            )


def _request(row: Any) -> Request:
    return Request(
        id=row.id, kind=row.kind, key=row.person_key, received=row.received, due=row.due,
        state=row.state,
        closed_at=None if row.closed_us is None else moment_of(row.closed_us),
        closed_by=row.closed_by or "", receipt=row.receipt or "", noted_by=row.noted_by,
    )  # fmt: skip
