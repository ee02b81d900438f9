"""Clients that nobody here wrote, as shops run them on servers: what they send stands in the store, once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from ga4mp import GtagMP
from rudderstack.analytics import Client as Rudder
from segment.analytics import Client as Segment

from collect_live.captures import captured
from collect_live.served import Served, run_node, served


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one


def by_name(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in rows}


@pytest.mark.parametrize("gzip", [False, True])
def test_segment_analytics_python(server: Served, gzip: bool) -> None:
    client = Segment(server.front.server, host=server.url, gzip=gzip, max_retries=0)
    client.track(
        None,
        "Product Viewed",
        {"price": 19.9, "product_id": "p1"},
        anonymous_id="laptop",
        message_id="m1",
    )
    client.identify(
        "anna",
        {"email": "Anna@Mail.example", "plan": "pro"},
        anonymous_id="laptop",
        message_id="m2",
    )
    client.track(
        "anna",
        "Order Completed",
        {"order_id": "A1", "total": 19.9, "currency": "EUR"},
        message_id="m3",
    )
    client.page(
        "anna",
        "shop",
        "Home",
        {"url": "https://shop.example/start?utm_source=x#top"},
        message_id="m4",
    )
    client.group("anna", "acme", {"industry": "Bau"}, message_id="m5")
    client.alias("old", "anna", message_id="m6")
    client.track("anna", "Order Completed", {"order_id": "A1", "total": 1}, message_id="m3")
    client.shutdown()
    rows = by_name(server.rows(6))
    assert {row["event_id"] for row in rows.values()} == {"m1", "m2", "m3", "m4", "m5", "m6"}
    assert {row["source"] for row in rows.values()} == {"server"}
    assert (rows["Product Viewed"]["product_id"], rows["Product Viewed"]["anonymous_id"]) == (
        "p1",
        "laptop",
    )
    order = rows["Order Completed"]
    assert (order["order_id"], order["value"], order["currency"]) == ("A1", 1990, "EUR")
    assert (rows["page_view"]["host"], rows["page_view"]["path"]) == ("shop.example", "/start")
    assert (rows["group"]["account_id"], rows["alias"]["previous_id"]) == ("acme", "old")
    assert json.loads(rows["identify"]["properties"]) == {"plan": "pro"}
    assert "nna@" not in repr(rows).lower()
    assert len(server.persons()) == 1


def test_rudder_sdk_python(server: Served) -> None:
    client = Rudder(server.front.server, host=server.url, max_retries=0)
    client.identify("anna", {"email": "anna@mail.example"}, message_id="m1")
    client.track(
        "anna",
        "Order Completed",
        {"order_id": "A1", "revenue": 5, "currency": "EUR"},
        message_id="m2",
    )
    client.group("anna", "acme", {}, message_id="m3")
    # The other way round it would wait for ever for what its thread left behind.
    client.flush()
    client.join()
    rows = by_name(server.rows(3))
    assert {row["event_id"] for row in rows.values()} == {"m1", "m2", "m3"}
    assert (rows["Order Completed"]["value"], rows["Order Completed"]["user_id"]) == (500, "anna")
    assert rows["identify"]["email"]
    assert len(server.persons()) == 1


def test_segment_analytics_node(server: Served) -> None:
    run_node("segment.mjs", server, server.front.server)
    run_node("segment.mjs", server, server.front.server)
    rows = by_name(server.rows(6))
    assert {row["event_id"] for row in rows.values()} == {f"sn-{n}" for n in range(1, 7)}
    assert (rows["Order Completed"]["order_id"], rows["Order Completed"]["value"]) == ("SN1", 1990)
    assert (rows["page_view"]["anonymous_id"], rows["page_view"]["utm_source"]) == ("laptop", "x")
    assert (rows["alias"]["previous_id"], rows["screen_view"]["device"]) == ("laptop", "app")
    assert rows["group"]["account_id"] == "acme"
    assert len(server.persons()) == 1


def test_rudder_sdk_node(server: Served) -> None:
    run_node("rudder.mjs", server, server.front.server)
    rows = by_name(server.rows(5))
    assert {row["event_id"] for row in rows.values()} == {f"rn-{n}" for n in range(1, 6)}
    assert (rows["Product Added"]["product_id"], rows["Product Added"]["source"]) == (
        "p1",
        "server",
    )
    assert rows["group"]["account_id"] == "acme"
    assert len(server.persons()) == 1


def test_jitsu_on_a_server(server: Served) -> None:
    run_node("jitsu.mjs", server, server.front.server)
    rows = by_name(server.rows(3))
    assert (rows["Order Completed"]["order_id"], rows["Order Completed"]["value"]) == ("JN1", 500)
    assert rows["page_view"]["path"] == "/danke"
    assert {row["user_id"] for row in rows.values()} == {"anna"}
    assert len(server.persons()) == 1


def test_ga4mp_with_its_own_address_turned_to_us(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = GtagMP(server.front.server, "G-X", "123.456")
    monkeypatch.setattr(client, "_base_domain", f"{server.url}/mp/collect", raising=True)
    purchase = client.create_new_event("purchase")
    purchase.set_event_param("transaction_id", "T1")
    purchase.set_event_param("value", 19.9)
    purchase.set_event_param("currency", "EUR")
    client.send([purchase])
    (row,) = server.rows(1)
    assert (row["name"], row["order_id"], row["value"]) == ("purchase", "T1", 1990)
    assert row["anonymous_id"] == "123.456"
    assert row["visit_id"]


def sent(server: Served, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    with urlopen(Request(server.url + path, body, headers)) as answer:
        return answer.status, answer.read()


def test_measurement_protocol_by_format(server: Served, real_data: Path) -> None:
    body = captured(real_data, "ga4-mp-by-hand-01").body
    address = f"collect?measurement_id=G-X&api_secret={server.front.server}"
    for _ in range(2):
        assert sent(server, f"/mp/{address}", body) == (204, b"")
    status, answer = sent(server, f"/debug/mp/{address}", body)
    assert (status, json.loads(answer)) == (200, {"validationMessages": []})
    (row,) = server.rows(1)
    assert (row["user_id"], row["order_id"], row["value"]) == ("u1", "T1", 1990)
    assert json.loads(row["properties"])["user_properties"] == {"tier": "gold"}


def test_a_webhook_of_shopify_that_comes_twice_counts_once(server: Served, real_data: Path) -> None:
    text = (real_data / "payloads" / "shopify_rest" / "order.json").read_text("utf-8")
    order = json.loads(text)["order"] | {"created_at": "2026-11-20T10:00:00Z", "fulfillments": []}
    path = f"/v1/webhooks/shopify?write_key={server.front.server}"
    for topic in ("orders/create", "orders/create", "orders/updated"):
        headers = {"X-Shopify-Topic": topic}
        assert sent(server, path, json.dumps(order).encode(), **headers)[0] == 200
    (row,) = server.rows(1)
    assert (row["name"], row["source"], row["order_id"], row["value"]) == (
        "purchase",
        "shopify",
        "#1001",
        40994,
    )
