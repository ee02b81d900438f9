"""Findings: a planted month is found to the day, chance and a rush of onlookers are not, figures are the funnel's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_shop import DAY, START_US, Touch, shop
from etappe.analysis.days import days_between
from etappe.analysis.findings import Findings, FindingsQuestion, findings
from etappe.analysis.findings_days import count_days, ground_of
from etappe.analysis.findings_runs import widest_run
from etappe.analysis.funnel import FunnelQuestion, funnel
from etappe.analysis.scope import Scope, resolve_scope
from etappe.base.messages import LANGUAGES

FIRST = datetime.fromtimestamp(START_US / 1e6, UTC).date()
DAYS = 140
BAD = range(50, 78)  # four weeks
STEPS = ("view_item", "begin_checkout", "purchase")


def day(place: int) -> str:
    return (FIRST + timedelta(days=place)).isoformat()


def visit(place: int, second: int, device: str, *steps: str) -> list[Touch]:
    """One person's one visit on a day."""
    at = place * DAY / 1e6 + second
    extra = {"device": device}
    return [
        Touch(step, at + turn, value=5_000 if step == "purchase" else None, extra=extra)
        for turn, step in enumerate(steps)
    ]


def ordinary(bad: float = 0.65, rush: int = -1) -> Iterator[list[Touch]]:
    """A hundred and forty days; on `BAD` days phones finish at the rate `bad`; on day `rush` many only look."""
    dice = np.random.default_rng(7)
    for place in range(DAYS):
        for device, rate in (("phone", bad if place in BAD else 0.65), ("desktop", 0.7)):
            for second, luck in enumerate(dice.random(14)):
                steps = STEPS if luck < rate else STEPS[:2]
                yield visit(place, second * 100, device, *steps)
        for second in range(10 if place != rush else 2_000):
            yield visit(place, 2_000 + second, "phone", "view_item")


def asked(persons: Sequence[Sequence[Touch]], shards: int = 1, **scope: Any) -> Findings:
    return findings(shop(persons, shards=shards), FindingsQuestion(Scope(**scope)))


@pytest.fixture(scope="module")
def with_bad_month() -> Findings:
    return asked(list(ordinary(bad=0.25)), shards=3)


def test_a_month_in_which_phones_fail_is_found_with_its_first_and_last_day(
    with_bad_month: Findings,
) -> None:
    change = with_bad_month.change
    assert change is not None
    assert (change.step, change.next_step) == ("begin_checkout", "purchase")
    assert (change.by, change.value) == ("device", "phone")
    found = (date.fromisoformat(change.first_day), date.fromisoformat(change.last_day))
    planted = (date.fromisoformat(day(BAD.start)), date.fromisoformat(day(BAD.stop - 1)))
    assert all(abs((one - other).days) <= 2 for one, other in zip(found, planted, strict=True))
    assert change.rate == pytest.approx(0.25, abs=0.05)
    assert change.usual_rate == pytest.approx(0.65, abs=0.03)
    assert change.orders_missing == pytest.approx(0.4 * 28 * 14, rel=0.2)
    assert float(change.value_missing or 0) == pytest.approx(change.orders_missing * 50, abs=0.01)
    assert change.chance < 1e-6
    assert change.contrast is not None
    assert (change.contrast.value, change.contrast.steady) == ("desktop", True)


def test_the_question_that_shows_it_gives_the_same_figures(with_bad_month: Findings) -> None:
    change, finding = with_bad_month.change, with_bad_month.findings[1]
    assert change is not None
    assert (finding.analysis, finding.params["by"]) == ("funnel", "device")
    question = FunnelQuestion(
        scope=Scope(from_=change.first_day, to=change.last_day),
        steps=tuple(finding.params["steps"]),
        within=str(finding.params["within"]),
        per="visit",
        by="device",
    )
    groups = funnel(shop(list(ordinary(bad=0.25))), question).groups
    (phone,) = [group for group in groups if group.value == "phone"]
    assert [step.persons for step in phone.steps] == [change.entered, change.passed]


