from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_shop import DAY, SECOND, START_US, Touch, shop
from etappe.analysis.encode import plain
from etappe.analysis.kpis import Kpis, KpisQuestion, kpis
from etappe.analysis.scope import Scope
from etappe.journeys.columns import SHOP_SIDE, Columns, StaffOrders

HOUR, DAYS = 3_600, 86_400
SHOP = ("refund", "message_sent", "order_delivered")


@dataclass(frozen=True)
class Ad:
    day: date
    source: str = ""
    medium: str = ""
    channel: str = ""
    campaign: str = ""
    impressions: int = 0
    clicks: int = 0
    cost: int = 0
    currency: str = "EUR"


def told(
    persons: Sequence[Sequence[Touch]], *, last: float | None = None, **settings: Any
) -> Columns:
    """The hand-made shop with its shop-side touches marked; `last` seconds is the data's end."""
    columns: Columns = shop(persons, **settings)
    by_shop = np.array([name in SHOP for name in columns.events] or [False])
    shards = tuple(
        replace(shard, flags=shard.flags | np.where(by_shop[shard.event], SHOP_SIDE, np.uint8(0)))
        for shard in columns.shards
    )
    end = columns.last_us if last is None else START_US + round(last * SECOND)
    return replace(columns, shards=shards, last_us=end)


def asked(columns: Columns, ads: Sequence[Ad] = (), **scope: Any) -> Kpis:
    return kpis(columns, KpisQuestion(Scope(**scope)), ads)


def order(at: float, value: int | None = 5000, **more: Any) -> Touch:
    return Touch("purchase", at, value=value, **more)


# Susa looks on Monday from an ad, comes back on Wednesday and buys; a week later half is refunded.
SUSA = [
    Touch("view_item", 0, visit="mon", channel="paid_social"),
    Touch("add_to_cart", 60, visit="mon", channel="paid_social"),
    Touch("view_item", 2 * DAYS, visit="wed", channel="organic_search"),
    Touch("add_to_cart", 2 * DAYS + 60, visit="wed", channel="organic_search"),
    order(2 * DAYS + 120, visit="wed", channel="organic_search", extra={"order": "A1"}),
    Touch("refund", 9 * DAYS, visit=None, value=2000, channel="system", extra={"order": "A1"}),
]
# Kai fills a cart and leaves. Marlene looks. Leo orders by phone, without a visit.
KAI = [
    Touch("view_item", 0, channel="paid_social"),
    Touch("add_to_cart", 30, channel="paid_social"),
]
MARLENE = [
    Touch("view_item", 0, visit=1, channel="direct"),
    Touch("view_item", 4 * HOUR, visit=2, channel="direct"),
]
LEO = [Touch("call", 0, visit=None, channel="phone"), order(600, 3000, visit=None, channel="phone")]
CAST = [SUSA, KAI, MARLENE, LEO]


def test_counts_money_and_rates_of_a_worked_case() -> None:
    answer = asked(told(CAST))
    assert (answer.persons, answer.visits, answer.journeys) == (4, 5, 4)
    assert (answer.orders, answer.value) == (2, Decimal("80.00"))
    assert (answer.refunded, answer.net) == (Decimal("20.00"), Decimal("60.00"))
    assert answer.conversion_rate == 1 / 5  # the phone order is in no visit
    assert answer.conversion_rate_journeys == 2 / 4
    assert answer.conversion_rate_persons == 2 / 4
    assert answer.average_order_value == Decimal("40")
    assert answer.clv == Decimal("30")  # (80 - 20) over Susa and Leo
    assert answer.return_rate == 1 / 2
    assert answer.coverage == 1
    assert (answer.conversions_without_visit, answer.value_without_visit) == (1, Decimal("30.00"))


def test_purchase_duration_runs_from_the_first_touch_to_the_first_conversion() -> None:
    answer = asked(told(CAST))
    assert answer.purchase_seconds_median == (2 * DAYS + 120 + 600) / 2
    assert answer.purchase_seconds_mean == (2 * DAYS + 120 + 600) / 2
    three = [*CAST, [Touch("view_item", 0), order(60)]]
    assert asked(told(three)).purchase_seconds_median == 600
    assert asked(told(three)).purchase_seconds_mean == (2 * DAYS + 120 + 600 + 60) / 3


