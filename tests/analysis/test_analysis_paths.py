import json
from collections import Counter
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_draws import EVENTS, persons, shards_of, visits
from analysis.analysis_shop import Touch, shop
from etappe.analysis.encode import encode
from etappe.analysis.flow import FlowQuestion, flow
from etappe.analysis.flow_edges import START
from etappe.analysis.paths import Paths, PathsQuestion, paths
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from kernels import naive_analysis as naive

ANNA = [
    Touch("home", 0),
    Touch("view_item", 60),
    Touch("view_item", 90),
    Touch("purchase", 180, value=4_999),
]
BEN = [Touch("home", 10), Touch("home", 90_000, visit=1)]


def counts(answer: Paths) -> dict[tuple[str, ...], int]:
    return {row.path: row.count for row in answer.paths}


def test_a_worked_shop_gives_this_json() -> None:
    columns = shop([ANNA, BEN, ANNA, ANNA], shards=2)
    answer = json.loads(encode(paths(columns, PathsQuestion(top=1))), parse_float=Decimal)
    assert (answer["unit"], answer["units"]) == ("visit", 5)
    assert answer["paths"] == [
        {
            "path": ["home", "view_item", "view_item", "purchase"],
            "count": 3,
            "persons": 3,
            "share": Decimal("0.6"),
            "conversions": 3,
            "value": Decimal("149.97"),
            "median_seconds": Decimal("180.0"),
        }
    ]
    assert answer["other"] == {"count": 2, "share": Decimal("0.4")}
    assert answer["currency"] == "EUR"
    assert answer["sentences"]["de"] == (
        "Der häufigste Pfad ist „home (de) → view_item (de) → view_item (de) → purchase (de)“: "
        "3 von 5 Besuchen (60\u00a0%), darunter 3 mit „purchase (de)“."
    )


@settings(max_examples=60, deadline=None)
@given(
    persons,
    shards_of,
    st.one_of(st.just(""), st.sampled_from(EVENTS)),
    st.one_of(st.just(""), st.sampled_from(EVENTS)),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from([1, 3, 50]),
)
def test_any_split_of_persons_over_shards_gives_the_naive_answer(
    people: list[list[Touch]],
    assign: list[int],
    after: str,
    before: str,
    steps: int,
    collapse: bool,
    top: int,
) -> None:
    people = [*people, [Touch(event, 0) for event in EVENTS]]
    question = PathsQuestion(after=after, before=before, steps=steps, collapse=collapse, top=top)
    answer = paths(shop(people, shards=3, assign=[*assign[: len(people) - 1], 0]), question)
    code = {"": None, **{name: at for at, name in enumerate(EVENTS)}}
    units, who, money, bought = (
        Counter[tuple[str, ...]](),
        set(),
        Counter[tuple[str, ...]](),
        Counter[tuple[str, ...]](),
    )
    for number, person in enumerate(people):
        for visit in visits(person):
            codes = [EVENTS.index(touch.event) for touch in visit]
            path = tuple(
                EVENTS[c] for c in naive.path(codes, code[after], code[before], steps, collapse)
            )
            if path:
                units[path] += 1
                who.add((path, number))
                money[path] += sum(touch.value or 0 for touch in visit)
                bought[path] += any(touch.event == "purchase" for touch in visit)
    expected = sorted(units, key=lambda path: (-units[path], path))[:top]
    assert [row.path for row in answer.paths] == expected
    for row in answer.paths:
        assert row.count == units[row.path]
        assert row.persons == sum(path == row.path for path, _ in who)
        assert row.conversions == bought[row.path]
        assert row.value == Decimal(money[row.path]) / 100
        assert row.share == row.count / answer.units
    assert answer.units == units.total()
    assert answer.other.count == units.total() - sum(row.count for row in answer.paths)
    assert answer.without == sum(len(visits(person)) for person in people) - answer.units
    assert encode(answer) == encode(paths(shop(people), question))


def test_path_counts_are_the_flows_counts() -> None:
    columns = shop([ANNA, BEN, [Touch("view_item", 0)]])
    first = Counter[str]()
    for path, count in counts(paths(columns, PathsQuestion(steps=1))).items():
        first[path[0]] += count
    starts = {
        edge.to: edge.count for edge in flow(columns, FlowQuestion()).edges if edge.from_ == START
    }
    assert first == starts


