from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_shop import START_US, Touch, shop
from etappe.analysis.funnel import Funnel, FunnelQuestion, funnel
from etappe.analysis.funnel_course import Every
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.events.words import EventWord
from etappe.journeys.columns import Columns
from kernels import naive_analysis as naive

DAYS, HOUR = 86_400, 3_600
STEPS = ("view_item", "purchase")
BERLIN = ZoneInfo("Europe/Berlin")
PHONE, DESKTOP = {"device": "phone"}, {"device": "desktop"}


def course(answer: Funnel) -> list[tuple[str, str, bool, int, tuple[int, ...]]]:
    return [(part.from_, part.to, part.whole, part.persons, part.steps) for part in answer.course]


def asked(people: list[list[Touch]], every: Every, zone: str = "UTC", **more: Any) -> Funnel:
    scope = Scope(more.pop("from_", ""), more.pop("to", ""))
    question = FunnelQuestion(scope, STEPS, every=every, **more)
    return funnel(knowing(shop(people, zone=zone, shards=2)), question)


def knowing(columns: Columns) -> Columns:
    """The columns, with both steps known even where nobody took them."""
    known = {name: EventWord(name, {"de": name, "en": name}) for name in STEPS}
    return replace(columns, words=replace(columns.words, events={**columns.words.events, **known}))


# Anna looks on Wednesday 25 February and buys on Friday, Ben looks on Sunday, Cara on Monday; Dora only calls.
ANNA = [Touch("view_item", 0), Touch("purchase", 2 * DAYS)]
BEN = [Touch("view_item", 4 * DAYS)]
CARA = [Touch("view_item", 5 * DAYS), Touch("purchase", 5 * DAYS + 9)]
DORA = [Touch("call", 20 * DAYS)]
CAST = [ANNA, BEN, CARA, DORA]


def test_weeks_run_from_monday_and_a_try_belongs_to_the_week_in_which_it_begins() -> None:
    assert course(asked(CAST, "week")) == [
        ("2026-02-25", "2026-03-01", False, 2, (2, 1)),
        ("2026-03-02", "2026-03-08", True, 1, (1, 1)),
        ("2026-03-09", "2026-03-15", True, 0, (0, 0)),
        ("2026-03-16", "2026-03-17", False, 1, (0, 0)),
    ]


def test_a_period_cuts_its_first_and_last_part_short() -> None:
    assert course(asked(CAST, "month", from_="2026-02-27", to="2026-03-02")) == [
        ("2026-02-27", "2026-02-28", False, 1, (0, 0)),  # Anna buys in it, her look lies before
        ("2026-03-01", "2026-03-02", False, 2, (2, 1)),
    ]
    whole = asked(CAST, "month", from_="2026-03-01", to="2026-03-17")
    assert [part.share_of_first for part in whole.course] == [0.5]


def test_days_are_those_of_the_shop() -> None:
    late = [[Touch("view_item", 17 * HOUR)]]  # 23:13 in London, already Thursday in Berlin
    assert [part.from_ for part in asked(late, "day").course] == ["2026-02-25"]
    assert [part.from_ for part in asked(late, "day", "Europe/Berlin").course] == ["2026-02-26"]


def test_groups_have_their_course_too() -> None:
    people = [
        [Touch("view_item", 0, extra=PHONE)],
        [Touch("view_item", 9 * DAYS, extra=PHONE), Touch("purchase", 9 * DAYS + 5, extra=PHONE)],
        [Touch("view_item", 9 * DAYS, extra=DESKTOP)],
    ]
    [first, second] = asked(people, "week", by="device").course
    assert [(one.value, one.steps, one.share_of_first) for one in first.groups] == [
        ("phone", (1, 0), 0.0),
        ("desktop", (0, 0), None),
    ]
    assert [(one.value, one.persons, one.steps) for one in second.groups] == [
        ("phone", 1, (1, 1)),
        ("desktop", 1, (1, 0)),
    ]


def test_without_being_asked_for_or_without_data_there_is_no_course() -> None:
    assert asked(CAST, "").course == ()
    assert asked([], "day").course == ()
    assert asked(CAST, "day", from_="2020-01-01", to="2020-01-31").course == ()


