"""Companies of the demo: what is known of them, who plays which role, and that it agrees with every other answer."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from etappe.app.accounts import account_page
from etappe.app.demo import DEMO_SHOP
from etappe.app.house import opened
from etappe.app.shop import Shop


@pytest.fixture(scope="module")
def shop(demo_data: Path) -> Iterator[Shop]:
    with opened(demo_data) as house:
        yield house.shop(DEMO_SHOP)


def test_620_companies_of_which_440_order_750_times_after_28_days(shop: Shop) -> None:
    made = shop.ask("accounts", {"limit": "1000"})
    assert (made.total, made.customers, made.orders, made.untouched) == (620, 440, 750, 0)
    assert made.order_seconds_mean / 86_400 == pytest.approx(28.2, abs=0.05)
    assert made.sentence("de").endswith("dauert im Mittel 28,2 Tage.")
    assert sum(row.orders for row in made.accounts) == made.orders
    assert sum(row.value for row in made.accounts) == made.value
    funnel = shop.ask("funnel", {"steps": ["purchase"], "per": "account"})
    assert (funnel.persons, funnel.steps[0].persons) == (made.total, made.customers)


def test_ahornbach_is_one_company_as_a_line_for_each_role(shop: Shop) -> None:
    page = account_page(shop, "tsv-ahornbach", {}, opened=True)
    assert [(one.known, one.title, one.roles) for one in page.members] == [
        ("jutta.reiter", "Jugendleiterin", ("initiator",)),
        ("pit.langer", "Trainer", ("user",)),
        ("olaf.brenner", "1. Vorsitzender", ("decider",)),
        ("miriam.toprak", "Kassenwartin", ("buyer",)),
    ]
    [journey] = page.journeys
    assert (journey.people, journey.orders, journey.value) == (4, 1, Decimal("8120.00"))
    assert journey.order_seconds == 28 * 86_400
    assert [line.person for line in journey.lines] == [one.person for one in page.members]
    [order] = page.placed
    assert (order.order, len(order.parcels)) == ("JW-26006095", 1)
    assert page.sentence("de").startswith(
        "TSV Ahornbach 1908 e. V.: 4 Personen, 28 Tage, 1 Bestellung"
    )


def test_a_condition_on_what_is_known_of_companies_says_what_their_list_says(shop: Shop) -> None:
    listed = shop.ask("accounts", {"limit": "1000"}).accounts
    for industry in ("Sportverein", "Getränkehandel"):
        mine = [one for one in listed if one.industry == industry]
        where = f"account.industry = '{industry}'"
        asked = shop.ask("kpis", {"where": where})
        assert (asked.orders, asked.value) == (
            sum(one.orders for one in mine),
            sum(one.value for one in mine),
        )
        assert shop.ask("accounts", {"where": where, "limit": "1"}).total == len(mine)
        flow = shop.ask("flow", {"within": "account", "where": where})
        assert flow.units == len(mine)
    limit = {"where": "account.credit_limit >= 10000 and account.ship_to like 'Filiale%'"}
    assert [one.account for one in shop.ask("accounts", limit).accounts] == ["getraenke-hollmann"]


def test_the_page_of_a_company_says_what_every_other_answer_says(shop: Shop) -> None:
    for row in shop.ask("accounts", {"limit": "5", "sort": "orders"}).accounts:
        page = account_page(shop, row.account, {})
        mine = {"where": f"account.account = '{row.account}'"}
        asked = shop.ask("kpis", mine)
        assert (page.orders, page.value) == (row.orders, row.value) == (asked.orders, asked.value)
        assert page.net == asked.net
        assert sum(one.orders for one in page.journeys) == page.orders
        assert sum(one.orders for one in page.members) == page.orders
        assert shop.ask("flow", {"within": "person", **mine}).basis.persons == len(page.members)


def test_hollmann_has_terms_ten_places_and_beates_protocol_beside_its_figures(shop: Shop) -> None:
    page = account_page(shop, "getraenke-hollmann", {}, opened=True)
    known = {one.field: one for one in page.attributes}
    assert known["credit_limit"].amount == 25_000
    assert len(known["ship_to"].texts) == 10
    assert known["sales_person"].text == "Beate Vogt"
    assert [one.known for one in page.members] == ["silke.hollmann"], "Beate is staff, not a member"
    assert len(page.staff_sessions) == 6
    assert sum(len(one.hurdles) for one in page.staff_sessions) == 9
    assert (page.orders, sum(one.orders for one in page.staff_sessions)) == (0, 1)
