"""Words changed by people: guesses confirmed, changes foretold, kept, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etappe.app import vocabulary
from etappe.app.changes import changes, undo
from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.app.occurrence import by_touchpoint
from etappe.app.preview import preview
from etappe.app.settings import change_settings
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, Conflict
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from etappe.events.words import Touchpoint, TouchpointRule, Words

ROWS = """person,event,time,url
susa,page_view,2026-03-02T10:00:00Z,https://shop.example/faq
susa,page_view,2026-03-02T10:01:00Z,https://shop.example/hilfe/versand
susa,view_item,2026-03-02T10:02:00Z,https://shop.example/p/1
susa,purchase,2026-03-02T10:10:00Z,https://shop.example/danke
susa,view_item,2026-03-05T10:02:00Z,https://shop.example/p/2
kai,view_item,2026-03-03T20:00:00Z,https://shop.example/p/1
kai,page_view,2026-03-03T20:01:00Z,https://shop.example/hilfe/rueckgabe
kai,Zaubertrick,2026-03-03T20:02:00Z,https://shop.example/p/1
marlene,Newsletter abonniert,2026-03-04T09:00:00Z,https://shop.example/
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, "utf-8")
    made = house.shop("default", create=True)
    options = ImportOptions()
    run_import([file], None, Intake(made), lambda *_: None, options)
    yield made
    house.close()


def _places(words: Words, name: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        key: (model.before.get(name), model.after.get(name)) for key, model in words.models.items()
    }


def _without_origin(touchpoint: Touchpoint) -> tuple[object, ...]:
    return touchpoint.key, touchpoint.part, touchpoint.channel, touchpoint.content, touchpoint.team


@pytest.mark.parametrize("name", ["Newsletter abonniert", "Zaubertrick"])
def test_a_confirmed_guess_means_what_the_guess_meant(shop: Shop, name: str) -> None:
    guessed = shop.settled().words
    assert any(stage for places in _places(guessed, name).values() for stage in places)
    vocabulary.confirm_event_words(shop, [name])
    confirmed = shop.settled()
    assert confirmed.words.events[name].origin == "confirmed"
    assert _places(confirmed.words, name) == _places(guessed, name)
    assert _without_origin(confirmed.words.touchpoints[name]) == _without_origin(
        guessed.touchpoints[name]
    )
    assert not confirmed.cut_anew


def test_a_guessed_touchpoint_keeps_its_stages_when_its_team_is_named(shop: Shop) -> None:
    before = _places(shop.settled().words, "Zaubertrick")
    vocabulary.put_touchpoint(shop, "Zaubertrick", {"team": "marketing"})
    assert _places(shop.settled().words, "Zaubertrick") == before


def test_all_guesses_confirmed_at_once_are_one_change(shop: Shop) -> None:
    vocabulary.confirm_event_words(shop, [], "nadja@shop.example")
    (change,) = changes(shop).changes
    assert change.by == "nadja@shop.example"
    assert change.sentences["de"].startswith("2 Ereignisse bestätigt: ")
    undo(shop, change.id, "tim@shop.example")
    assert {word.name for word in vocabulary.event_words(shop) if word.guessed_from} == {
        "Newsletter abonniert",
        "Zaubertrick",
    }


def test_a_guess_says_where_it_comes_from_and_how_often_it_was_seen(shop: Shop) -> None:
    words = {word.name: word for word in vocabulary.event_words(shop, "hubspot_7")}
    assert words["Newsletter abonniert"].guessed_from == "name"
    assert words["Zaubertrick"].guessed_from == "place"
    seen = words["view_item"]
    assert (seen.touches, seen.persons, seen.guessed_from) == (3, 2, None)
    assert seen.first_at is not None
    assert seen.last_at is not None
    assert (seen.first_at.day, seen.last_at.day) == (2, 5)
    assert seen.stage in {stage.key for stage in shop.settled().words.models["hubspot_7"].stages}


