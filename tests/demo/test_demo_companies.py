"""Truths about companies: TS-16, TSV Ahornbach, 28.2 days, the portal, Beate."""

from collections import defaultdict
from datetime import date
from statistics import mean

import pytest

from demo.demo_rows import Rows, at

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def account_of(rows: Rows) -> dict[str, str]:
    """The account of each person: the last that a touch of theirs names."""
    return {rows.person[row]: word for row, word in enumerate(rows.columns["account_id"]) if word}


@pytest.fixture(scope="module")
def by_account(rows: Rows, account_of: dict[str, str]) -> dict[str, list[int]]:
    """Customer touches of all people of each account, staff's left out."""
    touches = defaultdict(list)
    for row, person in enumerate(rows.person):
        if person in account_of and rows.parts[row] != "shop" and rows.cell("staff", row) is None:
            touches[account_of[person]].append(row)
    return touches


def ways(rows: Rows, touches: list[int]) -> list[list[int]]:
    """Touches of a company from the first after an order to the next order, orders' own later touches left out."""
    made: list[list[int]] = [[]]
    told = set()
    for row in touches:
        order = rows.cell("order_id", row)
        if order and (rows.name[row] != "purchase" or order in told):
            continue
        if made[-1] and rows.time[row] - rows.time[made[-1][-1]] > 120 * DAY:
            made[-1] = []
        made[-1].append(row)
        if order:
            told.add(order)
            made.append([])
    return [way for way in made if way and rows.name[way[-1]] == "purchase"]


def test_a_company_s_way_to_an_order_takes_28_days_on_average(
    rows: Rows, by_account: dict[str, list[int]]
) -> None:
    days = [
        (rows.time[way[-1]] - rows.time[way[0]]) / DAY
        for touches in by_account.values()
        for way in ways(rows, touches)
    ]
    assert len(days) == 750
    assert mean(days) == pytest.approx(28.2, abs=0.5)


def test_tsv_ahornbach_is_four_people_28_days_and_one_order_of_8120_euros(
    rows: Rows, by_account: dict[str, list[int]]
) -> None:
    touches = by_account["tsv-ahornbach"]
    (way,) = ways(rows, touches)
    assert {rows.cell("user_id", row) for row in touches} - {None} == {
        "jutta.reiter",
        "pit.langer",
        "olaf.brenner",
        "miriam.toprak",
    }
    assert len({rows.person[row] for row in touches}) == 4
    assert (rows.time[way[-1]] - rows.time[way[0]]) / DAY == pytest.approx(28, abs=0.1)
    assert rows.cell("value", way[-1]) == 812_000


def test_214_searches_for_ts16_find_nothing_in_41_companies(
    rows: Rows, account_of: dict[str, str]
) -> None:
    searches = [row for row in rows.where("search") if rows.properties(row)["query"] == "TS-16"]
    companies = {account_of[rows.person[row]] for row in searches}
    assert len(searches) == 214
    assert {rows.properties(row)["results"] for row in searches} == {0}
    assert len(companies) == 41
    assert min(rows.time[row] for row in searches) >= at(date(2026, 2, 2))
    first: dict[str, int] = {}
    for row in searches:
        first.setdefault(account_of[rows.person[row]], rows.time[row])
    calls = [row for row in rows.where("call") if "TS-16" in rows.properties(row)["topic"]]
    soon = {
        rows.cell("account_id", row)
        for row in calls
        if 0 <= rows.time[row] - first[rows.cell("account_id", row)] <= 2 * DAY
    }
    assert len(soon) == 17
    last_order: dict[str | None, int] = {}
    for row in rows.orders.values():
        last_order[account_of.get(rows.person[row])] = rows.time[row]
    lost = [
        company
        for company in companies
        if company in last_order and last_order[company] < first[company]
    ]
    assert len(lost) == 12
    assert "gasthaus-zur-linde" in lost


def test_the_portal_is_taken_by_way_of_e_book_webinar_and_trial(
    rows: Rows, by_account: dict[str, list[int]]
) -> None:
    steps = (
        "page_view",
        "products_compared",
        "file_download",
        "webinar_attended",
        "trial_started",
        "purchase",
    )
    takers = 0
    for touches in by_account.values():
        for way in ways(rows, touches):
            if rows.cell("product_id", way[-1]) == "vereinsshop-portal":
                names = [rows.name[row] for row in way]
                places = [names.index(step) for step in steps]
                assert places == sorted(places)
                takers += 1
    assert takers == 24
    access = {rows.cell("order_id", row): rows.time[row] for row in rows.where("access_sent")}
    assert all(time - rows.time[rows.orders[order]] < DAY // 144 for order, time in access.items())


def test_beate_acts_six_times_for_hollmann_and_notes_nine_hurdles(rows: Rows) -> None:
    acting = [row for row, staff in enumerate(rows.columns["staff"]) if staff]
    assert {rows.cell("staff", row) for row in acting} == {"Beate Vogt"}
    assert {rows.cell("account_id", row) for row in acting} == {"getraenke-hollmann"}
    assert len({rows.cell("visit_id", row) for row in acting} - {None}) == 6
    assert len([row for row in acting if rows.name[row] == "hurdle_noted"]) == 9
    (order,) = [row for row in acting if rows.name[row] == "purchase"]
    parcels = rows.where("order_delivered", order_id=rows.cell("order_id", order))
    assert len(list(parcels)) == 10
