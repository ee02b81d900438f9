import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_draws import EVENTS, persons, shards_of, visits
from analysis.analysis_shop import Touch, shop
from etappe.analysis.encode import encode
from etappe.analysis.funnel import Funnel, FunnelQuestion, funnel
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.events.words import EventWord
from etappe.journeys.columns import Unit
from kernels import naive_analysis as naive

STEPS = ("home", "view_item", "purchase")
ANNA = [Touch("home", 0), Touch("view_item", 60), Touch("view_item", 90), Touch("purchase", 180)]
BEN = [Touch("home", 10), Touch("view_item", 40), Touch("home", 90_000, visit=1)]
CARA = [Touch("purchase", 5)]


def reached(answer: Funnel) -> list[int]:
    return [step.persons for step in answer.steps]


def test_a_worked_shop_gives_this_json() -> None:
    columns = shop([ANNA, BEN, CARA], shards=2)
    answer = json.loads(encode(funnel(columns, FunnelQuestion(steps=STEPS))))
    assert answer["persons"] == 3
    assert [list(step.values())[:5] for step in answer["steps"]] == [
        ["home", 2, 1.0, 2 / 3, None],
        ["view_item", 2, 1.0, 1.0, 45.0],
        ["purchase", 1, 0.5, 0.5, 120.0],
    ]
    assert list(answer["steps"][0])[:5] == [
        "name",
        "persons",
        "share_of_first",
        "share_of_previous",
        "median_seconds_from_previous",
    ]
    assert answer["basis"]["rule"] == "first_steps"
    assert answer["sentences"] == {
        "de": "Von 2 Personen mit „home (de)“ sehen 2 sich ein Produkt an, 1 kauft.",
        "en": "Of 2 persons with “home (en)”, 2 look at a product, 1 buys.",
    }


@settings(max_examples=60, deadline=None)
@given(
    persons,
    shards_of,
    st.lists(st.sampled_from(EVENTS), min_size=1, max_size=3),
    st.sampled_from([1, 5, 1_005]),
    st.sampled_from(["visit", "journey", "person"]),
)
def test_any_split_of_persons_over_shards_gives_the_naive_answer(
    people: list[list[Touch]], assign: list[int], steps: list[str], within: int, per: Unit
) -> None:
    if not {step for step in steps} <= {touch.event for person in people for touch in person}:
        people = [*people, [Touch(event, 0) for event in EVENTS]]
        assign = [*assign, 0]
    columns = shop(people, shards=3, assign=assign)
    question = FunnelQuestion(steps=tuple(steps), within=f"{within}s", per=per, by="event")
    answer = funnel(columns, question)
    depths = [
        naive.best_try(
            [(EVENTS.index(touch.event), round(touch.at)) for touch in unit],
            [EVENTS.index(step) for step in steps],
            within,
            -(10**9),
            10**9,
        )[0]
        for person in people
        for unit in units(person, per)
    ]
    assert answer.persons == len(depths)
    assert reached(answer) == [sum(d > step for d in depths) for step in range(len(steps))]
    assert sum(group.persons for group in answer.groups) == answer.persons
    for step, whole in enumerate(reached(answer)):
        assert sum(group.steps[step].persons for group in answer.groups) == whole


def units(person: list[Touch], per: Unit) -> list[list[Touch]]:
    if per == "visit":
        return visits(person)
    if per == "journey":
        labels = sorted({touch.journey for touch in person}, key=str)
        return [[touch for touch in person if touch.journey == label] for label in labels]
    return [person]


def test_the_window_counts_from_the_first_step_and_includes_its_end() -> None:
    for within, expected in (("180s", [1, 1, 1]), ("179s", [1, 1, 0])):
        answer = funnel(shop([ANNA]), FunnelQuestion(steps=STEPS, within=within))
        assert reached(answer) == expected


def test_the_best_try_gives_the_times() -> None:
    twice = [Touch("home", 0), Touch("home", 100), Touch("view_item", 130), Touch("view_item", 150)]
    answer = funnel(shop([twice]), FunnelQuestion(steps=("home", "view_item")))
    assert answer.steps[1].median_seconds_from_previous == 30.0


def test_one_touch_never_serves_two_steps_and_equal_times_follow_in_row_order() -> None:
    question = FunnelQuestion(steps=("home", "home"))
    assert reached(funnel(shop([[Touch("home", 0)]]), question)) == [1, 0]
    assert reached(funnel(shop([[Touch("home", 0), Touch("home", 0)]]), question)) == [1, 1]
    question = FunnelQuestion(steps=("home", "view_item"))
    assert reached(funnel(shop([[Touch("view_item", 0), Touch("home", 0)]]), question)) == [1, 0]
    assert reached(funnel(shop([[Touch("home", 0), Touch("view_item", 0)]]), question)) == [1, 1]


