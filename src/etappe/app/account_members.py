"""Who belongs to an account: by events, orders, e-mail domain or decision; with roles, titles and moments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from etappe.analysis.account_values import BelongsBy, MemberFact
from etappe.base.clock import moment_of
from etappe.events.account_words import role_named
from etappe.identity.companies import Companies
from etappe.identity.domains import people_of_domains
from etappe.identity.memberships import FOREVER, Memberships, told_members
from etappe.identity.spans import LONG_AGO, KeySpans
from etappe.journeys.book import JourneyBook
from etappe.store.events import EventStore
from etappe.store.events.accounts import AccountKeys, AccountMember
from etappe.store.records import AccountEntry


def current_members(events: EventStore, book: JourneyBook) -> set[tuple[int, int]]:
    """(person, account code) of everybody who belongs somewhere, whoever said so."""
    spans, decided = book.written.spans, book.written.members
    found = told_members(spans, events.account_keys(), book.written.rules.companies)
    rows = zip(
        decided.person.tolist(), decided.account.tolist(), decided.belongs.tolist(), strict=True
    )
    for person, account, belongs in rows:
        (found.add if belongs else found.discard)((person, account))
    domains = zip(decided.domain_person.tolist(), decided.domain_account.tolist(), strict=True)
    return found | set(domains)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the log says of one person in an account: who said so, and the roles (None: nobody said any)."""

    by: BelongsBy | None
    roles: tuple[str, ...] | None


def members_of(
    events: EventStore,
    book: JourneyBook,
    code: int,
    entries: Sequence[AccountEntry],
    roles: frozenset[str],
    now_us: int,
) -> tuple[MemberFact, ...]:
    """Everybody of the account with that code, former ones last; `entries` is its part of the log as it counts.

    `roles` are the keys of all roles: a title that is one of them is a role.
    """
    spans, members = book.written.spans, book.written.members
    known = book.written.rules.companies
    named = _named(events, spans, known.codes_of(code))
    said = _said(spans, entries)
    mine = np.flatnonzero(members.account == code)
    decided = dict(zip(members.person[mine].tolist(), mine.tolist(), strict=True))
    domain = set(members.domain_person[members.domain_account == code].tolist())
    people = sorted({*named, *decided, *domain})
    main = _primary(events.account_keys(), known, spans, members, people, now_us)
    words = _domains(events, spans) if domain else {}
    found = [
        _Member(
            person=person,
            named=named.get(person, []),
            said=said.get(person, _Said(None, None)),
            row=decided.get(person),
            domain=words.get(person) if person in domain else None,
            primary=main[person] == code,
        ).fact(members, roles, now_us)
        for person in people
    ]
    return tuple(sorted(found, key=_turn))


@dataclass(frozen=True, slots=True)
class _Member:
    """What is known of one member before it is said."""

    person: int
    named: list[AccountMember]
    said: _Said
    row: int | None
    domain: str | None
    primary: bool

    def fact(self, members: Memberships, roles: frozenset[str], now_us: int) -> MemberFact:
        """It all together."""
        title = next((one.title for one in reversed(self.named) if one.title), None)
        told = (role_named(title) or title) if title else None
        row = self.row
        span = (
            (LONG_AGO, FOREVER)
            if row is None
            else (int(members.from_us[row]), int(members.to_us[row]))
        )
        return MemberFact(
            person=self.person,
            belongs_by=self._by(),
            roles=self.said.roles
            if self.said.roles is not None
            else ((told,) if told in roles else ()),
            title=None if told in roles else title,
            domain=self.domain,
            from_at=_at(span[0]) if span[0] > LONG_AGO else None,
            to_at=_at(span[1]) if span[1] < FOREVER else None,
            first_named_at=_at(min(one.first_us for one in self.named)) if self.named else None,
            last_named_at=_at(max(one.last_us for one in self.named)) if self.named else None,
            primary=self.primary,
            former=row is not None and (not members.belongs[row] or span[1] <= now_us),
        )

    def _by(self) -> tuple[BelongsBy, ...]:
        found: list[BelongsBy] = [self.said.by] if self.said.by else []
        if self.named:
            alone = all(one.orders == one.events for one in self.named)
            found.append("order" if alone else "events")
        return (*found, *(("domain",) if self.domain else ()))


def _named(
    events: EventStore, spans: KeySpans, codes: Sequence[int]
) -> dict[int, list[AccountMember]]:
    """By person how the company's events know them, the latest key last; `codes` are all of its ids."""
    found: dict[int, list[AccountMember]] = defaultdict(list)
    told = [one for one in events.account_members(codes) if one.key < spans.keys]
    keys = np.array([one.key for one in told], np.int32)
    when = np.array([one.last_us for one in told], np.int64)
    for one, person in zip(told, spans.person_of(keys, when).tolist(), strict=True):
        found[person].append(one)
    return {person: sorted(own, key=lambda one: one.last_us) for person, own in found.items()}


def _said(spans: KeySpans, entries: Sequence[AccountEntry]) -> dict[int, _Said]:
    """By person what the log says; what was typed wins over what a file said."""
    about = [one for one in entries if 0 <= one.key < spans.keys and one.value is not None]
    about.sort(key=lambda one: (one.source == "typed", one.id))
    keys = np.array([one.key for one in about], np.int32)
    persons = spans.person_of(keys, np.full(len(keys), FOREVER, np.int64)).tolist()
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for one, person in zip(about, persons, strict=True):
        if one.field == "member":
            told[person]["by"] = one.source
        elif one.field == "roles":
            told[person]["roles"] = tuple(one.value)
    return {person: _Said(own.get("by"), own.get("roles")) for person, own in told.items()}


def _primary(
    told: AccountKeys,
    companies: Companies,
    spans: KeySpans,
    members: Memberships,
    people: Sequence[int],
    now_us: int,
) -> Mapping[int, int]:
    """The account that each person's own touches belong to now."""
    known = np.flatnonzero(told.key < spans.keys)
    known = known[np.argsort(told.last_us[known], kind="stable")]
    persons = spans.person_of(told.key[known], told.last_us[known]).tolist()
    # Of several assignments to one person the last, the latest named, stays.
    latest = dict(zip(persons, companies.heads(told.account[known]).tolist(), strict=True))
    primary = members.primary_of(
        np.array(people, np.int32),
        np.full(len(people), now_us, np.int64),
        np.array([latest.get(person, 0) for person in people], np.int32),
    )
    return dict(zip(people, primary.tolist(), strict=True))


def _domains(events: EventStore, spans: KeySpans) -> dict[int, str]:
    """By person the domain of their address."""
    people = people_of_domains(spans, events.email_domains())
    return {person: domain for domain, persons in people.items() for person in persons}


def _turn(one: MemberFact) -> tuple[bool, datetime, int]:
    return one.former, one.first_named_at or datetime.max.replace(tzinfo=UTC), one.person


def _at(moment_us: int) -> datetime:
    return moment_of(moment_us)
