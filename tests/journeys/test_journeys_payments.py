"""Payment-safe source: whoever the money goes by, the journey keeps the channel that brought it."""

from itertools import permutations
from typing import Any

import pytest

from etappe.events.channels import UNKNOWN
from journeys.journeys_fixture import Event, columns_of
from journeys.journeys_readout import channels, conversions, journeys, visits

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

PROVIDERS = {
    "PayPal": ("www.paypal.com", "com.paypal.android.p2pmobile"),
    "Klarna": ("pay.klarna.com", "com.myklarnamobile"),
    "Apple Pay": ("applepay.apple.com", ""),
    "Google Pay": ("pay.google.com", "com.google.android.apps.walletnfcrel"),
    "Stripe": ("checkout.stripe.com", ""),
    "Mollie": ("www.mollie.com", "com.ing.mobile"),
    "Adyen": ("checkoutshopper-live.adyen.com", "de.sparkasse.pushtan"),
    "Amazon Pay": ("payments.amazon.de", ""),
}
"""The host each comes back from in a browser, and the app that hands back on Android (a bank's for some)."""

ADVERT = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "trikots", "host": "shop.de"}
GAPS = (MINUTE, 50 * MINUTE, 23 * HOUR)
BACK = {"host": "shop.de", "path": "/checkout/finish"}
ORDER = {"order_id": "A1", "value": 4990}
WEBHOOK = {"order_id": "A1", "value": 5000, "source": "shopify", "email": "s@x"}


def walk(landing: dict[str, Any], gap: int, told: str) -> list[Event]:
    """From an advert to the checkout, away to pay, back after `gap`; the order told by browser, webhook or both."""
    left = {"anonymous_id": "b1", "visit_id": "v1", "host": "shop.de"}
    back = {"anonymous_id": "b1", **BACK, **landing}
    events: list[Event] = [
        ("page_view", 0, left | ADVERT | {"path": "/trikots"}),
        ("add_to_cart", 20, left),
        ("begin_checkout", 40, left | {"email": "s@x"}),
        ("page_view", 41, left | {"path": "/checkout/payment"}),
        ("page_view", 41 + gap, back),
    ]
    if told != "webhook":
        events.append(("purchase", 42 + gap, back | ORDER))
    if told != "browser":
        events.append(("purchase", 40 + gap, WEBHOOK))
    return events


def landings(host: str, app: str) -> dict[str, dict[str, Any]]:
    """The ways back: what the landing touch says of itself."""
    return {
        "same window": {"visit_id": "v1", "referrer_host": host},
        "new tab": {"visit_id": "v2", "referrer_host": host},
        "app switch": {"visit_id": "v2"},
        "android app": {"visit_id": "v2", "referrer_host": app or None},
        "without visit id": {"referrer_host": host},
    }


@pytest.mark.parametrize("told", ["browser", "webhook", "both"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_return_keeps_the_channel_of_the_advert(provider: str, told: str) -> None:
    for way, landing in landings(*PROVIDERS[provider]).items():
        for gap in GAPS:
            columns = columns_of([walk(landing, gap, told)])
            case = (provider, way, gap, told)
            assert channels(columns) == ["paid_search"], case
            assert len(journeys(columns)) == 1, case
            assert conversions(columns) == [("purchase", 4990 if told == "browser" else 5000)], case
            [shard] = columns.shards
            assert {columns.channels[code] for code in shard.channel} <= {"paid_search", "direct"}
            if told != "webhook" or gap < 30 * MINUTE:
                assert "purchase" in visits(columns)[0], case


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_is_no_source_when_there_is_no_visit_to_continue(provider: str) -> None:
    host, app = PROVIDERS[provider]
    for referrer in (host, app):
        if not referrer or referrer in ("com.ing.mobile", "de.sparkasse.pushtan"):
            continue  # a bank's app with nothing before it: nobody can know
        columns = columns_of([[("page_view", 0, BACK | {"referrer_host": referrer})]])
        assert channels(columns) == [UNKNOWN]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_day_later_it_is_a_visit_of_its_own_and_still_not_the_providers(provider: str) -> None:
    host, _ = PROVIDERS[provider]
    landing = {"visit_id": "v2", "referrer_host": host}
    columns = columns_of([walk(landing, 25 * HOUR, "browser")])
    assert channels(columns) == ["paid_search", UNKNOWN]
    assert len(journeys(columns)) == 1


def test_landing_behind_the_checkout_out_of_nowhere_needs_a_visit_left_there() -> None:
    browsing: list[Event] = [
        ("view_item", 0, ADVERT | {"visit_id": "v1"}),
        ("purchase", HOUR, ORDER | {"visit_id": "v2"}),
    ]
    assert channels(columns_of([browsing])) == ["paid_search", "direct"]
    paid: list[Event] = [
        ("begin_checkout", 0, ADVERT | {"visit_id": "v1"}),
        ("purchase", MINUTE, ORDER | {"visit_id": "v1"}),
        ("page_view", HOUR, BACK | {"visit_id": "v2"}),
    ]
    assert channels(columns_of([paid])) == ["paid_search", "direct"]


def test_another_advert_that_leads_behind_the_checkout_is_no_return() -> None:
    other = {"utm_source": "brief", "utm_medium": "email", "visit_id": "v2"}
    events = walk(other, HOUR, "browser")
    assert channels(columns_of([events])) == ["paid_search", "email"]


def test_an_order_told_by_webhook_with_the_client_id_joins_the_visit_long_after() -> None:
    events = walk({"visit_id": "v1"}, HOUR, "webhook")
    del events[4]
    assert visits(columns_of([events])) == [[name for name, _, _ in events[:4]]]
    events[4] = ("purchase", 5 * HOUR, WEBHOOK | {"anonymous_id": "b1"})
    columns = columns_of([events])
    assert visits(columns)[0][-1] == "purchase"
    [shard] = columns.shards
    assert {columns.channels[code] for code in shard.channel} == {"paid_search"}


def test_whatever_arrives_first_makes_no_difference() -> None:
    events = walk({"visit_id": "v2"}, HOUR, "both")
    told = set()
    for last in permutations(events[3:]):
        columns = columns_of([[*last, *events[:3]]])
        found = journeys(columns), visits(columns), channels(columns), conversions(columns)
        told.add(repr(found))
    assert told == {
        repr(
            (
                [
                    [
                        "page_view",
                        "add_to_cart",
                        "begin_checkout",
                        "page_view",
                        "purchase",
                        "page_view",
                    ]
                ],
                [
                    [
                        "page_view",
                        "add_to_cart",
                        "begin_checkout",
                        "page_view",
                        "purchase",
                        "page_view",
                    ]
                ],
                ["paid_search"],
                [("purchase", 5000)],
            )
        )
    }
