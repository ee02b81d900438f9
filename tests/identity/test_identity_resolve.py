"""Which keys are one person: the rules of DESIGN section 4, and the naive twin."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.identity.resolve import resolve
from etappe.identity.spans import LONG_AGO, KeySpans
from etappe.store.events.values import KEY_KINDS, Decision, DecisionKind, Links
from identity.naive_identity import naive

ANONYMOUS, ORDER, PHONE, EMAIL, USER = range(5)
NOW = datetime(2026, 5, 5, tzinfo=UTC)
TOGETHER, PROVED, ALIAS = range(3)
Fact = tuple[
    int, ...
]  # (weaker key, stronger key, when) and, if it is not that they came together, what told it


def links(facts: Sequence[Fact]) -> Links:
    columns = zip(*[(*fact, TOGETHER)[:4] for fact in facts], strict=True) if facts else [()] * 4
    weaker, stronger, when, told = columns
    return Links(
        np.array(weaker, np.int32),
        np.array(stronger, np.int32),
        np.array(when, np.int64),
        np.arange(len(facts), dtype=np.int64),
        np.array(told, np.uint8),
    )


def decided(*said: tuple[str, int, int]) -> list[Decision]:
    return [
        Decision(place, cast(DecisionKind, kind), a, b, None, "because", "nadja", NOW)
        for place, (kind, a, b) in enumerate(said, 1)
    ]


def spans(kinds: list[int], facts: Sequence[Fact], *said: tuple[str, int, int]) -> KeySpans:
    return resolve(np.array(kinds, np.uint8), links(facts), decided(*said))


def person(found: KeySpans, key: int, when: int = 0) -> int:
    return int(found.person_of(np.array([key], np.int32), np.array([when], np.int64))[0])


def test_the_kinds_are_the_stores() -> None:
    assert KEY_KINDS == ("anonymous", "order", "phone", "email", "user")


def test_a_login_makes_device_and_user_one_person_by_the_oldest_key() -> None:
    found = spans([ANONYMOUS, USER], [(0, 1, 5)])
    assert (person(found, 0), person(found, 1)) == (0, 0)


def test_two_logins_on_one_device_part_at_the_second() -> None:
    found = spans([ANONYMOUS, USER, USER], [(0, 1, 10), (0, 2, 20)])
    assert [person(found, 0, when) for when in (0, 10, 19, 20, 99)] == [0, 0, 0, 2, 2]
    assert (person(found, 1), person(found, 2)) == (0, 2)


def test_a_device_that_goes_back_to_its_first_user_belongs_to_it_again() -> None:
    found = spans([ANONYMOUS, USER, USER], [(0, 1, 10), (0, 2, 20), (0, 1, 30)])
    assert [person(found, 0, when) for when in (15, 25, 35)] == [0, 2, 0]


def test_an_email_that_two_users_share_joins_neither_and_stays_with_the_first() -> None:
    found = spans([EMAIL, USER, USER], [(0, 2, 10), (0, 1, 20)])
    assert person(found, 1) != person(found, 2)
    assert person(found, 0, 99) == person(found, 2)


def test_two_devices_of_one_email_are_one_person() -> None:
    found = spans([ANONYMOUS, ANONYMOUS, EMAIL], [(0, 2, 1), (1, 2, 2)])
    assert {person(found, key) for key in range(3)} == {0}


def test_browser_and_webhook_meet_by_their_order() -> None:
    found = spans([ANONYMOUS, ORDER, EMAIL], [(0, 1, 1), (1, 2, 2)])
    assert {person(found, key) for key in range(3)} == {0}


def test_a_guests_email_and_a_later_login_on_one_device_are_one_person() -> None:
    found = spans([ANONYMOUS, EMAIL, USER], [(0, 1, 1), (0, 2, 2)])
    assert {person(found, key) for key in range(3)} == {0}


def test_somebody_elses_email_does_not_move_a_device_that_is_logged_in() -> None:
    facts = [(1, 2, 0), (0, 3, 10), (0, 1, 20)]  # e-mail 1 is user 2's; user 3 types it
    found = spans([ANONYMOUS, EMAIL, USER, USER], facts)
    assert person(found, 0, 30) == person(found, 3)


def test_without_any_fact_every_key_is_a_person() -> None:
    assert spans([ANONYMOUS, USER], []).person.tolist() == [0, 1]
    assert len(spans([], []).key) == 0


def test_a_decision_joins_two_users_and_undoing_a_link_parts_them() -> None:
    assert person(spans([USER, USER], [], ("merge", 0, 1)), 1) == 0
    assert person(spans([EMAIL, USER], [(0, 1, 1)], ("split", 1, 0)), 1) == 1


def test_a_key_that_is_split_off_stands_alone_and_its_person_falls_apart_where_it_held_it() -> None:
    facts = [(0, 2, 1), (1, 2, 2)]  # two devices of one e-mail address
    kinds = [ANONYMOUS, ANONYMOUS, EMAIL]
    assert spans(kinds, facts, ("split", 1, -1)).person.tolist() == [0, 1, 0]
    assert spans(kinds, facts, ("split", 2, -1)).person.tolist() == [0, 1, 2]


def test_a_merge_after_a_split_counts_and_one_before_it_does_not() -> None:
    kinds = [USER, USER]
    merge, split = ("merge", 0, 1), ("split", 1, -1)
    assert person(spans(kinds, [], split, merge), 1) == 0
    assert person(spans(kinds, [], merge, split), 1) == 1


def test_an_alias_joins_two_users_in_chains_and_loops() -> None:
    chain = [(1, 0, 1, ALIAS), (2, 1, 0, ALIAS), (0, 2, 5, ALIAS)]
    assert spans([USER, USER, USER, USER], chain).person.tolist() == [0, 0, 0, 3]


def test_an_alias_of_a_device_is_a_login_like_any_other() -> None:
    found = spans([ANONYMOUS, USER, USER], [(0, 1, 10, ALIAS), (0, 2, 20)])
    assert [person(found, 0, when) for when in (0, 19, 20)] == [0, 0, 2]


def test_devices_that_are_one_share_their_logins() -> None:
    facts = [(0, 1, 0, ALIAS), (0, 2, 10), (1, 3, 20)]
    found = spans([ANONYMOUS, ANONYMOUS, USER, USER], facts)
    assert [person(found, 0, when) for when in (5, 15, 25)] == [0, 0, 3]
    assert [person(found, 1, when) for when in (5, 15, 25)] == [0, 0, 3]


def test_a_device_given_to_a_customer_was_theirs_up_to_the_next_login() -> None:
    found = spans([ANONYMOUS, USER, USER], [(0, 2, 20)], ("merge", 0, 1))
    assert [person(found, 0, when) for when in (0, 19, 20)] == [0, 0, 2]


def test_a_proved_address_belongs_to_who_proved_it() -> None:
    facts = [(0, 1, 1), (0, 2, 9), (0, 2, 9, PROVED)]
    assert spans([EMAIL, USER, USER], facts).person.tolist() == [0, 1, 0]


def test_ties_go_by_content_and_not_by_the_keys_numbers() -> None:
    facts = [(0, 1, 7), (0, 2, 7)]
    kinds = np.array([EMAIL, USER, USER], np.uint8)
    first = resolve(kinds, links(facts), content=np.array([0, 1, 2], np.uint64))
    second = resolve(kinds, links(facts), content=np.array([0, 2, 1], np.uint64))
    assert (person(first, 0), person(second, 0)) == (person(first, 1), person(second, 2))


@st.composite
def shops(draw: st.DrawFn) -> tuple[list[int], list[Fact]]:
    kinds = draw(st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 4]), min_size=2, max_size=8))
    keys = range(len(kinds))
    pairs = [(a, b, TOGETHER) for a in keys for b in keys if kinds[a] < kinds[b]]
    pairs += [(a, b, PROVED) for a, b, _ in pairs if (kinds[a], kinds[b]) == (EMAIL, USER)]
    pairs += [
        (a, b, ALIAS) for a in keys for b in keys if kinds[a] == kinds[b] in (0, 4) and a != b
    ]
    if not pairs:
        return kinds, []
    fact = st.tuples(st.sampled_from(pairs), st.integers(0, 5))
    facts = draw(st.lists(fact, max_size=12))
    return kinds, [(a, b, when, told) for (a, b, told), when in facts]


@st.composite
def decisions(draw: st.DrawFn, kinds: list[int]) -> list[tuple[str, int, int]]:
    key = st.integers(0, len(kinds) - 1)
    other = st.integers(-1, len(kinds) - 1)
    said = draw(st.lists(st.tuples(st.sampled_from(["merge", "split"]), key, other), max_size=4))
    return [(kind, a, b) for kind, a, b in said if a != b and (b >= 0 or kind == "split")]


@settings(max_examples=300, deadline=None)
@given(st.data(), shops(), st.randoms())
def test_it_agrees_with_its_naive_twin_in_any_order_of_facts(
    data: Any, shop: Any, random: Any
) -> None:
    kinds, facts = shop
    said = data.draw(decisions(kinds))
    expected = [
        (key, LONG_AGO if when is None else when, who)
        for key, found in enumerate(naive(kinds, facts, said))
        for when, who in found
    ]
    random.shuffle(facts)
    found = spans(kinds, facts, *said)
    told = zip(found.key.tolist(), found.from_us.tolist(), found.person.tolist(), strict=True)
    assert list(told) == expected


@settings(max_examples=100, deadline=None)
@given(shops())
def test_two_users_are_never_one_person_by_themselves(shop: Any) -> None:
    kinds, facts = shop
    facts = [fact for fact in facts if fact[3] != ALIAS]
    users = [key for key, kind in enumerate(kinds) if kind == USER]
    found = spans(kinds, facts)
    assert len({person(found, user) for user in users}) == len(users)


@settings(max_examples=100, deadline=None)
@given(shops(), st.integers(0, 12))
def test_changed_since_names_everybody_whose_keys_moved(shop: Any, known: Any) -> None:
    kinds, facts = shop
    before, now = spans(kinds, facts[:known]), spans(kinds, facts)
    changed = set(now.changed_since(before).tolist())
    for key in range(len(kinds)):
        for when in range(7):
            was, is_now = person(before, key, when), person(now, key, when)
            assert was == is_now or {was, is_now} <= changed
    assert now.changed_since(now).tolist() == []


def test_new_keys_that_nothing_links_are_persons_of_their_own() -> None:
    before = spans([ANONYMOUS, USER], [(0, 1, 5)])
    assert before.with_new_keys(4).person.tolist() == [0, 0, 2, 3]


def test_rows_without_a_key_are_nobodys() -> None:
    assert person(spans([USER], []), -1) == -1
    assert person(spans([ANONYMOUS, USER, USER], [(0, 1, 1), (0, 2, 2)]), -1) == -1
