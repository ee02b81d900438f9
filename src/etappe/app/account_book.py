"""The accounts of one shop: what was decided about them, what is known of them, and who belongs to them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from etappe.analysis.account_values import AccountName, Attribute
from etappe.analysis.where_accounts import ID
from etappe.app.account_members import current_members
from etappe.app.account_told import attributes_of, of_company, words_of
from etappe.base.clock import to_us
from etappe.events.account_words import GROUP_EVENTS, AccountRole, account_roles
from etappe.identity.companies import Companies, companies
from etappe.identity.memberships import FOREVER, AccountRules, Membership
from etappe.identity.spans import LONG_AGO
from etappe.journeys.book import JourneyBook
from etappe.journeys.columns import AccountTraits, AccountWords
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
        self._rules: tuple[object, AccountRules] | None = None
        self._companies: tuple[int, Companies] | None = None
        self._facts: tuple[object, dict[int, list[AccountFact]]] | None = None
        self._known: tuple[object, dict[int, tuple[Attribute, ...]]] | None = None

    def rules(self) -> AccountRules:
        """What the journeys follow: memberships, domains and companies with several ids, as people or files said."""
        mark = self._mark()
        if self._rules is None or self._rules[0] != mark:
            self._rules = mark, self._read_rules()
        return self._rules[1]

    def companies(self) -> Companies:
        """Which ids are one company."""
        last = self._events.last_account_decision()
        if self._companies is None or self._companies[0] != last:
            self._companies = last, companies(self._events.account_decisions())
        return self._companies[1]

    def _mark(self) -> object:
        """Changes with whatever people, files and decisions say."""
        return (*self._records.accounts.mark(), self._events.last_account_decision())

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
        entries: dict[int, list[AccountEntry]] = defaultdict(list)
        for one in told:
            if one.field == "domains":
                entries[codes[one.account]].append(one)
        known = self.companies()
        claimed: dict[str, int] = {}
        for head in dict.fromkeys(map(known.head_of, entries)):
            # Of one company what was typed counts in the place of what a file said.
            said = {one.source: one.value for one in of_company(known.members_of(head), entries)}
            domains = said.get("typed") or said.get("imported") or ()
            claimed |= dict.fromkeys(domains, head)
        return AccountRules(members, claimed, known)

    def roles(self) -> tuple[AccountRole, ...]:
        """The roles that ship and the shop's own."""
        own = [
            AccountRole(one.field.removeprefix(ROLE), one.value, own=True)
            for one in self._records.accounts.current([""])
            if one.field.startswith(ROLE) and one.value is not None
        ]
        return (*account_roles(), *own)

    def attributes(self, code: int) -> tuple[Attribute, ...]:
        """What is known of one company, each with its source."""
        return self.known().get(code, ())

    def names(self, book: JourneyBook) -> dict[int, AccountName]:
        """By code what a list says of every account there is."""
        members = Counter(account for _, account in current_members(self._events, book))
        known, words = self.known(), self._events.accounts()
        found = {}
        for code, told in known.items():
            listed = {one.field: one.text for one in told if one.field in _LISTED}
            found[code] = AccountName(words[code], members=members[code], **listed)
        return found

    def known(self) -> dict[int, tuple[Attribute, ...]]:
        """By code the attributes of every account there is, each with its source."""
        mark = (self._mark(), self._events.last_seq())
        if self._known is None or self._known[0] != mark:
            self._known = mark, self._read_known()
        return self._known[1]

    def _read_known(self) -> dict[int, tuple[Attribute, ...]]:
        said = [one for one in self._records.accounts.current() if one.key < 0 and one.account]
        codes = self._events.number_accounts([one.account for one in said]) if said else {}
        entries: dict[int, list[AccountEntry]] = defaultdict(list)
        for entry in said:
            entries[codes[entry.account]].append(entry)
        facts, currency, known = self._told(), self._records.settings().currency, self.companies()
        return {
            code: attributes_of(
                of_company(known.members_of(code), entries), facts.get(code, ()), currency
            )
            for code, account in enumerate(self._events.accounts())
            if code > 0
            and code not in known.head
            and (code in entries or not account.startswith("(forgotten "))
        }

    def drop(self) -> None:
        """Let go of what was remembered: events or entries were deleted."""
        self._rules = self._facts = self._known = self._companies = None

    def traits(self) -> AccountTraits:
        """What conditions may ask of accounts: their ids and attributes; looked up when one first asks."""
        return AccountTraits(self._mark(), self._words)

    def _words(self) -> AccountWords:
        found: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
        words = self._events.accounts()
        for code, told in self.known().items():
            found[ID][code] = tuple(words[one] for one in self.companies().codes_of(code))
            for one in told:
                found[one.field][code] = words_of(one)
        return found

    def code_of(self, account: str) -> int | None:
        """The number of the company that an id belongs to; None for an id that neither events nor people named."""
        known = self._events.accounts()
        if account in known[1:]:
            return self.companies().head_of(known.index(account, 1))
        if any(True for _ in self._records.accounts.current([account])):
            return self.companies().head_of(self._events.number_accounts([account])[account])
        return None

    def ids_of(self, account: str) -> tuple[str, ...]:
        """All ids of the company that an id belongs to, the one that stays first."""
        code = self.code_of(account)
        if code is None:
            return (account,)
        words = self._events.accounts()
        return tuple(words[one] for one in self.companies().codes_of(code))

    def heads(self) -> dict[str, str]:
        """The id that stays of each id that was merged into another."""
        words = self._events.accounts()
        return {words[code]: words[head] for code, head in self.companies().head.items()}

    def staff(self, code: int, most: int) -> Sequence[Mapping[str, Any]]:
        """What staff did in the company's name, the latest `most`, in order of time, as whole rows."""
        seqs = self._events.account_staff(self.companies().codes_of(code), most)
        return self._events.rows(seqs) if len(seqs) else ()

    def _told(self) -> dict[int, list[AccountFact]]:
        """By code what events told of companies, by time."""
        mark, known = (self._events.last_seq(), self._mark()), self.companies()
        if self._facts is None or self._facts[0] != mark:
            found: dict[int, list[AccountFact]] = defaultdict(list)
            facts = self._events.account_facts(GROUP_EVENTS)
            for fact in sorted(facts, key=lambda fact: (fact.occurred_us, fact.seq)):
                found[known.head_of(fact.account)].append(fact)
            self._facts = mark, found
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
