from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_shop import Touch, shop
from etappe.analysis.encode import plain
from etappe.analysis.scope import Scope
from etappe.analysis.stages import StageFigures, StageMove, Stages, StagesQuestion, stages
from etappe.base.messages import LANGUAGES
from etappe.events.shipped import shipped_words
from etappe.journeys.columns import Columns

# Susa looks, puts the coin into the cart, looks again, buys, and comes back to the home page.
SUSA = [
    Touch("home", 0),
    Touch("view_item", 10),
    Touch("add_to_cart", 70),
    Touch("view_item", 100),
    Touch("add_to_cart", 160),
    Touch("purchase", 220, value=5000),
    Touch("home", 400),
]
# Kai looks and leaves; a chat is outside the model.
KAI = [Touch("view_item", 0), Touch("chat", 20), Touch("view_item", 50)]
# Leo only chats.
LEO = [Touch("chat", 5)]


def asked(columns: Columns, **scope: Any) -> Stages:
    return stages(columns, StagesQuestion(Scope(**scope)))


def by_name(answer: Stages) -> dict[str, StageFigures]:
    return {stage.name: stage for stage in answer.stages}


def moves(answer: Stages) -> dict[tuple[str, str], StageMove]:
    return {(move.from_, move.to): move for move in answer.moves}


def test_a_worked_case_counts_persons_touches_stays_and_times() -> None:
    answer = asked(shop([SUSA, KAI, LEO]))
    before, buying, after = answer.stages
    assert (before.persons, before.journeys, before.touches, before.entered) == (2, 2, 5, 3)
    assert (buying.persons, buying.journeys, buying.touches, buying.entered) == (1, 1, 3, 2)
    assert (after.persons, after.touches, after.entered) == (1, 1, 1)
    # Stays: before 70 s and 60 s (Susa), 50 s (Kai, to his last touch); buying 30 s and 240 s; after 0 s.
    assert before.median_seconds == 60
    assert buying.median_seconds == pytest.approx((30 + 240) / 2)
    assert after.median_seconds == 0
    # From the last touch in a stage to the first in the next: 60 s both times; 30 s and 180 s.
    assert before.hesitation_seconds == 60
    assert buying.hesitation_seconds == pytest.approx((30 + 180) / 2)
    assert after.hesitation_seconds is None


def test_moves_go_forward_and_back_between_the_start_and_the_end() -> None:
    answer = asked(shop([SUSA, KAI, LEO]))
    found = {key: (move.count, move.persons, move.direction) for key, move in moves(answer).items()}
    assert found == {
        ("(start)", "before"): (2, 2, "start"),
        ("before", "buying"): (2, 1, "forward"),
        ("buying", "before"): (1, 1, "back"),
        ("buying", "after"): (1, 1, "forward"),
        ("before", "(end)"): (1, 1, "end"),
        ("after", "(end)"): (1, 1, "end"),
    }
    assert (answer.stages[1].forward, answer.stages[1].back) == (1, 1)


def test_what_lies_outside_the_model_is_told_beside_it() -> None:
    outside = asked(shop([SUSA, KAI, LEO])).outside
    assert (outside.touches, outside.persons, outside.journeys, outside.journeys_only) == (
        2,
        2,
        2,
        1,
    )


def test_touches_of_stages_and_outside_are_all_touches() -> None:
    answer = asked(shop([SUSA, KAI, LEO]))
    assert (
        sum(stage.touches for stage in answer.stages) + answer.outside.touches
        == answer.touches
        == 11
    )


def test_a_journey_that_is_over_without_conversion_stops_where_it_was_last() -> None:
    answer = by_name(asked(shop([SUSA, KAI, LEO])))
    assert (answer["before"].stops, answer["before"].ended, answer["before"].stop_share) == (
        1,
        2,
        0.5,
    )
    assert answer["after"].stops == 0


def test_running_journeys_are_now_somewhere_and_never_stop() -> None:
    answer = asked(shop([SUSA, KAI, LEO], open_journeys=True))
    assert [stage.now for stage in answer.stages] == [1, 0, 1]
    assert [stage.stops for stage in answer.stages] == [0, 0, 0]
    assert [stage.stop_share for stage in answer.stages] == [None, None, None]
    assert moves(answer)["before", "(end)"].open == 1
    assert answer.open == 3


def test_only_a_persons_latest_running_journey_says_where_they_are_now() -> None:
    twice = [Touch("view_item", 0, 0, 0), Touch("add_to_cart", 90, 1, 1)]
    answer = asked(shop([twice], open_journeys=True))
    assert [stage.now for stage in answer.stages] == [0, 1, 0]


def test_another_conversion_changes_who_stops_but_not_the_cut() -> None:
    signed = [Touch("view_item", 0), Touch("sign_up", 60)]
    columns = shop([SUSA, KAI, signed])
    usual, other = asked(columns), asked(columns, conversion="sign_up")
    assert [stage.stops for stage in usual.stages] == [2, 0, 0]
    assert [stage.stops for stage in other.stages] == [1, 0, 1]
    assert usual.moves == other.moves
    assert (other.orders, other.converted, other.value) == (1, 1, Decimal(0))


def test_the_period_takes_the_journeys_that_begin_in_it() -> None:
    columns = shop([[Touch("view_item", 0, 0, 0), Touch("home", 3 * 86_400, 1, 1)], KAI])
    answer = asked(columns, to="2026-02-25")
    assert answer.journeys == 2
    assert asked(columns, from_="2026-02-26").journeys == 1


