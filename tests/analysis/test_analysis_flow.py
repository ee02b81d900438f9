import json
from collections import Counter
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_draws import EVENTS, persons, shards_of, visits
from analysis.analysis_shop import START_US, Touch, shop
from etappe.analysis import flow_counts, flow_gaps
from etappe.analysis.encode import encode
from etappe.analysis.flow import Flow, FlowQuestion, flow
from etappe.analysis.flow_edges import END, START
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.journeys.columns import Columns, Unit, Units
from kernels import naive_analysis as naive

ANNA = [Touch("home", 0), Touch("view_item", 60), Touch("view_item", 90), Touch("purchase", 180)]
BEN = [Touch("home", 10), Touch("view_item", 40), Touch("home", 90_000, visit=1)]


def edges(answer: Flow) -> dict[tuple[str, str], int]:
    return {(edge.from_, edge.to): edge.count for edge in answer.edges}


def test_a_worked_shop_gives_this_json() -> None:
    answer = json.loads(encode(flow(shop([ANNA, BEN], shards=2), FlowQuestion(collapse=True))))
    nodes = [(node["name"], node["touches"], node["persons"]) for node in answer["nodes"]]
    assert nodes == [
        ("(end)", 3, 2),
        ("(start)", 3, 2),
        ("home", 3, 2),
        ("view_item", 2, 2),
        ("purchase", 1, 1),
    ]
    assert [list(edge.values()) for edge in answer["edges"]] == [
        ["(start)", "home", 3, 2, None, None],
        ["home", "view_item", 2, 2, 45.0, None],
        ["home", "(end)", 1, 1, None, 1],
        ["purchase", "(end)", 1, 1, None, 0],
        ["view_item", "(end)", 1, 1, None, 0],
        ["view_item", "purchase", 1, 1, 120.0, None],
    ]
    assert list(answer["edges"][0]) == ["from", "to", "count", "persons", "median_seconds", "open"]
    assert answer["nodes"][2]["label"] == {"de": "home (de)", "en": "home (en)"}
    assert answer["basis"] == {
        "persons": 2,
        "journeys": 2,
        "touches": 7,
        "from": "2026-02-25T06:13:20Z",
        "to": "2026-02-26T07:13:20Z",
        "where": "",
        "coverage": 1.0,
        "rule": "visits_begin",
        "zone": "UTC",
        "coverage_reasons": [],
    }
    assert answer["sentences"] == {
        "de": "Am häufigsten folgt „view_item (de)“ auf „home (de)“: 2-mal bei 2 Personen, typisch nach "
        "45\u00a0Sekunden (Grundlage: 3 Besuche).",
        "en": "Most often “view_item (en)” follows “home (en)”: 2× for 2 persons, typically after "
        "45\u00a0seconds (based on 3 visits).",
    }


@settings(max_examples=60, deadline=None)
@given(persons, shards_of, st.booleans())
def test_any_split_of_persons_over_shards_gives_the_naive_answer(
    people: list[list[Touch]], assign: list[int], collapse: bool
) -> None:
    columns = shop(people, shards=3, assign=assign)
    answer = flow(columns, FlowQuestion(collapse=collapse))
    units = [
        (who, [(EVENTS.index(touch.event), round(touch.at * 1e6)) for touch in visit])
        for who, person in enumerate(people)
        for visit in visits(person)
    ]
    n = len(EVENTS)
    nodes, naive_edges = naive.flow(units, n, collapse)
    code = {**{name: at for at, name in enumerate(EVENTS)}, START: n, END: n}
    inner = [node for node in answer.nodes if node.name not in (START, END)]
    assert {code[node.name]: (node.touches, node.persons) for node in inner} == nodes
    assert {
        (code[edge.from_], code[edge.to]): (edge.count, edge.persons) for edge in answer.edges
    } == naive_edges
    gaps = naive.gaps([touches for _, touches in units], collapse)
    for edge in answer.edges:
        between = gaps.get((code[edge.from_], code[edge.to]))
        expected = None if START in edge or END in edge else median(between or []) / 1e6
        assert edge.median_seconds == expected
    assert answer.units == len(units)
    assert encode(answer) == encode(flow(shop(people), FlowQuestion(collapse=collapse)))


def test_edges_into_a_node_and_out_of_it_sum_to_its_touches() -> None:
    answer = flow(shop([ANNA, BEN, ANNA]), FlowQuestion())
    into, out = Counter[str](), Counter[str]()
    for (origin, target), count in edges(answer).items():
        out[origin] += count
        into[target] += count
    for node in answer.nodes:
        assert node.name == START or into[node.name] == node.touches
        assert node.name == END or out[node.name] == node.touches


def test_what_the_limit_cuts_away_is_summed() -> None:
    everything = flow(shop([ANNA, BEN]), FlowQuestion())
    cut = flow(shop([ANNA, BEN]), FlowQuestion(limit=2))
    assert cut.edges == everything.edges[:2]
    assert cut.other.edges == len(everything.edges) - 2
    assert cut.other.count + sum(edge.count for edge in cut.edges) == sum(
        edge.count for edge in everything.edges
    )
    names = {node.name for node in cut.nodes}
    assert {name for edge in cut.edges for name in (edge.from_, edge.to)} <= names
    shown = sum(node.touches for node in cut.nodes if node.name not in (START, END))
    assert cut.other.touches + shown == 7


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(BadInput, match="limit: 0 is out of range"):
        flow(shop([ANNA]), FlowQuestion(limit=0))


