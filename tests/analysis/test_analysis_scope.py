import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.analysis_shop import START_US, Touch, shop
from etappe.analysis.catalog import ask, question_of
from etappe.analysis.flow import FlowQuestion, flow
from etappe.analysis.funnel import FunnelQuestion, funnel
from etappe.analysis.period import parse_period
from etappe.analysis.scope import Scope, resolve_scope
from etappe.base.clock import to_us
from etappe.base.errors import BadInput
from etappe.events.words import EventWord
from etappe.journeys.columns import Unit
from etappe.maps.draw import MapQuestion, draw_map

HOUR_US = 3_600_000_000


def utc(text: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_day_means_the_whole_local_day_at_both_ends() -> None:
    period = parse_period("2026-03-03", "2026-03-04", "Europe/Berlin", 0)
    assert (period.from_us, period.to_us) == (utc("2026-03-02T23:00"), utc("2026-03-04T23:00"))


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]
)
def test_a_day_of_a_clock_change_has_23_or_25_hours(day: str, hours: int) -> None:
    period = parse_period(day, day, "Europe/Berlin", 0)
    assert period.from_us is not None
    assert period.to_us is not None
    assert period.to_us - period.from_us == hours * HOUR_US


def test_moments_are_half_open_and_local_unless_they_say_otherwise() -> None:
    period = parse_period("2026-03-03T10:00", "2026-03-03T10:00:30Z", "Europe/Berlin", 0)
    assert (period.from_us, period.to_us) == (utc("2026-03-03T09:00"), utc("2026-03-03T10:00:30"))


def test_the_last_days_count_back_from_the_last_local_day_with_data() -> None:
    last = utc("2026-03-10T23:30")  # already the 11th in Berlin
    period = parse_period("2d", "", "Europe/Berlin", last)
    assert (period.from_us, period.to_us) == (utc("2026-03-09T23:00"), None)


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-02-30", "03.03.2026", "99999-01-01"]
)
def test_an_unreadable_day_is_named_with_the_form(text: str) -> None:
    with pytest.raises(BadInput, match=r"from: .* is not a day or moment") as caught:
        parse_period(text, "", "UTC", 0)
    assert "2026-03-03" in caught.value.next_step


def test_the_last_day_there_is_gives_a_clear_error() -> None:
    with pytest.raises(BadInput, match="to: '9999-12-31'"):
        parse_period("", "9999-12-31", "UTC", 0)


def test_a_period_without_a_moment_is_refused() -> None:
    with pytest.raises(BadInput, match="holds no moment"):
        parse_period("2026-03-04", "2026-03-03", "UTC", 0)


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(BadInput, match="'Europe/Bremen' is not a time zone"):
        parse_period("2026-03-03", "", "Europe/Bremen", 0)


def moments(start: float, end: float) -> Scope:
    """A period in seconds after the shop's start."""
    begin = datetime.fromtimestamp(START_US / 1e6, UTC).timestamp()
    first, last = (datetime.fromtimestamp(begin + at, UTC).isoformat() for at in (start, end))
    return Scope(first, last)


ACROSS = [
    Touch("home", 0),
    Touch("view_item", 50),
    Touch("purchase", 100),
    Touch("home", 200, visit=1),
]


@pytest.mark.parametrize(
    ("per", "start", "end", "touches"),
    [
        ("visit", 0, 60, 3),  # a visit that begins in the period is taken whole
        ("visit", 10, 60, 0),
        ("visit", 10, 300, 1),
        ("journey", 0, 60, 4),
        ("journey", 10, 300, 0),
        ("person", 50, 200, 2),  # the touches in it; half-open
        ("person", 300, 400, 0),
    ],
)
def test_each_unit_has_its_rule_for_the_period(
    per: Unit, start: float, end: float, touches: int
) -> None:
    answer = flow(shop([ACROSS]), FlowQuestion(moments(start, end), within=per))
    assert answer.basis.touches == touches
    assert answer.units == (1 if touches else 0)
    assert answer.basis.persons == (1 if touches else 0)


def test_a_funnel_takes_tries_that_begin_in_the_period_and_lets_them_end_later() -> None:
    columns = shop([ACROSS])
    answer = funnel(columns, FunnelQuestion(moments(0, 60), ("home", "purchase")))
    assert [step.persons for step in answer.steps] == [1, 1]
    late = funnel(columns, FunnelQuestion(moments(10, 150), ("home", "purchase")))
    assert (late.persons, [step.persons for step in late.steps]) == (1, [0, 0])