def test_paths_go_on_after_or_lead_to_a_touch() -> None:
    columns = shop([ANNA, BEN])
    after = paths(columns, PathsQuestion(after="view_item", steps=1))
    assert counts(after) == {("view_item", "view_item"): 1}
    assert after.without == 2
    leading = paths(columns, PathsQuestion(before="purchase", steps=1))
    assert counts(leading) == {("view_item", "purchase"): 1}
    both = paths(columns, PathsQuestion(after="home", before="purchase", collapse=True))
    assert counts(both) == {("home", "view_item", "purchase"): 1}


def test_the_typical_time_is_from_the_paths_first_touch_to_its_last() -> None:
    pairs = [[Touch("home", 0), Touch("view_item", at), Touch("home", 500)] for at in (10, 20, 60)]
    [row] = paths(shop(pairs, shards=2), PathsQuestion(steps=2)).paths
    assert row.median_seconds == median([10, 20, 60])


def test_another_conversion_changes_what_converts_and_never_the_paths() -> None:
    columns = shop([ANNA, [Touch("home", 0), Touch("sign_up", 10, value=100)]])
    usual = paths(columns, PathsQuestion())
    other = paths(columns, PathsQuestion(Scope(conversion="sign_up")))
    assert counts(usual) == counts(other)
    assert {row.path[-1]: (row.conversions, row.value) for row in other.paths} == {
        "sign_up": (1, Decimal("1.00")),
        "purchase": (0, Decimal("0.00")),
    }


def test_money_has_the_digits_of_its_currency() -> None:
    [yen] = paths(shop([ANNA], currency="JPY"), PathsQuestion()).paths
    [dinar] = paths(shop([ANNA], currency="KWD"), PathsQuestion()).paths
    assert (str(yen.value), str(dinar.value)) == ("4999", "4.999")


def test_the_value_of_a_person_with_overlapping_visits_is_found() -> None:
    person = [
        Touch("home", 0, visit="a"),
        Touch("purchase", 10, visit="b", value=700),
        Touch("home", 20, visit="a"),
    ]
    answer = paths(shop([person, ANNA]), PathsQuestion(per="person"))
    assert {row.path: row.value for row in answer.paths}["home", "purchase", "home"] == 7
    narrowed = PathsQuestion(Scope(where="event in ('home', 'purchase')"), per="person")
    answer = paths(shop([person, ANNA]), narrowed)
    assert {row.path: row.value for row in answer.paths}["home", "purchase", "home"] == 7


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (PathsQuestion(steps=0), "steps: 0 is"),
        (PathsQuestion(steps=1_001), "steps: 1001 is"),
        (PathsQuestion(top=0), "top: 0 is"),
    ],
)
def test_numbers_out_of_range_are_told(question: PathsQuestion, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        paths(shop([ANNA]), question)


def test_an_unknown_anchor_is_told() -> None:
    with pytest.raises(BadInput, match="after: 'hom' is unknown"):
        paths(shop([ANNA]), PathsQuestion(after="hom"))


def test_an_empty_shop_has_an_answer() -> None:
    answer = paths(shop([]), PathsQuestion())
    assert (answer.units, answer.paths, answer.other.count, answer.other.share) == (0, (), 0, 0.0)
    assert answer.sentence("en") == "There is no such path in this period."


def test_many_equally_frequent_paths_are_shown_in_order_of_their_names() -> None:
    people = [[Touch("home", 0, extra={"page": f"{at:03d}"})] for at in range(120)]
    answer = paths(shop(people, shards=3), PathsQuestion(level="page", top=5))
    assert [row.path for row in answer.paths] == [(f"{at:03d}",) for at in range(5)]
    assert answer.other.count == 115


def test_the_touches_of_a_path_tell_their_stage() -> None:
    person = [Touch("home", 0), Touch("call", 10), Touch("purchase", 20)]
    answer = paths(shop([person]), PathsQuestion(per="journey"))
    assert answer.stages == {"home": "before", "purchase": "buying"}
