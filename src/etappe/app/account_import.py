"""Rows of a file of accounts become entries of the log; rows that cannot be read come back with their reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etappe.app.account_values import checked_field, checked_id, checked_member, checked_value
from etappe.app.accounts import claim_domains, domain_owners, key_of
from etappe.app.shop import Shop
from etappe.base.errors import EtappeError, NotFound
from etappe.events.account_words import role_named
from etappe.store.records import NewEntry


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken in: its place in what was sent, from 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file: how many accounts, values and memberships it told, and what was rejected."""

    rows: int
    accounts: int
    values: int
    members: int
    rejected: tuple[RejectedRow, ...]


def bring(shop: Shop, rows: Sequence[Mapping[str, Any]], by: str) -> Brought:
    """Take rows {"account", "values": {…}, "person", "role", "from", "to"} in; a row is taken whole or not at all.

    A later row of the same account wins. A person who is not known yet is a reason to reject.
    """
    currency = shop.records.settings().currency
    known = frozenset(one.role for one in shop.accounts.roles())
    owners, heads = domain_owners(shop), shop.accounts.heads()
    entries: list[NewEntry] = []
    rejected: list[RejectedRow] = []
    for number, row in enumerate(rows, 1):
        try:
            named = checked_id(str(row.get("account") or ""))
            made = _entries(shop, heads.get(named, named), row, currency, known)
            claim_domains(owners, made)
            entries += made
        except EtappeError as error:
            rejected.append(RejectedRow(number, error.message))
    latest = {(one.account, one.key, one.field): one for one in entries}
    shop.records.accounts.write(list(latest.values()), "imported", by)
    told = {one.account for one in entries}
    if told:
        shop.events.number_accounts(sorted(told))
    return Brought(
        rows=len(rows),
        accounts=len(told),
        values=sum(one.key < 0 for one in latest.values()),
        members=len({(one.account, one.key) for one in latest.values() if one.key >= 0}),
        rejected=tuple(rejected),
    )


def _entries(
    shop: Shop, account: str, row: Mapping[str, Any], currency: str, known: frozenset[str]
) -> list[NewEntry]:
    entries = []
    for name, value in dict(row.get("values") or {}).items():
        field = checked_field(name)
        kept = checked_value(field, value, currency)
        if kept is not None:
            entries.append(NewEntry(account, field, kept))
    person = str(row.get("person") or "").strip()
    if person:
        key = key_of(shop, person)
        told = {name: row.get(name) for name in ("from", "to")}
        entries.append(NewEntry(account, "member", checked_member(told), key))
        role = str(row.get("role") or "").strip()
        if role:
            entries.append(NewEntry(account, "roles", [_role(role, known)], key))
    return entries


def _role(word: str, known: frozenset[str]) -> str:
    """The key of the role that a cell names."""
    role = word if word in known else role_named(word)
    if role is None:
        raise NotFound(
            f"role: there is no role {word!r}.", next_step=f"Known: {', '.join(sorted(known))}."
        )
    return role
