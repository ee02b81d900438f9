"""The taxonomy, aliases and catalogue as they ship."""

import pytest

from etappe.events.datafiles import table
from etappe.events.payments import is_payment_host, payment_provider
from etappe.events.shipped import shipped_words
from etappe.events.sides import canonical, meaning_of, place_of, word_of
from etappe.events.touchpoints import TouchpointIndex, matching_rules, touchpoint_of

WORDS = shipped_words()

GA4 = """
add_payment_info add_shipping_info add_to_cart add_to_wishlist begin_checkout generate_lead login purchase
refund remove_from_cart search select_content select_item select_promotion share sign_up view_cart view_item
view_item_list view_promotion view_search_results page_view session_start first_visit scroll click form_start
form_submit video_start video_progress video_complete file_download user_engagement
"""

OURS = """
order_paid order_picked order_shipped order_delivered return_requested message_sent message_opened
message_clicked conversation_started conversation_resolved survey_answered review_posted call store_visit
search_suggestion_chosen review_read mentioned faq_viewed cart_saved order_status_viewed quote_requested
quote_sent quote_accepted trial_started access_sent webinar_attended demo_attended invoice_issued
payment_reminded ready_for_pickup order_collected referral_made referral_used loyalty_joined reward_used
order_placed order_cancelled payment_failed order_entered_by_staff marketplace_order subscription_renewed
ad_impression ad_click
"""

SEGMENT = {
    "Products Searched": "search",
    "Product List Viewed": "view_item_list",
    "Product List Filtered": "view_item_list",
    "Promotion Viewed": "view_promotion",
    "Promotion Clicked": "select_promotion",
    "Product Clicked": "select_item",
    "Product Viewed": "view_item",
    "Product Added": "add_to_cart",
    "Product Removed": "remove_from_cart",
    "Cart Viewed": "view_cart",
    "Checkout Started": "begin_checkout",
    "Checkout Step Viewed": "checkout_progress",
    "Checkout Step Completed": "checkout_progress",
    "Payment Info Entered": "add_payment_info",
    "Order Completed": "purchase",
    "Order Updated": "order_updated",
    "Order Refunded": "refund",
    "Order Cancelled": "order_cancelled",
    "Coupon Entered": "coupon_entered",
    "Coupon Applied": "coupon_entered",
    "Product Added to Wishlist": "add_to_wishlist",
    "Product Removed from Wishlist": "remove_from_wishlist",
    "Wishlist Product Added to Cart": "add_to_cart",
    "Product Shared": "share",
    "Cart Shared": "share",
    "Product Reviewed": "review_posted",
    "Signed Up": "sign_up",
    "Signed In": "login",
    "Email Opened": "message_opened",
    "Email Link Clicked": "message_clicked",
    "Email Delivered": "message_sent",
    "Live Chat Conversation Started": "conversation_started",
    "Live Chat Conversation Ended": "conversation_resolved",
    "Trial Started": "trial_started",
    "Page": "page_view",
    "page": "page_view",
}


@pytest.mark.parametrize("name", (GA4 + OURS).split())
def test_the_taxonomy_knows(name: str) -> None:
    word = WORDS.events[name]
    assert word.label["de"]
    assert word.label["en"]
    assert word.touchpoint in WORDS.touchpoints


@pytest.mark.parametrize(("alias", "name"), SEGMENT.items())
def test_segment_names_are_aliases(alias: str, name: str) -> None:
    assert canonical(alias) == name
    assert canonical(name) == name
    assert name in WORDS.events


def test_other_known_names_stay_as_sent_and_have_a_meaning() -> None:
    for name in ("order_placed", "Placed Order", "transaction"):
        assert canonical(name) == name
        assert meaning_of(name, WORDS) == "purchase"
    assert meaning_of("Order Completed", WORDS) == "purchase"
    assert meaning_of("anything", WORDS) == "anything"


def test_machines_and_the_shop_are_not_the_customer() -> None:
    shop = "message_sent message_opened ad_impression order_paid order_picked order_shipped order_delivered refund"
    assert {word_of(name, WORDS).side for name in shop.split()} == {"shop"}
    customer = (
        "view_item search click call conversation_started purchase review_posted never_heard_of"
    )
    assert {word_of(name, WORDS).side for name in customer.split()} == {"customer"}


def test_calls_stores_and_conversations_make_no_visits() -> None:
    assert {place_of(name, WORDS) for name in ("call", "store_visit", "conversation_started")} == {
        "outside"
    }
    assert {place_of(name, WORDS) for name in ("page_view", "purchase", "never_heard_of")} == {
        "site"
    }


def test_conversions_that_are_nothing_else() -> None:
    alone = {word.name for word in WORDS.events.values() if word.conversion_only}
    assert alone == {"marketplace_order", "subscription_renewed"}


def test_no_alias_hides_a_standard_name_and_all_lead_to_one() -> None:
    assert not set(WORDS.aliases) & set(WORDS.events)
    assert set(WORDS.aliases.values()) <= set(WORDS.events)


