"""What people say and codes show of how a journey began: a channel of its own, uncertain, never direct."""

from dataclasses import replace
from typing import Any

import pytest

from etappe.events.heard import heard_channel
from etappe.events.shipped import shipped_words
from etappe.journeys.columns import Columns
from journeys.journeys_fixture import Event, columns_of, source_of
from journeys.journeys_in_memory import columns_in_memory
from journeys.journeys_readout import channels

MINUTE = 60
DAY = 86_400
ANSWER = {"question": "heard_of_us", "answer": "Freunde oder Familie", "source": "survey"}
ADVERT = {"utm_source": "google", "utm_medium": "cpc"}


def walk(*answer: Event, **landing: Any) -> list[Event]:
    return [
        ("view_item", 0, landing),
        ("purchase", MINUTE, {"order_id": "A1", "value": 100}),
        *answer,
    ]


def all_channels(columns: Columns) -> list[str]:
    [shard] = columns.shards
    return [columns.channels[code] for code in shard.channel[: shard.rows]]


def test_an_answer_gives_the_channel_of_a_journey_that_nothing_else_explains() -> None:
    columns = columns_of([walk(("survey_answered", 2 * MINUTE, ANSWER))])
    assert channels(columns) == ["word_of_mouth"]
    assert set(all_channels(columns)) == {"word_of_mouth"}
    assert not columns.words.channels["word_of_mouth"].certain


def test_an_answer_does_not_take_the_place_of_what_was_seen() -> None:
    columns = columns_of([walk(("survey_answered", 2 * MINUTE, ANSWER), **ADVERT)])
    assert channels(columns) == ["paid_search"]
    # The answer itself stands beside the visits with its own channel.
    assert all_channels(columns) == ["paid_search", "paid_search", "word_of_mouth"]


def test_of_several_direct_visits_the_first_takes_it() -> None:
    before: Event = ("page_view", -DAY, {})
    columns = columns_of([[before, *walk(("survey_answered", 2 * MINUTE, ANSWER))]])
    assert channels(columns) == ["word_of_mouth", "direct"]


def test_an_answer_on_the_order_itself_counts() -> None:
    events = walk()
    events[1] = ("purchase", MINUTE, {"order_id": "A1", "heard_about_us": "Podcast"})
    assert channels(columns_of([events])) == ["radio_podcast"]


def test_an_order_without_a_visit_takes_what_it_tells() -> None:
    columns = columns_of(
        [[("purchase", 0, {"order_id": "A1", "source": "shopify", "heard_about_us": "Messe"})]]
    )
    assert all_channels(columns) == ["fair"]


def test_i_do_not_know_says_nothing() -> None:
    unsure = ANSWER | {"answer": "weiß nicht"}
    assert channels(columns_of([walk(("survey_answered", 2 * MINUTE, unsure))])) == ["direct"]


def test_other_questions_are_no_answers() -> None:
    other = {"question": "delivery", "answer": "Instagram"}
    assert channels(columns_of([walk(("survey_answered", 2 * MINUTE, other))])) == ["direct"]


def test_a_code_that_was_made_here_counts_and_others_do_not() -> None:
    words = replace(shipped_words(), codes={"MESSE10": "coupon"})
    for code, channel in (("messe10", "coupon"), ("FREMD", "direct")):
        events = walk()
        events[1] = ("purchase", MINUTE, {"order_id": "A1", "coupon": code})
        assert channels(columns_in_memory(source_of([events]), words)) == [channel]


@pytest.mark.parametrize(
    ("answer", "channel"),
    [
        ("Google", "told_search"),
        ("über Instagram", "told_social"),
        ("Von einer Freundin", "word_of_mouth"),
        ("Stadion", "word_of_mouth"),
        ("im Radio gehört", "radio_podcast"),
        ("Plakat an der Haltestelle", "poster"),
        ("ISPO Messe", "fair"),
        ("Fan-Forum", "told_social"),
        ("My colleague", "word_of_mouth"),
        ("Weiß nicht", ""),
        ("  ", ""),
        ("Ein Vogel hat es mir gezwitschert", "told_other"),
        ("カタログ", "told_other"),
    ],
)
def test_answers_in_words(answer: str, channel: str) -> None:
    assert heard_channel(answer) == channel
    assert not channel or channel in shipped_words().channels
