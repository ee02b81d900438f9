"""Links: addresses, QR and coupon codes that a shop made for posters, packaging, radio, print and people."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, insert, select, update

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import Conflict, NotFound
from etappe.store.records.engine import Records
from etappe.store.records.shop_tables import next_version

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH = 7

_links = Table(
    "links",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String),
    Column("target", String),
    Column("medium", String),
    Column("campaign", String),
    Column("code", String),
    Column("short", String),
    Column("created_by", String),
    Column("created_us", BigInteger),
    Column("put_away_us", BigInteger),
)


@dataclass(frozen=True, slots=True)
class KeptLink:
    """One link. `code` is its coupon in capitals, '' for none; `short` tells its visits from all others.

    Put away it is no longer offered; printed ones go on working and counting.
    """

    id: int
    name: str
    target: str
    medium: str
    campaign: str
    code: str
    short: str
    created_by: str
    created_at: datetime
    put_away_at: datetime | None


class Links:
    """The links of one shop. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def make(
        self, name: str, target: str, medium: str, campaign: str, code: str, by: str
    ) -> KeptLink:
        """Keep a link under a new short word. Conflict for a coupon code that another link has."""
        short = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        row = {
            "name": name, "target": target, "medium": medium, "campaign": campaign, "code": code,
            "short": short, "created_by": by, "created_us": now_us(),
        }  # fmt: skip
        with self._records.writing() as connection:
            taken = select(_links.c.name).where((_links.c.code == code) & (_links.c.code != ""))
            other = connection.scalar(taken)
            if other is not None:
                raise Conflict(
                    f"code: {code} is the code of {other!r} already.",
                    next_step="Choose another code.",
                    field="code",
                )
            if code:
                next_version(connection)  # codes are words: journeys are cut by them
            result = connection.execute(insert(_links).values(row))
            number = int((result.inserted_primary_key or (0,))[0])
        return self.one(number)

    def all(self) -> list[KeptLink]:
        """Every link, those put away too; the latest first."""
        query = select(_links).order_by(_links.c.id.desc())
        with self._records.reading() as connection:
            return [_link_of(row) for row in connection.execute(query)]

    def one(self, number: int) -> KeptLink:
        """The link of that number; NotFound."""
        found = {link.id: link for link in self.all()}
        if number not in found:
            raise NotFound(
                f"There is no link {number}.", next_step="See the list of links.", field="link"
            )
        return found[number]

    def of_short(self, short: str) -> KeptLink | None:
        """The link of that short word."""
        query = select(_links).where(_links.c.short == short)
        with self._records.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _link_of(row)

    def put_away(self, number: int) -> KeptLink:
        """Offer the link no longer; what was put away before stays so."""
        if self.one(number).put_away_at is None:
            with self._records.writing() as connection:
                change = update(_links).where(_links.c.id == number)
                connection.execute(change.values(put_away_us=now_us()))
        return self.one(number)


def _link_of(row: Any) -> KeptLink:
    return KeptLink(
        id=row.id,
        name=row.name,
        target=row.target,
        medium=row.medium,
        campaign=row.campaign,
        code=row.code,
        short=row.short,
        created_by=row.created_by,
        created_at=moment_of(row.created_us),
        put_away_at=None if row.put_away_us is None else moment_of(row.put_away_us),
    )
