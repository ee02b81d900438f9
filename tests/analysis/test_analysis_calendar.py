"""Calendar: weeks from Monday in the shop's zone, nothing lost, nothing twice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.analysis_shop import DAY, Touch, shop
from etappe.analysis.calendar import Calendar, CalendarQuestion, Every, calendar
from etappe.analysis.scope import Scope
from etappe.base.messages import LANGUAGES

# The fixture's first moment is Wednesday, 25 February 2026, 06:13:20 UTC.
A_DAY = DAY / 1e6
SUSA = [Touch("view_item", 0), Touch("purchase", 5 * A_DAY, visit=1, value=5_000)]
KAI = [Touch("view_item", 4.9 * A_DAY), Touch("view_item", 4.9 * A_DAY + 60)]


def asked(persons: Any, every: Every = "week", zone: str = "UTC", **scope: Any) -> Calendar:
    columns = shop(persons, shards=2, zone=zone)
    return calendar(columns, CalendarQuestion(Scope(**scope), every))


def parts(answer: Calendar) -> list[tuple[str, str, int, int, int]]:
    return [(p.from_, p.to, p.touches, p.visits, p.orders) for p in answer.parts]


def test_weeks_begin_on_monday_and_hold_touches_visits_and_orders() -> None:
    assert parts(asked([SUSA, KAI])) == [
        ("2026-02-25", "2026-03-01", 1, 1, 0),
        ("2026-03-02", "2026-03-02", 3, 2, 1),
    ]


def test_days_without_anything_are_there_with_zero() -> None:
    made = parts(asked([SUSA, KAI], "day"))
    assert [part[2:] for part in made] == [(1, 1, 0), *[(0, 0, 0)] * 4, (3, 2, 1)]


def test_months_are_the_calendar_s() -> None:
    assert [part[:2] for part in parts(asked([SUSA, KAI], "month"))] == [
        ("2026-02-25", "2026-02-28"),
        ("2026-03-01", "2026-03-02"),
    ]


def test_a_day_is_the_shop_s_own() -> None:
    # 4.9 days after: 2 March 03:49 UTC, in Honolulu still Sunday.
    made = parts(asked([KAI, [Touch("home", 0)]], zone="Pacific/Honolulu"))
    assert made[-1][:2] == ("2026-02-24", "2026-03-01")


def test_the_busiest_week_is_said() -> None:
    said = [asked([SUSA, KAI]).sentence(language).replace("\u00a0", " ") for language in LANGUAGES]
    assert said == [
        "Am meisten los war am 2. März 2026: 1 Bestellung bei 2 Besuchen.",
        "Busiest was 2 March 2026: 1 order in 2 visits.",
    ]


def test_an_empty_shop_has_no_weeks() -> None:
    assert asked([]).parts == ()


@given(
    st.lists(st.floats(0, 40), min_size=1, max_size=20), st.sampled_from(["day", "week", "month"])
)
def test_parts_add_up_to_everything(days: list[float], every: Every) -> None:
    persons = [[Touch("view_item", round(at * A_DAY, 3))] for at in days]
    made = asked(persons, every)
    assert sum(part.touches for part in made.parts) == len(days)
    assert sum(part.visits for part in made.parts) == len(days)


@pytest.mark.parametrize(
    ("scope", "touches"), [({"from_": "2026-03-01"}, 3), ({"where": "device = 'x'"}, 0)]
)
def test_the_scope_narrows_it(scope: Any, touches: int) -> None:
    persons = [SUSA, KAI, [Touch("chat", 0, extra={"device": "y"})]]
    made = calendar(shop(persons, shards=2), CalendarQuestion(Scope(**scope)))
    assert sum(part.touches for part in made.parts) == touches
