from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from analysis.analysis_shop import Touch, shop
from etappe.analysis.encode import plain
from etappe.analysis.funnel import Funnel, FunnelQuestion, funnel
from etappe.analysis.proportions import newcombe
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.events.words import EventWord

DAYS = 86_400
BEFORE, NOW = 0, 8  # days after 25 February 2026: that day, 5 March
WEEK = {"from_": "2026-03-04", "to": "2026-03-10"}
STEPS = ("begin_checkout", "purchase")


def crowd(day: int, begun: int, done: int, device: str, value: int = 5_000) -> list[list[Touch]]:
    """So many persons at the checkout on a day, of whom so many buy."""
    extra = {"device": device}
    return [
        [Touch("begin_checkout", day * DAYS, extra=extra)]
        + [Touch("purchase", day * DAYS + 60, extra=extra, value=value)] * (at < done)
        for at in range(begun)
    ]


MARCH = [
    *crowd(BEFORE, 300, 192, "phone"),
    *crowd(BEFORE, 200, 140, "desktop", 9_000),
    *crowd(NOW, 391, 160, "phone", 5_500),
    *crowd(NOW, 299, 209, "desktop", 9_000),
]


def asked(people: list[list[Touch]], **more: Any) -> Funnel:
    scope = Scope(**{name: more.pop(name, WEEK[name]) for name in WEEK})
    more = {"steps": STEPS, "per": "visit", "by": "device", "compare": "previous", **more}
    return funnel(shop(people, shards=3), FunnelQuestion(scope, **more))


def said(answer: Funnel, language: Language) -> str:
    return answer.sentence(language).replace("\u00a0", " ")


def test_the_checkout_that_narrowed_on_phones_is_said_with_what_is_missing() -> None:
    answer = asked(MARCH)
    assert said(answer, "de") == (
        "Vom 4. bis 10. März schlossen 41 statt 64 von 100 Kassengängen auf dem Handy ab; "
        "am Desktop unverändert 70. Es fehlen rund 90 Bestellungen, etwa 4.700 €."
    )
    assert said(answer, "en") == (
        "From 4 to 10 March, 41 instead of 64 of 100 checkouts on phones were completed; "
        "on desktops an unchanged 70. About 90 orders are missing, some €4,700."
    )


def test_each_step_and_group_has_its_share_then_and_now_with_the_interval() -> None:
    found = asked(MARCH).comparison
    assert found is not None
    assert (found.from_, found.to) == ("2026-02-25T00:00:00Z", "2026-03-04T00:00:00Z")
    phone = found.groups[0]
    assert (phone.value, phone.persons_before, phone.steps[1].persons_before) == ("phone", 300, 192)
    step = phone.steps[1]
    assert (step.share, step.share_before) == (160 / 391, 192 / 300)
    assert step.difference == pytest.approx(160 / 391 - 0.64)
    assert step.interval == newcombe(160, 391, 192, 300)
    assert (step.certain, step.words) == (True, {"de": "kaum Zufall", "en": "hardly chance"})
    desktop = found.groups[1].steps[1]
    assert (desktop.certain, desktop.words) == (
        False,
        {"de": "kann Zufall sein", "en": "may be chance"},
    )
    assert found.whole.steps[1].share_before == 332 / 500
    # The first step's share is of all asked about, and everybody is at the checkout.
    assert (phone.steps[0].share, phone.steps[0].difference) == (1.0, 0.0)


def test_what_is_missing_is_counted_at_the_other_share_and_priced_at_the_groups_average() -> None:
    found = asked(MARCH).comparison
    assert found is not None
    phone = found.groups[0]
    assert phone.missing == pytest.approx(0.64 * 391 - 160)
    average = Decimal(192 * 5_000 + 160 * 5_500) / 352 / 100
    assert phone.average_order_value == average.quantize(Decimal("0.000001"))
    assert phone.missing_value is not None
    assert float(phone.missing_value) == pytest.approx(
        (0.64 * 391 - 160) * float(average), abs=0.01
    )
    assert phone.missing_interval is not None
    assert phone.steps[1].interval is not None
    low, high = phone.missing_interval
    assert (low, high) == tuple(-391 * end for end in reversed(phone.steps[1].interval))
    assert phone.missing_value_interval is not None
    assert float(phone.missing_value_interval[1]) == pytest.approx(high * float(average), abs=0.01)


def test_few_cases_may_be_chance_and_are_never_called_unchanged() -> None:
    few = [
        *crowd(BEFORE, 10, 6, "phone"),
        *crowd(NOW, 10, 4, "phone"),
    ]
    assert said(asked(few), "de") == (
        "Vom 4. bis 10. März schlossen 40 statt 60 von 100 Kassengängen auf dem Handy ab (kann Zufall sein)."
    )


def test_without_groups_everybody_is_compared() -> None:
    answer = asked(MARCH, by="")
    assert said(answer, "de").startswith(
        "Vom 4. bis 10. März schlossen 53 statt 66 von 100 Kassengängen ab. Es fehlen rund 89 Bestellungen"
    )
    assert answer.comparison is not None
    assert answer.comparison.groups == ()