def test_more_parts_than_anybody_can_look_at_are_refused() -> None:
    old = [[Touch("view_item", -3_000 * DAYS)], [Touch("view_item", 0)]]
    with pytest.raises(BadInput, match="every: 'day' divides this period into more than 800"):
        asked(old, "day")
    assert len(asked(old, "month").course) == 99


touch = st.tuples(
    st.sampled_from(["view_item", "purchase", "call"]), st.integers(0, 100 * 24), st.integers(0, 2)
)
people = st.lists(st.lists(touch, min_size=1, max_size=6), min_size=1, max_size=8)


@settings(max_examples=80, deadline=None)
@given(
    people,
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.sampled_from(["day", "week", "month"]),
    st.sampled_from(["visit", "person"]),
    st.sampled_from([("", ""), ("2026-03-10", "2026-04-20")]),
)
def test_the_course_is_that_of_the_naive_twin_and_adds_up_to_the_whole(
    drawn: Any, assign: list[int], every: Every, per: Any, period: tuple[str, str]
) -> None:
    persons = [
        [
            Touch(
                name, hour * HOUR, visit, visit, extra=(PHONE, DESKTOP, {"device": "tablet"})[visit]
            )
            for name, hour, visit in sorted(touches, key=lambda one: one[1])
        ]
        for touches in drawn
    ]
    columns = shop(persons, shards=3, assign=assign[: len(persons)], zone="Europe/Berlin")
    question = FunnelQuestion(Scope(*period), STEPS, within="9d", per=per, by="device", every=every)
    answer = funnel(knowing(columns), question)
    found = {part.from_: (part.persons, part.steps) for part in answer.course if part.persons}
    assert found == naive_course(persons, per, every, period)
    sums: list[Any] = [answer.course, *_by_group(answer)]
    wholes: list[Any] = [answer, *answer.groups]
    for parts, whole in zip(sums, wholes, strict=True):
        assert sum(part.persons for part in parts) == whole.persons
        for step, reached in enumerate(whole.steps):
            assert sum(part.steps[step] for part in parts) == reached.persons


def _by_group(answer: Funnel) -> list[list[Any]]:
    return [[part.groups[at] for part in answer.course] for at in range(len(answer.groups))]


def naive_course(
    persons: list[list[Touch]], per: str, every: Every, period: tuple[str, str]
) -> dict[str, tuple[int, tuple[int, ...]]]:
    """One unit after the other: the day it counts on, then the part that holds the day."""
    days = [local(touch) for person in persons for touch in person]
    first = max(min(days), date.fromisoformat(period[0] or "2000-01-01"))
    last = date.fromisoformat(period[1] or "2100-01-01")
    rows: dict[str, list[int]] = defaultdict(list)
    for unit in (unit for person in persons for unit in units(person, per)):
        inside = [touch for touch in unit if first <= local(touch) <= last]
        if not inside:
            continue
        codes = [
            (STEPS.index(one.event) if one.event in STEPS else 9, round(one.at)) for one in unit
        ]
        bounds = [
            (datetime(day.year, day.month, day.day, tzinfo=BERLIN).timestamp() - START_US / 1e6)
            for day in (first, min(last, date(2099, 1, 1)) + timedelta(days=1))
        ]
        depth, entries = naive.best_try(codes, (0, 1), 9 * DAYS, *map(int, bounds))
        begin = begin_of(local(unit[entries[0]] if entries else inside[0]), every)
        rows[max(begin, first).isoformat()].append(depth)
    return {
        part: (len(depths), tuple(sum(d > step for d in depths) for step in range(2)))
        for part, depths in rows.items()
    }


def units(person: list[Touch], per: str) -> list[list[Touch]]:
    if per == "person":
        return [person]
    labels = sorted({touch.visit for touch in person}, key=str)
    return [[touch for touch in person if touch.visit == label] for label in labels]


def local(touch: Touch) -> date:
    moment = datetime.fromtimestamp(START_US / 1e6, UTC) + timedelta(seconds=touch.at)
    return moment.astimezone(BERLIN).date()


def begin_of(day: date, every: Every) -> date:
    match every:
        case "week":
            year, week, _ = day.isocalendar()
            return date.fromisocalendar(year, week, 1)
        case "month":
            return date(day.year, day.month, 1)
        case _:
            return day