@pytest.mark.parametrize("count", [999, 1_000, 1_001, 1_500])
def test_medians_are_exact_to_1000_observations_and_within_one_percent_beyond(count: int) -> None:
    pairs = [[Touch("home", 0), Touch("purchase", 7 + at**1.7)] for at in range(count)]
    answer = flow(shop(pairs, shards=3), FlowQuestion())
    [found] = [edge.median_seconds for edge in answer.edges if edge.to == "purchase"]
    expected = median(round((7 + at**1.7) * 1e6) for at in range(count)) / 1e6
    assert found == pytest.approx(expected, rel=1e-12 if count <= 1_000 else 0.01)


def test_more_names_than_a_square_table_holds_are_counted_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = shop([ANNA, BEN, ANNA], shards=2)
    usual = [encode(flow(columns, FlowQuestion(collapse=collapse))) for collapse in (True, False)]
    for module in (flow_counts, flow_gaps):
        monkeypatch.setattr(module, "DENSE_NAMES", 2)
    open_table = [encode(flow(columns, FlowQuestion(collapse=c))) for c in (True, False)]
    assert open_table == usual


def test_stages_and_properties_are_levels_and_gaps_in_them_are_visible() -> None:
    person = [
        Touch("home", 0, extra={"device": "phone"}),
        Touch("call", 10),
        Touch("purchase", 20),
        Touch("home", 30),
    ]
    by_stage = flow(shop([person]), FlowQuestion(level="stage", within="journey"))
    assert edges(by_stage) == {
        (START, "before"): 1,
        ("before", "(outside)"): 1,
        ("(outside)", "buying"): 1,
        ("buying", "after"): 1,
        ("after", END): 1,
    }
    by_device = flow(shop([person]), FlowQuestion(level="device"))
    assert ("phone", "(not set)") in edges(by_device)


def test_an_unknown_level_is_told() -> None:
    with pytest.raises(BadInput, match="level: 'evnt' is unknown") as caught:
        flow(shop([ANNA]), FlowQuestion(level="evnt"))
    assert caught.value.next_step.startswith("Known: event, channel, stage, touchpoint")


@pytest.mark.parametrize("within", ["visit", "journey", "person", "account"])
def test_an_empty_shop_has_an_answer(within: Unit) -> None:
    answer = flow(shop([]), FlowQuestion(within=within))
    assert (answer.units, answer.edges, answer.basis.from_) == (0, (), None)
    assert [node.touches for node in answer.nodes] == [0, 0]
    assert answer.sentence("de").startswith("Kein Schritt")


def test_one_touch_is_a_start_and_an_end() -> None:
    answer = flow(shop([[Touch("home", 0)]]), FlowQuestion())
    assert edges(answer) == {(START, "home"): 1, ("home", END): 1}


def test_a_shop_without_visits_has_none_to_show() -> None:
    person = [Touch("call", 0, visit=None), Touch("call", 10, visit=None)]
    assert flow(shop([person]), FlowQuestion()).units == 0
    assert edges(flow(shop([person]), FlowQuestion(within="journey")))["call", "call"] == 1


def test_a_person_with_100000_touches_is_counted_once() -> None:
    answer = flow(one_busy_person(100_000), FlowQuestion(within="person"))
    assert answer.basis.touches == 100_000
    assert {edge.persons for edge in answer.edges} == {1}


def one_busy_person(n: int) -> Columns:
    """One person who goes to and fro n times, laid out without the slow builder."""
    small = shop([[Touch("home", 0), Touch("view_item", 1)]])
    codes = (np.arange(n) % 2).astype(np.uint16)
    all_rows = Units(*(np.array([value], np.int32) for value in (0, n, 0)))
    shard = replace(
        small.shards[0],
        rows=n,
        time_us=START_US + np.arange(n, dtype=np.int64),
        event=codes,
        touchpoint=codes,
        channel=np.zeros(n, np.uint8),
        flags=np.zeros(n, np.uint8),
        seq=np.arange(n, dtype=np.uint32),
        person=all_rows,
        visit=all_rows,
        journey=all_rows,
    )
    return replace(small, shards=(shard,))


def test_a_visit_is_open_for_half_an_hour_and_a_person_while_a_journey_is() -> None:
    early, late = [Touch("home", 0)], [Touch("home", 86_400)]
    columns = shop([early, late])
    assert [edge.open for edge in flow(columns, FlowQuestion()).edges if edge.to == END] == [1]
    running = shop([early, late], open_journeys=True)
    units: tuple[Unit, ...] = ("journey", "person")
    for within in units:
        answer = flow(running, FlowQuestion(within=within))
        assert [edge.open for edge in answer.edges if edge.to == END] == [2]


def test_a_period_without_touches_is_an_empty_answer() -> None:
    answer = flow(shop([ANNA]), FlowQuestion(Scope("2020-01-01", "2020-01-02")))
    assert (answer.units, answer.basis.from_) == (0, "2020-01-01T00:00:00Z")


def test_a_node_belongs_to_the_stage_where_most_of_its_touches_lie() -> None:
    twice_after = [Touch("home", 0), Touch("purchase", 10), Touch("home", 20), Touch("home", 30)]
    columns = shop([twice_after, [Touch("call", 0), Touch("view_item", 10)]], shards=2)
    for level in ("event", "touchpoint"):
        answer = flow(columns, FlowQuestion(level=level, within="journey"))
        stages = {node.name: node.stage for node in answer.nodes}
        assert stages == {
            START: None,
            END: None,
            "home": "after",
            "purchase": "buying",
            "view_item": "before",
            "call": None,
        }
    by_stage = flow(columns, FlowQuestion(level="stage", within="journey"))
    assert {node.stage for node in by_stage.nodes} == {"before", "buying", "after", None}
    by_channel = flow(columns, FlowQuestion(level="channel", within="journey"))
    assert {node.stage for node in by_channel.nodes} == {None}
