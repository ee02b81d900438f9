"""Susa, exactly as the tour tells her."""

from demo.demo_rows import Rows, local


def told(rows: Rows, name: str) -> str:
    """Weekday, date and clock of the first such touch of Susa."""
    (person,) = {
        rows.person[row] for row, user in enumerate(rows.columns["user_id"]) if user == "susa"
    }
    first = next(row for row in rows.where(name) if rows.person[row] == person)
    return local(rows.time[first]).strftime("%a %d %b %H:%M")


def test_her_order_goes_from_the_ad_to_the_door_as_the_tour_says(rows: Rows) -> None:
    assert told(rows, "ad_click") == "Tue 05 May 21:14"
    assert told(rows, "page_view") == "Tue 05 May 21:14"
    assert told(rows, "search").startswith("Thu 07 May 20")
    assert told(rows, "purchase") == "Thu 07 May 20:09"
    assert told(rows, "order_paid") == "Thu 07 May 20:10"
    assert told(rows, "order_picked") == "Fri 08 May 07:40"
    assert told(rows, "order_shipped") == "Fri 08 May 13:25"
    assert told(rows, "order_delivered") == "Sat 09 May 11:20"
    assert told(rows, "review_posted").startswith("Sat 16 May")


def test_phone_and_laptop_are_one_person_by_the_look_at_the_parcel(rows: Rows) -> None:
    (person,) = {
        rows.person[row] for row, user in enumerate(rows.columns["user_id"]) if user == "susa"
    }
    mine = [row for row, each in enumerate(rows.person) if each == person]
    assert {rows.cell("device", row) for row in mine} - {None} == {"phone", "desktop"}
    ad, landing = (row for row in mine if rows.cell("utm_campaign", row))
    assert [rows.name[ad], rows.name[landing]] == ["ad_click", "page_view"]
    assert rows.cell("user_id", ad) is rows.cell("user_id", landing) is None
    assert rows.cell("anonymous_id", ad) == rows.cell("anonymous_id", landing)
    (order,) = {rows.cell("order_id", row) for row in mine if rows.name[row] == "purchase"}
    assert rows.cell("value", rows.orders[order]) == 5_000
    assert rows.cell("referrer", rows.orders[order]) == "https://www.paypal.com/"
    searched = next(row for row in mine if rows.name[row] == "search_suggestion_chosen")
    assert rows.properties(searched) == {"query": "Milo", "suggestion": "Milo Hardenberg"}
    (review,) = [row for row in mine if rows.name[row] == "review_posted"]
    assert rows.properties(review)["rating"] == 5
