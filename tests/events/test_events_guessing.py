"""Guessing: what shops' own names mean, and that a file nobody prepared gets a sensible first map."""

import csv
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.events.guessing import (
    NameStat,
    guess_conversion,
    guess_meaning,
    guess_part,
    guess_words,
)
from etappe.events.names import readable, words_in
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words

WORDS = shipped_words()
NAMES = list(
    csv.DictReader(
        Path(__file__).with_name("guessed_names.csv").read_text("utf-8").splitlines(), delimiter=";"
    )
)


@pytest.mark.parametrize(
    "row", [row for row in NAMES if row["set"] != "unseen"], ids=lambda row: row["name"]
)
def test_a_name_is_understood(row: dict[str, str]) -> None:
    assert guess_meaning(row["name"]) == row["meaning"]


def test_three_of_four_names_that_no_rule_was_written_for_are_understood() -> None:
    unseen = [row for row in NAMES if row["set"] == "unseen"]
    right = sum(guess_meaning(row["name"]) == row["meaning"] for row in unseen)
    assert len(unseen) >= 40
    assert right / len(unseen) >= 0.75


def test_every_guess_is_a_name_of_the_taxonomy() -> None:
    assert {guess_meaning(row["name"]) for row in NAMES} - {""} <= set(WORDS.events)


def test_names_fall_apart_into_words() -> None:
    assert words_in("KasseGeöffnet_2") == ("kasse", "geoeffnet", "2")
    assert words_in("PDFDownload") == ("pdf", "download")
    assert words_in("zur-Kasse") == ("zur", "kasse")
    assert words_in("") == ()


def test_names_become_readable() -> None:
    assert readable("kasse_start") == "Kasse start"
    assert readable("ProductDetailView") == "Product detail view"
    assert readable("Warenkorb hinzugefügt") == "Warenkorb hinzugefügt"
    assert readable("faq") == "Faq"
    assert readable("***") == "***"


def _otto() -> list[NameStat]:
    return [
        NameStat("clicks", 800, 20, median_position=0.4),
        NameStat("carts", 52, 12, median_position=0.7),
        NameStat("orders", 10, 4, median_position=1.0, has_order_share=0.0),
    ]


def test_a_file_nobody_prepared_gets_a_first_map() -> None:
    words = guess_words(WORDS, _otto())
    assert words.conversion == "orders"
    assert words.conversions[0] == "orders"
    aida = words.models["aida"]
    assert [aida.before[name] for name in ("clicks", "carts", "orders")] == [
        "desire",
        "action",
        "action",
    ]
    assert words.touchpoints["carts"].part == "during"
    assert words.touchpoints["carts"].origin == "guessed"
    assert words.events["clicks"].meaning == "view_item"
    assert words.events["clicks"].origin == "guessed"


def test_each_unknown_name_becomes_a_touchpoint_of_its_own() -> None:
    words = guess_words(WORDS, [NameStat("Knopf blau", 5, 5), NameStat("kasse_start", 3, 3)])
    assert words.touchpoints["Knopf blau"].name == {"de": "Knopf blau", "en": "Knopf blau"}
    assert words.events["kasse_start"].touchpoint == "kasse_start"
    assert words.events["kasse_start"].label["de"] == "Kasse start"
    assert "kasse_start" in words.models["hubspot_7"].before


def test_known_names_stay_as_they_are() -> None:
    stats = [NameStat(name, 3, 3) for name in ("view_item", "Product Added", "purchase")]
    assert guess_words(WORDS, stats) == WORDS


def test_what_the_shop_does_is_not_taken_for_the_customers_deed() -> None:
    words = guess_words(WORDS, [NameStat("delivered", 9, 9), NameStat("Anruf", 9, 9)])
    assert words.events["delivered"].side == "shop"
    assert words.events["Anruf"].place == "outside"


def test_what_a_shops_own_site_tells_stays_on_the_site() -> None:
    names = ("store_finder", "Filialsuche", "newsletter_clicked", "banner_click", "never_heard_of")
    words = guess_words(WORDS, [NameStat(name, 9, 9) for name in names])
    assert {words.events[name].place for name in names} == {"site"}
    assert guess_words(WORDS, [NameStat("message_clicked", 9, 9)]) == WORDS
    assert WORDS.events["message_clicked"].place == "outside"