def test_a_finding_says_when_where_and_how_much_in_both_languages(
    with_bad_month: Findings,
) -> None:
    german, english = (with_bad_month.findings[1].said[language] for language in LANGUAGES)
    assert "von 100 Kassengängen auf dem Handy ab, kaum Zufall; am Desktop unverändert" in german
    assert "of 100 checkouts on phones were completed, hardly chance; on desktops" in english
    assert "Bestellungen, etwa" in german
    assert "orders are missing, about €" in english


def test_in_an_ordinary_shop_no_change_stands_out_and_the_answer_says_so() -> None:
    answer = asked(list(ordinary()))
    assert answer.change is None
    assert answer.findings[1].stands_out is False
    assert "kann Zufall sein" in answer.findings[1].said["de"]


@pytest.mark.parametrize(
    "scope", [{}, {"from_": day(85), "to": day(98)}, {"from_": day(90), "to": day(90)}]
)
def test_a_day_on_which_many_only_look_is_neither_blamed_nor_praised(scope: Any) -> None:
    assert asked(list(ordinary(rush=90)), **scope).change is None


def test_a_better_month_is_found_too() -> None:
    change = asked(list(ordinary(bad=0.95))).change
    assert change is not None
    assert change.orders_missing < 0
    assert change.rate > change.usual_rate


def test_a_period_is_held_against_the_period_before_it() -> None:
    answer = asked(list(ordinary(bad=0.25)), from_=day(BAD.start), to=day(BAD.stop - 1))
    assert answer.change is not None
    assert (answer.change.first_day, answer.change.last_day) == (day(50), day(77))


def test_a_shop_without_events_has_no_findings() -> None:
    answer = asked([])
    assert [finding.stands_out for finding in answer.findings] == [False] * 3


def test_orders_alone_show_no_step_to_compare() -> None:
    answer = asked([visit(place, 0, "phone", "purchase") for place in range(100)])
    assert answer.change is None


def test_the_slowest_stage_is_the_one_with_the_longest_typical_stay() -> None:
    slow = [Touch("view_item", 0), Touch("view_item", 3_600), Touch("add_to_cart", 3_610)]
    persons = [[*slow, Touch("purchase", 3_640)] for _ in range(40)]
    found = asked(persons).slow
    assert found is not None
    assert (found.name, found.median_seconds, found.others_seconds) == ("before", 3_610, 30)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["phone", "desktop"]), st.integers(1, 3)),
        max_size=30,
    )
)
def test_counts_by_day_are_those_of_a_naive_count(visits: list[tuple[int, str, int]]) -> None:
    persons = [visit(place, 0, device, *STEPS[:depth]) for place, device, depth in visits]
    persons.append(visit(0, 0, "tablet", *STEPS))
    columns = shop(persons, shards=2)
    resolved = resolve_scope(columns, Scope())
    ground = ground_of(resolved, days_between(FIRST, FIRST + timedelta(days=9), "UTC"))
    device = [level.key for level in ground.segments].index("device")
    counted = count_days(resolved, ground)
    everybody = [*visits, (0, "tablet", 3)]
    for pair, (first, second) in enumerate(ground.pairs):
        begun = Counter((d, p) for p, d, depth in everybody if first in STEPS[:depth])
        gone = Counter((d, p) for p, d, depth in everybody if second in STEPS[:depth])
        names = ground.segments[device].names
        for (name, place), count in begun.items():
            row = names.index(name)
            assert counted[pair].entered[device][row, place] == count
            assert counted[pair].passed[device][row, place] == gone[name, place]
        assert counted[pair].entered[device].sum() == begun.total()


def test_chance_alone_is_called_a_change_in_hardly_any_shop() -> None:
    dice = np.random.default_rng(3)
    called = 0
    for _ in range(200):
        entered = dice.poisson(20, 180)
        run = widest_run(entered, dice.binomial(entered, 0.6))
        called += run is not None and run.chance(run.runs) < 0.01
    assert called <= 4
