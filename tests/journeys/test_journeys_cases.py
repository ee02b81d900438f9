"""The cut of DESIGN section 5 on worked cases, one person at a time, with the words that ship."""

from etappe.journeys.columns import AFTER_FIRST, IN_VISIT
from etappe.journeys.source import JourneySettings
from journeys.journeys_fixture import Event, columns_of, seconds
from journeys.journeys_readout import beside, channels, conversions, journeys, visits

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
PAYPAL = {"referrer_host": "www.paypal.com", "host": "jubelware.example"}


def test_a_repeat_buyer_has_a_journey_for_each_purchase() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {}),
                ("purchase", MINUTE, {"order_id": "A1", "value": 5000}),
                ("order_delivered", 3 * DAY, {"order_id": "A1"}),
                ("view_item", 10 * DAY, {}),
                ("purchase", 10 * DAY + MINUTE, {"order_id": "A2", "value": 2495}),
                ("order_delivered", 12 * DAY, {"order_id": "A2"}),
            ]
        ]
    )
    once = ["view_item", "purchase", "order_delivered"]
    assert journeys(columns) == [once, once]
    assert conversions(columns) == [("purchase", 5000), ("purchase", 2495)]


def test_support_belongs_to_the_purchase_and_the_next_ad_starts_anew() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {}),
                ("purchase", MINUTE, {"order_id": "A1"}),
                ("complaint_received", 4 * DAY, {"order_id": "A1"}),
                ("order_status_viewed", 5 * DAY, {}),
                ("view_item", 9 * DAY, {"utm_source": "instagram", "utm_medium": "paid_social"}),
            ]
        ]
    )
    assert [len(journey) for journey in journeys(columns)] == [4, 1]
    assert channels(columns)[-1] == "paid_social"


def test_a_marketplace_order_is_a_journey_and_its_late_refund_belongs_to_it() -> None:
    columns = columns_of(
        [
            [
                ("marketplace_order", 0, {"order_id": "M1", "value": 7995}),
                ("refund", 90 * DAY, {"order_id": "M1", "value": 7995}),
            ]
        ]
    )
    assert journeys(columns) == [["marketplace_order", "refund"]]
    assert visits(columns) == []
    assert conversions(columns) == [("marketplace_order", 7995)]


def test_a_marketplace_order_joins_the_journey_that_is_running() -> None:
    columns = columns_of([[("view_item", 0, {}), ("marketplace_order", DAY, {"order_id": "M1"})]])
    assert journeys(columns) == [["view_item", "marketplace_order"]]


def test_weekly_mails_join_what_runs_and_start_nothing() -> None:
    mails: list[Event] = [("message_sent", week * 7 * DAY, {}) for week in range(12)]
    visit: Event = ("view_item", 2 * 7 * DAY + HOUR, {})
    columns = columns_of([sorted([*mails, visit], key=lambda event: seconds(event[1]))])
    assert beside(columns) == ["message_sent"] * 4  # three before the visit, one after 60 idle days
    assert journeys(columns) == [["view_item", *["message_sent"] * 8]]


def test_a_person_of_mails_alone_has_no_journey() -> None:
    columns = columns_of([[("message_sent", 0, {}), ("message_opened", HOUR, {})]])
    assert journeys(columns) == []
    assert beside(columns) == ["message_sent", "message_opened"]
    assert columns.counts["persons"] == 1


def test_staff_bots_and_the_future_are_set_aside_before_the_cut() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {}),
                ("view_item", 10 * MINUTE, {"staff": "Beate Vogt"}),
                (
                    "purchase",
                    20 * MINUTE,
                    {"staff": "Beate Vogt", "order_id": "A9", "value": 12900},
                ),
                ("view_item", 31 * MINUTE, {}),
                ("view_item", 32 * MINUTE, {"bot": True}),
                ("view_item", 400 * DAY, {"future": True}),
            ]
        ]
    )
    assert visits(columns) == [["view_item"], ["view_item"]]
    assert conversions(columns) == []
    assert columns.staff_orders.value.tolist() == [12900]
    counts = columns.counts
    assert [counts[key] for key in ("touches", "staff", "bots", "future")] == [2, 2, 1, 1]
    assert columns.last_us == columns.first_us + 31 * MINUTE * 1_000_000


