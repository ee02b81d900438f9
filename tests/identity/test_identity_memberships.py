"""Who belongs to which account: the rules by hand, and the arrays against a plain loop."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.identity.domains import learnt_domains
from etappe.identity.memberships import (
    FOREVER,
    AccountRules,
    Membership,
    Memberships,
    resolve_memberships,
)
from etappe.identity.spans import LONG_AGO, KeySpans
from etappe.store.events.accounts import AccountKeys, EmailDomains

TSV, LINDE = 1, 2


def alone(keys: int) -> KeySpans:
    """Every key is a person of its own."""
    every = np.arange(keys, dtype=np.int32)
    return KeySpans(every, np.full(keys, LONG_AGO, np.int64), every)


def told(*pairs: tuple[int, int]) -> AccountKeys:
    """Keys that stood with an account."""
    key, account = zip(*pairs, strict=True) if pairs else ((), ())
    moments = np.zeros(len(pairs), np.int64)
    return AccountKeys(np.array(key, np.int32), np.array(account, np.int32), moments, moments)


def addresses(**keys: str) -> EmailDomains:
    """k3="tsv.example": key 3 is an address there."""
    words = ("", *dict.fromkeys(keys.values()))
    return EmailDomains(
        np.array([int(key[1:]) for key in keys], np.int32),
        np.array([words.index(word) for word in keys.values()], np.int32),
        words,
    )


def primary(members: Memberships, person: int, at: int = 0, named: int = 0) -> int:
    """The primary account of one person at one moment."""
    found = members.primary_of(
        np.array([person], np.int32), np.array([at], np.int64), np.array([named], np.int32)
    )
    return int(found[0])


def test_three_members_with_one_domain_bring_the_fourth_in() -> None:
    mails = addresses(k0="tsv.example", k1="tsv.example", k2="tsv.example", k3="tsv.example")
    pairs = (0, TSV), (1, TSV), (2, TSV)
    members = resolve_memberships(alone(4), told(*pairs), mails, AccountRules())
    assert [primary(members, one) for one in range(4)] == [0, 0, 0, TSV]
    two = resolve_memberships(alone(4), told(*pairs[:2]), mails, AccountRules())
    assert primary(two, 3) == 0


def test_a_domain_with_members_of_two_accounts_is_nobodys() -> None:
    mails = addresses(
        k0="a.example", k1="a.example", k2="a.example", k3="a.example", k4="a.example"
    )
    pairs = (0, TSV), (1, TSV), (2, TSV), (3, LINDE)
    members = resolve_memberships(alone(5), told(*pairs), mails, AccountRules())
    assert primary(members, 4) == 0


def test_free_mail_is_nobodys_even_if_somebody_claims_it() -> None:
    mails = addresses(k0="gmail.com", k1="web.de", k2="gmx.de", k3="gmail.com")
    rules = AccountRules(domains={"gmail.com": TSV, "web.de": TSV})
    members = resolve_memberships(alone(4), told((0, TSV)), mails, rules)
    assert [primary(members, one) for one in (1, 2, 3)] == [0, 0, 0]


def test_a_claimed_domain_counts_at_once_but_not_for_whom_events_place_elsewhere() -> None:
    mails = addresses(k0="tsv.example", k1="tsv.example")
    rules = AccountRules(domains={"tsv.example": TSV})
    members = resolve_memberships(alone(2), told((1, LINDE)), mails, rules)
    assert (primary(members, 0), primary(members, 1, named=LINDE)) == (TSV, LINDE)


def test_a_person_in_two_accounts_has_one_primary_one() -> None:
    typed = AccountRules((Membership(0, LINDE),))
    members = resolve_memberships(alone(1), told((0, TSV)), addresses(), typed)
    assert primary(members, 0, named=TSV) == TSV, "what events name comes before what was typed"
    chosen = AccountRules((Membership(0, LINDE, primary=True),))
    members = resolve_memberships(alone(1), told((0, TSV)), addresses(), chosen)
    assert primary(members, 0, named=TSV) == LINDE


def test_who_left_belongs_no_more_from_then_on() -> None:
    rules = AccountRules((Membership(0, TSV, from_us=10, to_us=20),))
    members = resolve_memberships(alone(1), told((0, TSV)), addresses(), rules)
    assert [primary(members, 0, at, TSV) for at in (9, 10, 19, 20)] == [0, TSV, TSV, 0]
    never = AccountRules((Membership(0, TSV, belongs=False),))
    members = resolve_memberships(alone(1), told((0, TSV)), addresses(), never)
    assert primary(members, 0, 15, TSV) == 0


def test_decisions_follow_the_key_when_persons_become_one() -> None:
    spans = KeySpans(
        np.array([0, 1], np.int32), np.full(2, LONG_AGO, np.int64), np.zeros(2, np.int32)
    )
    members = resolve_memberships(
        spans, told(), addresses(), AccountRules((Membership(1, TSV), Membership(99, TSV)))
    )
    assert (members.person.tolist(), primary(members, 0)) == ([0], TSV)


DECISIONS = st.lists(
    st.builds(
        Membership,
        key=st.integers(0, 3),
        account=st.integers(1, 3),
        from_us=st.sampled_from([LONG_AGO, 10]),
        to_us=st.sampled_from([20, FOREVER]),
        primary=st.booleans(),
        belongs=st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(DECISIONS, st.lists(st.tuples(*[st.integers(0, n) for n in (3, 25, 3)]), max_size=20))
def test_the_arrays_say_what_a_plain_loop_says(decisions: Any, rows: Any) -> None:
    members = resolve_memberships(alone(4), told(), addresses(), AccountRules(tuple(decisions)))
    person, at, named = (np.array([row[n] for row in rows]) for n in range(3))
    found = members.primary_of(person.astype(np.int32), at.astype(np.int64), named.astype(np.int32))
    assert found.tolist() == [naive_primary(decisions, *row) for row in rows]


def naive_primary(decisions: list[Membership], person: int, at: int, named: int) -> int:
    """The rules, word by word."""
    latest = {one.account: one for one in decisions if one.key == person}
    inside = [one for one in latest.values() if one.belongs and one.from_us <= at < one.to_us]
    chosen = [one for one in inside if one.primary]
    if chosen:
        return max(chosen, key=lambda one: (one.from_us, -one.account)).account
    if named and (named not in latest or latest[named] in inside):
        return named
    return max(inside, key=lambda one: (one.from_us, -one.account)).account if inside else 0


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 8)), max_size=24),
    st.sets(st.tuples(st.integers(0, 8), st.integers(1, 3)), max_size=16),
)
def test_learnt_domains_are_those_whose_known_people_share_one_account(
    mails: list[tuple[str, int]], members: set[tuple[int, int]]
) -> None:
    people: dict[str, dict[int, int]] = {}
    for domain, person in mails:
        people.setdefault(domain, {})[person] = 0
    naive = {}
    for domain, persons in people.items():
        known = [one for one in persons if any(one == member for member, _ in members)]
        shared = [a for a in (1, 2, 3) if all((one, a) in members for one in known)]
        if len(known) >= 3 and len(shared) == 1:
            naive[domain] = shared[0]
    assert learnt_domains(people, members) == naive
