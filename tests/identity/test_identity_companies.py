"""Which ids are one company: by decisions alone, as a plain reading of the log says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etappe.identity.companies import Companies, companies
from etappe.store.events.decisions import with_undos
from etappe.store.events.values import AccountDecision

MAY = datetime(2026, 5, 5, tzinfo=UTC)
Told = tuple[Literal["merge", "split", "undo"], int, int]


def log(*told: Told) -> list[AccountDecision]:
    """Decisions (kind, account, other), numbered from 1; an undo names the number it takes back."""
    made = []
    for at, (kind, account, other) in enumerate(told, 1):
        undoes = account if kind == "undo" else None
        one, two = (0, 0) if undoes else (account, other)
        at_minute = MAY + timedelta(minutes=at)
        made.append(AccountDecision(at, kind, one, two, undoes, "why", "nadja", at_minute))
    return with_undos(made)


def who(found: Companies, most: int = 6) -> list[int]:
    heads: list[int] = found.heads(np.arange(most, dtype=np.int32)).tolist()
    return heads


def test_the_first_id_stays_and_a_merge_of_merged_ids_takes_all_of_them() -> None:
    found = companies(log(("merge", 4, 2), ("merge", 1, 3), ("merge", 2, 1)))
    assert who(found) == [0, 4, 4, 4, 4, 5]
    assert found.codes_of(3) == (4, 2, 1, 3)


def test_a_split_takes_one_id_out_and_the_others_stay_together() -> None:
    told: list[Told] = [("merge", 1, 2), ("merge", 1, 3)]
    assert who(companies(log(*told, ("split", 2, 0))))[1:4] == [1, 2, 1]
    assert who(companies(log(*told, ("split", 1, 0))))[1:4] == [1, 2, 2]
    assert who(companies(log(*told, ("split", 2, 0), ("undo", 3, 0))))[1:4] == [1, 1, 1]


def test_it_is_known_since_when_an_id_belongs() -> None:
    found = companies(log(("merge", 1, 2), ("merge", 1, 3)))
    minutes = [(at_us - round(MAY.timestamp() * 1e6)) / 6e7 for _, at_us in found.members_of(2)[1:]]
    assert minutes == [1, 2]


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["merge", "split"]), st.integers(1, 5), st.integers(1, 5)).filter(
        lambda told: told[1] != told[2]
    ),
    max_size=8,
)


@given(DECISIONS)
def test_companies_are_those_of_a_plain_reading(told: list[Told]) -> None:
    group = {code: [code] for code in range(6)}
    for kind, account, other in told:
        if kind == "split":
            left = [code for code in group[account] if code != account]
            group |= dict.fromkeys(left, left) | {account: [account]}
        elif group[account] is not group[other]:
            both = [*group[account], *group[other]]
            group |= dict.fromkeys(both, both)
    assert who(companies(log(*told))) == [group[code][0] for code in range(6)]


@given(DECISIONS, DECISIONS)
def test_what_is_undone_is_as_if_it_had_never_been(before: list[Told], after: list[Told]) -> None:
    decided = log(*before, *after, *(("undo", len(before) + at + 1, 0) for at in range(len(after))))
    assert who(companies(decided)) == who(companies(log(*before)))
    without = [replace(one, undone_by=None) for one in decided if one.holds and one.kind != "undo"]
    assert companies(decided) == companies(without)


@given(DECISIONS, DECISIONS)
def test_the_change_names_every_company_with_other_ids(one: list[Told], two: list[Told]) -> None:
    first, second = companies(log(*one)), companies(log(*two))
    ids = {code: {first.codes_of(code), second.codes_of(code)} for code in range(1, 6)}
    changed = set(second.changed_since(first).tolist())
    for code, told in ids.items():
        same = {frozenset(codes) for codes in told}
        heads = {codes[0] for codes in told}
        assert (code in changed) or (len(heads) == 1 and (len(same) == 1 or code not in heads))