def test_the_basis_names_period_rule_and_coverage() -> None:
    seen = [Touch("home", 0), Touch("purchase", 10)]
    unseen = [Touch("purchase", 20)]
    basis = flow(shop([seen, unseen]), FlowQuestion(moments(0, 60))).basis
    assert (basis.from_, basis.to) == ("2026-02-25T06:13:20Z", "2026-02-25T06:14:20Z")
    assert (basis.rule, basis.coverage, basis.zone) == ("visits_begin", 0.5, "UTC")
    assert (basis.persons, basis.journeys, basis.touches) == (2, 2, 3)


@pytest.mark.parametrize(
    ("name", "params", "rule"),
    [
        ("flow", {}, "visits_begin"),
        ("flow", {"within": "journey"}, "journeys_begin"),
        ("flow", {"within": "person"}, "touches"),
        ("paths", {"per": "journey"}, "journeys_begin"),
        ("stages", {}, "journeys_begin"),
        ("funnel", {"steps": ["home"]}, "first_steps"),
        ("kpis", {}, "events"),
    ],
)
def test_every_answer_names_how_the_period_chose(
    name: str, params: dict[str, Any], rule: str
) -> None:
    columns = shop([ACROSS])
    assert ask(columns, question_of(name, params)).basis.rule == rule


def test_a_map_says_that_its_orders_are_those_of_journeys_that_begin() -> None:
    assert draw_map(shop([ACROSS]), MapQuestion()).basis.rule == "journeys_begin"


def test_journeys_of_a_basis_are_those_with_a_kept_touch() -> None:
    person = [
        Touch("home", 0),
        Touch("home", 5_000, visit=None),
        Touch("view_item", 10_000, visit=2, journey=1),
        Touch("message_sent", 20_000, visit=None, journey=None),
    ]
    columns = shop([person])
    assert flow(columns, FlowQuestion()).basis.journeys == 2
    assert flow(columns, FlowQuestion(moments(0, 6_000), within="person")).basis.journeys == 1
    assert flow(columns, FlowQuestion(within="person")).basis.touches == 4


def test_an_unknown_conversion_is_told_with_the_known_events() -> None:
    with pytest.raises(BadInput, match="conversion: 'buy' is unknown") as caught:
        resolve_scope(shop([ACROSS]), Scope(conversion="buy"))
    assert "Known: home, purchase, view_item." in caught.value.next_step


def test_a_conversion_may_be_named_by_its_alias_or_its_meaning() -> None:
    columns = shop([[Touch("Kauf", 0), Touch("home", 1)]])
    words = replace(
        columns.words,
        events={**columns.words.events, "Kauf": EventWord("Kauf", {}, meaning="sign_up")},
        aliases={"Signed Up": "sign_up"},
    )
    resolved = resolve_scope(replace(columns, words=words), Scope(conversion="Signed Up"))
    assert resolved.conversion == "sign_up"
    assert resolved.converts(columns.shards[0]).tolist() == [True, False]


def test_the_shops_own_conversion_is_the_one_of_the_cut() -> None:
    columns = shop([ACROSS])
    for name in ("", "purchase", "Order Completed"):
        resolved = resolve_scope(columns, Scope(conversion=name))
        assert resolved.conversion_events is None
        assert resolved.converts(columns.shards[0]).tolist() == [False, False, True, False]


def test_an_unknown_stage_model_is_told() -> None:
    with pytest.raises(BadInput, match="stages: 'aida' is unknown"):
        resolve_scope(shop([ACROSS]), Scope(stages="aida"))


def test_digital_leaves_analogue_touches_out_of_the_sequences() -> None:
    person = [Touch("home", 0), Touch("call", 10), Touch("purchase", 20)]
    columns = shop([person, [Touch("call", 0)]], analogue=["call"])
    answer = flow(columns, FlowQuestion(Scope(digital=True)))
    assert answer.basis.touches == 2
    assert answer.units == 1
    assert [(e.from_, e.to, e.median_seconds) for e in answer.edges][1] == (
        "home",
        "purchase",
        20.0,
    )


def test_importing_an_analysis_loads_no_heavy_library() -> None:
    code = "import sys, etappe.analysis.catalog; print([m for m in ('numba', 'scipy', 'llvmlite') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
