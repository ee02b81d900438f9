"""Findings in the demo: the checkout on phones is found to the day and the order; the viral Saturday never."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.demo_shop_asked import Asked
from etappe.app.demo import DEMO_SHOP
from etappe.app.house import opened
from etappe.demo.shop import Demo


@pytest.fixture(scope="module")
def shop(demo_data: Path) -> Iterator[Asked]:
    with opened(demo_data) as house:
        yield Asked(house.shop(DEMO_SHOP))


def test_of_the_whole_year_the_checkout_on_phones_in_march_stands_out(
    shop: Asked, demo: Demo
) -> None:
    made = shop.ask("findings")
    change = made.change
    assert (change.step, change.next_step) == ("begin_checkout", "purchase")
    assert (change.by, change.value) == ("device", "phone")
    assert (change.first_day, change.last_day) == ("2026-03-03", "2026-03-30")
    assert (round(100 * change.rate), round(100 * change.usual_rate)) == (41, 64)
    assert (change.contrast.value, round(100 * change.contrast.rate)) == ("desktop", 70)
    assert change.contrast.steady
    told = demo.ledger["phone_checkout"]
    assert change.orders_missing == pytest.approx(told.prevented, rel=0.05)
    assert float(change.value_missing) == pytest.approx(told.prevented_value / 100, rel=0.05)
    german = made.findings[1].said["de"].replace("\u00a0", " ")
    assert german == (
        "Vom 3. bis 30. März schlossen 41 statt 64 von 100 Kassengängen auf dem Handy ab, kaum Zufall;"
        " am Desktop unverändert 70. Es fehlen rund 90 Bestellungen, etwa 4.800 €."
    )


@pytest.mark.parametrize("period", ["2026-03-01/2026-03-31", "2026-02-15/2026-04-15"])
def test_who_looks_at_march_alone_is_told_the_same(shop: Asked, period: str) -> None:
    change = shop.ask("findings", period).change
    assert (change.value, change.first_day, change.last_day) == (
        "phone",
        "2026-03-03",
        "2026-03-30",
    )


def test_what_a_finding_names_opens_the_figures_it_tells(shop: Asked) -> None:
    made = shop.ask("findings")
    finding, change = made.findings[1], made.change
    params = {**finding.params, "from": change.first_day, "to": change.last_day}
    funnel = shop.shop.ask(finding.analysis, params)
    (phone,) = [group for group in funnel.groups if group.value == "phone"]
    assert [step.persons for step in phone.steps] == [change.entered, change.passed]


@pytest.mark.parametrize(
    "period",
    [
        "2026-04-18/2026-04-18",
        "2026-04-13/2026-04-19",
        "2026-04-11/2026-04-24",
        "2026-04-13/2026-05-10",
        "2026-04-01/2026-10-31",
    ],
)
def test_the_viral_saturday_is_neither_blamed_nor_praised(shop: Asked, period: str) -> None:
    made = shop.ask("findings", period)
    assert made.change is None or not (
        made.change.first_day <= "2026-04-18" <= made.change.last_day
    )


def test_weeks_add_up_to_the_year(shop: Asked) -> None:
    made = shop.ask("calendar")
    counts = shop.shop.columns().counts
    assert sum(part.touches for part in made.parts) == counts["touches"]
    assert sum(part.visits for part in made.parts) == counts["visits"]
    assert sum(part.orders for part in made.parts) == shop.kpis().orders
