"""The tour: every stop's answer holds its planted truth, computed by the analyses, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.demo_shop_asked import Asked
from etappe.app.demo import DEMO_SHOP
from etappe.app.house import House, opened
from etappe.app.tour import tour, tour_answer
from etappe.base.errors import NotFound
from etappe.base.messages import LANGUAGES, Language
from etappe.demo.shop import Demo
from etappe.demo.tour import STOPS


@pytest.fixture(scope="module")
def house(demo_data: Path) -> Iterator[House]:
    with opened(demo_data) as made:
        yield made


@pytest.fixture(scope="module")
def shop(house: House) -> Asked:
    return Asked(house.shop(DEMO_SHOP))


def said(shop: Asked, number: int, language: Language) -> str:
    return tour_answer(shop.shop, number).said[language].replace("\u00a0", " ")


def figures(text: str) -> list[int]:
    """All whole numbers of a sentence, whatever sign stands between their thousands."""
    return [int(re.sub(r"[.,]", "", one)) for one in re.findall(r"\d+(?:[.,]\d{3})*", text)]


def test_the_tour_has_the_stops_that_pages_exist_for_each_with_its_texts(shop: Asked) -> None:
    made = tour(shop.shop).stops
    assert [stop.number for stop in made] == sorted({stop.number for stop in made})
    assert {1, 2, 3, 4, 7, 8} == {stop.number for stop in made}
    for stop in made:
        for text in (stop.question, stop.try_this, stop.trust):
            assert all(text[language] for language in LANGUAGES)
            assert text["de"] != text["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_100_journeys_27_11_and_7_and_the_checkout_on_phones_stands_out(
    shop: Asked, language: Language
) -> None:
    text = said(shop, 1, language)
    assert figures(text) == [100, 27, 11, 7]
    ends = {"de": "Auffällig ist die Kasse auf dem Handy.", "en": "the checkout on phones."}
    assert text.endswith(ends[language])


def test_the_first_answer_is_worded_as_the_product_wants_it(shop: Asked) -> None:
    assert said(shop, 1, "de") == (
        "Von 100 Journeys mit Produktansicht legen 27 etwas in den Warenkorb, 11 gehen zur Kasse,"
        " 7 kaufen. Auffällig ist die Kasse auf dem Handy."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_eleven_models_have_the_same_orders_money_and_journeys(
    shop: Asked, language: Language
) -> None:
    text, kpis = said(shop, 2, language), shop.kpis()
    assert text.startswith({"de": "Nein.", "en": "No."}[language])
    assert {"de": "in allen elf Modellen", "en": "in all eleven models"}[language] in text
    assert figures(text) == [kpis.orders, round(kpis.value), kpis.journeys]


@pytest.mark.parametrize("language", LANGUAGES)
def test_march_on_phones_is_told_with_its_days_rates_orders_and_money(
    shop: Asked, demo: Demo, language: Language
) -> None:
    first, last, now, usual, hundred, desktop, orders, money = figures(said(shop, 3, language))
    assert (first, last, now, usual, hundred, desktop) == (3, 30, 41, 64, 100, 70)
    told = demo.ledger["phone_checkout"]
    assert orders == pytest.approx(told.prevented, rel=0.05)
    assert money == pytest.approx(told.prevented_value / 100, rel=0.05)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            ("Susa sah am Dienstag, 5. Mai", "auf dem Handy", "50,00 €", "PayPal", "fünf Sterne"),
        ),
        ("en", ("Susa saw", "Tuesday, 5 May", "on the phone", "€50.00", "PayPal", "five stars")),
    ],
)
def test_susa_is_told_from_the_ad_to_the_stars_with_every_time(
    shop: Asked, language: Language, words: tuple[str, ...]
) -> None:
    text = said(shop, 4, language)
    assert [word for word in words if word not in text] == []
    times = [text.index(time) for time in ("20:09", "20:10", "7:40", "13:25", "11:20")]
    assert times == sorted(times)
    assert "Milo Hardenberg" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_companies_search_in_vain_phone_and_stay_away(
    shop: Asked, demo: Demo, language: Language
) -> None:
    text, counts = said(shop, 7, language), demo.ledger["ts16"].counts
    searches, _, companies, called, lost = figures(text)[:5]
    assert searches == 214
    assert (companies, called, lost) == (counts["companies"], counts["calls"], counts["lost"])
    assert "TS-18" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_stop_counts_what_one_takes_along(shop: Asked, language: Language) -> None:
    made = shop.ask("stages")
    assert figures(said(shop, 8, language)) == [made.journeys, made.touches]


def test_no_stop_blames_or_praises_the_viral_saturday(shop: Asked) -> None:
    for stop in STOPS:
        assert "18. April" not in said(shop, stop.number, "de")


def test_the_tour_leads_through_the_demo_alone(house: House) -> None:
    other = house.shop("laden", create=True)
    with pytest.raises(NotFound, match="laden"):
        tour(other)
    with pytest.raises(NotFound, match="no stop 99"):
        tour_answer(house.shop(DEMO_SHOP), 99)