def test_sources_are_the_channels_of_visits_and_add_up() -> None:
    answer = asked(told(CAST))
    rows = {s.channel: (s.visits, s.persons, s.conversions, s.value) for s in answer.sources}
    assert rows == {
        "direct": (2, 1, 0, Decimal(0)),
        "paid_social": (2, 2, 0, Decimal(0)),
        "organic_search": (1, 1, 1, Decimal("50.00")),
    }
    assert sum(s.visits for s in answer.sources) == answer.visits
    assert (
        sum(s.conversions for s in answer.sources) + answer.conversions_without_visit
        == answer.conversions
    )
    assert sum(s.value for s in answer.sources) + answer.value_without_visit == answer.value


def cart(*touches: Touch) -> Kpis:
    return asked(told([list(touches)], last=30 * DAYS))


@pytest.mark.parametrize(
    ("touches", "abandoned"),
    [
        ([Touch("add_to_cart", 0)], 1),
        ([Touch("add_to_cart", 0), order(24 * HOUR)], 0),
        ([Touch("add_to_cart", 0), order(24 * HOUR + 1)], 1),
        ([Touch("add_to_cart", 0), Touch("view_cart", 5 * HOUR), order(25 * HOUR)], 0),
        ([order(0), Touch("add_to_cart", 10)], 1),
    ],
)
def test_a_cart_is_abandoned_without_an_order_within_a_day_of_its_last_touch(
    touches: list[Touch], abandoned: int
) -> None:
    answer = cart(*touches)
    assert (answer.carts, answer.carts_abandoned) == (1, abandoned)
    assert answer.cart_abandonment == abandoned


def test_looking_at_an_empty_cart_makes_none() -> None:
    answer = cart(Touch("view_cart", 0))
    assert (answer.carts, answer.cart_abandonment) == (0, None)


def test_carts_younger_than_a_day_are_left_out() -> None:
    persons = [[Touch("add_to_cart", 0)], [Touch("add_to_cart", 10 * HOUR)]]
    answer = asked(told(persons, last=24 * HOUR))
    assert (answer.carts, answer.carts_abandoned) == (1, 1)


def test_repurchase_counts_customers_old_enough_and_says_the_naive_share() -> None:
    again = [order(0, journey=0), order(100 * DAYS, journey=1, visit=1)]
    late = [order(0, journey=0), order(366 * DAYS, journey=1, visit=1)]
    once = [order(0)]
    young = [order(300 * DAYS), order(301 * DAYS, journey=1, visit=1)]
    answer = asked(told([again, late, once, young], last=400 * DAYS))
    assert (answer.customers, answer.customers_old) == (4, 3)
    assert answer.repurchase_rate == 1 / 3
    assert answer.repurchase_rate_naive == 3 / 4


def test_repurchase_of_a_young_shop_is_unknown_not_zero() -> None:
    assert asked(told([[order(0)], [order(5)]])).repurchase_rate is None


def test_customers_of_a_period_are_a_state_at_its_end() -> None:
    again = [order(0, journey=0), order(100 * DAYS, 1000, journey=1, visit=1)]
    columns = told([again], last=400 * DAYS)
    first = asked(columns, to="2026-03-01")
    assert (first.customers, first.clv, first.repurchase_rate_naive) == (1, Decimal("50"), 0)
    later = asked(columns, from_="2026-03-01")
    assert (later.orders, later.value, later.clv) == (1, Decimal("10.00"), Decimal("60"))


def test_a_refund_without_a_value_gives_back_the_whole_order() -> None:
    person = [order(0, extra={"order": "A"}), Touch("refund", 5, visit=None, extra={"order": "A"})]
    assert asked(told([person])).refunded == Decimal("50.00")


def test_a_negative_refund_is_money_given_back_all_the_same() -> None:
    assert asked(told([[order(0), Touch("refund", 5, value=-700)]])).refunded == Decimal("7.00")


def test_a_cancellation_counts_once_when_a_refund_tells_of_it_too() -> None:
    cancelled = [order(0, extra={"order": "A"}), Touch("order_cancelled", 5, extra={"order": "A"})]
    both = [*cancelled, Touch("refund", 9, value=5000, extra={"order": "A"})]
    assert asked(told([cancelled])).refunded == Decimal("50.00")
    assert asked(told([cancelled])).return_rate == 0
    assert asked(told([both])).refunded == Decimal("50.00")


