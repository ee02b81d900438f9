"""Identity of a store: ties between facts of one moment are settled by words, not by who came first."""

from itertools import permutations

from etappe.identity.current import current_spans
from journeys.journeys_fixture import MemorySource

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
