"""What the pages of accounts are told beside the columns: attributes, members, sessions of staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from etappe.base.messages import Language
from etappe.events.account_words import FieldKind

AttributeSource = Literal["typed", "imported", "events"]
"""Where an attribute comes from; an earlier one of these wins over a later one."""
BelongsBy = Literal["typed", "imported", "events", "order", "domain"]
"""How a membership is known: somebody typed it, a file said it, events (or orders alone) name it, the e-mail domain."""


@dataclass(frozen=True, slots=True)
class AccountName:
    """What a list says of an account; `members` are the persons who belong to it now."""

    account: str
    name: str | None = None
    customer_number: str | None = None
    sales_person: str | None = None
    industry: str | None = None
    members: int = 0


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of an account and where it comes from. `own` ones are the shop's.

    By `kind` the value is `text`, `texts`, or `amount` in major units of `currency`. `by` said it `at`; `entry` is its
    number in the history, None for what events told. `others` are sources that say something else.
    """

    field: str
    label: Mapping[Language, str]
    kind: FieldKind
    own: bool
    text: str | None
    texts: tuple[str, ...]
    amount: Decimal | None
    currency: str | None
    source: AttributeSource
    by: str
    at: datetime
    entry: int | None
    others: tuple[AttributeSource, ...]


@dataclass(frozen=True, slots=True)
class MemberFact:
    """How one person belongs to an account. `former`: belonged once, no more. `domain` is the e-mail domain's.

    `roles` are keys of roles; `title` is what events called the person there last.
    """

    person: int
    belongs_by: tuple[BelongsBy, ...]
    roles: tuple[str, ...]
    title: str | None
    domain: str | None
    from_at: datetime | None
    to_at: datetime | None
    first_named_at: datetime | None
    last_named_at: datetime | None
    primary: bool
    former: bool


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """A company of a person and how they belong to it. `primary`: their touches that name no account are its;
    `former`: belonged once, no more. `domain` is that of their e-mail address, where it says so."""

    account: str
    name: str | None
    belongs_by: tuple[BelongsBy, ...]
    domain: str | None
    primary: bool
    former: bool
