import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from analysis.analysis_shop import Touch
from analysis.analysis_shop import shop as by_hand
from etappe.analysis.encode import plain
from etappe.analysis.levels import stage_tables
from etappe.analysis.paths import PathsQuestion, paths
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.stages import StagesQuestion, stages
from etappe.base.messages import LANGUAGES, Language
from etappe.events.shipped import shipped_words
from etappe.events.words import Stage, StageModel
from etappe.journeys.columns import AFTER_FIRST, Columns
from etappe.maps.cells import count_cells
from etappe.maps.draw import MapQuestion, draw_map
from etappe.maps.svg import to_svg
from etappe.maps.value import JourneyMap
from journeys.journeys_fixture import Event, columns_of
from maps.map_sample import text_boxes

WORDS = shipped_words()
MODELS = tuple(WORDS.models)
DAY = 86_400
NAMES = ("page_view", "view_item_list", "search", "view_item", "add_to_cart", "begin_checkout")
AFTER = ("order_shipped", "order_delivered", "review_posted")


@cache
def shop(persons: int = 160, seed: int = 5) -> Columns:
    """People who look around, some of whom put in the cart, some of whom buy and get their parcel."""
    draw = random.Random(seed)
    return columns_of([_person(draw, number) for number in range(persons)])


def _person(draw: random.Random, number: int) -> list[Event]:
    at = draw.uniform(0, 60 * DAY)
    events: list[Event] = []
    for _ in range(draw.randint(1, 9)):
        at += draw.expovariate(1 / 4_000)
        medium: dict[str, str] = draw.choice(({}, {"channel": "email"}, {"channel": "paid_social"}))
        events.append(
            (draw.choice(NAMES), at, {**medium, "device": draw.choice(("phone", "desktop"))})
        )
    if draw.random() < 0.4:
        order: dict[str, Any] = {
            "order_id": f"A{number}",
            "value": draw.randint(900, 9_000),
            "currency": "EUR",
        }
        events.append(("purchase", at + 60, order))
        for day, name in enumerate(AFTER[: draw.randint(0, 3)], 1):
            events.append((name, at + day * DAY, {"order_id": f"A{number}"}))
    return events


