"""Truths after the order: the late parcels of December, the scarf, the empty shelf in Leipzig, presents."""

from datetime import date
from statistics import mean, median

import pytest

from demo.demo_rows import Rows, at, local

DAY = 86_400e6


def facts(rows: Rows, name: str) -> dict[str, int]:
    """Row of the first such fact of each order."""
    told: dict[str, int] = {}
    for row in rows.where(name):
        told.setdefault(rows.cell("order_id", row), row)
    return told


@pytest.fixture(scope="module")
def late(rows: Rows) -> set[str]:
    """Orders of the one carrier shipped on 8–20 December."""
    begin, end = at(date(2025, 12, 8)), at(date(2025, 12, 21))
    return {
        order
        for order, row in facts(rows, "order_shipped").items()
        if begin <= rows.time[row] < end and rows.properties(row)["carrier"] == "Küstenbote"
    }


def test_late_parcels_take_6_days_instead_of_2_or_3(rows: Rows, late: set[str]) -> None:
    shipped, delivered = facts(rows, "order_shipped"), facts(rows, "order_delivered")
    days = {
        order: (rows.time[delivered[order]] - rows.time[shipped[order]]) / DAY
        for order in delivered
        if order in shipped
    }
    assert len(late) > 150
    assert median(days[order] for order in late) == pytest.approx(6, abs=0.5)
    rest = [each for order, each in days.items() if order not in late]
    assert median(rest) < 3
    assert {rows.properties(shipped[order])["promised"] for order in late} == {"2–3 Tage"}


def test_stars_fall_from_4_5_to_2_7(rows: Rows, late: set[str]) -> None:
    stars: dict[bool, list[int]] = {True: [], False: []}
    for row in rows.where("review_posted"):
        stars[rows.cell("order_id", row) in late].append(rows.properties(row)["rating"])
    assert mean(stars[True]) == pytest.approx(2.7, abs=0.08)
    assert mean(stars[False]) == pytest.approx(4.5, abs=0.05)


def test_where_is_my_order_rises_from_5_to_19_of_100_orders(rows: Rows, late: set[str]) -> None:
    asked = {
        rows.cell("order_id", row)
        for row in rows.where("conversation_started")
        if rows.properties(row).get("topic") == "Wo ist meine Bestellung?"
    }
    usual = set(rows.orders) - late
    assert len(asked & late) / len(late) == pytest.approx(0.19, abs=0.01)
    assert len(asked & usual) / len(usual) == pytest.approx(0.05, abs=0.005)


def test_24_of_100_first_buyers_come_again_in_half_a_year_after_a_late_parcel_15(
    rows: Rows, late: set[str]
) -> None:
    by_person: dict[str, list[tuple[int, str]]] = {}
    for order, row in rows.orders.items():
        if rows.properties(row)["customer"] != "Firma":
            by_person.setdefault(rows.person[row], []).append((rows.time[row], order))
    again: dict[bool, list[bool]] = {True: [], False: []}
    for orders in by_person.values():
        (first, order), *rest = sorted(orders)
        if first < at(date(2026, 5, 4)):
            again[order in late].append(bool(rest) and rest[0][0] - first <= 180 * DAY)
    assert mean(again[True]) == pytest.approx(0.15, abs=0.01)
    assert mean(again[False]) == pytest.approx(0.24, abs=0.01)


def test_58_orders_of_the_scarf_meet_an_empty_stock_37_wait_16_days_21_get_their_money_back(
    rows: Rows,
) -> None:
    begin, end = at(date(2026, 8, 10)), at(date(2026, 8, 22))
    shipped, refunded = facts(rows, "order_shipped"), facts(rows, "refund")
    orders = [
        order
        for order, row in rows.orders.items()
        if begin <= rows.time[row] < end and rows.cell("product_id", row) == "retro-schal-1974"
    ]
    waits = [
        (rows.time[shipped[order]] - rows.time[rows.orders[order]]) / DAY
        for order in orders
        if order in shipped
    ]
    assert len(orders) == 58
    assert len(waits) == 37
    assert median(waits) == pytest.approx(16, abs=0.2)
    assert len([order for order in orders if order in refunded and order not in shipped]) == 21
    confirmed = facts(rows, "order_confirmed")
    assert {rows.properties(confirmed[order])["stock_erp"] for order in orders} == {0}


def test_in_leipzig_every_sixth_pickup_from_may_on_is_not_there_in_bremen_every_sixtieth(
    rows: Rows,
) -> None:
    vain = {
        rows.cell("order_id", row)
        for row in rows.where("store_visit")
        if rows.properties(row).get("outcome")
    }
    ready = facts(rows, "ready_for_pickup")
    store = {order: rows.properties(row)["store"] for order, row in ready.items()}
    may = at(date(2026, 5, 1))
    leipzig = [
        order in vain
        for order in ready
        if store[order] == "Leipzig" and rows.time[ready[order]] >= may
    ]
    bremen = [order in vain for order in ready if store[order] == "Bremen"]
    assert 1 / mean(leipzig) == pytest.approx(6, abs=0.6)
    assert 1 / mean(bremen) == pytest.approx(60, abs=8)
    assert not [
        order
        for order in ready
        if store[order] == "Leipzig" and order in vain and rows.time[ready[order]] < may
    ]


def test_in_december_46_of_100_orders_go_to_another_address(rows: Rows) -> None:
    gifts: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows.orders.values():
        moment = local(rows.time[row])
        december = (moment.year, moment.month) == (2025, 12)
        gifts[december].append(rows.properties(row)["ship_to"] == "andere Adresse")
    assert mean(gifts[True]) == pytest.approx(0.46, abs=0.01)
    assert mean(gifts[False]) < 0.15


def test_jerseys_come_back_34_of_100_times(rows: Rows) -> None:
    back = facts(rows, "return_requested")
    came = facts(rows, "order_delivered")
    jerseys = [
        order
        for order, row in rows.orders.items()
        if rows.cell("product_id", row) == "heimtrikot-hafenloewen" and order in came
    ]
    assert mean(order in back for order in jerseys) == pytest.approx(0.34, abs=0.02)
