"""Likely twins: ids that may be one company, each pair with the reasons; whether they are, somebody decides."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from etappe.analysis.account_values import AccountName, Attribute
from etappe.app.account_members import current_members
from etappe.app.identity_said import both
from etappe.app.shop import Shop
from etappe.app.speech import plural, say
from etappe.base.messages import Language
from etappe.events.words import Text
from etappe.identity.domains import LAST

TwinWhy = Literal["vat_id", "customer_number", "people", "domain", "name"]
"""Why two ids may be one company, the strongest first."""

WHYS: tuple[TwinWhy, ...] = ("vat_id", "customer_number", "people", "domain", "name")
MOST = 100
"""Pairs that are shown at most."""
CROWD = 8
"""What more ids than that share says nothing of any two of them."""
NEAR_UP_TO = 20_000
"""Up to so many accounts names are compared for a slip of one letter, beyond for being the same alone."""

_LEGAL = frozenset(
    ("gmbh", "mbh", "ag", "kg", "ohg", "gbr", "ug", "co", "se", "eg", "ev", "ek", "e", "v", "k", "inc", "llc", "ltd")
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

Codes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TwinReason:
    """One reason, as people read it."""

    why: TwinWhy
    sentences: Text


@dataclass(frozen=True, slots=True)
class TwinAccount:
    """One of two: its id, name and how many belong to it."""

    account: str
    name: str | None
    customer_number: str | None
    members: int


@dataclass(frozen=True, slots=True)
class AccountTwin:
    """Two ids that may be one company; `account` is the older one."""

    account: TwinAccount
    other: TwinAccount
    reasons: tuple[TwinReason, ...]


@dataclass(frozen=True, slots=True)
class AccountTwins:
    """The likeliest pairs first; `total` are all there are."""

    total: int
    twins: tuple[AccountTwin, ...]


def twins(shop: Shop, account: str = "") -> AccountTwins:
    """Pairs of ids that may be one company; with `account` those that company is one of."""
    shop.columns()
    names = shop.accounts.names(shop.book)
    found: dict[Codes, dict[TwinWhy, tuple[str, int]]] = defaultdict(dict)
    for why, pair, word, count in _reasons(shop, names):
        found[pair].setdefault(why, (word, count))
    wanted = shop.accounts.code_of(account) if account else None
    pairs = [pair for pair in found if not account or wanted in pair]
    pairs.sort(key=lambda pair: (-len(found[pair]), min(map(WHYS.index, found[pair])), pair))
    return AccountTwins(len(pairs), tuple(_twin(names, pair, found[pair]) for pair in pairs[:MOST]))


def _reasons(
    shop: Shop, names: Mapping[int, AccountName]
) -> Iterator[tuple[TwinWhy, Codes, str, int]]:
    """(why, pair, the word shared, how many people share it) of every reason there is."""
    known = shop.accounts.known()
    for field in ("vat_id", "customer_number"):
        shared: dict[str, list[int]] = defaultdict(list)
        for code, told in known.items():
            if word := _text(told, field):
                shared[_plain(word)].append(code)
        for word, codes in shared.items():
            yield from ((_why(field), pair, word, 0) for pair in _pairs(codes))
    people = _people(current_members(shop.events, shop.book))
    yield from _by_people(people)
    for domain, codes in _domains(shop, people).items():
        yield from (("domain", pair, domain, 0) for pair in _pairs(codes))
    called = {code: _called(one.name) for code, one in names.items() if one.name}
    yield from (("name", pair, "", 0) for pair in _near(called))


def _why(field: str) -> TwinWhy:
    return "vat_id" if field == "vat_id" else "customer_number"


def _text(told: Sequence[Attribute], field: str) -> str | None:
    return next((one.text for one in told if one.field == field), None)


def _plain(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def _pairs(codes: Iterable[int]) -> Iterator[Codes]:
    """Every two of a few codes; none of a crowd."""
    distinct = sorted(set(codes))
    if len(distinct) <= CROWD:
        yield from combinations(distinct, 2)


def _people(members: set[tuple[int, int]]) -> dict[int, set[int]]:
    """By account who belongs to it."""
    people: dict[int, set[int]] = defaultdict(set)
    for person, account in members:
        people[account].add(person)
    return people


def _by_people(people: Mapping[int, set[int]]) -> Iterator[tuple[TwinWhy, Codes, str, int]]:
    """Accounts of which one's people all belong to the other too: renamed, or typed twice."""
    accounts: dict[int, list[int]] = defaultdict(list)
    for account, persons in people.items():
        for person in persons:
            accounts[person].append(account)
    for pair in {pair for codes in accounts.values() for pair in _pairs(codes)}:
        one, other = (people[code] for code in pair)
        if one <= other or other <= one:
            yield "people", pair, "", len(one & other)


def _domains(shop: Shop, people: Mapping[int, set[int]]) -> dict[str, list[int]]:
    """By e-mail domain the accounts whose people have addresses there; free mail is no domain of anybody."""
    spans, addresses = shop.book.written.spans, shop.events.email_domains()
    known = addresses.key < spans.keys
    keys, codes = addresses.key[known], addresses.domain[known]
    owners = spans.person_of(keys, np.full(len(keys), LAST, np.int64))
    mine = np.isin(owners, np.array([*set().union(*people.values())], np.int32))
    domains: dict[int, set[str]] = defaultdict(set)
    for person, code in zip(owners[mine].tolist(), codes[mine].tolist(), strict=True):
        domains[person].add(addresses.words[code])
    found: dict[str, list[int]] = defaultdict(list)
    for account, persons in people.items():
        for domain in {domain for person in persons for domain in domains.get(person, ())}:
            found[domain].append(account)
    return found


def _called(name: str) -> str:
    """What is left of a company's name without its legal form, signs and umlauts."""
    words = re.findall(r"\w+", name.casefold().translate(_UMLAUTS))
    return "".join(word for word in words if word not in _LEGAL)


def _near(called: Mapping[int, str]) -> set[Codes]:
    """Accounts whose names are the same or differ in one letter; numbers in them must be the same."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for code, name in called.items():
        slips = len(name) > 5 and len(called) <= NEAR_UP_TO
        ways = {name[:at] + name[at + 1 :] for at in range(len(name))} if slips else set()
        for way in {name, *ways} - {""}:
            buckets[way].append(code)
    pairs = {pair for codes in buckets.values() for pair in _pairs(codes)}
    return {pair for pair in pairs if len({re.sub(r"\D", "", called[code]) for code in pair}) == 1}


def _twin(
    names: Mapping[int, AccountName], pair: Codes, found: Mapping[TwinWhy, tuple[str, int]]
) -> AccountTwin:
    account, other = (
        TwinAccount(one.account, one.name, one.customer_number, one.members)
        for one in map(names.__getitem__, pair)
    )
    reasons = tuple(TwinReason(why, _said(why, *found[why])) for why in WHYS if why in found)
    return AccountTwin(account, other, reasons)


def _said(why: TwinWhy, word: str, count: int) -> Text:
    def said(language: Language) -> str:
        return say(
            f"account_twin_{why}", language, word=word, people=plural("person", count, language)
        )

    return both(said)