def test_a_name_that_rules_divide_lists_its_touchpoints(shop: Shop) -> None:
    words = {word.name: word for word in vocabulary.event_words(shop)}
    found = {place.touchpoint: place.touches for place in words["page_view"].touchpoints}
    assert sum(found.values()) == 3
    assert found["faq"] == 2


EDITS: dict[str, dict[str, Any]] = {
    "another touchpoint": {"events": {"view_item": {"touchpoint": "faq"}}},
    "a rule by page": {
        "rules": [{"event": "page_view", "path": "/hilfe/*", "touchpoint": "call_center"}]
    },
    "two at once": {
        "events": {"view_item": {"touchpoint": "faq"}, "Zaubertrick": {"touchpoint": "faq"}}
    },
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_foretold_is_what_happens(shop: Shop, edit: dict[str, Any]) -> None:
    if "rules" in edit:
        vocabulary.put_touchpoint(shop, "call_center", {"part": "after"})
    before = by_touchpoint(shop.columns())
    foretold = preview(shop, edit)
    assert by_touchpoint(shop.columns()) == before
    for name, change in edit.get("events", {}).items():
        vocabulary.put_event_word(shop, name, change)
    if "rules" in edit:
        vocabulary.put_rules(shop, [TouchpointRule(**rule) for rule in edit["rules"]])
    after = by_touchpoint(shop.columns())
    moved = {
        (name, key): after.get(name, {}).get(key, 0) - before.get(name, {}).get(key, 0)
        for name in {*before, *after}
        for key in {*before.get(name, {}), *after.get(name, {})}
    }
    told: dict[tuple[str, str], int] = {}
    for move in foretold.moves:
        for key, sign in ((move.before.touchpoint, -1), (move.after.touchpoint, 1)):
            told[move.event, key] = told.get((move.event, key), 0) + sign * move.touches
    assert {pair: count for pair, count in moved.items() if count} == told
    assert foretold.touches == sum(count for count in moved.values() if count > 0)
    assert foretold.cut_anew


def test_the_sentence_says_how_many_of_whom_go_where(shop: Shop) -> None:
    told = preview(shop, {"events": {"view_item": {"touchpoint": "faq"}}})
    assert told.persons == 2
    assert told.sentences["de"] == (
        "3 Interaktionen von 2 Personen wechseln von „Produktdetailseite“ zu „Häufige Fragen“; "
        "Journeys werden neu geschnitten."
    )


def test_a_confirmation_moves_nobody(shop: Shop) -> None:
    told = preview(shop, {"events": {"Zaubertrick": {}}})
    assert (told.touches, told.persons, told.cut_anew, told.moves) == (0, 0, False, ())


def test_another_conversion_beside_cuts_nothing_and_the_main_one_does(shop: Shop) -> None:
    beside = preview(shop, {"conversions": ["purchase", "Newsletter abonniert"]})
    assert (beside.touches, beside.persons, beside.cut_anew) == (1, 1, False)
    main = preview(shop, {"conversion": "Newsletter abonniert"})
    assert main.cut_anew


def test_a_drafted_model_shows_its_band_before_it_is_kept(shop: Shop) -> None:
    model = {"name": "Meins", "stage_names": ["Entdecken", "Kaufen"], "based_on": "aida"}
    told = preview(shop, {"models": {"meins": model}})
    assert told.stages is not None
    assert "meins" not in shop.settled().words.models
    vocabulary.put_model(shop, "meins", model)
    assert shop.ask("stages", {"stages": "meins"}) == told.stages


def test_a_touchpoint_taken_out_of_a_stage_stays_out(shop: Shop) -> None:
    for key in ("aida", "meins"):
        if key == "meins":
            vocabulary.put_model(shop, key, {"stage_names": ["A", "B"], "based_on": "hubspot_7"})
        model = shop.settled().words.models[key]
        out = {"Newsletter abonniert", "product_page"}
        assert out <= {*model.before}
        tables = {
            side: {
                place: stage for place, stage in getattr(model, side).items() if place not in out
            }
            for side in ("before", "after")
        }
        kept = vocabulary.put_model(shop, key, tables)
        assert not out & {*kept.before, *kept.after}
        assert set(kept.outside) == out
    assert shop.settled().words.models["aida"].stages
    undo(shop, changes(shop).changes[0].id, "nadja@shop.example")
    assert "product_page" in shop.settled().words.models["meins"].before


def test_a_shipped_model_may_lose_a_stage_and_come_back(shop: Shop) -> None:
    model = shop.settled().words.models["aida"]
    stages = [{"key": stage.key, "name": stage.name} for stage in model.stages[:-1]]
    left = {stage["key"] for stage in stages}
    before = {place: stage for place, stage in model.before.items() if stage in left}
    vocabulary.put_model(shop, "aida", {"stages": stages, "before": before, "after": {}})
    assert len(shop.ask("stages", {"stages": "aida"}).stages) == 3
    vocabulary.delete_model(shop, "aida")
    assert shop.settled().words.models["aida"] == model


def test_what_another_word_rests_on_is_not_undone(shop: Shop) -> None:
    vocabulary.put_touchpoint(shop, "zauberei", {"name": {"de": "Zauberei", "en": "Magic"}})
    (made,) = changes(shop).changes
    vocabulary.put_event_word(shop, "Zaubertrick", {"touchpoint": "zauberei"})
    with pytest.raises(BadInput, match="'zauberei' is no touchpoint"):
        undo(shop, made.id, "nadja@shop.example")
    undo(shop, changes(shop).changes[0].id, "nadja@shop.example")
    undo(shop, made.id, "nadja@shop.example")
    assert "zauberei" not in shop.settled().words.touchpoints


def test_figures_are_the_same_after_undoing(shop: Shop) -> None:
    before = shop.ask("stages", {})
    vocabulary.put_event_word(shop, "view_item", {"touchpoint": "faq"})
    change_settings(shop, {"conversions": ["purchase", "view_item"]}, "nadja@shop.example")
    assert shop.ask("stages", {}) != before
    for change in changes(shop).changes:
        undo(shop, change.id, "nadja@shop.example")
    assert shop.ask("stages", {}) == before
    with pytest.raises(Conflict, match="undone already"):
        undo(shop, 1, "nadja@shop.example")


def test_a_conversion_nobody_knows_is_refused(shop: Shop) -> None:
    with pytest.raises(BadInput, match="no event is called 'kauf'"):
        change_settings(shop, {"conversions": ["purchase", "kauf"]})
    with pytest.raises(BadInput, match="'nirgends' is no touchpoint"):
        vocabulary.put_event_word(shop, "view_item", {"touchpoint": "nirgends"})
    assert changes(shop).changes == ()


def test_an_undoing_says_what_it_undid_and_what_came_back(shop: Shop) -> None:
    vocabulary.put_event_word(shop, "view_item", {"touchpoint": "faq"}, "nadja@shop.example")
    undone = undo(shop, 1, "tim@shop.example")
    again = undo(shop, undone.id, "tim@shop.example")
    said = "Ereignis „Produkt angesehen“: Touchpoint „Produktdetailseite“ → „Häufige Fragen“"
    assert undone.sentences["de"] == f"Rückgängig gemacht: {said}"
    assert again.sentences["de"] == f"Wiederhergestellt: {said}"
    first, *rest = changes(shop, limit=1).changes
    assert (first.id, rest) == (again.id, [])
    page = changes(shop, limit=1, cursor=changes(shop, limit=1).next or "")
    assert page.changes[0].id == undone.id


def test_a_field_of_an_own_touchpoint_is_all_that_its_change_names(shop: Shop) -> None:
    vocabulary.put_touchpoint(shop, "zauberei", {"name": {"de": "Zauberei", "en": "Magic"}})
    vocabulary.put_touchpoint(shop, "zauberei", {"part": "after"})
    changed, made = changes(shop).changes
    assert made.sentences["de"] == "Touchpoint „Zauberei“ angelegt"
    assert changed.sentences["de"] == "Touchpoint „Zauberei“: Teil „neutral“ → „nach dem Kauf“"
