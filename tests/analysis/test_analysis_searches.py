"""Searches: terms, searches in vain, and what those do whom they find nothing."""

from typing import Any

import pytest

from analysis.analysis_shop import DAY, Touch, shop
from etappe.analysis.scope import Scope
from etappe.analysis.searches import Searches, SearchesQuestion, searches
from etappe.base.errors import BadInput

A_DAY = DAY / 1e6


def search(at: float, term: str, results: int, visit: object = 0) -> Touch:
    return Touch("search", at, visit=visit, extra={"query": term, "results": str(results)})


LINDE = [
    Touch("purchase", 0, visit=0, value=100),
    search(9 * A_DAY, "TS-16", 0, visit=1),
    Touch("call", 10 * A_DAY, visit=None),
]
KIEZ = [
    Touch("purchase", 0, visit=0, value=100),
    search(9 * A_DAY, "TS-16", 0, visit=1),
    search(9 * A_DAY + 9, "TS-18", 4, visit=1),
    Touch("purchase", 9 * A_DAY + 60, visit=1, value=100),
]
LATE = [search(0, "TS-16", 0), Touch("call", 3 * A_DAY, visit=None)]
PEOPLE = [LINDE, KIEZ, LATE, [search(0, "Milo", 3), Touch("view_item", 4)]]


def asked(persons: Any, accounts: Any = (), **params: Any) -> Searches:
    columns = shop(persons, shards=2, accounts=accounts)
    scope = {key: params.pop(key) for key in ("from_", "to", "where") if key in params}
    return searches(columns, SearchesQuestion(Scope(**scope), **params))


def test_terms_are_counted_with_persons_exits_and_orders() -> None:
    answer = asked(PEOPLE)
    rows = {row.term: row for row in answer.terms}
    assert (answer.searches, answer.without_hits) == (5, 3)
    vain = rows["TS-16"]
    assert (vain.searches, vain.without_hits, vain.persons) == (3, 3, 3)
    assert (vain.exits, vain.ordered) == (2, 1)
    assert (rows["TS-18"].ordered, rows["Milo"].exits) == (1, 0)


def test_of_those_a_term_found_nothing_some_call_soon_and_some_never_come_back() -> None:
    after = asked(PEOPLE, term="TS-16").after
    assert after is not None
    assert (after.unit, after.searches, after.units) == ("person", 3, 3)
    assert (after.called, after.lost) == (1, 1)  # Linde; a call after three days is not about it
    assert (after.similar, after.similar_searches) == ("TS-18", 1)


def test_where_companies_search_companies_are_counted() -> None:
    after = asked(PEOPLE, accounts=[[*LINDE[:1], *LINDE[1:], *LATE]], term="TS-16").after
    assert after is not None
    assert (after.unit, after.units, after.searches) == ("account", 1, 2)


def test_further_terms_are_summed_not_lost() -> None:
    answer = asked(PEOPLE, top=1)
    assert (len(answer.terms), answer.other) == (1, 2)


def test_the_period_narrows_it() -> None:
    assert asked(PEOPLE, from_="2026-03-01").searches == 3


def test_a_shop_that_tells_no_searches_says_so() -> None:
    answer = asked([[Touch("view_item", 0)]])
    assert answer.terms == ()
    assert "keine Suche" in answer.sentence("de")


def test_a_term_nobody_typed_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="TS-17") as refused:
        asked(PEOPLE, term="TS-17")
    assert "TS-1" in str(refused.value.next_step)
