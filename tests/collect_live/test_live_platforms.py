"""Webhooks of messengers, help desks, mail providers, carriers and Shopware: each sample with exactly the rows it gives."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from collect_live.front import Front, receiving
from etappe.base.clock import now_us
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.webhook_platforms import platforms
from etappe.collect.live.webhooks import decode_webhook
from etappe.events.shipped import shipped_words

NOW = now_us()
Row = tuple[str, str | None, str | None, str]


def told(platform: str, document: Any, **headers: str) -> Decoded:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return decode_webhook(body, Arrival(platform, NOW, headers))


def rows(decoded: Decoded) -> list[Row]:
    """What each event is, of whom, and under which lasting id."""
    assert decoded.faults == []
    return [(one.name, one.email, one.phone, one.event_id) for one in decoded.drafts]


def sample(real_data: Path, name: str) -> Any:
    return json.loads((real_data / "payloads" / name).read_text("utf-8"))


def test_every_event_is_one_of_the_words() -> None:
    names = {rule.name for platform in platforms().values() for rule in platform.rules}
    assert names <= shipped_words().events.keys()
    assert len(platforms()) == 10


def test_what_a_customer_writes_by_whatsapp(real_data: Path) -> None:
    kept: dict[str, list[str]] = {}
    for case, document in sample(real_data, "whatsapp_cloud/message.json").items():
        kept[case] = [one.name for one in told("whatsapp", document).drafts]
    silent = {case for case, names in kept.items() if not names}
    assert silent == {
        "reaction", "unreaction_empty", "unreaction_no_emoji", "unsupported", "unsupported_with_type",
    }  # fmt: skip
    assert {tuple(names) for names in kept.values()} == {(), ("conversation_message",)}
    text = sample(real_data, "whatsapp_cloud/message.json")["text"]
    (draft,) = told("whatsapp", text).drafts
    assert (draft.phone, draft.source) == ("+972987654321", "whatsapp")
    assert draft.given == {"channel": "messaging"}
    assert datetime.fromtimestamp(draft.occurred_us / 1e6, UTC).isoformat() == (
        "2023-10-11T16:53:43+00:00"
    )
    assert b"Body Text" not in draft.properties  # what was said is nobody's business


def test_what_becomes_of_a_message_by_whatsapp(real_data: Path) -> None:
    found = {
        case: rows(told("whatsapp", document))
        for case, document in sample(real_data, "whatsapp_cloud/message_status.json").items()
    }
    assert found["sent"] == [
        ("message_sent", None, "+972987654321", "whatsapp:message_sent:wamid.xyzxyz")
    ]
    assert found["read"][0][0] == "message_opened"
    assert found["failed"][0][0] == "message_bounced"
    assert found["delivered"] == found["played"] == []


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("outgoing_message", {"text": "conversation_replied", "delete": "", "edit": ""}),
        ("call_terminate", {"call_terminate": ""}),
        ("call_status", {"call_status": ""}),
        ("flow_completion", {"completion": "conversation_message", "without_flow_token": "conversation_message"}),
        ("callback_button", {"button": "conversation_message"}),
        ("deleted_message", {"revoke": ""}),
        ("edited_message", {"image": ""}),
        ("system", {"phone_number_change": "", "identity_change": ""}),
        ("template_quality_update", {"yellow": ""}),
        ("template_category_update", {"marketing": ""}),
        ("user_marketing_preferences", {"resume": "newsletter_subscribed"}),
    ],
)  # fmt: skip
def test_each_other_sample_of_whatsapp(
    real_data: Path, file: str, expected: dict[str, str]
) -> None:
    documents = sample(real_data, f"whatsapp_cloud/{file}.json")
    found = {case: told("whatsapp", documents[case]).drafts for case in expected}
    assert {case: "".join(one.name for one in drafts) for case, drafts in found.items()} == expected


def test_a_ticket_of_freshdesk_with_its_conversations(real_data: Path) -> None:
    document = sample(real_data, "chatwoot_freshdesk_import/ticket_with_conversations.json")
    decoded = told("freshdesk", document)
    mail, phone = "customer@example.com", "+15551234567"
    assert rows(decoded) == [
        ("conversation_started", mail, phone, "freshdesk:conversation_started:2001"),
        ("conversation_message", mail, phone, "freshdesk:conversation_message:3003"),
        ("conversation_replied", mail, phone, "freshdesk:conversation_replied:3001"),
        ("conversation_resolved", mail, phone, "freshdesk:conversation_resolved:2001"),
    ]
    assert {one.user_id for one in decoded.drafts} == {"customer-1001"}


def test_an_order_of_shopware_and_what_becomes_of_it(real_data: Path) -> None:
    order = sample(real_data, "shopware_app/payment.json")["order"]

    def event(name: str) -> Decoded:
        data = {"event": name, "payload": {"order": order}}
        return told("shopware", {"data": data, "source": {}, "timestamp": 1_764_000_000})

    (purchase,) = event("checkout.order.placed").drafts
    assert (purchase.name, purchase.order_id, purchase.value) == ("purchase", "10077", "395.01")
    assert (purchase.currency, purchase.email, purchase.user_id) == (
        "EUR", "test@example.com", "1337",
    )  # fmt: skip
    assert json.loads(purchase.properties)["items"][0]["price"] == "395.01"
    for state, name in (
        ("order_transaction.state.paid", "order_paid"),
        ("order_delivery.state.shipped", "order_shipped"),
        ("order.state.cancelled", "order_cancelled"),
        ("order_transaction.state.refunded", "refund"),
    ):
        (one,) = event(f"state_enter.{state}").drafts
        assert (one.name, one.order_id) == (name, "10077")
        assert one.occurred_us == 1_764_000_000_000_000
    assert event("product.written").drafts == []
    # What Shopware asks an app about taxes or payments is a question, not news.
    assert told("shopware", sample(real_data, "shopware_app/refund.json")).keep is False


def test_mail_providers() -> None:
    mail = "susa@example.org"
    event = {"email": mail, "timestamp": 1_764_000_000, "sg_event_id": "e1", "event": "open"}
    clicked = event | {"event": "click", "sg_event_id": "e2", "url": "https://shop.example/"}
    assert rows(told("sendgrid", [event, clicked, event | {"event": "processed"}])) == [
        ("message_opened", mail, None, "sendgrid:message_opened:e1"),
        ("message_clicked", mail, None, "sendgrid:message_clicked:e2"),
    ]
    bounce = {"RecordType": "Bounce", "ID": 42, "Email": mail, "BouncedAt": "2025-11-01T10:00:00Z"}
    assert rows(told("postmark", bounce)) == [
        ("message_bounced", mail, None, "postmark:message_bounced:42")
    ]
    opened = {"event": "opened", "email": mail, "ts_event": 1_764_000_000, "message-id": "<1@b>"}
    assert rows(told("brevo", opened)) == [
        ("message_opened", mail, None, "brevo:message_opened:<1@b>:opened:1764000000")
    ]
    form = b"type=subscribe&fired_at=2025-11-01+10:00:00&data[id]=8a25&data[email]=susa@example.org"
    kind = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert rows(told("mailchimp", form, **kind)) == [
        ("newsletter_subscribed", mail, None, "mailchimp:newsletter_subscribed:8a25:2025-11-01 10:00:00")
    ]  # fmt: skip


def test_chats_and_parcels() -> None:
    sender = {"email": "susa@example.org", "phone_number": "+4915112345678"}
    wrote = {"event": "message_created", "message_type": "incoming", "id": 7, "sender": sender}
    (draft,) = told("chatwoot", wrote | {"created_at": "2025-11-01T10:00:00Z"}).drafts
    assert (draft.name, draft.phone) == ("conversation_message", "+4915112345678")
    note = {"event": "message_created", "message_type": "outgoing", "private": True, "id": 8}
    assert told("chatwoot", note).drafts == []
    parcel = {"id": 5, "email": "susa@example.org", "order_number": "1001", "status": {"id": 11}}
    moved = {"action": "parcel_status_changed", "timestamp": 1_764_000_000_000, "parcel": parcel}
    (draft,) = told("sendcloud", moved).drafts
    assert (draft.name, draft.order_id) == ("order_delivered", "1001")
    assert draft.occurred_us == 1_764_000_000_000_000
    message = {"id": "t1", "tag": "AttemptFail", "order_id": "1001", "slug": "dhl"}
    (draft,) = told("aftership", {"event": "tracking_update", "msg": message}).drafts
    assert (draft.name, draft.properties) == ("delivery_failed", b'{"carrier":"dhl"}')


def test_shopify_and_woocommerce_tell_of_more_than_orders(real_data: Path) -> None:
    (checkout,) = told(
        "shopify",
        sample(real_data, "shopify_rest/checkouts.json")["checkouts"][0] | {"created_at": "2025-11-01T10:00:00Z"},
        **{"x-shopify-topic": "checkouts/create"},
    ).drafts  # fmt: skip
    assert (checkout.name, checkout.value, checkout.email) == (
        "begin_checkout", "409.94", "bob.norman@hostmail.com",
    )  # fmt: skip
    assert json.loads(checkout.properties)["cart_token"] == "68778783ad298f1c80c3bafcddeea02f"
    guest = sample(real_data, "shopify_rest/customer.json")["customer"]
    topic = {"x-shopify-topic": "customers/create"}
    assert told("shopify", guest, **topic).drafts == []  # who ordered as a guest has no account
    (signed_up,) = told(
        "shopify", guest | {"state": "enabled", "created_at": "2025-11-01T10:00:00Z"}, **topic
    ).drafts
    assert (signed_up.name, signed_up.user_id) == ("sign_up", "207119551")
    text = (real_data / "payloads/woocommerce_v3_docs/_customers.md").read_text("utf-8")
    (customer, *_) = re.findall(r"^\{$.*?^\}$", text, re.MULTILINE | re.DOTALL)
    (made,) = told(
        "woocommerce", json.loads(customer), **{"x-wc-webhook-topic": "customer.created"}
    ).drafts
    assert (made.name, made.email) == ("sign_up", "john.doe@example.com")


def test_every_discount_code_is_told(real_data: Path) -> None:
    order = sample(real_data, "shopify_rest/order.json")["order"]
    order |= {"processed_at": "2025-11-01T10:00:00Z", "created_at": "2025-11-01T10:00:00Z"}
    order["discount_codes"] = [{"code": "TENOFF"}, {"code": "PODCAST"}]
    drafts = told("shopify", order | {"fulfillments": [], "refunds": []}).drafts
    beside = json.loads(drafts[0].properties)
    assert (beside["discount_code_1"], beside["discount_code_2"]) == ("TENOFF", "PODCAST")


def test_what_misses_its_id_or_its_sense_is_refused_by_name() -> None:
    (fault,) = told("sendgrid", [{"event": "open", "email": "susa@example.org"}]).faults
    assert (fault.field, fault.message) == ("sg_event_id", "is missing.")
    wrong = {"event": "open", "sg_event_id": "1", "timestamp": "gestern"}
    (fault,) = told("sendgrid", wrong).faults
    assert fault.field == "time"
    odd: Any
    for odd in ({}, {"event": 5}, {"entry": 7}, {"entry": [{"changes": "x"}]}, []):
        for platform in platforms():
            assert told(platform, odd).drafts == []


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def test_a_platform_looks_whether_the_address_is_right(front: Front) -> None:
    path = "/v1/webhooks/whatsapp"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    answer = front.client.get(path, params=asked | {"hub.verify_token": front.server})
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    assert front.client.get(path, params=asked | {"hub.verify_token": "x"}).status_code == 401
    odd = {"write_key": front.server, "hub.challenge": "<script>"}
    assert front.client.get(path, params=odd).text == ""


def test_through_the_door_into_the_events(front: Front) -> None:
    event = {"email": "susa@example.org", "timestamp": 1_764_000_000, "sg_event_id": "e1", "event": "open"}  # fmt: skip
    path = f"/v1/webhooks/sendgrid?write_key={front.server}"
    for _ in range(2):
        assert front.client.post(path, json=[event]).status_code == 200
    (row,) = front.rows()
    assert (row["name"], row["source"], row["channel"]) == ("message_opened", "sendgrid", "email")
    assert row["email"] is not None
    assert front.client.post(f"/v1/webhooks/nobody?write_key={front.server}", json={}).status_code == 404  # fmt: skip