def test_refunds_find_their_order_by_its_id_else_the_latest_before() -> None:
    person = [
        order(0, 1000, extra={"order": "A"}),
        order(10, 2000, extra={"order": "B"}),
        Touch("refund", 20, extra={"order": "A"}),
        Touch("return_requested", 30),
    ]
    answer = asked(told([person]))
    assert answer.refunded == Decimal("10.00")
    assert answer.orders_returned == 2
    stranger = [order(0, extra={"order": "C"}), Touch("refund", 20, extra={"order": "unknown"})]
    assert asked(told([stranger])).orders_returned == 0


def test_refunds_count_when_they_happen_not_when_the_order_did() -> None:
    columns = told(CAST)
    march = asked(columns, from_="2026-03-01")
    assert (march.orders, march.value, march.refunded, march.net) == (
        0,
        Decimal(0),
        Decimal("20.00"),
        Decimal("-20.00"),
    )
    assert march.return_rate is None
    assert asked(columns, to="2026-02-28").return_rate == 0.5


def test_an_order_nothing_is_known_before_lowers_the_coverage() -> None:
    assert asked(told([[order(0)], [Touch("view_item", 0), order(5)]])).coverage == 0.5


def test_a_mail_nobody_asked_for_makes_nobody_active() -> None:
    mail = [Touch("message_sent", 0, visit=None, journey=None)]
    answer = asked(told([*CAST, mail]))
    assert (answer.persons, answer.active_persons) == (5, 4)
    assert answer.conversion_rate_persons == 2 / 4


def test_running_journeys_are_in_no_rate_of_journeys() -> None:
    answer = asked(told(CAST, open_journeys=True))
    assert (answer.journeys, answer.journeys_over, answer.conversion_rate_journeys) == (4, 0, None)


def test_another_conversion_changes_the_rates_and_leaves_the_orders() -> None:
    signed = [Touch("view_item", 0), Touch("sign_up", 60), Touch("sign_up", 90)]
    answer = asked(told([*CAST, signed]), conversion="sign_up")
    assert (answer.conversion, answer.conversions, answer.visits_converted) == ("sign_up", 2, 1)
    assert answer.conversion_rate == 1 / 6
    assert answer.purchase_seconds_median == 60
    assert (answer.orders, answer.value) == (2, Decimal("80.00"))
    assert {s.channel: s.conversions for s in answer.sources}["direct"] == 2


def test_a_condition_narrows_every_figure() -> None:
    phone, desk = {"device": "phone"}, {"device": "desktop"}
    persons = [
        [Touch("view_item", 0, extra=phone), order(9, extra=phone)],
        [order(5, 700, extra=desk)],
    ]
    answer = asked(told(persons), where="device = 'phone'")
    assert (answer.persons, answer.visits, answer.orders, answer.value) == (
        1,
        1,
        1,
        Decimal("50.00"),
    )
    assert answer.staff_orders is None


def test_orders_of_staff_are_a_line_of_their_own() -> None:
    columns = told(CAST)
    staff = StaffOrders(
        np.array([START_US, START_US + 90 * DAY]),
        np.array([12_000, np.iinfo(np.int64).min], np.int64),
    )
    columns = replace(columns, staff_orders=staff)
    answer = asked(columns)
    assert (answer.staff_orders, answer.staff_value) == (2, Decimal("120.00"))
    assert answer.value == Decimal("80.00")
    assert asked(columns, to="2026-03-01").staff_orders == 1


def test_money_without_a_rate_is_stated() -> None:
    columns = told(CAST)
    columns = replace(columns, counts={**columns.counts, "without_rate_CHF": 12})
    assert asked(columns).without_rate == {"CHF": 12}


ADS = [
    Ad(date(2026, 2, 25), channel="paid_social", impressions=1_000, clicks=20, cost=10_000),
    Ad(date(2026, 2, 26), source="google", medium="cpc", impressions=3_000, clicks=40, cost=5_000),
    Ad(date(2026, 3, 9), channel="paid_social", clicks=7, cost=900, currency="CHF"),
]


def test_advertising_gives_click_through_rate_and_cost_by_channel() -> None:
    answer = asked(told(CAST), ADS)
    assert (answer.impressions, answer.clicks) == (4_000, 67)
    assert answer.click_through_rate == 60 / 4_000  # clicks without impressions told make no rate
    assert (answer.cost, answer.cost_left_out) == (Decimal("150.00"), 1)
    rows = {source.channel: source for source in answer.sources}
    assert (rows["paid_social"].cost, rows["paid_social"].click_through_rate) == (
        Decimal("100.00"),
        20 / 1_000,
    )
    assert (rows["paid_search"].visits, rows["paid_search"].cost) == (0, Decimal("50.00"))
    assert rows["direct"].cost is None


