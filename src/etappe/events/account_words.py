"""The words of accounts: which attributes a company has, and the roles people play when it buys (Buying Center).

The roles are those of Webster and Wind, Organizational Buying Behavior (1972), with the initiator of Bonoma (1982).
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from etappe.events.datafiles import both, table
from etappe.events.words import Text

FieldKind = Literal["text", "texts", "money"]

GROUP_EVENTS = ("group", "join_group", "Group")
"""Events whose properties (Segment's traits) tell of the account they name."""


@dataclass(frozen=True, slots=True)
class AccountField:
    """One attribute of an account: `texts` is a list, `money` an amount with its currency."""

    field: str
    kind: FieldKind
    label: Text


@dataclass(frozen=True, slots=True)
class AccountRole:
    """A role in a Buying Center; `own` ones are a shop's."""

    role: str
    label: Text
    own: bool = False


@cache
def account_fields() -> tuple[AccountField, ...]:
    """Every attribute that ships, in the order of pages."""
    return tuple(
        AccountField(row["field"], cast(FieldKind, row["kind"]), both(row))
        for row in table("account_fields")
    )


@cache
def account_roles() -> tuple[AccountRole, ...]:
    """Every role that ships."""
    return tuple(AccountRole(row["role"], both(row)) for row in table("account_roles"))


def field_named(word: str) -> str | None:
    """The attribute that a column or trait of that name means ("KundenNr", "companyName"); None for none."""
    return _named("account_fields", "field").get(_plain(word))


def role_named(word: str) -> str | None:
    """The shipped role that a word means ("Einkäuferin"); None for none, as for a job title."""
    return _named("account_roles", "role").get(_plain(word))


@cache
def _named(name: str, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table(name):
        for word in (row[key], row["de"], row["en"], *row["names"].split(",")):
            found.setdefault(_plain(word), row[key])
    return found


def _plain(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())
