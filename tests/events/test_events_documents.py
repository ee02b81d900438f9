"""Documents and overlay: what a shop edits survives the way to the records and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.base.errors import BadInput
from etappe.events.documents import (
    event_word_from_doc,
    event_word_to_doc,
    model_from_doc,
    model_to_doc,
    rule_from_doc,
    rule_to_doc,
    touchpoint_from_doc,
    touchpoint_to_doc,
)
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.touchpoints import touchpoint_of
from etappe.events.words import EventWord, Stage, StageModel, Touchpoint, TouchpointRule

WORDS = shipped_words()
words = st.text(min_size=1, max_size=12)
texts = st.fixed_dictionaries({"de": words, "en": words})
event_words = st.builds(
    EventWord,
    name=words,
    label=texts,
    side=st.sampled_from(["customer", "shop"]),
    place=st.sampled_from(["site", "outside"]),
    touchpoint=words,
    conversion_only=st.booleans(),
    meaning=words,
    origin=st.sampled_from(["given", "guessed", "confirmed"]),
)
touchpoints = st.builds(
    Touchpoint,
    key=words,
    name=texts,
    part=st.sampled_from(["before", "during", "after", "neutral"]),
    channel=words,
    digital=st.booleans(),
    direct=st.booleans(),
    ownership=st.sampled_from(["own", "paid", "earned"]),
    content=words,
    purpose=texts,
    team=words,
)
rules = st.builds(
    TouchpointRule, touchpoint=words, event=words, path=words, host=words, channel=words
)
stages = st.builds(Stage, key=words, name=texts, description=texts, content=texts)
models = st.builds(
    StageModel,
    key=words,
    name=texts,
    stages=st.lists(stages, max_size=4).map(tuple),
    before=st.dictionaries(words, words, max_size=4),
    after=st.dictionaries(words, words, max_size=4),
    description=texts,
    loop=st.booleans(),
    own=st.booleans(),
)


@given(event_words, touchpoints, rules, models)
def test_documents_come_back_as_they_went(
    word: EventWord, touchpoint: Touchpoint, rule: TouchpointRule, model: StageModel
) -> None:
    assert event_word_from_doc(event_word_to_doc(word)) == word
    assert touchpoint_from_doc(touchpoint_to_doc(touchpoint)) == touchpoint
    assert rule_from_doc(rule_to_doc(rule)) == rule
    assert model_from_doc(model_to_doc(model)) == model


def test_everything_shipped_comes_back_too() -> None:
    assert all(model_from_doc(model_to_doc(model)) == model for model in WORDS.models.values())
    assert all(
        touchpoint_from_doc(touchpoint_to_doc(one)) == one for one in WORDS.touchpoints.values()
    )
    assert all(event_word_from_doc(event_word_to_doc(one)) == one for one in WORDS.events.values())


@pytest.mark.parametrize(
    ("doc", "field"),
    [
        ({"name": "X"}, "key"),
        ({"key": "x", "name": "X", "colour": "red"}, "colour"),
        ({"key": "x", "name": "X", "part": "later"}, "part"),
        ({"key": "x", "name": "X", "digital": "yes"}, "digital"),
        ({"key": "x", "name": 7}, "name"),
        ({"key": "x", "name": {"fr": "X"}}, "name"),
        ({"key": 7, "name": "X"}, "key"),
        ({"key": "x", "name": "X", "part": ["before"]}, "part"),
    ],
)
def test_a_wrong_document_is_refused_by_its_field(doc: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        touchpoint_from_doc(doc)
    assert caught.value.field == field
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("doc", "field"),
    [
        ({"key": "x", "name": "X"}, "stages"),
        ({"key": "x", "name": "X", "stages": ["Eins"]}, "stages"),
        ({"key": "x", "name": "X", "stages": [], "before": ["home"]}, "before"),
    ],
)
def test_a_wrong_model_is_refused_by_its_field(doc: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        model_from_doc(doc)
    assert caught.value.field == field


EDITS: dict[str, Any] = {
    "touchpoints": {
        "messe_bremen": {"name": "Messe Bremen", "part": "before"},
        "home": {"team": "sales"},
    },
    "events": {
        "stand_besucht": {"meaning": "fair_visited"},
        "purchase": {"label": {"de": "Bestellt"}},
    },
    "rules": [{"touchpoint": "messe_bremen", "event": "page_view", "path": "/messe*"}],
    "models": {
        "aida": {"before": {"messe_bremen": "awareness", "home": None}},
        "unser_weg": {
            "name": "Unser Weg",
            "stages": [{"key": "eins", "name": "Eins"}],
            "before": {"home": "eins"},
        },
    },
    "conversion": "newsletter_subscribed",
    "model": "accra",
}


def test_an_empty_overlay_changes_nothing() -> None:
    assert overlay(WORDS, {}) == WORDS
    assert overlay(WORDS, dict.fromkeys(EDITS)) == WORDS


def test_the_same_overlay_twice_is_as_once() -> None:
    once = overlay(WORDS, EDITS)
    assert overlay(once, EDITS) == once


def test_an_overlay_never_changes_what_ships() -> None:
    before = repr(WORDS)
    overlay(WORDS, EDITS)
    assert repr(WORDS) == before


def test_an_overlay_says_what_the_shop_said() -> None:
    laid = overlay(WORDS, EDITS)
    assert touchpoint_of("page_view", "/messe-bremen", "", "", laid) == "messe_bremen"
    assert laid.touchpoints["home"].team == "sales"
    assert laid.touchpoints["home"].name == WORDS.touchpoints["home"].name
    assert laid.events["purchase"].label == {"de": "Bestellt", "en": "Purchased"}
    assert laid.events["stand_besucht"].touchpoint == "stand_besucht"
    assert laid.touchpoints["stand_besucht"].part == "before"
    assert laid.models["aida"].before["messe_bremen"] == "awareness"
    assert "home" not in laid.models["aida"].before
    assert laid.models["aida"].before["search"] == "interest"
    assert laid.models["unser_weg"].own
    assert laid.conversions == ("newsletter_subscribed", "purchase")
    assert laid.model == "accra"


def test_parts_of_edits_can_be_laid_one_after_the_other() -> None:
    by_part = WORDS
    for name in ("touchpoints", "events", "rules", "models", "conversion", "model"):
        by_part = overlay(by_part, {name: EDITS[name]})
    assert by_part == overlay(WORDS, EDITS)


@pytest.mark.parametrize(
    ("edits", "field"),
    [
        ({"touchpoint": {}}, "touchpoint"),
        ({"events": {"x": {"meaning": "nonsense"}}}, "meaning"),
        ({"rules": [{"touchpoint": "nirgends"}]}, "touchpoint"),
        ({"models": {"aida": {"before": {"home": "nirgends"}}}}, "before"),
        ({"model": "nirgends"}, "model"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_by_its_field(edits: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        overlay(WORDS, edits)
    assert caught.value.field == field