def drawn(model: str = "", language: Language = "de", columns: Columns | None = None) -> JourneyMap:
    return draw_map(columns or shop(), MapQuestion(Scope(stages=model), language, shop="Jubelware"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS)
def test_every_shipped_model_is_drawn(model: str, language: Language) -> None:
    chart = drawn(model, language)
    assert [stage.name for stage in chart.stages] == [s.key for s in WORDS.models[model].stages]
    ElementTree.fromstring(to_svg(chart))
    boxes, _, _ = text_boxes(chart)
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            assert across <= 0.5 or min(a.y1, b.y1) - max(a.y0, b.y0) <= 2.5, (a, b)


def test_the_totals_are_the_same_in_every_model() -> None:
    charts = [drawn(model) for model in MODELS]
    totals = {
        (m.basis, m.orders, m.value, m.left, m.converted, m.open, m.purchase_seconds)
        for m in charts
    }
    assert len(totals) == 1
    assert charts[0].orders > 20


@pytest.mark.parametrize("model", MODELS)
def test_what_the_fields_say_adds_up_to_the_whole(model: str) -> None:
    chart = drawn(model)
    lanes = {lane.key: lane.cells for lane in chart.lanes}
    for stage, actions, media, moves in zip(
        chart.stages, lanes["actions"], lanes["media"], lanes["moves"], strict=True
    ):
        for cell in (actions, media):
            further = cell.further.count if cell.further else 0
            assert sum(figure.count for figure in cell.figures) + further == stage.touches
        into, out = (sum(m.count for m in side) for side in (moves.moves_in, moves.moves_out))
        assert into == out
    assert sum(stage.touches for stage in chart.stages) + chart.outside == chart.basis.touches
    orders = sum(cell.orders or 0 for cell in lanes["value"]) + chart.outside_orders
    value = sum((cell.value or Decimal(0) for cell in lanes["value"]), chart.outside_value)
    assert (orders, value) == (chart.orders, chart.value)
    assert chart.left + chart.converted + chart.open == chart.basis.journeys
    assert sum(c.count for c in chart.courses) + chart.other_courses.count == chart.basis.journeys
    assert sum(c.conversions for c in (*chart.courses, chart.other_courses)) == chart.converted


def test_the_map_and_the_stages_analysis_say_the_same() -> None:
    chart, answer = drawn("aida"), stages(shop(), StagesQuestion(Scope(stages="aida")))
    lanes = {lane.key: lane.cells for lane in chart.lanes}
    for i, figures in enumerate(answer.stages):
        assert (chart.stages[i].persons, chart.stages[i].touches) == (
            figures.persons,
            figures.touches,
        )
        assert lanes["time"][i].seconds == figures.median_seconds
        if figures.touches:
            leave = lanes["leave"][i]
            assert (leave.left, leave.reached) == (figures.stops, figures.ended)
    assert (chart.orders, chart.value) == (answer.orders, answer.value)


def test_courses_are_the_paths_through_the_stages_when_nothing_lies_outside() -> None:
    whole = _covering()
    columns = replace(shop(), words=replace(WORDS, models={"all": whole}, model="all"))
    chart = drawn(columns=columns)
    answer = paths(columns, PathsQuestion(level="stage", per="journey", collapse=True, top=500))
    by_path = {path.path: (path.count, path.conversions) for path in answer.paths}
    assert chart.courses
    for course in chart.courses:
        assert by_path[course.stages] == (course.count, course.conversions)


def _covering() -> StageModel:
    """Looking, buying, having: every touchpoint has a stage."""
    place = {"before": "look", "neutral": "look", "during": "buy", "after": "have"}
    table = {key: place[point.part] for key, point in WORDS.touchpoints.items()}
    table |= {key: "look" for key in shop().touchpoints if key not in table}
    listed = tuple(Stage(key, {"de": key, "en": key}) for key in ("look", "buy", "have"))
    return StageModel(
        "all", {"de": "Alles", "en": "All"}, listed, table, dict.fromkeys(table, "have")
    )


@pytest.mark.parametrize("where", ["", "device = 'phone'"])
def test_cells_agree_with_a_slow_count(where: str) -> None:
    columns = shop()
    resolved = resolve_scope(columns, Scope(stages="hubspot_7", where=where))
    table, counts = stage_tables(columns, resolved.model), count_cells(resolved)
    touches: Counter[tuple[int, int]] = Counter()
    steps: Counter[tuple[int, int, int]] = Counter()
    courses: Counter[tuple[int, ...]] = Counter()
    for shard in columns.shards:
        selection = selector(resolved, "journey")(shard)
        flags, touchpoints = selection.take(shard.flags), selection.take(shard.touchpoint)
        for start, end in zip(selection.starts, selection.ends, strict=True):
            after = (flags[start:end] & AFTER_FIRST) != 0
            points = touchpoints[start:end].tolist()
            staged = [
                int(table[int(late), point]) for late, point in zip(after, points, strict=True)
            ]
            touches.update(zip(staged, points, strict=True))
            steps.update(
                (s, a, b) for s, a, b in zip(staged, points, points[1:], strict=False) if a != b
            )
            inside = [stage for stage in staged if stage < len(resolved.model.stages)]
            course = [s for i, s in enumerate(inside) if not i or inside[i - 1] != s]
            courses[tuple(course) if len(course) <= 10 else (-1,)] += 1
    assert {k: int(counts.touchpoints[k]) for k in touches} == dict(touches)
    assert counts.touchpoints.sum() == sum(touches.values())
    index = {int(code): i for i, code in enumerate(counts.step_codes)}
    for (stage, a, b), count in steps.items():
        assert counts.steps[stage, index[a], index[b]] == count
    assert counts.steps.sum() == sum(steps.values())
    assert sorted(counts.ways.counts.tolist()) == sorted(
        count for course, count in courses.items() if course and course != (-1,)
    )


def test_orders_alone_leave_everything_before_the_purchase_white() -> None:
    people: list[list[Event]] = [
        [("purchase", n * DAY, {"order_id": f"B{n}", "value": 5_000, "currency": "EUR"})]
        for n in range(40)
    ]
    chart = drawn("mapping_5", columns=columns_of(people))
    white = [bool(stage.white) for stage in chart.stages]
    assert white[:2] == [True, True]
    assert not all(white)
    svg = to_svg(chart)
    assert "weißer Fleck" in svg
    assert "Besuchsdaten" in svg


def test_visits_without_any_order_leave_the_value_white() -> None:
    people: list[list[Event]] = [
        [("view_item", n * DAY, {}), ("search", n * DAY + 60, {})] for n in range(40)
    ]
    chart = drawn("aida", columns=columns_of(people))
    value = next(lane for lane in chart.lanes if lane.key == "value")
    assert all(cell.white for cell in value.cells)
    assert "Bestelldaten" in to_svg(chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_shop_gives_a_map_that_teaches(language: Language) -> None:
    chart = drawn("aida", language, columns_of([]))
    svg = to_svg(chart)
    ElementTree.fromstring(svg)
    assert all(stage.white for stage in chart.stages)
    assert chart.courses == ()
    assert chart.sentence(language) in svg
    teaches = {
        "de": "Hier fließen die häufigsten Verläufe",
        "en": "The most frequent courses flow here",
    }
    assert teaches[language] in svg


def test_one_touch_of_one_person_is_a_map_too() -> None:
    chart = drawn("aida", columns=columns_of([[("view_item", 0.0, {})]]))
    assert (chart.basis.persons, chart.basis.journeys, chart.basis.touches) == (1, 1, 1)
    ElementTree.fromstring(to_svg(chart))


def test_an_own_model_of_twelve_long_names_is_drawn() -> None:
    names = [f"{n:02d} Vereinsausstattungsberatungsgespräch mit Aufmaß" for n in range(12)]
    listed = tuple(Stage(f"own{n}", {"de": name, "en": name}) for n, name in enumerate(names))
    points = list(WORDS.touchpoints)
    table = {point: f"own{i % 12}" for i, point in enumerate(points)}
    own = StageModel("own", {"de": "Eigenes", "en": "Own"}, listed, table, table, own=True)
    columns = replace(shop(), words=replace(WORDS, models={"own": own}, model="own"))
    for loop in (False, True):
        chart = draw_map(columns, MapQuestion(Scope(), "de", loop))
        boxes, wide, _ = text_boxes(chart)
        assert all(box.x1 <= wide for box in boxes)
        assert len(chart.stages) == 12


def test_the_answer_as_json_has_both_sentences_and_every_field() -> None:
    answer = plain(drawn("aida"))
    assert set(answer["sentences"]) == {"de", "en"}
    assert answer["basis"]["from"].endswith("Z")
    assert [lane["key"] for lane in answer["lanes"]] == [
        "actions", "media", "time", "moves", "leave", "value", "emotion",
    ]  # fmt: skip
    assert all(len(lane["cells"]) == 4 for lane in answer["lanes"])


@pytest.mark.parametrize("shards", [2, 5])
def test_how_people_are_spread_over_shards_changes_nothing(shards: int) -> None:
    names = ["view_item", "add_to_cart", "view_item", "purchase", "home"]
    people: list[list[Touch]] = [
        [Touch(name, 60.0 * i) for i, name in enumerate(names[: n % 6])] for n in range(24)
    ]
    people = [person for person in people if person]
    charts = [drawn(columns=by_hand(people, shards=number)) for number in (1, shards)]
    assert charts[0] == charts[1]
    assert charts[0].courses
