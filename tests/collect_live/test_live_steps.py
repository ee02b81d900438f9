"""The steps of a live event: what becomes of a draft until it is a row."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import REASONS, may_be_sampled
from etappe.collect.live.way import Passing, Surroundings
from etappe.collect.pipeline import PIPELINE, Passed, run
from etappe.store.events import EventStore

NOON = 1_795_608_000_000_000
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def draft(**fields: Any) -> Draft:
    told: dict[str, Any] = {"kind": "track", "event_id": "e1", "name": "view_item"}
    return Draft(**(told | {"occurred_us": NOON, "received_us": NOON} | fields))


def passed(*drafts: Draft, watched: int = 0, currency: str = "EUR", **around: Any) -> Passed:
    return run(drafts, Surroundings(currency, **around), watched=watched)


def row(**fields: Any) -> dict[str, Any]:
    (passing,) = passed(draft(**fields)).kept
    return passing.row


def notes(passing: Passing) -> set[tuple[str, str]]:
    return {(note.step, note.key) for note in passing.notes or []}


def properties(**fields: Any) -> dict[str, Any]:
    return {"properties": json.dumps(fields).encode()}


def test_a_batch_becomes_columns_of_equal_length_without_empty_ones() -> None:
    result = passed(draft(), draft(event_id="e2", user_id="u1"), draft(event_id="e3", title="T"))
    assert set(result.columns) == {
        "event_id",
        "occurred_at",
        "received_at",
        "name",
        "source",
        "user_id",
        "title",
    }
    assert result.columns["event_id"] == ["e1", "e2", "e3"]
    assert result.columns["user_id"] == [None, "u1", None]
    assert passed().columns == {}


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (Linux; Android 11; moto g power) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36 Chrome-Lighthouse",
    ],
)  # fmt: skip
def test_what_machines_send_is_dropped_and_never_a_sample(agent: str) -> None:
    result = passed(draft(user_agent=agent))
    assert [passing.dropped for passing in result.dropped] == ["bot"]
    assert result.kept == []
    assert not may_be_sampled("bot")


@pytest.mark.parametrize(
    ("agent", "device", "seen"),
    [
        (FIREFOX, "phone", "Firefox Mobile"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "desktop", "Chrome"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1", "tablet", "Mobile Safari"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "tablet", "Chrome"),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT_P30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36", "phone", "Chrome Mobile"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 334.0.4", "phone", "Instagram"),
    ],
)  # fmt: skip
def test_people_keep_their_device_and_browser(agent: str, device: str, seen: str) -> None:
    found = row(user_agent=agent)
    assert (found["device"], found["browser"]) == (device, seen)


def test_an_app_is_an_app_and_what_the_sender_states_stays() -> None:
    assert row(kind="screen", source="app")["device"] == "app"
    assert row(user_agent=FIREFOX, given={"device": "tablet"})["device"] == "tablet"


def test_of_an_address_host_path_campaign_and_click_id_are_kept() -> None:
    found = row(
        url="https://www.Shop.example:8443/schuhe/rot?utm_source=news&utm_medium=email&utm_campaign=Herbst%20Winter"
        "&gclid=Cj0&color=red#top",
        referrer="https://www.google.com/search?q=mein+name",
    )  # fmt: skip
    assert (found["host"], found["path"]) == ("www.shop.example", "/schuhe/rot")
    assert (found["utm_source"], found["utm_medium"], found["utm_campaign"]) == (
        "news",
        "email",
        "Herbst Winter",
    )
    assert found["click_id"] == "gclid:Cj0"
    assert found["referrer"] == "https://www.google.com/search"


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://shop.example", "shop.example", "/"),
        ("//shop.example/a", "shop.example", "/a"),
        ("/nur/ein/pfad?x=1", None, "/nur/ein/pfad"),
        ("https://shop.example/#/cart?step=2", "shop.example", "/#/cart"),
        ("https://me:pw@shop.example/a", "shop.example", "/a"),
        ("https://shop.example/konto/anna.berg@mail.example/daten", "shop.example", "/konto/(e-mail)/daten"),
        ("https://shop.example/k/anna%40mail.example", "shop.example", "/k/(e-mail)"),
        ("no address", None, None),
    ],
)  # fmt: skip
def test_addresses_are_read_without_what_they_should_not_carry(
    url: str, host: str | None, path: str | None
) -> None:
    found = row(url=url)
    assert (found.get("host"), found.get("path")) == (host, path)


def test_without_consent_the_click_says_its_seller_and_no_more() -> None:
    found = row(url="https://shop.example/?gclid=Cj0", anonymous_id="day:1", cookieless=True)
    assert found["click_id"] == "gclid:"


@pytest.mark.parametrize(
    ("consent", "kept"),
    [("analytics", "gclid:"), ("analytics,marketing", "gclid:Cj0"), ("", "gclid:"), (None, "gclid:Cj0")],
)  # fmt: skip
def test_which_click_it_was_is_kept_with_the_consent_to_marketing_or_where_nobody_was_asked(
    consent: str | None, kept: str
) -> None:
    assert row(url="https://shop.example/?gclid=Cj0", consent=consent)["click_id"] == kept


def test_of_who_withdrew_marketing_the_click_says_its_seller_and_the_note_says_so() -> None:
    kai, susa = (
        draft(event_id=user, user_id=user, click_ids={"fbclid": "f"}) for user in ("kai", "susa")
    )
    kept = passed(
        kai,
        susa,
        withheld=lambda some: ["click" if one.user_id == "susa" else "" for one in some],
        watched=2,
    ).kept
    assert [passing.row["click_id"] for passing in kept] == ["fbclid:f", "fbclid:"]
    assert ("consent", "click_id_cut") in notes(kept[1])


def test_what_the_sender_says_of_the_campaign_goes_before_the_address() -> None:
    found = row(
        url="https://shop.example/?utm_source=url&fbclid=f", campaign={"source": "mail", "name": "c1"},
        click_ids={"gclid": "g", "unknown": "x"},
    )  # fmt: skip
    assert (found["utm_source"], found["utm_campaign"], found["click_id"]) == (
        "mail",
        "c1",
        "gclid:g",
    )
    assert "utm_medium" not in found


@pytest.mark.parametrize("referrer", ["$direct", "", "about:blank", None])
def test_no_referrer_is_none(referrer: str | None) -> None:
    assert "referrer" not in row(referrer=referrer)


def test_a_return_from_a_payment_provider_is_said_and_brings_no_campaign() -> None:
    result = passed(
        draft(
            url="https://shop.example/danke?utm_source=paypal&utm_medium=referral",
            referrer="https://www.paypal.com/checkoutnow",
        ),
        watched=1,
    )
    (passing,) = result.kept
    assert ("payment", "return") in notes(passing)
    assert passing.row["referrer"] == "https://www.paypal.com/checkoutnow"
    assert "utm_source" not in passing.row


@pytest.mark.parametrize(
    ("fields", "value", "currency"),
    [
        ({"revenue": 19.9, "currency": "EUR"}, 1990, "EUR"),
        ({"total": "409.94", "revenue": 398, "currency": "usd"}, 40994, "USD"),
        ({"value": 59.97000000000001}, 5997, "EUR"),
        ({"value": 1.005}, 101, "EUR"),
        ({"value": 1500, "currency": "JPY"}, 1500, "JPY"),
        ({"value": 1.2345, "currency": "KWD"}, 1235, "KWD"),
        ({"value": -5, "currency": "EUR"}, -500, "EUR"),
        ({"value": 0, "currency": "EUR"}, 0, "EUR"),
    ],
)
def test_amounts_become_minor_units_of_their_currency(
    fields: dict[str, Any], value: int, currency: str
) -> None:
    found = row(**properties(**fields))
    assert (found["value"], found["currency"]) == (value, currency)


@pytest.mark.parametrize(
    "fields",
    [{"value": "12,50"}, {"value": "free"}, {"value": True}, {"value": [1]}, {"value": 1, "currency": "EURO"}, {"value": "1e400"}],
)  # fmt: skip
def test_an_amount_that_is_none_is_left_out_and_stays_readable(fields: dict[str, Any]) -> None:
    found = row(**properties(**fields))
    assert "value" not in found
    assert json.loads(found["properties"]) == fields


def test_without_a_currency_of_the_shop_an_amount_without_one_is_left_out() -> None:
    (passing,) = passed(draft(**properties(value=5)), currency="").kept
    assert "value" not in passing.row


def test_order_and_product_are_found_under_the_names_of_segment_and_ga4() -> None:
    ga4 = row(**properties(transaction_id="T1", items=[{"item_id": "p1", "price": 3}]))
    assert (ga4["order_id"], ga4["product_id"]) == ("T1", "p1")
    segment = row(**properties(order_id=1001, products=[{"product_id": "a"}, {"product_id": "b"}]))
    assert segment["order_id"] == "1001"
    assert "product_id" not in segment
    assert json.loads(segment["properties"]) == {
        "products": [{"product_id": "a"}, {"product_id": "b"}]
    }


def test_keys_are_found_in_traits_and_properties_and_do_not_stay_there() -> None:
    traits = json.dumps(
        {
            "email": " Anna@Mail.example ",
            "phone": "+49 (30) 123-456",
            "plan": "pro",
            "email_verified": True,
        }
    )
    found = row(
        kind="identify",
        name="identify",
        user_id="u1",
        email=" Anna@Mail.example ",
        phone="+49 (30) 123-456",
        traits=traits.encode(),
    )
    assert (found["email"], found["phone"], found["email_verified"]) == (
        "anna@mail.example",
        "+49 (30) 123-456",
        True,
    )
    assert json.loads(found["properties"]) == {"plan": "pro"}
    order = row(
        name="Order Completed", **properties(email="b@mail.example", order_id="1", coupon="X")
    )
    assert (order["email"], json.loads(order["properties"])) == ("b@mail.example", {"coupon": "X"})


def test_the_address_of_a_friend_is_not_the_senders() -> None:
    assert "email" not in row(name="Invite Sent", **properties(email="friend@mail.example"))


@pytest.mark.parametrize("word", ["undefined", "null", "[object Object]", "0", "guest", "NaN"])
def test_a_placeholder_is_no_id(word: str) -> None:
    found = row(user_id=word, anonymous_id="a1")
    assert "user_id" not in found
    assert found["anonymous_id"] == "a1"


def test_alias_group_and_visit_have_their_columns() -> None:
    found = row(
        kind="alias", name="alias", user_id="u1", previous_id="old", account_id="g1", visit_id="v1"
    )
    assert (found["previous_id"], found["account_id"], found["visit_id"]) == ("old", "g1", "v1")


def test_who_acts_for_a_customer_is_marked_from_context_or_properties() -> None:
    assert row(staff="Petra")["staff"] == "Petra"
    assert row(**properties(IsImpersonating=True))["staff"] == "staff"
    assert "staff" not in row(**properties(IsImpersonating=False))


def test_consent_stands_in_the_row_and_a_refusal_too() -> None:
    assert row(consent="analytics")["consent"] == "analytics"
    assert row(consent="")["consent"] == "none"
    assert "consent" not in row(consent=None)
    update = row(name="consent_updated", consent="analytics", consent_version="v3")
    assert json.loads(update["properties"]) == {"consent_version": "v3"}


def test_whoever_is_forgotten_is_not_kept_even_if_only_the_properties_tell_who_it_is() -> None:
    asked = {"a@mail.example"}
    result = passed(
        draft(name="Order Completed", **properties(email="A@mail.example")),
        draft(event_id="e2", email="b@mail.example"),
        withheld=lambda some: ["event" if one.email in asked else "" for one in some],
    )
    assert [passing.dropped for passing in result.dropped] == ["forgotten"]
    assert result.columns["event_id"] == ["e2"]


def test_what_a_page_call_repeats_of_its_context_does_not_stay() -> None:
    page = properties(
        url="https://shop.example/a", path="/a", search="?x=1", title="A", name="Home", width=1280
    )
    found = row(kind="page", name="page_view", url="https://shop.example/a", **page)
    assert json.loads(found["properties"]) == {"name": "Home", "width": 1280}
    ga4 = row(
        **properties(
            page_location="https://shop.example/a", page_title="A", session_id=1, coupon="X"
        )
    )
    assert json.loads(ga4["properties"]) == {"coupon": "X"}


def test_an_address_in_a_property_loses_the_e_mail_address_in_it_and_a_text_keeps_it() -> None:
    fields = properties(
        link_url="https://shop.example/?mail=anna@mail.example&x=1",
        note="mail to anna@mail.example",
    )
    kept = json.loads(row(**fields)["properties"])
    assert kept == {
        "link_url": "https://shop.example/?mail=(e-mail)&x=1",
        "note": "mail to anna@mail.example",
    }


def test_properties_that_nothing_is_taken_from_stay_byte_for_byte() -> None:
    text = b'{ "price":19.90, "Gr\xc3\xb6\xc3\x9fe" : "L" }'
    assert row(properties=text)["properties"] == text.decode()


def test_without_consent_no_personal_property_stays() -> None:
    fields = properties(email="a@b.test", first_name="Anna", coupon="X", order_id="7")
    found = row(cookieless=True, anonymous_id="day:1", order_id="7", **fields)
    assert "email" not in found
    assert (found["order_id"], json.loads(found["properties"])) == ("7", {"coupon": "X"})


def test_properties_of_the_user_stand_beside_those_of_the_event() -> None:
    found = row(traits=b'{"tier":"gold"}', **properties(coupon="X"))
    assert json.loads(found["properties"]) == {"coupon": "X", "user_properties": {"tier": "gold"}}


def test_an_event_twice_in_a_batch_counts_once_however_far_apart() -> None:
    drafts = [draft(event_id=f"e{n}") for n in range(1_200)] + [draft(event_id="e0", name="other")]
    result = passed(*drafts)
    assert len(result.kept) == 1_200
    assert [passing.dropped for passing in result.dropped] == ["duplicate"]


def test_what_a_shop_system_tells_again_after_months_counts_once() -> None:
    asked: list[list[str]] = []

    def stored(ids: Sequence[str]) -> dict[str, str]:
        asked.append(list(ids))
        return {"shopify:purchase:1": "#1"}

    drafts = [draft(event_id=f"shopify:purchase:{n}", source="shopify") for n in (1, 2)]
    result = passed(draft(event_id="web"), *drafts, stored=stored)
    assert result.columns["event_id"] == ["web", "shopify:purchase:2"]
    assert asked == [["shopify:purchase:1", "shopify:purchase:2"]]


def test_only_watched_events_carry_notes_and_those_have_words(real_data: Path) -> None:
    result = passed(draft(), draft(event_id="e2", name="Product Viewed", consent=""), watched=1)
    assert result.kept[0].notes is None
    assert notes(result.kept[1]) == {("names", "alias"), ("consent", "told")}


def test_every_reason_of_a_drop_is_listed_once() -> None:
    keys = [reason.key for reason in REASONS]
    assert len(set(keys)) == len(keys)
    assert not any(
        may_be_sampled(key) for key in ("no_consent", "forgotten", "bot", "never heard of")
    )


def test_the_store_takes_the_columns_as_they_are(tmp_path: Path) -> None:
    result = passed(
        draft(user_agent=FIREFOX, url="https://shop.example/a?gclid=x", anonymous_id="a1", consent="analytics"),
        draft(event_id="e2", name="Order Completed", user_id="u1", **properties(order_id="1", total=5, email="a@b.test", email_verified=True)),
    )  # fmt: skip
    store = EventStore.open(tmp_path / "events.duckdb", salt=b"s" * 16)
    receipt = store.append(result.columns)
    assert (receipt.rows, receipt.duplicates) == (2, 0)
    assert store.append(result.columns).duplicates == 2
    store.close()


def test_steps_have_names_of_their_own() -> None:
    names = [step.name for step in PIPELINE]
    assert len(set(names)) == len(names)
