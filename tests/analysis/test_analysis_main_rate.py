"""The shop's main rate: which of the three the KPIs tell first, with its base named."""

from dataclasses import replace

from analysis.test_analysis_kpis import CAST, asked, told


def test_the_sentence_tells_the_shops_main_rate_with_its_base() -> None:
    columns = told(CAST)
    journey = asked(replace(columns, main_rate="journey"))
    assert journey.main_rate == "journey"
    assert journey.sentence("de").startswith(
        "50,0\u00a0% der abgeschlossenen Journeys führen zu einer Bestellung (2 von 4); insgesamt 2"
    )
    assert journey.sentence("en").startswith(
        "50.0% of journeys that are over lead to an order (2 of 4); 2 orders in all"
    )
    person = asked(replace(columns, main_rate="person"), conversion="add_to_cart")
    assert person.sentence("de").startswith("50,0\u00a0% der aktiven Personen kommen zu „")
    assert "(2 von 4)" in person.sentence("de")
    # Which rate comes first changes no figure.
    visit = asked(columns)
    assert replace(journey, main_rate="visit") == visit


def test_without_a_base_the_sentence_says_what_there_was_none_of() -> None:
    empty = replace(told([]), main_rate="journey")
    assert "keine Journey abgeschlossen" in asked(empty).sentence("de")
    assert "Nobody did anything" in asked(replace(empty, main_rate="person")).sentence("en")
