"""Whose an e-mail domain is: an account's that claims it, or that all its known people belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from etappe.events.free_mail import is_free_mail
from etappe.identity.spans import KeySpans
from etappe.store.events.accounts import EmailDomains

FEWEST = 3
"""From so many known members on a domain is learnt."""
LAST = 2**62
"""The moment at which a key is the last person's that it ever was."""


def domain_accounts(
    spans: KeySpans,
    addresses: EmailDomains,
    members: Iterable[tuple[int, int]],
    claimed: Mapping[str, int],
) -> dict[int, int]:
    """Person → account, for everybody with an address at a domain that is an account's.

    `members` are (person, account) as otherwise known. Of several addresses the one known first counts.
    """
    members = list(members)
    if not members and not claimed:
        return {}
    people = people_of_domains(spans, _worth_a_look(spans, addresses, members, claimed))
    owner = dict(learnt_domains(people, members))
    owner |= {domain: account for domain, account in claimed.items() if not is_free_mail(domain)}
    found: dict[int, tuple[int, int]] = {}
    for domain, persons in people.items():
        account = owner.get(domain)
        for person, key in persons.items() if account else ():
            found[person] = min(found.get(person, (key, account or 0)), (key, account or 0))
    return {person: account for person, (_, account) in found.items()}


def _worth_a_look(
    spans: KeySpans,
    addresses: EmailDomains,
    members: Iterable[tuple[int, int]],
    claimed: Mapping[str, int],
) -> EmailDomains:
    """The addresses at domains that can be an account's: claimed ones, and those of enough known members.

    A shop for everybody knows a hundred thousand other domains.
    """
    known = addresses.key < spans.keys
    keys, domains = addresses.key[known], addresses.domain[known]
    persons = spans.person_of(keys, np.full(len(keys), LAST, np.int64))
    inside = np.isin(persons, np.array([person for person, _ in members], np.int32))
    wanted = np.bincount(domains[inside], minlength=len(addresses.words)) >= FEWEST
    wanted |= np.array([word in claimed for word in addresses.words], np.bool_)
    rows = wanted[domains]
    return EmailDomains(keys[rows], domains[rows], addresses.words)


def learnt_domains(
    people: Mapping[str, Mapping[int, int]], members: Iterable[tuple[int, int]]
) -> dict[str, int]:
    """Domain → the one account that all of its (at least FEWEST) known members belong to."""
    accounts: dict[int, set[int]] = defaultdict(set)
    for person, account in members:
        accounts[person].add(account)
    learnt = {}
    for domain, persons in people.items():
        known = [accounts[person] for person in persons if person in accounts]
        if len(known) >= FEWEST:
            common = set.intersection(*known)
            if len(common) == 1:
                [learnt[domain]] = common
    return learnt


def people_of_domains(spans: KeySpans, addresses: EmailDomains) -> dict[str, dict[int, int]]:
    """Domain → its persons, each with the lowest e-mail key they have there; free mail left out."""
    free = np.array([not word or is_free_mail(word) for word in addresses.words], np.bool_)
    rows = np.flatnonzero(~free[addresses.domain] & (addresses.key < spans.keys))
    keys = addresses.key[rows]
    persons = spans.person_of(keys, np.full(len(keys), LAST, np.int64))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for key, domain, person in zip(
        keys.tolist(), addresses.domain[rows].tolist(), persons.tolist(), strict=True
    ):
        if person >= 0:
            found[addresses.words[domain]].setdefault(person, key)
    return found
