"""Truths about the checkout: phones in March, Black Friday's outage, payment in advance, PayPal."""

from collections import Counter
from datetime import date

import pytest

from demo.demo_rows import Rows, at

MARCH = (at(date(2026, 3, 3)), at(date(2026, 3, 31)))
SPRING = (at(date(2026, 2, 1)), at(date(2026, 5, 1)))
OUTAGE = (at(date(2025, 11, 28), 18), at(date(2025, 11, 29), 9))


def finished(
    rows: Rows, device: str, window: tuple[int, int], outside: tuple[int, int] | None = None
) -> float:
    """Share of visits with a checkout, begun in the window, in which somebody bought within an hour and a half."""
    bought: dict[str, list[int]] = {rows.person[row]: [] for row in rows.orders.values()}
    for row in rows.orders.values():
        bought[rows.person[row]].append(rows.time[row])
    done = []
    for row in rows.where("begin_checkout", device=device, staff=None):
        begun = rows.time[row]
        if window[0] <= begun < window[1] and not (outside and outside[0] <= begun < outside[1]):
            later = bought.get(rows.person[row], [])
            done.append(any(0 <= time - begun <= 90 * 60_000_000 for time in later))
    return sum(done) / len(done)


def test_in_march_41_of_100_checkouts_finish_on_phones_else_64(rows: Rows) -> None:
    assert finished(rows, "phone", MARCH) == pytest.approx(0.41, abs=0.01)
    assert finished(rows, "phone", SPRING, outside=MARCH) == pytest.approx(0.64, abs=0.015)
    year = (at(date(2025, 12, 1)), at(date(2026, 11, 1)))
    assert finished(rows, "phone", year, outside=MARCH) == pytest.approx(0.64, abs=0.01)


def test_each_of_the_four_weeks_shows_it(rows: Rows) -> None:
    for week in range(4):
        begin = MARCH[0] + week * 7 * 86_400_000_000
        assert finished(rows, "phone", (begin, begin + 7 * 86_400_000_000)) < 0.5


def test_desktop_stays_at_70_all_the_time(rows: Rows) -> None:
    assert finished(rows, "desktop", MARCH) == pytest.approx(0.70, abs=0.03)
    assert finished(rows, "desktop", SPRING) == pytest.approx(0.70, abs=0.015)


def test_the_ledger_knows_the_90_orders_and_4800_euros_lost(rows: Rows) -> None:
    entry = rows.demo.ledger["phone_checkout"]
    assert entry.prevented == 90
    assert entry.prevented_value == pytest.approx(480_000, rel=0.02)


def test_rage_clicks_on_the_payment_page_are_seven_times_as_many(rows: Rows) -> None:
    angry: Counter[bool] = Counter()
    all_: Counter[bool] = Counter()
    for row in rows.where("begin_checkout", device="phone"):
        inside = MARCH[0] <= rows.time[row] < MARCH[1]
        all_[inside] += 1
        visit = rows.visit_rows[rows.cell("visit_id", row)]
        angry[inside] += any(rows.name[each] == "rage_click" for each in visit)
    assert (angry[True] / all_[True]) / (angry[False] / all_[False]) == pytest.approx(7, abs=0.7)
    assert {rows.cell("path", row) for row in rows.where("rage_click")} == {"/kasse/zahlung"}


def test_every_third_paypal_payment_fails_in_the_outage(rows: Rows) -> None:
    tried: set[str] = set()
    failed: set[str] = set()
    for row in rows.where("add_payment_info", "payment_failed"):
        if (
            OUTAGE[0] <= rows.time[row] < OUTAGE[1]
            and rows.properties(row).get("payment_method") == "paypal"
        ):
            (failed if rows.name[row] == "payment_failed" else tried).add(
                rows.cell("visit_id", row)
            )
    entry = rows.demo.ledger["payment_outage"]
    assert entry.counts["failed"] == 8
    assert len(failed) >= 4
    tries = Counter(
        rows.cell("visit_id", row)
        for row in rows.where("payment_failed")
        if OUTAGE[0] <= rows.time[row] < OUTAGE[1]
    )
    assert min(tries.values()) >= 2


def test_38_of_100_orders_return_from_paypal_and_none_begins_a_visit_of_another_source(
    rows: Rows,
) -> None:
    back = [
        row
        for row in rows.orders.values()
        if rows.cell("referrer", row) == "https://www.paypal.com/"
    ]
    everything = len(rows.orders) + len(list(rows.where("marketplace_order")))
    assert 0.37 < len(back) / everything < len(back) / len(rows.orders) < 0.39
    lone = [row for row in back if len(rows.visit_rows[rows.cell("visit_id", row)]) == 1]
    assert 0.05 < len(lone) / len(back) < 0.15


def test_9_of_100_pay_in_advance_after_three_days_and_14_of_100_of_them_never(rows: Rows) -> None:
    paid = {rows.cell("order_id", row): rows.time[row] for row in rows.where("order_paid")}
    advance = [
        order
        for order, row in rows.orders.items()
        if rows.properties(row)["payment_method"] == "prepayment"
    ]
    assert len(advance) / len(rows.orders) == pytest.approx(0.09, abs=0.005)
    end = at(date(2026, 10, 24))
    ripe = [order for order in advance if rows.time[rows.orders[order]] < end]
    waits = sorted(paid[order] - rows.time[rows.orders[order]] for order in ripe if order in paid)
    assert waits[len(waits) // 2] / 86_400e6 == pytest.approx(3, abs=0.25)
    assert 1 - len(waits) / len(ripe) == pytest.approx(0.14, abs=0.01)