def test_advertising_counts_on_the_days_of_the_period() -> None:
    answer = asked(told(CAST), ADS, from_="2026-02-26", to="2026-02-26")
    assert (answer.cost, answer.clicks) == (Decimal("50.00"), 40)


CAMPAIGNS = [
    Ad(date(2026, 2, 25), "instagram", "paid_social", campaign="finale", clicks=20, cost=10_000),
    Ad(date(2026, 2, 25), "google", "cpc", campaign="coins", clicks=40, cost=5_000),
    Ad(date(2026, 2, 26), "idealo", "price_comparison", clicks=3, cost=700),
]
BY_CAMPAIGN = {"campaign": "finale", "source": "instagram", "medium": "paid_social"}
CLICKED = [[Touch("view_item", 0, channel="paid_social", extra=BY_CAMPAIGN), order(9)]]


@pytest.mark.parametrize(
    ("where", "cost"),
    [
        ("campaign = 'finale'", "100"),
        ("campaign != 'finale'", "50"),  # as for touches: what has no campaign fits `is null` alone
        ("campaign is null", "7"),
        ("not campaign = 'finale'", "57"),
        ("channel in ('paid_search', 'paid_social')", "150"),
        ("source like 'i%' and (medium = 'paid_social' or campaign = 'coins')", "100"),
    ],
)
def test_a_condition_on_what_advertising_knows_narrows_its_cost_too(where: str, cost: str) -> None:
    answer = asked(told(CLICKED), CAMPAIGNS, where=where)
    assert (answer.cost, answer.advertising_note) == (Decimal(cost), None)
    spent = [source.cost for source in answer.sources if source.cost is not None]
    assert sum(spent) == answer.cost


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ({"where": "campaign = 'finale' and device = 'phone'"}, "device"),
        ({"where": "not journey.campaign = 'finale'"}, "journey.campaign"),
        ({"digital": True}, "nur digitale Touchpoints"),
    ],
)
def test_under_a_condition_advertising_does_not_know_its_figures_are_unknown_and_say_why(
    scope: Any, name: str
) -> None:
    columns = told([*CLICKED, [Touch("view_item", 0, extra={"device": "phone"})]])
    answer = asked(columns, CAMPAIGNS, **scope)
    assert (answer.cost, answer.clicks, answer.click_through_rate) == (None, None, None)
    assert [source.cost for source in answer.sources if source.cost is not None] == []
    assert answer.advertising_note is not None
    assert f"„{name}“" in answer.advertising_note["de"]
    assert asked(columns, (), **scope).advertising_note is None  # nothing to be narrowed


def test_without_advertising_its_figures_are_unknown() -> None:
    answer = asked(told(CAST))
    assert (answer.cost, answer.click_through_rate, answer.impressions) == (None, None, None)


def test_orders_without_a_value_do_not_lower_the_average() -> None:
    answer = asked(told([[order(0, None)], [order(5, 4000)]]))
    assert (answer.orders, answer.average_order_value) == (2, Decimal("40"))


def test_money_has_the_digits_of_its_currency() -> None:
    assert asked(told([[order(0, 4500)]], currency="JPY")).value == Decimal("4500")


@pytest.mark.parametrize("shards", [0, 1, 3])
def test_an_empty_shop_has_figures_without_rates(shards: int) -> None:
    answer = asked(told([], shards=shards))
    assert (answer.persons, answer.visits, answer.orders, answer.value) == (0, 0, 0, Decimal(0))
    rates = (
        answer.conversion_rate, answer.conversion_rate_journeys, answer.conversion_rate_persons,
        answer.cart_abandonment, answer.average_order_value, answer.repurchase_rate, answer.clv,
        answer.repurchase_rate_naive, answer.purchase_seconds_median, answer.return_rate, answer.coverage,
    )  # fmt: skip
    assert set(rates) == {None}
    assert answer.sources == ()
    assert "keine Besuche" in answer.sentence("de")


def test_a_shop_nobody_orders_from_has_a_rate_of_zero_and_no_averages() -> None:
    answer = asked(told([MARLENE]))
    assert (answer.conversion_rate, answer.average_order_value, answer.clv) == (0, None, None)


