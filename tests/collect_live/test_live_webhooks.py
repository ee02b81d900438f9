"""Webhooks of shop systems become events, once, however often they come."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from collect_live.front import receiving
from etappe.base.errors import BadInput, NotFound
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.way import Surroundings
from etappe.collect.live.webhooks import decode_webhook, systems
from etappe.collect.pipeline import run
from etappe.store.events import EventStore

Y2008 = 1_200_000_000_000_000
Y2014 = 1_400_000_000_000_000
Y2017 = 1_490_000_000_000_000


def shopify(document: Any, topic: str = "orders/create", received: int = Y2008) -> Decoded:
    headers = {"x-shopify-topic": topic} if topic else {}
    return decode_webhook(json.dumps(document).encode(), Arrival("shopify", received, headers))


def woocommerce(document: Any, topic: str = "order.updated", received: int = Y2017) -> Decoded:
    headers = {"x-wc-webhook-topic": topic}
    return decode_webhook(json.dumps(document).encode(), Arrival("woocommerce", received, headers))


@pytest.fixture
def order(real_data: Path) -> dict[str, Any]:
    text = (real_data / "payloads" / "shopify_rest" / "order.json").read_text("utf-8")
    told: dict[str, Any] = json.loads(text)["order"]
    return told


@pytest.fixture
def woo_orders(real_data: Path) -> list[dict[str, Any]]:
    text = (real_data / "payloads" / "woocommerce_v3_docs" / "_orders.md").read_text("utf-8")
    (listed,) = re.findall(r"^\[$.*?^\]$", text, re.MULTILINE | re.DOTALL)[:1]
    told: list[dict[str, Any]] = json.loads(listed)
    return told


def test_an_order_of_shopify_is_a_purchase_and_a_shipment(order: dict[str, Any]) -> None:
    decoded = shopify(order)
    assert decoded.faults == []
    purchase, shipped = decoded.drafts
    assert (purchase.name, purchase.event_id) == ("purchase", "shopify:purchase:450789469")
    assert (purchase.order_id, purchase.value, purchase.currency) == ("#1001", "409.94", "USD")
    assert (purchase.user_id, purchase.email) == ("207119551", "bob.norman@hostmail.com")
    assert purchase.occurred_us == 1_199_980_800_000_000
    beside = json.loads(purchase.properties)
    assert beside["cart_token"] == "68778783ad298f1c80c3bafcddeea02f"
    assert beside["checkout_id"] == "450789469"
    assert [item["quantity"] for item in beside["items"]] == ["1", "1", "1"]
    assert (shipped.name, shipped.order_id) == ("order_shipped", "#1001")
    assert shipped.event_id.startswith("shopify:order_shipped:")


def test_the_same_facts_have_the_same_ids_whatever_the_topic(order: dict[str, Any]) -> None:
    ids = [draft.event_id for draft in shopify(order).drafts]
    assert [draft.event_id for draft in shopify(order, "orders/updated").drafts] == ids
    paid = shopify(order, "orders/paid").drafts
    assert [draft.event_id for draft in paid] == [*ids, "shopify:order_paid:450789469"]


def test_refunds_and_cancellation_come_with_the_changed_order(
    order: dict[str, Any], real_data: Path
) -> None:
    text = (real_data / "payloads" / "shopify_rest" / "refund.json").read_text("utf-8")
    refund = json.loads(text)["refund"]
    changed = order | {
        "refunds": [refund],
        "cancelled_at": "2016-06-21T10:00:00-04:00",
        "fulfillments": [],
    }
    drafts = {draft.name: draft for draft in shopify(changed, "orders/updated", Y2017).drafts}
    assert set(drafts) == {"purchase", "refund", "order_cancelled"}
    assert drafts["refund"].event_id == "shopify:refund:509562969"
    assert drafts["refund"].order_id == "#1001"
    assert drafts["refund"].value == refund["transactions"][0]["amount"]


def test_a_refund_by_itself_finds_its_order_in_the_batch_or_in_the_store(
    order: dict[str, Any], real_data: Path
) -> None:
    text = (real_data / "payloads" / "shopify_rest" / "refund.json").read_text("utf-8")
    (refund,) = shopify(json.loads(text)["refund"], "refunds/create", Y2017).drafts
    assert (refund.event_id, refund.order_id) == ("shopify:refund:509562969", None)
    assert refund.follows == "shopify:purchase:450789469"
    together = run([*shopify(order).drafts, refund], Surroundings("USD"))
    assert together.kept[-1].row["order_id"] == "#1001"
    (again,) = shopify(json.loads(text)["refund"], "refunds/create", Y2017).drafts
    later = run(
        [again], Surroundings("USD", stored=lambda _: {"shopify:purchase:450789469": "#1001"})
    )
    assert later.kept[0].row["order_id"] == "#1001"


def test_a_webhook_that_comes_again_counts_once_whenever_it_comes(
    order: dict[str, Any], tmp_path: Path
) -> None:
    store = EventStore.open(tmp_path / "events.duckdb", salt=b"s" * 16)
    first = run(shopify(order).drafts, Surroundings("USD", stored=store.orders_told))
    assert store.append(first.columns).rows == 2
    again = run(
        shopify(order, "orders/updated").drafts, Surroundings("USD", stored=store.orders_told)
    )
    assert (again.kept, [passing.dropped for passing in again.dropped]) == ([], ["duplicate"] * 2)
    assert store.orders_told(["shopify:purchase:450789469", "none"]) == {
        "shopify:purchase:450789469": "#1001"
    }
    store.close()


def test_a_shipment_by_itself_belongs_to_its_order(real_data: Path) -> None:
    text = (real_data / "payloads" / "shopify_rest" / "fulfillment.json").read_text("utf-8")
    shipment = json.loads(text)["fulfillment"] | {"name": "#1001.1", "email": "bob@mail.example"}
    (shipped,) = shopify(shipment, "fulfillments/create", Y2014).drafts
    assert (shipped.name, shipped.order_id, shipped.email) == (
        "order_shipped",
        "#1001",
        "bob@mail.example",
    )
    delivered = shipment | {"shipment_status": "delivered"}
    names = [draft.name for draft in shopify(delivered, "fulfillments/update", Y2014).drafts]
    assert names == ["order_shipped", "order_delivered"]


def test_a_delivery_that_is_told_twice_in_two_ways_counts_once(real_data: Path) -> None:
    text = (real_data / "payloads" / "shopify_rest" / "fulfillment_event.json").read_text("utf-8")
    news = json.loads(text)["fulfillment_event"]
    topic, received = "fulfillment_events/create", 1_611_700_000_000_000
    assert shopify(news, topic, received).drafts == []
    (delivered,) = shopify(news | {"status": "delivered"}, topic, received).drafts
    assert (delivered.name, delivered.follows) == (
        "order_delivered",
        "shopify:purchase:2776493818019",
    )
    shipment = {
        "id": news["fulfillment_id"], "name": "#7.1", "created_at": "2021-01-25T10:00:00Z",
        "updated_at": "2021-01-26T10:00:00Z", "shipment_status": "delivered",
    }  # fmt: skip
    again = shopify(shipment, "fulfillments/update", received).drafts[-1]
    assert (again.event_id, again.order_id) == (delivered.event_id, "#7")


def test_the_id_of_the_browser_comes_with_the_order(order: dict[str, Any]) -> None:
    carried = order | {"note_attributes": [{"name": "anonymous_id", "value": "a-7"}]}
    assert {draft.anonymous_id for draft in shopify(carried).drafts} == {"a-7"}


def test_a_test_order_counts_in_no_figure(order: dict[str, Any]) -> None:
    assert {draft.staff for draft in shopify(order | {"test": True}).drafts} == {"test order"}


def test_orders_of_woocommerce_are_read(woo_orders: list[dict[str, Any]]) -> None:
    by_order = [woocommerce(order).drafts for order in woo_orders]
    paid, refunded = ({draft.name: draft for draft in drafts} for drafts in by_order)
    assert set(paid) == {"purchase", "order_paid"}
    assert paid["purchase"].order_id == "727"
    assert paid["purchase"].user_id is None
    assert paid["purchase"].email == "john.doe@example.com"
    assert (paid["purchase"].value, paid["purchase"].currency) == ("29.35", "USD")
    assert {"purchase", "order_completed", "refund"} == set(refunded)
    refunds = [draft for draft in by_order[1] if draft.name == "refund"]
    assert [draft.event_id for draft in refunds] == [
        "woocommerce:refund:726",
        "woocommerce:refund:724",
    ]
    assert [draft.value for draft in refunds] == ["10.00", "9.00"]


def test_a_topic_that_says_nothing_of_a_journey_is_answered_and_not_kept() -> None:
    for decoded in (
        shopify({"id": 1}, "products/create"),
        woocommerce({"id": 1}, "product.created"),
    ):
        assert (decoded.drafts, decoded.faults) == ([], [])
        assert json.loads(decoded.answer or b"")["accepted"] == 0


def test_the_greeting_of_woocommerce_is_answered() -> None:
    decoded = decode_webhook(b"webhook_id=142", Arrival("woocommerce", Y2017))
    assert json.loads(decoded.answer or b"")["success"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_what_is_no_document_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        decode_webhook(body, Arrival("shopify", Y2008))


def test_an_unknown_system_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotFound) as refused:
        decode_webhook(b"{}", Arrival("magento", Y2008))
    assert all(system in refused.value.next_step for system in systems())


@pytest.mark.parametrize("document", [{}, {"id": 1, "refunds": 3}, {"id": 1, "created_at": "soon", "total_price": "1", "name": "#1"}])  # fmt: skip
def test_half_an_order_is_a_fault_or_nothing_and_never_a_crash(document: dict[str, Any]) -> None:
    decoded = shopify(document)
    assert decoded.drafts == []
    assert decoded.faults or decoded.answer


def test_only_a_servers_key_may_tell_orders(order: dict[str, Any], tmp_path: Path) -> None:
    told = order | {"created_at": "2026-11-20T10:00:00Z", "fulfillments": []}
    with receiving(tmp_path) as front:
        path = "/v1/webhooks/shopify"
        refused = front.client.post(f"{path}?write_key={front.browser}", json=told)
        assert (refused.status_code, refused.json()["code"]) == (403, "servers_only")
        topic = {"X-Shopify-Topic": "products/create"}
        passed_over = front.client.post(
            f"{path}?write_key={front.server}", json={"id": 1}, headers=topic
        )
        assert (passed_over.status_code, passed_over.json()["accepted"]) == (200, 0)
        assert front.client.post(f"{path}?write_key={front.server}", json=told).status_code == 200
        assert [row["name"] for row in front.rows()] == ["purchase"]
