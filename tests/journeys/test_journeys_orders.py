"""One order, one conversion: whoever tells of it, in the visit that carried its checkout."""

from etappe.events.shipped import shipped_words
from journeys.journeys_fixture import Event, columns_of, source_of
from journeys.journeys_in_memory import columns_in_memory
from journeys.journeys_readout import conversions, journeys, visits

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def test_browser_and_webhook_tell_one_order_in_the_visit_of_its_checkout() -> None:
    columns = columns_of(
        [
            [
                ("begin_checkout", 0, {"anonymous_id": "b1"}),
                ("purchase", 70, {"anonymous_id": "b1", "order_id": "A1", "value": 4990}),
                (
                    "purchase",
                    65,
                    {"email": "s@x", "order_id": "A1", "value": 5000, "source": "shopify"},
                ),
            ]
        ]
    )
    [shard] = columns.shards
    assert visits(columns) == [["begin_checkout", "purchase"]]
    assert conversions(columns) == [("purchase", 5000)]
    assert int(shard.time_us[1] - shard.time_us[0]) == 65_000_000
    assert columns.counts["repeated"] == 1


def test_a_webhook_alone_sits_in_the_visit_of_the_thirty_minutes_before() -> None:
    order = {"order_id": "A1", "value": 5000, "source": "server", "email": "s@x"}
    begun: Event = ("begin_checkout", 0, {"anonymous_id": "b1", "email": "s@x"})
    near = columns_of([[begun, ("purchase", 30 * MINUTE, order)]])
    far = columns_of([[begun, ("purchase", 30 * MINUTE + 1, order)]])
    assert visits(near) == [["begin_checkout", "purchase"]]
    assert visits(far) == [["begin_checkout"]]
    assert journeys(near) == journeys(far) == [["begin_checkout", "purchase"]]


def test_a_webhook_days_later_sits_in_the_visit_that_named_its_order() -> None:
    columns = columns_of(
        [
            [
                ("begin_checkout", 0, {"order_id": "A1"}),
                ("page_view", 2 * DAY, {}),
                ("purchase", 3 * DAY, {"order_id": "A1", "source": "server", "anonymous_id": "p0"}),
            ]
        ]
    )
    assert visits(columns) == [["begin_checkout", "purchase"], ["page_view"]]


def test_a_webhook_sits_in_the_visit_that_carried_its_cart() -> None:
    told = {"order_id": "A1", "source": "server", "anonymous_id": "p0"}
    person: list[Event] = [
        ("begin_checkout", 0, {"cart_id": "c7"}),
        ("page_view", 2 * DAY, {"cart_id": "c8"}),
        ("purchase", 2 * DAY + MINUTE, told | {"cart_id": "c7"}),
    ]
    assert visits(columns_of([person])) == [["begin_checkout", "purchase"], ["page_view"]]
    person[2] = ("purchase", 2 * DAY + MINUTE, told)
    assert visits(columns_of([person])) == [["begin_checkout"], ["page_view", "purchase"]]


def test_a_webhook_sits_in_the_latest_visit_of_the_browser_whose_client_id_it_names() -> None:
    phone, laptop = {"anonymous_id": "b1", "user_id": "s"}, {"anonymous_id": "b2", "user_id": "s"}
    told = {"order_id": "A1", "source": "server", "user_id": "s"}
    person: list[Event] = [
        ("begin_checkout", 0, phone),
        ("page_view", 50 * MINUTE, laptop),
        ("purchase", HOUR, told | {"anonymous_id": "b1"}),
    ]
    assert visits(columns_of([person])) == [["begin_checkout", "purchase"], ["page_view"]]
    person[2] = ("purchase", HOUR, told)
    assert visits(columns_of([person])) == [["begin_checkout"], ["page_view", "purchase"]]
    person[2] = ("purchase", DAY + 1, told | {"anonymous_id": "b1"})
    assert visits(columns_of([person])) == [["begin_checkout"], ["page_view"]]


def test_the_order_id_says_more_than_the_cart() -> None:
    columns = columns_of(
        [
            [
                ("begin_checkout", 0, {"order_id": "A1"}),
                ("view_cart", DAY, {"checkout_id": "c7"}),
                (
                    "purchase",
                    3 * DAY,
                    {"order_id": "A1", "checkout_id": "c7", "source": "server", "user_id": "u"},
                ),
                ("login", 3 * DAY, {"user_id": "u", "anonymous_id": "p0"}),
            ]
        ]
    )
    assert visits(columns)[:2] == [["begin_checkout", "purchase"], ["view_cart"]]


def test_an_order_told_under_two_users_is_that_of_the_user_who_had_it_first() -> None:
    susa, leo = {"user_id": "susa"}, {"user_id": "leo"}
    order = {"order_id": "A1"}
    told: list[Event] = [
        ("view_item", 0, susa),
        ("purchase", MINUTE, susa | order | {"value": 4990}),
        ("view_item", HOUR, leo),
        ("purchase", HOUR + 1, leo | order | {"value": 5000, "source": "shopify"}),
        ("order_delivered", 3 * DAY, leo | order),
        ("call", 4 * DAY, leo | order),
    ]
    for arrival in (told, told[::-1]):
        columns = columns_of([arrival])
        assert sorted(journeys(columns)) == [
            ["view_item", "call"],
            ["view_item", "purchase", "order_delivered"],
        ]
        assert conversions(columns) == [("purchase", 5000)]
        assert columns.counts["repeated"] == 1


def test_a_telling_by_somebody_else_brings_no_visit_along() -> None:
    columns = columns_of(
        [
            [
                ("begin_checkout", 0, {"user_id": "susa", "order_id": "A1", "visit_id": "s1"}),
                ("view_item", DAY, {"user_id": "leo", "visit_id": "s2"}),
                ("purchase", DAY + 1, {"user_id": "leo", "order_id": "A1", "visit_id": "s2"}),
            ]
        ]
    )
    assert visits(columns) == [["begin_checkout", "purchase"], ["view_item"]]


def test_one_moment_told_by_two_users_does_not_go_by_arrival() -> None:
    told: list[Event] = [
        ("purchase", 0, {"user_id": user, "order_id": "A1", "value": value})
        for user, value in (("susa", 1), ("leo", 2))
    ]
    persons = []
    for arrival in (told, told[::-1]):
        source = source_of([arrival])
        columns = columns_in_memory(source, shipped_words())
        assert len(conversions(columns)) == 1
        [shard] = columns.shards
        persons.append(source.keys().marks(shard.persons)[0])
    assert persons[0] == persons[1]


def test_telling_an_order_again_is_no_row() -> None:
    told = ("purchase", 0, {"order_id": "A1", "value": 5000})
    columns = columns_of([[told, ("purchase", DAY, told[2]), ("purchase", 2 * DAY, told[2])]])
    assert journeys(columns) == visits(columns) == [["purchase"]]
    assert (columns.counts["touches"], columns.counts["repeated"]) == (1, 2)


def test_purchases_without_order_id_count_by_themselves() -> None:
    columns = columns_of([[("purchase", 0, {"value": 1}), ("purchase", 5, {"value": 1})]])
    assert conversions(columns) == [("purchase", 1), ("purchase", 1)]
