"""Stage models: the sources' own wording, complete in both languages, covering every touchpoint."""

from dataclasses import fields, replace
from typing import Any

import pytest

from etappe.base.errors import BadInput, NotFound
from etappe.events.datafiles import documents
from etappe.events.models import check_model, model_named, new_model, place
from etappe.events.shipped import kinds, moments, shipped_words
from etappe.events.words import Stage

WORDS = shipped_words()

EXPECTED: dict[str, list[tuple[str, str]]] = {
    "aida": [
        ("Aufmerksamkeit", "Awareness"),
        ("Interesse", "Interest"),
        ("Verlangen", "Desire"),
        ("Handlung", "Action"),
    ],
    "accra": [
        ("Aufmerksamkeit", "Awareness"),
        ("Interesse", "Consideration"),
        ("Kauf", "Conversion"),
        ("Bindung", "Retention"),
        ("Markenbotschafter", "Advocacy"),
    ],
    "mapping_5": [
        ("Bewusstsein", "Awareness"),
        ("Kaufüberlegung", "Consideration"),
        ("Kaufentscheidung", "Intent to Purchase"),
        ("Lieferung", "Delivery"),
        ("After Sales", "After Sales"),
    ],
    "ecommerce_5": [
        ("Awareness", "Awareness"),
        ("Abwägung", "Consideration"),
        ("Erwerb", "Acquisition"),
        ("Service", "Service"),
        ("Loyalität", "Loyalty"),
    ],
    "faq_5": [
        ("Bekanntheit", "Awareness"),
        ("Erwägung", "Consideration"),
        ("Kauf", "Purchase"),
        ("Bindung", "Retention"),
        ("Fürsprache", "Advocacy"),
    ],
    "discover_5": [
        ("Entdecken", "Discover"),
        ("Stöbern", "Browse"),
        ("Kauf", "Buy"),
        ("Unterstützung", "Support"),
        ("Rückkehr", "Return"),
    ],
    "b2b_4": [
        ("Awareness Stage", "Awareness Stage"),
        ("Consideration Stage", "Consideration Stage"),
        ("Kauf", "Purchase"),
        ("Nachkauf", "Post-purchase"),
    ],
    "hubspot_7": [
        ("Awareness (Interesse wecken)", "Awareness"),
        ("Favorability (Interesse konkretisieren)", "Favorability"),
        ("Consideration (Informationen beschaffen)", "Consideration"),
        ("Intent to Purchase (Kaufanreiz auslösen)", "Intent to Purchase"),
        ("Conversion (Wandlung realisieren)", "Conversion"),
        ("Customer Retention (Erfahrungen sammeln)", "Customer Retention"),
        ("Advocacy (Erfahrungswerte teilen)", "Advocacy"),
    ],
    "aida_plus_2": [
        ("Aufmerksamkeit", "Awareness"),
        ("Interesse", "Interest"),
        ("Verlangen", "Desire"),
        ("Handlung", "Action"),
        ("Bindung", "Retention"),
        ("Markenbotschafter", "Advocacy"),
    ],
    "three_part": [
        ("vor dem Kauf", "before the purchase"),
        ("während dem Kauf", "during the purchase"),
        ("nach dem Kauf", "after the purchase"),
    ],
    "sales_funnel": [
        ("Kontakt", "Contact"),
        ("Interesse", "Interest"),
        ("Kaufabsicht", "Intent"),
        ("Abschluss", "Sale"),
    ],
}


def test_all_models_of_the_sources_ship_with_their_wording() -> None:
    shipped = {
        key: [(stage.name["de"], stage.name["en"]) for stage in model.stages]
        for key, model in WORDS.models.items()
    }
    assert shipped == EXPECTED
    assert list(shipped) == list(EXPECTED)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_shipped_model_says_everything_in_both_languages(key: str) -> None:
    model = WORDS.models[key]
    texts = [model.name, model.description]
    texts += [
        getattr(stage, field.name)
        for stage in model.stages
        for field in fields(Stage)
        if field.name != "key"
    ]
    for text in texts:
        assert set(text) == {"de", "en"}
        assert all(part.strip() and "!" not in part for part in text.values())
    check_model(model, WORDS)


@pytest.mark.parametrize("data", documents("models"), ids=lambda data: data["key"])
def test_a_shipped_model_places_every_moment_once_or_leaves_it_outside(
    data: dict[str, Any],
) -> None:
    for side in ("before", "after"):
        listed = [moment for moments_of in data[side].values() for moment in moments_of]
        assert sorted(listed) == sorted(set(moments().values()))


def test_every_stage_can_be_reached() -> None:
    for model in WORDS.models.values():
        reached = set(model.before.values()) | set(model.after.values())
        assert reached == {stage.key for stage in model.stages}, model.key


def test_a_purchase_lies_in_every_model_whenever_it_comes() -> None:
    for model in WORDS.models.values():
        assert "order" in model.before
        assert "order" in model.after


def test_the_funnel_and_aida_end_with_the_purchase() -> None:
    for key in ("aida", "sales_funnel"):
        assert set(WORDS.models[key].after) == {"order", "marketplace_order", "staff_order"}


def test_team_and_content_of_every_touchpoint_have_names() -> None:
    for touchpoint in WORDS.touchpoints.values():
        assert touchpoint.team in kinds("team")
        assert touchpoint.content in kinds("content")


def test_an_own_model_takes_the_touchpoints_of_its_base() -> None:
    model = new_model(
        "eigenes", "Unser Weg", ["Sehen", "Wollen", "Kaufen", "Freuen"], WORDS, based_on="aida"
    )
    assert [stage.key for stage in model.stages] == ["sehen", "wollen", "kaufen", "freuen"]
    assert model.before["product_page"] == "kaufen"
    assert model.own


def test_a_base_with_more_stages_is_squeezed_in_order() -> None:
    model = new_model("kurz", "Kurz", ["Davor", "Danach"], WORDS, based_on="hubspot_7")
    order = {"davor": 0, "danach": 1}
    base = WORDS.models["hubspot_7"]
    placed = [order[model.before[tp]] for tp in sorted(base.before, key=lambda tp: _place(tp))]
    assert placed == sorted(placed)
    assert set(placed) == {0, 1}


def _place(touchpoint: str) -> int:
    base = WORDS.models["hubspot_7"]
    return [stage.key for stage in base.stages].index(base.before[touchpoint])


@pytest.mark.parametrize(
    ("key", "stages", "message"),
    [
        ("x", [], "no stage"),
        ("x", ["Eins", "eins"], "twice"),
        ("x", ["Eins", " "], "without name"),
        ("Mein Modell", ["Eins"], "small letters"),
        ("x", [f"Phase {number}" for number in range(20)], "more than"),
    ],
)
def test_an_unsound_model_is_refused_by_name(key: str, stages: list[str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        new_model(key, "Name", stages, WORDS)


def test_an_unknown_touchpoint_or_stage_is_refused() -> None:
    model = new_model("x", "Name", ["Eins"], WORDS)
    with pytest.raises(BadInput, match="no touchpoint"):
        check_model(place(model, "nirgends", before="eins", after=None), WORDS)
    with pytest.raises(BadInput, match="no stage of the model"):
        check_model(replace(model, before={"home": "zwei"}), WORDS)


def test_an_unknown_base_names_the_known_ones() -> None:
    with pytest.raises(NotFound) as caught:
        model_named("aidaa", WORDS)
    assert "aida" in caught.value.next_step


def test_a_touchpoint_can_be_put_outside() -> None:
    model = place(WORDS.models["aida"], "home", before=None, after=None)
    assert "home" not in model.before
    assert model.before["search"] == "interest"