@pytest.mark.parametrize(
    "name", ["events", "touchpoints", "channels", "aliases", "synonyms", "sources", "payment_hosts"]
)
def test_a_table_has_each_key_once_and_no_gaps(name: str) -> None:
    rows = table(name)
    keys = [row.get("host") or next(iter(row.values())) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(None not in row and None not in row.values() for row in rows)


def test_every_touchpoint_is_complete_and_can_be_reached() -> None:
    reached = {word.touchpoint for word in WORDS.events.values()} | {
        rule.touchpoint for rule in WORDS.rules
    }
    assert reached == set(WORDS.touchpoints)
    for touchpoint in WORDS.touchpoints.values():
        assert all(
            touchpoint.name[one] and touchpoint.purpose[one].endswith(".") for one in ("de", "en")
        )
        assert not touchpoint.channel or touchpoint.channel in WORDS.channels


@pytest.mark.parametrize(
    ("path", "touchpoint"),
    [
        ("/", "home"),
        ("/de/", "home"),
        ("/produkt/gedenkmuenze", "product_page"),
        ("/collections/schals/products/retro-schal-1974", "product_page"),
        ("/products/return-of-the-cart", "product_page"),
        ("/products", "category_page"),
        ("/kategorie/trikots", "category_page"),
        ("/warenkorb", "cart"),
        ("/en/cart", "cart"),
        ("/cartoons", "page"),
        ("/kassettenrekorder", "page"),
        ("/checkout/cart/", "cart"),
        ("/checkout", "checkout"),
        ("/kasse/zahlung", "payment_choice"),
        ("/checkout/onepage/success", "order_confirmation"),
        ("/vielen-dank", "order_confirmation"),
        ("/suche", "search_results"),
        ("/faq", "faq"),
        ("/impressum", "legal_page"),
        ("/blog/retoure-leicht-gemacht", "blog"),
        ("/mein-konto", "account"),
        ("/account/login", "login"),
        ("/retoure", "return"),
        ("/filialen/bremen", "store_finder"),
        ("/Sendungsverfolgung", "order_status"),
        ("/ganz/anders", "page"),
    ],
)
def test_a_page_is_told_by_its_path(path: str, touchpoint: str) -> None:
    assert touchpoint_of("page_view", path, "jubelware.example", "direct", WORDS) == touchpoint


@pytest.mark.parametrize(
    ("event", "channel", "touchpoint"),
    [
        ("ad_click", "paid_search", "google_ad"),
        ("ad_impression", "paid_social", "instagram_ad"),
        ("ad_impression", "poster", "poster"),
        ("ad_click", "affiliates", "ad"),
        ("conversation_started", "messaging", "whatsapp"),
        ("conversation_started", "chatbot", "chatbot"),
        ("conversation_started", "", "conversation"),
        ("review_posted", "review_portal", "google_review"),
        ("review_posted", "direct", "review"),
        ("message_sent", "email", "newsletter"),
        ("message_sent", "sms", "text_message"),
        ("call", "", "phone"),
        ("unheard_of", "", "unheard_of"),
    ],
)
def test_a_contact_is_told_by_its_channel(event: str, channel: str, touchpoint: str) -> None:
    assert touchpoint_of(event, "", "", channel, WORDS) == touchpoint


def test_the_index_says_what_an_event_needs_and_answers_alike() -> None:
    names = (*WORDS.events, *WORDS.aliases, "unheard_of")
    index = TouchpointIndex.of(WORDS, names)
    assert index.needs_page("page_view")
    assert index.needs_page("Page")
    assert not index.needs_channel("page_view")
    assert index.needs_channel("ad_click")
    assert not index.needs_page("purchase")
    assert {rule.touchpoint for rule in matching_rules("review_posted", WORDS)} == {"google_review"}
    for name in names:
        assert index.touchpoint_of(name) == touchpoint_of(name, "", "", "", WORDS)
        if not index.needs_page(name):
            assert index.touchpoint_of(name, "/warenkorb") == index.touchpoint_of(name)


@pytest.mark.parametrize(
    "host",
    [
        "www.paypal.com",
        "PayPal.com",
        "pay.mollie.com",
        "checkout.stripe.com",
        "x.klarna.com",
        "pay.google.com",
        "pay.amazon.de",
        "www.saferpay.com",
        "payment.unzer.com:443",
    ],
)
def test_payment_providers_are_known_with_their_subdomains(host: str) -> None:
    assert is_payment_host(host)


@pytest.mark.parametrize(
    "host", ["", "google.com", "amazon.de", "notpaypal.com", "paypal.com.evil.example", "com"]
)
def test_other_hosts_are_no_payment_providers(host: str) -> None:
    assert not is_payment_host(host)


def test_the_provider_is_named() -> None:
    assert payment_provider("secure.computop-paygate.com") == "Computop"
