"""Identity of a store: the same facts give the same persons, in whatever order they arrive."""

import random
from contextlib import closing
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.identity.current import current_spans
from etappe.store.events import EventStore
from journeys.journeys_fixture import MemorySource
from store.store_cast import NOON_US, batch, opened

LOGINS = [("susa", "s@x"), ("leo", "s@x"), ("milo", "s@x")]


def test_of_users_that_used_an_email_at_the_same_moment_the_words_say_whose_it_is() -> None:
    owners = set()
    for logins in permutations(LOGINS):
        source = MemorySource()
        for user, email in logins:
            source.add("login", 0, {"user_id": user, "email": email})
        spans, keys = current_spans(source), source.keys()
        person = {word: spans.person[keys.find(word)[0]] for word in ("susa", "leo", "milo", "s@x")}
        owners.add(next(user for user, _ in LOGINS if person[user] == person["s@x"]))
    assert len(owners) == 1


def persons(store: EventStore) -> set[frozenset[tuple[str, str, int]]]:
    """Everybody as the set of their keys in words, each with the moment from which on it is theirs."""
    spans = current_spans(store)
    words = store.kinds_and_words(spans.key.astype("int64"))
    found: dict[int, set[tuple[str, str, int]]] = {}
    for person, from_us, (kind, word) in zip(
        spans.person.tolist(), spans.from_us.tolist(), words, strict=True
    ):
        found.setdefault(person, set()).add((kind, word, from_us))
    return {frozenset(keys) for keys in found.values()}


FACT = st.fixed_dictionaries(
    {"occurred_at": st.integers(0, 3).map(lambda minute: NOON_US + minute * 60_000_000)},
    optional={
        "anonymous_id": st.sampled_from(["d1", "d2", "d3"]),
        "user_id": st.sampled_from(["u1", "u2", "u3"]),
        "email": st.sampled_from(["a@x", "b@x"]),
        "email_verified": st.booleans(),
        "order_id": st.sampled_from(["o1", "o2"]),
        "previous_id": st.sampled_from(["d1", "d2", "u1", "u2", "nobody"]),
    },
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FACT, min_size=2, max_size=14), st.integers(0, 99), st.integers(1, 4))
def test_any_order_of_the_same_facts_gives_the_same_persons(
    facts: list[dict[str, Any]], seed: int, parts: int
) -> None:
    events = [{"event_id": f"e{place}"} | fact for place, fact in enumerate(facts)]
    told = []
    for shuffled in (False, True):
        if shuffled:
            random.Random(seed).shuffle(events)
        with TemporaryDirectory() as folder, closing(opened(Path(folder))) as store:
            for part in range(parts if shuffled else 1):
                some = events[part :: parts if shuffled else 1]
                if some:
                    store.append(batch(*some))
            told.append(persons(store))
    assert told[0] == told[1]