def test_a_return_from_paypal_continues_the_visit_it_left() -> None:
    ad = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "herbst", "visit_id": "s1"}
    columns = columns_of(
        [
            [
                ("view_item", 0, ad),
                ("begin_checkout", MINUTE, {"visit_id": "s1"}),
                ("page_view", 20 * HOUR, {"visit_id": "s2", **PAYPAL}),
                ("purchase", 20 * HOUR + 5, {"visit_id": "s2", "order_id": "A1"}),
            ]
        ]
    )
    assert visits(columns) == [["view_item", "begin_checkout", "page_view", "purchase"]]
    assert channels(columns) == ["paid_search"]


def test_a_return_from_paypal_without_a_visit_to_continue_is_of_unknown_channel() -> None:
    columns = columns_of([[("view_item", 0, {}), ("page_view", 25 * HOUR, PAYPAL)]])
    assert visits(columns) == [["view_item"], ["page_view"]]
    assert channels(columns) == ["direct", "(unknown)"]


def test_overlapping_visits_stay_whole() -> None:
    phone, laptop = {"visit_id": "phone"}, {"visit_id": "laptop"}
    columns = columns_of(
        [
            [
                ("view_item", 0, phone),
                ("search", 5 * MINUTE, laptop),
                ("add_to_cart", 6 * MINUTE, phone),
                ("view_item", 7 * MINUTE, laptop),
                ("purchase", 8 * MINUTE, phone),
                ("view_item", 9 * MINUTE, laptop),
            ]
        ]
    )
    assert visits(columns) == [
        ["view_item", "add_to_cart", "purchase"],
        ["search", "view_item", "view_item"],
    ]
    assert len(journeys(columns)) == 1
    [shard] = columns.shards
    times = shard.time_us[shard.person.starts[0] : shard.person.ends[0]]
    assert len(times) == 6
    assert (times[1:] > times[:-1]).all()


def test_of_overlapping_visits_the_order_that_came_first_is_the_first() -> None:
    phone, laptop = {"visit_id": "phone"}, {"visit_id": "laptop"}
    columns = columns_of(
        [
            [
                ("view_item", 0, phone),
                ("search", MINUTE, laptop),
                ("purchase", 2 * MINUTE, laptop | {"order_id": "A1"}),
                ("view_item", 3 * MINUTE, phone),
                ("purchase", 4 * MINUTE, phone | {"order_id": "A2"}),
            ]
        ]
    )
    [shard] = columns.shards
    [first] = shard.journey_converted
    assert shard.time_us[first] == seconds(2 * MINUTE)
    later = shard.time_us[(shard.flags & AFTER_FIRST) != 0]
    assert set(later.tolist()) == {seconds(3 * MINUTE), seconds(4 * MINUTE)}


def test_a_second_order_in_one_visit_belongs_to_the_same_journey() -> None:
    columns = columns_of(
        [
            [
                ("purchase", 0, {"order_id": "A1"}),
                ("view_item", MINUTE, {}),
                ("purchase", 2 * MINUTE, {"order_id": "A2"}),
            ]
        ]
    )
    assert journeys(columns) == [["purchase", "view_item", "purchase"]]
    assert len(conversions(columns)) == 2


def test_a_late_review_belongs_to_the_journey_of_its_order() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {}),
                ("purchase", MINUTE, {"order_id": "A1"}),
                ("view_item", 30 * DAY, {}),
                ("review_posted", 150 * DAY, {"order_id": "A1"}),
            ]
        ]
    )
    assert journeys(columns) == [["view_item", "purchase", "review_posted"], ["view_item"]]


def test_sixty_idle_days_end_a_journey_and_a_second_less_does_not() -> None:
    def gap(seconds: int) -> int:
        return len(journeys(columns_of([[("view_item", 0, {}), ("view_item", seconds, {})]])))

    assert gap(60 * DAY - 1) == 1
    assert gap(60 * DAY) == 2


def test_a_journey_is_open_until_it_has_been_idle_for_sixty_days() -> None:
    def is_open(days: int) -> bool:
        [shard] = columns_of([[("view_item", 0, {})], [("view_item", days * DAY, {})]]).shards
        return bool(shard.journey_open[0])

    assert is_open(59)
    assert not is_open(60)


def test_mails_do_not_keep_a_journey_from_being_idle() -> None:
    mails: list[Event] = [("message_sent", day * DAY, {}) for day in range(1, 70, 7)]
    columns = columns_of([[("view_item", 0, {}), *mails, ("view_item", 70 * DAY, {})]])
    assert len(journeys(columns)) == 2