def test_what_is_guessed_to_happen_elsewhere_stays_beside_visits() -> None:
    names = ("Filiale besucht", "Anruf", "Chat gestartet", "Paket zugestellt", "mail_opened")
    words = guess_words(WORDS, [NameStat(name, 9, 9) for name in names])
    assert {words.events[name].place for name in names} == {"outside"}


def test_a_name_that_says_nothing_is_told_by_its_place() -> None:
    assert guess_part(NameStat("x", 9, 9, before_conversion_share=0.1)) == "after"
    assert guess_part(NameStat("x", 9, 9, before_conversion_share=0.9)) == "before"
    assert guess_part(NameStat("x", 9, 9, has_order_share=1.0)) == "during"
    assert guess_part(NameStat("x", 9, 9, before_conversion_share=0.45)) == "neutral"
    words = guess_words(WORDS, [NameStat("x", 9, 9, before_conversion_share=0.1)])
    assert words.models["accra"].after["x"] == "retention"


def test_where_a_name_stands_never_says_its_part_so_that_journeys_are_cut_by_names_alone() -> None:
    for share in (0.1, 0.5, 0.9):
        words = guess_words(WORDS, [NameStat("x", 9, 9, before_conversion_share=share)])
        assert words.touchpoints["x"].part == "neutral"


def test_the_conversion_is_told_by_orders_then_money_then_the_next_best_meaning() -> None:
    plain = NameStat("aa", 100, 50)
    assert guess_conversion(WORDS, [plain]) == ""
    assert guess_conversion(WORDS, [plain, NameStat("newsletter_signup", 9, 9)]) == ""
    lead = guess_words(WORDS, [plain, NameStat("newsletter_signup", 9, 9)])
    assert lead.conversion == "newsletter_signup"
    money = NameStat("bb", 5, 5, has_value_share=0.9)
    assert guess_conversion(WORDS, [plain, money]) == "bb"
    order = NameStat("cc", 4, 4, has_order_share=0.9)
    assert guess_conversion(WORDS, [plain, money, order]) == "cc"
    assert guess_words(WORDS, [plain]).conversion == "purchase"


def test_a_conversion_the_shop_chose_is_never_guessed_away() -> None:
    chosen = overlay(WORDS, {"conversion": "newsletter_subscribed"})
    assert guess_words(chosen, _otto()).conversion == "newsletter_subscribed"


def test_a_confirmed_meaning_wins_over_the_guess_and_moves_the_touchpoint() -> None:
    edits = {"events": {"carts": {"meaning": "add_to_wishlist"}}}
    words = guess_words(overlay(WORDS, edits), _otto())
    assert words.events["carts"].meaning == "add_to_wishlist"
    assert words.events["carts"].origin == "confirmed"
    assert words.models["aida"].before["carts"] == "desire"
    late = overlay(guess_words(WORDS, _otto()), edits)
    assert late.models["aida"].before["carts"] == "desire"
    assert late.touchpoints["carts"].part == "before"


def test_a_guessed_touchpoint_can_be_put_outside_a_model() -> None:
    edits = {"models": {"aida": {"before": {"clicks": None}}}}
    assert "clicks" not in guess_words(overlay(WORDS, edits), _otto()).models["aida"].before


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=20), unique=True, max_size=12), st.randoms(use_true_random=False))
def test_guesses_do_not_depend_on_the_order_and_settle_every_name(
    names: list[str], random: Random
) -> None:
    stats = [NameStat(name, 1, 1) for name in names]
    shuffled = list(stats)
    random.shuffle(shuffled)
    words = guess_words(WORDS, stats)
    assert words == guess_words(WORDS, shuffled)
    assert guess_words(words, stats) == words
    for name in names:
        word = words.events.get(words.aliases.get(name, name))
        assert word is not None
        assert word.touchpoint in words.touchpoints
