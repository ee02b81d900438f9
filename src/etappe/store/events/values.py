"""What goes into and comes out of the event store: receipts, columns, words, imports."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

KeyKind = Literal["anonymous", "order", "phone", "email", "user"]

KEY_KINDS: tuple[KeyKind, ...] = ("anonymous", "order", "phone", "email", "user")
"""Kinds of keys by code, rising in strength (DESIGN section 4)."""

NO_VALUE = int(np.iinfo(np.int64).min)
"""Stands in Core.value where an event has no money."""

STAFF = np.uint8(1)
BOT = np.uint8(2)
FUTURE = np.uint8(4)
VERIFIED = np.uint8(8)
"""Marks of an event: staff acted, a machine, more than 24 h ahead of receipt, its e-mail address is proved."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One batch is durable. Its kept rows have seq `first_seq` … `last_seq`, in row order.

    `duplicates` rows were dropped because their event_id was received in the last 7 days (or stands twice
    in the batch); `conflicting` of them had other content than the first, which stays. `future` rows lie more
    than 24 h ahead of their receipt: kept and flagged. With no row kept, last_seq = first_seq - 1.
    """

    first_seq: int
    last_seq: int
    duplicates: int = 0
    conflicting: int = 0
    future: int = 0

    @property
    def rows(self) -> int:
        """How many rows were kept."""
        return self.last_seq - self.first_seq + 1


@dataclass(frozen=True, slots=True)
class PageWord:
    """One page: host and path as sent, without query; "" where the event had none."""

    host: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class OriginWord:
    """How a contact came about, as far as the event says. `referrer_host` is lower case without port."""

    channel: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    click_id: str | None = None
    referrer_host: str | None = None
    host: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Core:
    """The columns that journeys are cut from, all of one length, in seq order."""

    seq: NDArray[np.int64]
    key: NDArray[np.int32]  # strongest person key of the row, else its order's key; -1 none
    account: NDArray[np.int32]  # index into accounts(); 0 none
    occurred_us: NDArray[np.int64]
    name: NDArray[np.int32]  # index into names()
    visit: NDArray[np.int32]  # one number per device (else person) key and visit_id word; -1 none
    page: NDArray[np.int32]  # index into pages(); 0 none
    origin: NDArray[np.int32]  # index into origins(); 0 none
    order: NDArray[np.int32]  # number of the order's key; -1 none
    value: NDArray[np.int64]  # minor units of `currency`; NO_VALUE none
    currency: NDArray[np.int16]  # index into currencies(); 0 none
    flags: NDArray[np.uint8]  # STAFF, BOT, FUTURE
    source: NDArray[np.int16]  # index into sources(); 0 none
    cart: NDArray[np.int32]  # a hash of the cart or checkout that the event names; -1 none
    device: NDArray[np.int32]  # number of the browser's or device's own key (a client id); -1 none

    def __len__(self) -> int:
        return len(self.seq)

    def taken(self, rows: NDArray[np.int64] | slice) -> "Core":
        """The same columns of some rows."""
        return Core(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class VisitTwins:
    """Visits whose word another device or person has used before: code[i] is called like first[i].

    `visits` is how many visits there are; they are numbered from 0.
    """

    visits: int
    code: NDArray[np.int32]
    first: NDArray[np.int32]


TOGETHER, PROVED, ALIAS = np.uint8(0), np.uint8(1), np.uint8(2)
"""What told a link: both keys stood in one event; the event proved the e-mail address; an alias says they are one."""


@dataclass(frozen=True, slots=True)
class Links:
    """Facts 'these two keys belong together', weaker kind in `key_a`, stronger in `key_b`.

    Each pair comes once by what told it (`told`: TOGETHER, PROVED, ALIAS), with the earliest moment it occurred.
    An anonymous key that was seen with more than one user has besides one fact for every moment at which its
    user changed (in order of occurred_us, ties by user number): up to the second login it belongs to the first
    user, and so on. Of devices that an alias or a decision makes one, every login is told. Two phone keys that are
    one number, written differently, have one fact, the older key in `key_a`.
    Sorted by key_a, occurred_us, key_b, told.
    """

    key_a: NDArray[np.int32]
    key_b: NDArray[np.int32]
    occurred_us: NDArray[np.int64]
    seq: NDArray[np.int64]
    told: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.seq)

    def taken(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Links":
        """The same columns of some facts."""
        return Links(*(getattr(self, field.name)[rows] for field in fields(self)))


DecisionKind = Literal["merge", "split", "undo"]


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What somebody decides: both keys are one person (merge); `key_a` stands alone, or with `key_b` only
    their link does not hold (split); an earlier decision does not count (undo)."""

    kind: DecisionKind
    reason: str
    by: str
    key_a: int = -1
    key_b: int = -1
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the store keeps it; `undone_by` is the undo that takes it back at present, if one does."""

    id: int
    kind: DecisionKind
    key_a: int
    key_b: int
    undoes: int | None
    reason: str
    by: str
    at: datetime
    undone_by: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it counts at present."""
        return self.undone_by is None


NO_ACCOUNT = 0
"""Stands where a decision names no second account."""


@dataclass(frozen=True, slots=True)
class NewAccountDecision:
    """What somebody decides, by codes of accounts: `other` is the company `account` too (merge); `account` stands
    alone, whatever was merged before (split); decision `undoes` no longer holds (undo)."""

    kind: DecisionKind
    reason: str
    by: str
    account: int = NO_ACCOUNT
    other: int = NO_ACCOUNT
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class AccountDecision:
    """A decision as the store keeps it; `undone_by` is the undo that takes it back at present, if one does."""

    id: int
    kind: DecisionKind
    account: int
    other: int
    undoes: int | None
    reason: str
    by: str
    at: datetime
    undone_by: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it counts at present."""
        return self.undone_by is None


@dataclass(frozen=True, slots=True)
class AdvertisingDay:
    """What one campaign showed and cost on one day; `cost` in minor units of `currency`."""

    day: date
    source: str = ""
    medium: str = ""
    channel: str = ""
    campaign: str = ""
    impressions: int = 0
    clicks: int = 0
    cost: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ImportState:
    """Where an import stands: rows up to `rows_done` of its input are durable."""

    id: int
    rows_done: int
    finished: bool


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import as the store remembers it; `report` is a JSON text, "" while it runs."""

    id: int
    name: str
    digest: str
    mapping: str
    rows: int | None
    rows_done: int
    started_at: datetime
    finished_at: datetime | None
    report: str
