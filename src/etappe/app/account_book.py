"""The accounts of one shop: what was decided about them, what is known of them, and who belongs to them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from etappe.analysis.account_values import AccountName, Attribute
from etappe.app.account_members import current_members
from etappe.app.account_told import attributes_of
from etappe.base.clock import to_us
from etappe.events.account_words import GROUP_EVENTS, AccountRole, account_roles
from etappe.identity.memberships import FOREVER, AccountRules, Membership
from etappe.identity.spans import LONG_AGO
from etappe.journeys.book import JourneyBook
from etappe.store.events import EventStore
from etappe.store.events.accounts import AccountFact
from etappe.store.records import AccountEntry, ShopRecords

_LISTED = ("name", "customer_number", "sales_person", "industry")
ROLE = "role:"
"""Own roles stand in the log of account '' as fields with this beginning."""


class AccountBook:
    """Reads the shop's log of accounts and its events together. Safe to use from several threads."""

    def __init__(self, events: EventStore, records: ShopRecords) -> None:
        self._events, self._records = events, records
        self._rules: tuple[tuple[int, int, int], AccountRules] | None = None
        self._facts: tuple[int, dict[int, list[AccountFact]]] | None = None

    def rules(self) -> AccountRules:
        """What the journeys follow: memberships and domains that people typed or files said."""
        mark = self._records.accounts.mark()
        if self._rules is None or self._rules[0] != mark:
            self._rules = mark, self._read_rules()
        return self._rules[1]

    def _read_rules(self) -> AccountRules:
        told = [
            one for one in self._records.accounts.current() if one.field in ("member", "domains")
        ]
        codes = self._events.number_accounts([one.account for one in told]) if told else {}
        zone = ZoneInfo(self._records.settings().zone)
        # What was typed comes last, and the last decision about a person counts.
        told.sort(key=lambda one: (one.source == "typed", one.id))
        members = tuple(
            membership(one.key, codes[one.account], one.value, zone)
            for one in told
            if one.field == "member" and one.value is not None
        )
        domains: dict[str, dict[str, Any]] = defaultdict(dict)
        for one in told:
            if one.field == "domains" and one.value is not None:
                domains[one.account] = dict.fromkeys(one.value, codes[one.account])
        claimed = {domain: code for each in domains.values() for domain, code in each.items()}
        return AccountRules(members, claimed)

    def roles(self) -> tuple[AccountRole, ...]:
        """The roles that ship and the shop's own."""
        own = [
            AccountRole(one.field.removeprefix(ROLE), one.value, own=True)
            for one in self._records.accounts.current([""])
            if one.field.startswith(ROLE) and one.value is not None
        ]
        return (*account_roles(), *own)

    def attributes(self, account: str) -> tuple[Attribute, ...]:
        """What is known of one account, each with its source."""
        code = self.code_of(account)
        entries = self._records.accounts.current([account])
        facts = self._told().get(code or -1, [])
        own = [one for one in entries if one.key < 0]
        return attributes_of(own, facts, self._records.settings().currency)

    def names(self, book: JourneyBook) -> dict[int, AccountName]:
        """By code what a list says of every account there is."""
        entries: dict[str, list[AccountEntry]] = defaultdict(list)
        for entry in self._records.accounts.current():
            if entry.key < 0 and entry.account:
                entries[entry.account].append(entry)
        if entries:
            self._events.number_accounts(list(entries))
        members = Counter(account for _, account in current_members(self._events, book))
        facts, currency = self._told(), self._records.settings().currency
        found = {}
        for code, account in enumerate(self._events.accounts()):
            if code == 0 or (account.startswith("(forgotten ") and account not in entries):
                continue
            told = attributes_of(entries.get(account, ()), facts.get(code, ()), currency)
            listed = {one.field: one.text for one in told if one.field in _LISTED}
            found[code] = AccountName(account, members=members[code], **listed)
        return found

    def code_of(self, account: str) -> int | None:
        """The number of an account id; None for one that neither events nor people named."""
        known = self._events.accounts()
        if account in known[1:]:
            return known.index(account, 1)
        if any(True for _ in self._records.accounts.current([account])):
            return self._events.number_accounts([account])[account]
        return None

    def staff(self, code: int, most: int) -> Sequence[Mapping[str, Any]]:
        """What staff did in the account's name, the latest `most`, in order of time, as whole rows."""
        seqs = self._events.account_staff(code, most)
        return self._events.rows(seqs) if len(seqs) else ()

    def _told(self) -> dict[int, list[AccountFact]]:
        """By code what events told of accounts."""
        last = self._events.last_seq()
        if self._facts is None or self._facts[0] != last:
            found: dict[int, list[AccountFact]] = defaultdict(list)
            for fact in self._events.account_facts(GROUP_EVENTS):
                found[fact.account].append(fact)
            self._facts = last, found
        return self._facts[1]


def membership(key: int, account: int, value: Mapping[str, Any], zone: ZoneInfo) -> Membership:
    """The decision that an entry `member` of the log says.

    Its `from` and `to` are days (whole ones, in the shop's zone) or moments of ISO 8601.
    """
    return Membership(
        key=key,
        account=account,
        from_us=_us(value.get("from"), LONG_AGO, zone, 0),
        to_us=_us(value.get("to"), FOREVER, zone, 1),
        primary=bool(value.get("primary")),
        belongs=bool(value.get("belongs", True)),
    )


def _us(told: str | None, missing: int, zone: ZoneInfo, days: int) -> int:
    """The moment of a text; of a bare day its beginning, or with `days` = 1 its end."""
    if not told:
        return missing
    moment = datetime.fromisoformat(told)
    if len(told) == len("2026-11-26"):
        moment += timedelta(days=days)
    return to_us(moment if moment.tzinfo else moment.replace(tzinfo=zone))
