from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.analysis_shop import Touch, shop
from etappe.analysis.kpis import KpisQuestion
from etappe.analysis.kpis_compared import KpisCompared, kpis_compared
from etappe.analysis.scope import Scope

DAYS = 86_400


def buyer(day: int) -> list[Touch]:
    """Buys once, so many days after 25 February 2026."""
    return [Touch("view_item", day * DAYS), Touch("purchase", day * DAYS + 60, value=100)]


def compared(days: Iterable[int], zone: str = "UTC", **scope: Any) -> KpisCompared:
    return kpis_compared(
        shop([buyer(day) for day in days], zone=zone), KpisQuestion(Scope(**scope))
    )


def test_a_week_stands_beside_the_week_before() -> None:
    answer = compared([0, 1, 6, 7, 8, 9, 13], from_="2026-03-04", to="2026-03-10")
    assert answer.current.orders == 4
    assert answer.previous is not None
    assert answer.previous.orders == 3
    assert (answer.previous.basis.from_, answer.previous.basis.to) == (
        "2026-02-25T00:00:00Z",
        "2026-03-04T00:00:00Z",
    )
    assert answer.year_ago is None


def test_the_same_days_a_year_ago_are_there_once_data_reach_back() -> None:
    answer = compared([0, 1, 2, 365, 366], from_="2027-02-25", to="2027-02-26")
    assert answer.current.orders == 2
    assert answer.year_ago is not None
    assert answer.year_ago.orders == 2
    assert answer.previous is not None
    assert answer.previous.orders == 0


def test_without_data_before_it_there_is_no_comparison() -> None:
    answer = compared([0, 1, 2], from_="2026-02-26", to="2026-03-10")
    assert (answer.previous, answer.year_ago) == (None, None)


def test_everything_has_nothing_before_it() -> None:
    assert compared([0, 1]).previous is None


def test_the_last_days_end_with_the_last_day_of_data() -> None:
    answer = compared([0, 1, 2, 3], from_="2d")
    assert answer.current.orders == 2
    assert answer.previous is not None
    assert answer.previous.orders == 2


def test_days_stay_whole_when_the_clock_changes() -> None:
    # The clock went forward on 29 March 2026; both periods begin at local midnight.
    answer = compared(range(60), zone="Europe/Berlin", from_="2026-03-29", to="2026-03-31")
    assert answer.previous is not None
    assert answer.previous.basis.from_ == "2026-03-25T23:00:00Z"
    assert answer.previous.basis.to == "2026-03-28T23:00:00Z"
    assert (answer.current.orders, answer.previous.orders) == (3, 3)


def test_an_empty_shop_compares_nothing() -> None:
    assert compared([], from_="2026-01-01").previous is None


def test_a_leap_day_has_a_year_before() -> None:
    answer = compared([0, 368, 1_100], from_="2028-02-29", to="2028-02-29")
    assert answer.year_ago is not None
    assert answer.year_ago.basis.from_ == "2027-02-28T00:00:00Z"
    assert answer.year_ago.orders == 1


@given(st.integers(1, 40))
def test_two_periods_side_by_side_count_what_the_whole_counts(length: int) -> None:
    columns = shop([buyer(day) for day in range(80)])
    answer = kpis_compared(columns, KpisQuestion(Scope(from_=f"{length}d")))
    assert answer.previous is not None
    assert answer.previous.orders == answer.current.orders == length