def test_a_chat_opened_in_the_shop_belongs_to_the_visit_it_names() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {"visit_id": "s1"}),
                ("conversation_started", MINUTE, {"visit_id": "s1"}),
                ("call", 2 * MINUTE, {}),
                ("view_item", 3 * MINUTE, {"visit_id": "s1"}),
            ]
        ]
    )
    assert visits(columns) == [["view_item", "conversation_started", "view_item"]]
    assert beside(columns, IN_VISIT) == ["call"]
    assert journeys(columns) == [["view_item", "conversation_started", "view_item", "call"]]


def test_calls_have_the_channel_of_their_kind() -> None:
    columns = columns_of([[("call", 0, {}), ("message_sent", DAY, {})]])
    [shard] = columns.shards
    assert [columns.channels[code] for code in shard.channel] == ["phone", "email"]


def test_thirty_minutes_are_one_visit_and_a_second_more_are_two() -> None:
    def gap(seconds: int) -> int:
        return len(visits(columns_of([[("view_item", 0, {}), ("search", seconds, {})]])))

    assert gap(30 * MINUTE) == 1
    assert gap(30 * MINUTE + 1) == 2


def test_another_campaign_begins_a_visit_and_none_does_not() -> None:
    def named(name: str) -> dict[str, str]:
        return {"utm_campaign": name, "utm_source": "google", "utm_medium": "cpc"}

    columns = columns_of(
        [
            [
                ("view_item", 0, named("a")),
                ("view_item", 5, {}),
                ("view_item", 10, named("a")),
                ("view_item", 15, named("b")),
                ("view_item", 20, {"click_id": "gclid:1"}),
            ]
        ]
    )
    assert [len(visit) for visit in visits(columns)] == [3, 1, 1]


def test_the_source_knows_its_visits_better_than_the_clock() -> None:
    same = {"visit_id": "s1"}
    columns = columns_of([[("view_item", 0, same), ("view_item", 5 * HOUR, same)]])
    assert len(visits(columns)) == 1
    other = columns_of([[("view_item", 0, same), ("view_item", 5, {"visit_id": "s2"})]])
    assert len(visits(other)) == 2


def test_a_visit_told_under_several_keys_of_one_person_is_one_visit() -> None:
    columns = columns_of(
        [
            [
                ("view_item", 0, {"anonymous_id": "b1", "visit_id": "s1"}),
                ("login", MINUTE, {"anonymous_id": "b1", "user_id": "susa"}),
                ("conversation_started", 2 * HOUR, {"user_id": "susa", "visit_id": "s1"}),
                ("view_item", 3 * HOUR, {"anonymous_id": "b2", "visit_id": "s1"}),
                ("login", 3 * DAY, {"anonymous_id": "b2", "user_id": "susa"}),
            ],
            [("view_item", 0, {"user_id": "leo", "visit_id": "s1"})],
        ]
    )
    assert visits(columns) == [
        ["view_item", "login", "conversation_started", "view_item"],
        ["login"],
        ["view_item"],
    ]


def test_a_conversion_by_another_name_cuts_like_a_purchase() -> None:
    columns = columns_of(
        [
            [
                ("Product Viewed", 0, {}),
                ("Order Completed", MINUTE, {"order_id": "A1"}),
                ("Product Viewed", DAY, {}),
            ]
        ]
    )
    assert journeys(columns) == [["view_item", "purchase"], ["view_item"]]
    own = columns_of(
        [
            [
                ("produkt_gesehen", 0, {}),
                ("bestellung_abgeschickt", MINUTE, {"order_id": "A1", "value": 100}),
                ("produkt_gesehen", DAY, {}),
            ]
        ]
    )
    assert [len(journey) for journey in journeys(own)] == [2, 1]
    assert conversions(own) == [("bestellung_abgeschickt", 100)]


def test_the_idle_time_is_the_shops_choice() -> None:
    events: list[Event] = [("view_item", 0, {}), ("view_item", 40 * DAY, {})]
    assert len(journeys(columns_of([events], settings=JourneySettings(journey_idle_days=30)))) == 2


def test_equal_times_keep_their_arrival() -> None:
    columns = columns_of([[(name, 0, {}) for name in ("search", "view_item", "add_to_cart")]])
    assert journeys(columns) == [["search", "view_item", "add_to_cart"]]