def test_more_than_before_is_said_as_more() -> None:
    people = [*crowd(BEFORE, 300, 120, "phone"), *crowd(NOW, 300, 192, "phone")]
    told = said(asked(people), "de")
    assert told.endswith("Das sind rund 72 Bestellungen mehr, etwa 3.600 €.")


def test_steps_nobody_wrote_a_phrase_for_are_quoted() -> None:
    people = [
        [Touch("spin_wheel", day * DAYS)] + [Touch("win", day * DAYS + 9)] * (at < won)
        for day, won in ((BEFORE, 120), (NOW, 60))
        for at in range(200)
    ]
    answer = asked(people, steps=("spin_wheel", "win"), by="", per="person")
    assert said(answer, "de") == (
        "Vom 4. bis 10. März kamen 30 statt 60 von 100 Personen mit „spin_wheel (de)“ bis „win (de)“. "
        "„win (de)“ fehlt rund 60-mal."
    )
    assert answer.comparison is not None
    assert answer.comparison.whole.missing_value is None  # no order, no money


def test_any_other_period_may_be_compared_with() -> None:
    people = [*MARCH, *crowd(-30, 100, 50, "phone")]
    answer = asked(people, compare="", compare_from="2026-01-26", compare_to="2026-01-26")
    assert answer.comparison is not None
    assert answer.comparison.groups[0].steps[1].share_before == 0.5
    assert answer.comparison.period_before["de"].replace("\u00a0", " ") == "Am 26. Januar"


def test_the_same_days_a_year_ago_say_their_year() -> None:
    people = [*MARCH, *crowd(NOW - 366, 100, 90, "phone")]
    answer = asked(people, compare="year")
    assert answer.comparison is not None
    assert (
        answer.comparison.period_before["de"].replace("\u00a0", " ") == "Vom 4. bis 10. März 2025"
    )
    assert answer.comparison.groups[0].steps[1].share_before == 0.9


def test_values_of_the_other_period_alone_are_other() -> None:
    people = [
        *crowd(NOW, 30, 20, "phone"),
        *crowd(BEFORE, 30, 20, "phone"),
        *crowd(BEFORE, 8, 4, "tablet"),
    ]
    answer = asked(people)
    assert answer.comparison is not None
    groups = {one.value: one.persons_before for one in answer.comparison.groups}
    assert groups == {"phone": 30, "(other)": 8}
    assert answer.comparison.whole.persons_before == 38


def test_without_data_that_reach_back_there_is_no_comparison() -> None:
    assert asked(MARCH, from_="2026-02-25", to="2026-03-10").comparison is None
    assert asked(MARCH, from_="", to="").comparison is None
    assert asked(MARCH, compare="").comparison is None
    assert asked(MARCH, compare="year").comparison is None


@pytest.mark.parametrize(
    ("params", "field"),
    [
        (
            {"compare": "previous", "compare_from": "2026-01-01", "compare_to": "2026-01-02"},
            "compare",
        ),
        ({"compare": "", "compare_from": "2026-01-01"}, "compare_to"),
        ({"compare": "", "compare_to": "2026-01-01"}, "compare_from"),
        ({"compare": "", "compare_from": "soon", "compare_to": "2026-01-01"}, "compare_from"),
        ({"compare": "", "compare_from": "2026-01-02", "compare_to": "2026-01-01"}, "compare_to"),
    ],
)
def test_an_unclear_period_to_compare_with_is_told(params: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        asked(MARCH, **params)
    assert caught.value.field == field


def test_of_100_journeys_the_steps_are_said_as_people_speak() -> None:
    people = [
        [
            Touch(name, at)
            for at, name in enumerate(("view_item", "add_to_cart", "begin_checkout", "purchase"))
            if who < (1_000, 273, 10, 4)[at]
        ]
        for who in range(1_000)
    ]
    columns = shop(people)
    steps = ("view_item", "add_to_cart", "begin_checkout", "purchase")
    answer = funnel(columns, FunnelQuestion(steps=steps, per="journey"))
    assert said(answer, "de") == (
        "Von 100 Journeys mit Produktansicht legen 27 etwas in den Warenkorb, 1 geht zur Kasse, 0,4 kaufen."
    )
    assert said(answer, "en") == (
        "Of 100 journeys with a product view, 27 add something to the cart, 1 goes to the checkout, 0.4 buy."
    )
    spun = EventWord("spin", {"de": "Glücksrad", "en": "Wheel"})
    words = replace(columns.words, events={**columns.words.events, "spin": spun})
    answer = funnel(
        replace(columns, words=words), FunnelQuestion(steps=("view_item", "spin"), per="journey")
    )
    assert said(answer, "de") == "Von 100 Journeys mit Produktansicht kommen 0 bis „Glücksrad“."


def test_the_json_says_the_standard_event_of_each_step() -> None:
    found = plain(asked(MARCH))
    assert [step["meaning"] for step in found["steps"]] == ["begin_checkout", "purchase"]
    assert list(found["comparison"])[:4] == ["from", "to", "period", "period_before"]
