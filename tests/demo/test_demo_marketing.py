"""Truths before the order: the campaign, the unseen newsletter, loyal and new people, the viral control."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median

import pytest

from demo.demo_rows import Journey, Rows, at, local


def visits_of(rows: Rows, journey: Journey) -> list[int]:
    """First rows of the visits up to the purchase."""
    firsts: dict[str, int] = {}
    for row in journey.touches:
        visit = rows.cell("visit_id", row)
        if visit and row <= journey.purchase and not rows._from_paypal(row):
            firsts.setdefault(visit, row)
    return list(firsts.values())


@pytest.fixture(scope="module")
def bought(rows: Rows) -> list[Journey]:
    return [journey for journey in rows.journeys if journey.purchase >= 0]


def test_sommerfinale_brings_4100_visits_for_6300_euros_and_3_orders(
    rows: Rows, bought: list[Journey]
) -> None:
    begin, end = at(date(2026, 6, 1)), at(date(2026, 6, 22))
    told = [row for row, word in enumerate(rows.columns["utm_campaign"]) if word == "sommerfinale"]
    came = [row for row in told if rows.cell("visit_id", row)]
    assert len(came) == 4_100
    assert {rows.name[row] for row in set(told) - set(came)} == {"ad_click"}
    assert all(begin <= rows.time[row] < end for row in came)
    cost = sum(day.cost for day in rows.demo.advertising if day.campaign == "sommerfinale")
    assert cost == 630_000
    visits = {rows.cell("visit_id", row) for row in came}
    assert (
        len(
            [
                each
                for each in bought
                if visits & {rows.cell("visit_id", row) for row in visits_of(rows, each)}
            ]
        )
        == 3
    )


def test_the_newsletter_is_in_31_of_100_ways_to_an_order_and_last_in_12(
    rows: Rows, bought: list[Journey]
) -> None:
    anywhere = last = 0
    for journey in bought:
        media = [rows.cell("utm_medium", row) for row in visits_of(rows, journey)]
        anywhere += "email" in media
        last += media[-1] == "email"
    assert anywhere / len(bought) == pytest.approx(0.31, abs=0.01)
    assert last / len(bought) == pytest.approx(0.12, abs=0.01)


def test_loyal_people_are_22_of_100_buyers_with_51_of_100_euros(rows: Rows) -> None:
    value: dict[str, int] = defaultdict(int)
    orders: Counter[str] = Counter()
    for row in [*rows.orders.values(), *rows.where("marketplace_order")]:
        if rows.properties(row)["customer"] != "Firma":
            value[rows.person[row]] += rows.cell("value", row)
            orders[rows.person[row]] += 1
    loyal = {person for person, count in orders.items() if count > 1}
    assert len(loyal) / len(orders) == pytest.approx(0.22, abs=0.005)
    share = sum(value[person] for person in loyal) / sum(value.values())
    assert share == pytest.approx(0.51, abs=0.01)


def test_loyal_people_need_4_touches_in_2_days_new_ones_9_in_11(
    rows: Rows, bought: list[Journey]
) -> None:
    touches: dict[str, list[int]] = defaultdict(list)
    days: dict[str, list[float]] = defaultdict(list)
    for journey in bought:
        kind = rows.properties(journey.purchase)["customer"]
        before = [row for row in journey.touches if row <= journey.purchase]
        touches[kind].append(len(before))
        days[kind].append((rows.time[journey.purchase] - rows.time[before[0]]) / 86_400e6)
    assert median(touches["Stammkundschaft"]) == 4
    assert median(touches["Neukundschaft"]) == 9
    assert median(days["Stammkundschaft"]) == pytest.approx(2, abs=0.25)
    assert median(days["Neukundschaft"]) == pytest.approx(11, abs=0.6)


def test_the_viral_saturday_raises_visits_and_nothing_else(rows: Rows) -> None:
    saturday = date(2026, 4, 18)
    around = [saturday + timedelta(days=7 * week) for week in (-3, -2, -1, 1, 2, 3)]
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    for visit in rows.visit_rows.values():
        day = local(rows.time[visit[0]]).date()
        counts["visits"][day] += 1
        for name in {rows.name[row] for row in visit} & {
            "view_item",
            "add_to_cart",
            "begin_checkout",
            "purchase",
        }:
            counts[name][day] += 1
    usual = {name: sorted(count[day] for day in around) for name, count in counts.items()}
    assert counts["visits"][saturday] > 4 * usual["visits"][-1]
    for name in ("view_item", "add_to_cart", "begin_checkout", "purchase"):
        assert 0.6 * usual[name][0] <= counts[name][saturday] <= 1.5 * usual[name][-1]
    assert {note.text["de"] for note in rows.demo.notes if note.day == saturday} == {
        "Video ging viral"
    }
    entry = rows.demo.ledger["viral"]
    assert (entry.prevented, entry.delayed, entry.moved) == (0, (), ())


def test_nobody_who_came_for_the_video_ever_orders(rows: Rows) -> None:
    watched = {rows.person[row] for row in rows.where("video_start")}
    assert not watched & {rows.person[row] for row in rows.orders.values()}