def test_overlapping_visits_of_a_journey_are_followed_in_time() -> None:
    person = [
        Touch("home", 0, visit="a"),
        Touch("purchase", 10, visit="b"),
        Touch("view_item", 20, visit="a"),
    ]
    columns = shop([person])
    question = FunnelQuestion(steps=STEPS, per="journey")
    assert reached(funnel(columns, question)) == [1, 1, 0]
    question = FunnelQuestion(steps=("home", "purchase", "view_item"), per="journey", by="event")
    assert reached(funnel(columns, question)) == [1, 1, 1]


PHONE, DESKTOP = {"device": "phone"}, {"device": "desktop"}


def test_by_a_property_every_unit_is_in_one_funnel() -> None:
    people = [
        [Touch("home", 0), Touch("view_item", 10, extra=PHONE), Touch("purchase", 20)],
        [Touch("home", 0, extra=PHONE), Touch("view_item", 10, extra=DESKTOP)],
        [Touch("view_item", 0, extra=DESKTOP)],
        [Touch("home", 0)],
    ]
    answer = funnel(shop(people, shards=2), FunnelQuestion(steps=STEPS, by="device"))
    groups = {
        group.value: (group.persons, [s.persons for s in group.steps]) for group in answer.groups
    }
    assert groups == {
        "phone": (2, [2, 2, 1]),  # the first step has its visit's device
        "desktop": (1, [0, 0, 0]),
        "(not set)": (1, [1, 0, 0]),
    }


def test_values_beyond_the_ten_largest_are_other() -> None:
    people = [[Touch("home", 0, extra={"page": f"/{at}"})] for at in range(13)]
    answer = funnel(shop(people), FunnelQuestion(steps=("home",), by="page"))
    assert [group.persons for group in answer.groups] == [1] * 10 + [3]
    assert answer.groups[-1].value == "(other)"


def test_an_unknown_step_is_told_with_the_nearest_names() -> None:
    with pytest.raises(BadInput, match="steps: 'viewitem' is unknown") as caught:
        funnel(shop([ANNA]), FunnelQuestion(steps=("home", "viewitem")))
    assert caught.value.next_step == "Known: view_item, home, purchase."


def test_a_step_the_shop_knows_but_never_saw_is_nobody() -> None:
    columns = shop([ANNA])
    refund = EventWord("refund", {"de": "Erstattung", "en": "Refund"})
    words = replace(columns.words, events={**columns.words.events, "refund": refund})
    columns = replace(columns, words=words)
    answer = funnel(columns, FunnelQuestion(steps=("home", "refund")))
    assert reached(answer) == [1, 0]


def test_steps_may_be_aliases() -> None:
    answer = funnel(shop([ANNA]), FunnelQuestion(steps=("home", "Order Completed")))
    assert reached(answer) == [1, 1]


@pytest.mark.parametrize("count", [0, 21])
def test_a_funnel_needs_one_to_twenty_steps(count: int) -> None:
    with pytest.raises(BadInput, match="steps: a funnel has 1 to 20 steps"):
        funnel(shop([ANNA]), FunnelQuestion(steps=("home",) * count))


def test_an_unreadable_window_is_told() -> None:
    with pytest.raises(BadInput, match="within: 'a week' is not a duration"):
        funnel(shop([ANNA]), FunnelQuestion(steps=("home",), within="a week"))


def test_shares_are_missing_where_nobody_could() -> None:
    answer = funnel(
        shop([CARA, ANNA]), FunnelQuestion(Scope("2020-01-01", "2020-01-02"), steps=STEPS)
    )
    assert answer.persons == 0
    assert [step.share_of_previous for step in answer.steps] == [None, None, None]
    assert answer.sentence("de") == "Niemand hat im Zeitraum mit „home (de)“ begonnen."


def test_a_funnel_of_one_step_speaks() -> None:
    answer = funnel(shop([ANNA, CARA]), FunnelQuestion(steps=("home",)))
    assert answer.sentence("de") == "„home (de)“ kommt bei 50\u00a0% vor (Grundlage: 2 Personen)."


def test_accounts_have_funnels() -> None:
    columns = shop([ANNA], accounts=[ANNA, BEN])
    assert reached(funnel(columns, FunnelQuestion(steps=STEPS, per="account"))) == [2, 2, 1]