def test_a_condition_keeps_the_touches_that_fit() -> None:
    phone = [
        Touch("view_item", 0, extra={"device": "phone"}),
        Touch("home", 9, visit=1, extra={"device": "desktop"}),
    ]
    answer = asked(shop([phone, KAI]), where="device = 'phone'")
    assert (answer.touches, answer.persons, answer.journeys) == (1, 1, 1)


def test_overlapping_visits_make_no_negative_time() -> None:
    overlap = [Touch("view_item", 0, 0), Touch("view_item", 500, 0), Touch("add_to_cart", 100, 1)]
    assert asked(shop([overlap])).stages[0].median_seconds == 100
    back = [Touch("view_item", 0, 0), Touch("add_to_cart", 500, 0), Touch("view_item", 100, 1)]
    assert asked(shop([back])).stages[1].median_seconds == 0


def shipped_shop(shards: int = 1) -> Columns:
    """The three under the shipped words: their touchpoints are home, product page, cart, order and chat."""
    columns: Columns = shop([SUSA, KAI, LEO, *[KAI] * 3], shards=shards)
    keys = {
        "home": "home",
        "view_item": "product_page",
        "add_to_cart": "cart",
        "purchase": "order",
        "chat": "live_chat",
    }
    return replace(
        columns,
        words=shipped_words(),
        touchpoints=tuple(keys[name] for name in columns.touchpoints),
    )


def test_totals_are_the_same_in_every_shipped_model() -> None:
    columns = shipped_shop()
    models = columns.words.models
    assert len(models) >= 11
    totals = set()
    for model in models:
        answer = asked(columns, stages=model)
        assert answer.model == model
        assert (
            sum(stage.touches for stage in answer.stages) + answer.outside.touches == answer.touches
        )
        starts = sum(move.count for move in answer.moves if move.direction == "start")
        assert starts + answer.outside.journeys_only == answer.journeys
        totals.add((answer.journeys, answer.persons, answer.touches, answer.orders, answer.value))
    assert totals == {(6, 6, 20, 1, Decimal("50.00"))}


def test_an_empty_shop_has_an_answer_and_a_sentence() -> None:
    for columns in (shop([]), shop([], shards=0)):
        answer = asked(columns)
        assert [stage.persons for stage in answer.stages] == [0, 0, 0]
        assert [stage.median_seconds for stage in answer.stages] == [None, None, None]
        assert answer.moves == ()
        assert "keine Journey" in answer.sentence("de")
        assert "no journey" in answer.sentence("en")


def test_the_sentence_names_the_stage_where_journeys_stop() -> None:
    many = [KAI] * 80 + [SUSA] * 20
    answer = asked(shop(many))
    assert answer.stops_most is not None
    assert (answer.stops_most.name, answer.stops_most.share, answer.stops_most.certain) == (
        "before",
        0.8,
        True,
    )
    assert "„vor dem Kauf“: 80 von 100" in answer.sentence("de")
    assert "kaum Zufall" in answer.sentence("de")
    assert "“before”: 80 of 100" in answer.sentence("en")


def test_a_small_difference_may_be_chance() -> None:
    cart = [Touch("view_item", 0), Touch("add_to_cart", 5)]
    answer = asked(shop([KAI] * 22 + [cart] * 18 + [SUSA] * 20))
    assert answer.stops_most is not None
    assert not answer.stops_most.certain
    assert "kann Zufall sein" in answer.sentence("de")


def test_too_few_journeys_blame_no_stage() -> None:
    answer = asked(shop([SUSA, KAI]))
    assert answer.stops_most is None
    assert "zu wenige" in answer.sentence("de")


def test_the_json_has_the_keys_of_the_contract() -> None:
    answer = plain(asked(shop([SUSA, KAI])))
    assert {"model", "stages", "moves", "basis", "sentences"} <= set(answer)
    assert {"name", "persons", "now", "touches", "median_seconds"} <= set(answer["stages"][0])
    assert {"from", "to", "count", "persons", "direction"} <= set(answer["moves"][0])
    assert set(answer["sentences"]) == set(LANGUAGES)


names = st.sampled_from(["home", "view_item", "add_to_cart", "purchase", "chat"])
touch = st.tuples(names, st.integers(0, 10**6), st.integers(0, 2))
people = st.lists(st.lists(touch, min_size=1, max_size=8), max_size=12)


@settings(max_examples=40, deadline=None)
@given(people, st.data())
def test_any_split_by_person_gives_the_same_answer(drawn: Any, data: st.DataObject) -> None:
    persons = [
        [Touch(name, at, visit=visit, journey=visit, value=100) for name, at, visit in touches]
        for touches in drawn
    ]
    places = data.draw(st.lists(st.integers(0, 3), min_size=len(persons), max_size=len(persons)))
    assert asked(shop(persons, shards=4, assign=places)) == asked(shop(persons))


def test_medians_of_many_stays_are_within_one_percent() -> None:
    persons = [[Touch("view_item", 0), Touch("add_to_cart", 1 + number)] for number in range(1_501)]
    answer = asked(shop(persons, shards=3))
    assert answer.stages[0].median_seconds == pytest.approx(751, rel=0.01)


def test_columns_need_not_be_writable() -> None:
    columns = shop([SUSA, KAI])
    for shard in columns.shards:
        for column in (shard.time_us, shard.touchpoint, shard.flags, shard.journey.starts):
            column.flags.writeable = False
    assert asked(columns).journeys == 2