def test_one_touch_is_a_shop_too() -> None:
    answer = asked(told([[Touch("view_item", 0)]]))
    assert (answer.persons, answer.visits, answer.journeys) == (1, 1, 1)


def test_a_person_whose_visits_overlap_is_counted_once() -> None:
    overlap = [
        Touch("view_item", 0, "tab"), Touch("view_item", 500, "tab"), Touch("add_to_cart", 100, "window"),
        order(300, visit="window", extra={"order": "A"}), Touch("refund", 900, None, extra={"order": "A"}),
    ]  # fmt: skip
    after = [order(0, 100), Touch("refund", 5, None)]
    answer = asked(told([overlap, after]))
    assert (answer.persons, answer.orders, answer.value, answer.net) == (
        2,
        2,
        Decimal("51.00"),
        Decimal(0),
    )
    assert answer.orders_returned == 2


def test_the_sentence_speaks_both_languages_and_warns_of_few_cases() -> None:
    answer = asked(told(CAST))
    assert answer.sentence("de") == (
        "20,0\u00a0% der Besuche führen zu einer Bestellung (1 von 5); insgesamt 2 Bestellungen über "
        "80,00\u00a0€, nach Erstattungen 60,00\u00a0€ – bei so wenigen Fällen kann die Quote zufällig schwanken."
    )
    assert answer.sentence("en").startswith(
        "20.0% of visits lead to an order (1 of 5); 2 orders in all worth €80.00"
    )
    unseen = asked(told([[order(0)]] * 40))
    assert "nur bei 0\u00a0% der Bestellungen ist der Weg davor bekannt" in unseen.sentence("de")


def test_the_json_has_the_keys_of_the_contract_and_names_every_base() -> None:
    answer = plain(asked(told(CAST)))
    contract = {
        "persons", "visits", "journeys", "orders", "value", "refunded", "net", "currency", "conversion_rate",
        "cart_abandonment", "average_order_value", "repurchase_rate", "clv", "purchase_seconds_median", "sources",
    }  # fmt: skip
    assert contract <= set(answer)
    assert {"channel", "visits", "persons", "conversions", "value"} <= set(answer["sources"][0])
    rates = {name for name in answer if "rate" in name} - {"without_rate", "main_rate"}
    assert rates <= set(answer["definitions"])
    assert all(
        "÷" in answer["definitions"][name]["de"] for name in rates - {"repurchase_rate_naive"}
    )


touch = st.tuples(
    st.sampled_from(
        ["view_item", "add_to_cart", "purchase", "refund", "order_cancelled", "return_requested"]
    ),
    st.integers(0, 500 * 24),
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(1, 9_999)),
    st.sampled_from([None, "A", "B"]),
)
people = st.lists(st.lists(touch, min_size=1, max_size=8), max_size=8)


def drawn_persons(drawn: Any) -> list[list[Touch]]:
    return [
        [
            Touch(
                name,
                hour * HOUR,
                visit,
                visit,
                value,
                extra={"order": f"{who}{code}"} if code else {},
            )
            for name, hour, visit, value, code in touches
        ]
        for who, touches in enumerate(drawn)
    ]


@settings(max_examples=60, deadline=None)
@given(people, st.data())
def test_any_split_by_person_gives_the_same_figures(drawn: Any, data: st.DataObject) -> None:
    persons = drawn_persons(drawn)
    places = data.draw(st.lists(st.integers(0, 3), min_size=len(persons), max_size=len(persons)))
    scope: dict[str, Any] = {"from_": "2026-06-01"} if data.draw(st.booleans()) else {}
    assert asked(told(persons, shards=4, assign=places), **scope) == asked(told(persons), **scope)


@settings(max_examples=60, deadline=None)
@given(people)
def test_days_add_up_to_the_whole_period(drawn: Any) -> None:
    columns = told(drawn_persons(drawn))
    cut = (datetime.fromtimestamp(START_US / 1e6, UTC) + timedelta(days=200)).date()
    before, after = asked(columns, to=str(cut - timedelta(days=1))), asked(columns, from_=str(cut))
    whole = asked(columns)
    for name in (
        "orders",
        "value",
        "refunded",
        "net",
        "visits",
        "journeys",
        "conversions",
        "carts",
    ):
        assert getattr(before, name) + getattr(after, name) == getattr(whole, name), name
