"""Days of the shop's zone, browsers that people share, and what an import may not do twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.reference_cut import cut
from contract.reference_events import DAY, HOUR, MINUTE, SECOND, Event
from contract.reference_questions import flow, units
from contract.shop_maker import START, Product
from contract.test_contract_answers import flow_of


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = Product(tmp_path)
    yield made
    made.close()


def at(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * SECOND


def in_berlin(product: Product) -> None:
    records = product.shop.records
    records.save_settings(replace(records.settings(), zone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25), ("2025-06-01", 24)]
)
def test_a_day_has_the_hours_of_the_shops_zone(product: Product, day: str, hours: int) -> None:
    begin = at(day) - DAY
    events = [
        Event(1 + hour, begin + hour * HOUR, "call", user=f"k{hour}") for hour in range(3 * 24)
    ]
    product.bring(events)
    in_berlin(product)
    found = product.ask("flow", {"from": day, "to": day}, within="person")
    assert {n["name"]: n["touches"] for n in found["nodes"]}["call"] == hours
    assert product.ask("kpis", {"from": day, "to": day})["persons"] == hours
    utc = {"from": f"{day}T00:00:00Z", "to": f"{day}T12:00:00Z"}
    assert product.ask("kpis", utc)["persons"] == 12


def test_a_browser_belongs_to_its_first_user_until_the_second_logs_in(product: Product) -> None:
    walk = [
        ("", "b1", 0, "view_item"),
        ("anna", "b1", 2, "login"),
        ("", "b1", 3, "add_to_cart"),
        ("", "b2", 5, "search"),
        ("bert", "b1", 60, "login"),
        ("", "b1", 61, "view_item"),
        ("anna", "", 62, "faq_viewed"),
        ("anna", "b2", 63, "login"),
        ("", "b3", 64, "search"),
    ]
    events = [
        Event(seq, START + minute * MINUTE, name, user=user, anonymous=browser)
        for seq, (user, browser, minute, name) in enumerate(walk, start=1)
    ]
    product.bring(events)
    shop = cut(events)
    assert len({touch.person for touch in shop.touches}) == 3
    for kind in ("visit", "journey", "person"):
        assert flow_of(product.ask("flow", within=kind)) == flow(units(shop, kind))
    rows = product.ask("events", person="bert")["events"]
    assert [row["name"] for row in rows] == ["login", "view_item"]


def test_one_visit_goes_on_through_a_login(product: Product) -> None:
    events = [
        Event(1, START, "view_item", anonymous="b1", visit="v1"),
        Event(2, START + 40 * MINUTE, "login", user="anna", anonymous="b1", visit="v1"),
        Event(
            3, START + 90 * MINUTE, "purchase", user="anna", anonymous="b1", visit="v1", order="o1"
        ),
    ]
    product.bring(events)
    found = product.ask("kpis")
    assert (found["visits"], found["conversion_rate"]) == (1, 1.0)


def test_the_same_file_never_counts_twice_even_when_the_shop_has_a_currency_now(
    product: Product,
) -> None:
    events = [
        Event(1, START, "view_item", user="anna"),
        Event(2, START + MINUTE, "purchase", user="anna", order="o1", value=500),
    ]
    for told in ({}, {"default_currency": "EUR"}, {"dedupe": True}):
        product.bring(events, **told)
    found = product.ask("events")["events"]
    assert len(found) == 2


def test_a_second_file_with_the_same_rows_is_another_fact_unless_it_has_ids(
    product: Product,
) -> None:
    first = [Event(1, START, "view_item", user="anna")]
    product.bring(first)
    product.bring([*first, Event(2, START + MINUTE, "search", user="anna")])
    assert len(product.ask("events")["events"]) == 3


def test_who_comes_back_from_paying_goes_on_in_the_visit_left(product: Product) -> None:
    back = ("referrer", "https://www.paypal.com/checkout")
    search = ("referrer", "https://www.google.com/")
    events = [
        Event(1, START, "begin_checkout", user="anna", visit="v1", came=search),
        Event(2, START + 2 * HOUR, "purchase", user="anna", visit="v2", order="o1", came=back),
        Event(3, START + 2 * HOUR + MINUTE, "login", user="anna", visit="v2"),
        Event(4, START, "login", user="bert", came=search),
        Event(5, START + 25 * HOUR, "purchase", user="bert", order="o2", came=back),
    ]
    product.bring(events)
    shop = cut(events)
    assert flow_of(product.ask("flow")) == flow(units(shop, "visit"))
    found = {row["channel"]: row["visits"] for row in product.ask("kpis")["sources"]}
    assert found == {"organic_search": 2, "(unknown)": 1}
