"""Every figure of the JSON contract on small random shops, against the slow reference."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contract import reference_figures, reference_questions
from contract.reference_cut import Cut, cut
from contract.reference_events import DAY, HOUR, MINUTE, Event
from contract.reference_questions import LEVELS, Period, units
from contract.shop_maker import START, Maker, Product

UNITS = ("visit", "journey", "person")


@dataclass(frozen=True, slots=True)
class Pair:
    """The product's shop and the reference's of the same events."""

    product: Product
    reference: Cut
    events: list[Event]
    chance: random.Random


@pytest.fixture(scope="module", params=[0, 3, 17])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    maker = Maker(request.param, persons=14)
    events = maker.events()
    product = Product(tmp_path_factory.mktemp("shop"))
    product.bring(events)
    yield Pair(product, cut(events), events, random.Random(request.param))
    product.close()


def periods(chance: random.Random) -> list[tuple[dict[str, str], Period]]:
    """All data, some days, and half-open moments."""
    begin = START + chance.randrange(60) * DAY
    end = begin + chance.randrange(1, 150) * DAY
    moment = begin + 8 * HOUR + MINUTE
    return [
        ({}, Period()),
        ({"from": day(begin), "to": day(end - 1)}, Period(begin, end)),
        ({"from": stamp(moment), "to": stamp(end + DAY)}, Period(moment, end + DAY)),
        ({"to": day(begin + 40 * DAY)}, Period(None, begin + 41 * DAY)),
    ]


def day(time: int) -> str:
    return stamp(time)[:10]


def stamp(time: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time)).isoformat()[:19] + "Z"


@pytest.mark.parametrize("kind", UNITS)
def test_flow_counts_touches_persons_and_typical_times(pair: Pair, kind: str) -> None:
    for asked, period in periods(pair.chance):
        for level in LEVELS:
            collapse = pair.chance.random() < 0.5
            if level == "channel" and kind != "visit":
                continue
            found = pair.product.ask("flow", asked, within=kind, level=level, collapse=collapse)
            runs = units(pair.reference, kind, period)
            told = reference_questions.flow(runs, LEVELS[level], collapse=collapse)
            assert flow_of(found) == told, (asked, level, collapse)


def flow_of(answer: Any) -> Any:
    edges = answer["edges"]
    return {
        "nodes": {node["name"]: (node["touches"], node["persons"]) for node in answer["nodes"]},
        "edges": {
            (edge["from"], edge["to"]): (
                edge["count"], edge["persons"], edge["median_seconds"], edge["open"],
            )
            for edge in edges
        },
    }  # fmt: skip


STEPS = (
    ("view_item", "purchase"),
    ("view_item", "view_item"),
    ("view_item", "add_to_cart", "begin_checkout", "purchase"),
    ("login", "faq_viewed", "login"),
    ("message_sent", "view_item", "order_shipped"),
    ("Ωμέγα ✓",),
)


@pytest.mark.parametrize("kind", UNITS)
def test_a_funnel_takes_the_best_try_of_every_unit(pair: Pair, kind: str) -> None:
    for asked, period in periods(pair.chance):
        for steps in STEPS:
            within, span = pair.chance.choice(
                (
                    ("7d", 7 * DAY),
                    ("30m", 30 * MINUTE),
                    ("24h", DAY),
                    ("90d", 90 * DAY),
                    ("11m", 11 * MINUTE),
                )
            )
            found = pair.product.ask("funnel", asked, steps=steps, within=within, per=kind)
            runs = asked_about(pair.reference, kind, period)
            told = reference_questions.funnel(runs, steps, span, period)
            assert funnel_of(found) == told, (asked, steps, within)


def asked_about(shop: Cut, kind: str, period: Period) -> list[Any]:
    """Units with a touch in the period; a try may go on behind its end."""
    return [
        run for run in units(shop, kind) if any(period.holds(touch.time) for touch in run.touches)
    ]


def funnel_of(answer: Any) -> Any:
    return [
        (
            step["name"], step["persons"], step["share_of_first"], step["share_of_previous"],
            step["median_seconds_from_previous"],
        )
        for step in answer["steps"]
    ]  # fmt: skip


@pytest.mark.parametrize("kind", UNITS)
def test_paths_are_courses_with_their_orders_and_value(pair: Pair, kind: str) -> None:
    for asked, period in periods(pair.chance):
        for after, before in (
            ("", ""),
            ("view_item", ""),
            ("", "purchase"),
            ("search", "purchase"),
        ):
            steps = pair.chance.choice((1, 2, 4, 10))
            sides = {"after": after, "before": before}
            found = pair.product.ask("paths", asked, per=kind, steps=steps, top=10_000, **sides)
            runs = units(pair.reference, kind, period)
            told = reference_questions.paths(runs, steps=steps, after=after, before=before)
            assert paths_of(found) == told, (asked, sides, steps)
            assert found["other"] == {"count": 0, "share": 0.0}


def paths_of(answer: Any) -> Any:
    return {
        tuple(path["path"]): (
            path["count"], path["persons"], path["conversions"], round(path["value"] * 100),
            path["median_seconds"],
        )
        for path in answer["paths"]
    }  # fmt: skip


def test_what_a_short_list_of_paths_cuts_away_is_other(pair: Pair) -> None:
    whole = pair.product.ask("paths", top=10_000)
    short = pair.product.ask("paths", top=3)
    assert short["paths"] == whole["paths"][:3]
    assert short["other"]["count"] == whole["units"] - sum(p["count"] for p in short["paths"])
    counts = [path["count"] for path in whole["paths"]]
    assert counts == sorted(counts, reverse=True)


def test_kpis_are_what_their_definitions_say(pair: Pair) -> None:
    for asked, period in periods(pair.chance):
        found = pair.product.ask("kpis", asked)
        told = reference_figures.kpis(pair.reference, period)
        sources = {
            row["channel"]: (
                row["visits"],
                row["persons"],
                row["conversions"],
                round(row["value"] * 100),
            )
            for row in found["sources"]
        }
        assert sources == told.pop("sources"), asked
        for key in ("value", "refunded", "net"):
            assert round(found[key] * 100) == told.pop(key), (asked, key)
        for key, figure in told.items():
            expected = None if figure is None else pytest.approx(float(figure), abs=1e-6)
            assert found[key] == expected, (asked, key)


def test_stages_keep_every_total_whatever_the_model(pair: Pair) -> None:
    journeys = pair.reference.journeys
    whole = None
    for model in ("aida", "accra", "mapping_5", "ecommerce_5", "faq_5", "discover_5", "b2b_4",
                  "hubspot_7", "aida_plus_2", "three_part", "sales_funnel"):  # fmt: skip
        found = pair.product.ask("stages", stages=model)
        assert found["model"] == model
        totals = [found[key] for key in ("persons", "journeys", "touches", "orders", "value")]
        whole = whole or totals
        assert totals == whole
        inside = sum(stage["touches"] for stage in found["stages"])
        assert inside + found["outside"]["touches"] == found["touches"]
    assert whole is not None
    assert whole[1] == len(journeys)


def test_a_models_stages_are_looked_up_before_and_after_the_first_conversion(
    tmp_path: Path,
) -> None:
    maker = Maker(5, persons=20, unknown=False)
    events = maker.events()
    product, journeys = Product(tmp_path), cut(events).journeys
    product.bring(events)
    for key in ("three_part", "aida", "hubspot_7"):
        model = product.shop.given_words().models[key]
        found = product.ask("stages", stages=key)
        courses = [stages_of(run.touches, model.before, model.after) for run in journeys]
        by_stage = stage_rows([run.person for run in journeys], courses)
        shown = {row["name"]: (row["persons"], row["touches"]) for row in found["stages"]}
        assert shown == {stage.key: by_stage.get(stage.key, (0, 0)) for stage in model.stages}
        assert moves_of(found, list(shown)) == moves(courses, list(shown))
    product.close()


def stage_rows(persons: list[str], courses: list[list[str | None]]) -> dict[str, tuple[int, int]]:
    who: dict[str, set[str]] = {}
    touches: dict[str, int] = {}
    for person, course in zip(persons, courses, strict=True):
        for stage in course:
            if stage is not None:
                who.setdefault(stage, set()).add(person)
                touches[stage] = touches.get(stage, 0) + 1
    return {stage: (len(who[stage]), touches[stage]) for stage in who}


def moves(courses: list[list[str | None]], order: list[str]) -> dict[tuple[str, str], Any]:
    counts: dict[tuple[str, str], int] = {}
    for course in courses:
        seen = [stage for stage in course if stage is not None]
        for one, two in pairwise(seen):
            if one != two:
                counts[one, two] = counts.get((one, two), 0) + 1
    return {
        (one, two): (count, "forward" if order.index(one) < order.index(two) else "back")
        for (one, two), count in counts.items()
    }


def moves_of(answer: Any, stages: list[str]) -> dict[tuple[str, str], Any]:
    return {
        (move["from"], move["to"]): (move["count"], move["direction"])
        for move in answer["moves"]
        if move["from"] in stages and move["to"] in stages
    }


def stages_of(touches: Any, before: Any, after: Any) -> list[str | None]:
    course = []
    bought = False
    for touch in touches:
        table = after if bought else before
        course.append(table.get(touch.event.word.touchpoint))
        bought = bought or touch.conversion
    return course


def test_a_condition_keeps_visits_whole_by_their_first_touch_that_has_it(pair: Pair) -> None:
    wanted = {run_key(visit) for visit in pair.reference.visits if first_device(visit) == "phone"}
    runs = [visit for visit in pair.reference.visits if run_key(visit) in wanted]
    found = pair.product.ask("flow", where="device = 'phone'")
    assert flow_of(found) == reference_questions.flow(runs)
    missing = [visit for visit in pair.reference.visits if first_device(visit) is None]
    found = pair.product.ask("flow", where="device is null")
    assert flow_of(found) == reference_questions.flow(missing)
    both = pair.product.ask("flow", where="device in ('phone', 'desktop') or device is null")
    assert flow_of(both) == reference_questions.flow(pair.reference.visits)


def run_key(run: Any) -> tuple[str, int]:
    return run.person, min(touch.event.seq for touch in run.touches)


def first_device(visit: Any) -> str | None:
    return next((t.event.device for t in visit.touches if t.event.device), None)


def test_events_list_a_persons_touches_with_their_visit_and_journey(pair: Pair) -> None:
    by_person: dict[str, list[Any]] = {}
    for touch in pair.reference.touches:
        by_person.setdefault(touch.person, []).append(touch)
    for person, touches in by_person.items():
        rows = pair.product.ask("events", person=person.removeprefix("u:"))["events"]
        shown = {
            row["event_id"].rsplit("-", 1)[1]: (
                row["name"],
                row["touchpoint"],
                row["visit"],
                row["journey"],
            )
            for row in rows
            if row["set_aside"] is None
        }
        assert shown == {
            str(touch.event.seq - 1): (
                touch.event.key, touch.event.word.touchpoint,
                None if touch.visit is None else touch.visit + 1,
                None if touch.journey is None else touch.journey + 1,
            )
            for touch in touches
        }  # fmt: skip


def test_another_order_of_the_rows_changes_nothing_but_equal_times(
    pair: Pair, tmp_path: Path
) -> None:
    mixed = pair.chance.sample(pair.events, len(pair.events))
    moments = [(event.user, event.time) for event in mixed]
    ties = {moment for moment in moments if moments.count(moment) > 1}
    in_file = sorted((e for e in mixed if (e.user, e.time) in ties), key=lambda event: event.seq)
    again = iter(in_file)
    mixed = [next(again) if (e.user, e.time) in ties else e for e in mixed]
    other = Product(tmp_path)
    other.bring(mixed)
    for unit in UNITS:
        one, two = other.ask("flow", within=unit), pair.product.ask("flow", within=unit)
        assert flow_of(one) == flow_of(two)
    other.close()
