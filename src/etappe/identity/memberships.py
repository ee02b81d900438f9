"""Which persons belong to one account: a pure function of what events told and what the shop decided.

A touch that names an account belongs to it. Any other touch belongs to the person's primary account, which is, in
this order: the one that somebody chose as primary; the one that the person's latest event naming one names; one
that somebody typed; the one that the domain of the person's e-mail address leads to. Never to two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etappe.identity.companies import Companies
from etappe.identity.domains import domain_accounts
from etappe.identity.spans import LONG_AGO, KeySpans
from etappe.store.events.accounts import AccountKeys, EmailDomains

FOREVER = 2**62
"""Until when a membership without an end holds, and as which moment a key's last person is asked for."""

Persons = NDArray[np.int32]
Accounts = NDArray[np.int32]
Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody decided: whoever has `key` belongs to `account` (code) in [from_us, to_us), or never (`belongs` false).

    It bounds what events say too: outside the span the account is not the person's primary one.
    """

    key: int
    account: int
    from_us: int = LONG_AGO
    to_us: int = FOREVER
    primary: bool = False
    belongs: bool = True


@dataclass(frozen=True, slots=True)
class AccountRules:
    """What a shop decided about accounts: memberships in order of decision, whose a domain is (account code), and
    which codes are one company."""

    memberships: tuple[Membership, ...] = ()
    domains: Mapping[str, int] = field(default_factory=dict)
    companies: Companies = field(default_factory=Companies)


class AccountSource(Protocol):
    """The part of `etappe.store.events.EventStore` that memberships are read from."""

    def account_keys(self) -> AccountKeys: ...
    def email_domains(self) -> EmailDomains: ...


@dataclass(frozen=True, slots=True)
class Memberships:
    """Memberships beside those that a touch names itself.

    Decided ones by person, the best last: one a person and account. By domain: one account a person, for persons
    of whom nothing else is known; persons rising. `merged[i]` is an account that `company[i]` stands for.
    """

    person: Persons
    account: Accounts
    from_us: Moments
    to_us: Moments
    primary: NDArray[np.bool_]
    belongs: NDArray[np.bool_]
    domain_person: Persons
    domain_account: Accounts
    merged: Accounts
    company: Accounts

    @classmethod
    def none(cls) -> "Memberships":
        """Nobody belongs anywhere but by what touches name."""
        i4, i8, yes = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.bool_)
        return cls(i4, i4, i8, i8, yes, yes, i4, i4, i4, i4)

    def __len__(self) -> int:
        return len(self.person) + len(self.domain_person)

    def primary_of(self, person: Persons, time_us: Moments, named: Accounts) -> Accounts:
        """The primary account of each row's person at its time, 0 for none.

        `named` is the account that the person's latest event naming one names, by row; 0 for none.
        """
        account = np.where(named > 0, named, self._by_domain(person)).astype(np.int32)
        rows = np.flatnonzero(np.isin(person, self.person))
        if not len(rows):
            return account
        chosen, typed = account[rows], np.zeros(len(rows), np.int32)
        first, last = (self.person.searchsorted(person[rows], side) for side in ("left", "right"))
        main = np.zeros(len(rows), np.int32)
        for turn in range(int((last - first).max())):
            at = np.minimum(first + turn, last - 1)
            told = self.account[at]
            inside = (
                self.belongs[at]
                & (self.from_us[at] <= time_us[rows])
                & (time_us[rows] < self.to_us[at])
            )
            chosen[(chosen == told) & ~inside] = 0
            typed = np.where(inside, told, typed)
            main = np.where(inside & self.primary[at], told, main)
        account[rows] = np.where(main > 0, main, np.where(chosen > 0, chosen, typed))
        return account

    def accounts_of(self, persons: NDArray[np.int64]) -> Accounts:
        """Every account that these persons belong to by decision or domain; rising."""
        decided = self.account[np.isin(self.person, persons)]
        return np.union1d(decided, self.domain_account[np.isin(self.domain_person, persons)])

    def changed_since(self, before: "Memberships") -> NDArray[np.int64]:
        """The persons whose memberships are not what they were; rising."""
        mine, theirs = self._told(), before._told()
        return np.unique(np.array([one[0] for one in mine ^ theirs], np.int64))

    def _told(self) -> set[tuple[int, ...]]:
        decided = (self.person, self.account, self.from_us, self.to_us, self.primary, self.belongs)
        domains = zip(self.domain_person.tolist(), self.domain_account.tolist(), strict=True)
        return {*zip(*(column.tolist() for column in decided), strict=True), *domains}

    def _by_domain(self, person: Persons) -> Accounts:
        if not len(self.domain_person):
            return np.zeros(len(person), np.int32)
        at = np.minimum(self.domain_person.searchsorted(person), len(self.domain_person) - 1)
        return np.where(self.domain_person[at] == person, self.domain_account[at], 0).astype(
            np.int32
        )


def current_memberships(source: AccountSource, spans: KeySpans, rules: AccountRules) -> Memberships:
    """Who belongs where, by all that the source has and the shop decided."""
    told = source.account_keys()
    if not len(told.key) and rules == AccountRules():
        return Memberships.none()
    return resolve_memberships(spans, told, source.email_domains(), rules)


def resolve_memberships(
    spans: KeySpans, told: AccountKeys, addresses: EmailDomains, rules: AccountRules
) -> Memberships:
    """Decisions by the persons their keys have now, and the domains' accounts for whoever is left."""
    decided = _decided(spans, rules)
    members = told_members(spans, told, rules.companies)
    for row in decided:
        (members.add if row[5] else members.discard)(row[:2])
    head_of = rules.companies.head_of
    claimed = {domain: head_of(account) for domain, account in rules.domains.items()}
    pairs = domain_accounts(spans, addresses, members, claimed)
    known = {person for person, _ in members} | {row[0] for row in decided}
    left = sorted((person, account) for person, account in pairs.items() if person not in known)
    person, account, from_us, to_us, primary, belongs = list(zip(*decided, strict=True)) or [()] * 6
    return Memberships(
        person=np.array(person, np.int32),
        account=np.array(account, np.int32),
        from_us=np.array(from_us, np.int64),
        to_us=np.array(to_us, np.int64),
        primary=np.array(primary, np.bool_),
        belongs=np.array(belongs, np.bool_),
        domain_person=np.array([person for person, _ in left], np.int32),
        domain_account=np.array([account for _, account in left], np.int32),
        merged=np.array(sorted(rules.companies.head), np.int32),
        company=np.array([head_of(code) for code in sorted(rules.companies.head)], np.int32),
    )


def told_members(spans: KeySpans, told: AccountKeys, companies: Companies) -> set[tuple[int, int]]:
    """(person, account) of everybody whose events name an account; of merged ones the company's."""
    known = told.key < spans.keys
    persons = spans.person_of(told.key[known], told.last_us[known])
    accounts = companies.heads(told.account[known])
    return set(zip(persons.tolist(), accounts.tolist(), strict=True))


def _decided(spans: KeySpans, rules: AccountRules) -> list[tuple[int, int, int, int, bool, bool]]:
    """One row a person and account, the last decision; by person, primary ones and later beginnings last."""
    keys = np.array([one.key for one in rules.memberships], np.int32)
    keys = np.where(keys < spans.keys, keys, np.int32(-1))
    persons = spans.person_of(keys, np.full(len(keys), FOREVER, np.int64)).tolist()
    latest: dict[tuple[int, int], Membership] = {}
    for person, one in zip(persons, rules.memberships, strict=True):
        if person >= 0:
            latest[person, rules.companies.head_of(one.account)] = one
    rows = [
        (person, account, one.from_us, one.to_us, one.primary, one.belongs)
        for (person, account), one in latest.items()
    ]
    return sorted(rows, key=lambda row: (row[0], row[4], row[2], -row[1]))
