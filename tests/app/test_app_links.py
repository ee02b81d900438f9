"""Links and codes: what is made leads where it should, counts what came by it, and is no way out for others."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from starlette.testclient import TestClient

from etappe.api.application import create
from etappe.app.house import House
from etappe.app.links import Link, links, make_link, media_choices, put_away, qr_of
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, Conflict, NotFound

TARGET = "https://jubelware.example/trikots?size=l&utm_source=old#top"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    yield house
    house.close()


@pytest.fixture
def shop(house: House) -> Shop:
    return house.shop("default", create=True)


def made(shop: Shop, **wish: Any) -> Link:
    given = {"name": "Bushaltestelle Süd", "target": TARGET, "medium": "poster"}
    return make_link(shop, given | wish, "nadja@jubelware.example")


def bring(shop: Shop, *events: tuple[str, int, dict[str, Any]]) -> None:
    fields = sorted({name for _, _, told in events for name in told})
    first = shop.events.last_seq()
    columns = {name: [told.get(name) for _, _, told in events] for name in fields}
    columns["event_id"] = [str(first + at) for at in range(len(events))]
    columns["name"] = [name for name, _, _ in events]
    columns["occurred_at"] = [
        datetime(2026, 3, 1, 9, minute, tzinfo=UTC) for _, minute, _ in events
    ]
    shop.events.append(columns)


def landing(link: Link, browser: str) -> dict[str, Any]:
    query = {name: word for name, [word] in parse_qs(urlsplit(link.url).query).items()}
    utm = {name: word for name, word in query.items() if name.startswith("utm_")}
    return {"anonymous_id": browser, "host": "jubelware.example", "path": "/trikots", **utm}


def test_a_link_carries_its_target_and_its_own_marks(shop: Shop) -> None:
    link = made(shop)
    parts = urlsplit(link.url)
    assert (parts.netloc, parts.path, parts.fragment) == ("jubelware.example", "/trikots", "top")
    query = parse_qs(parts.query)
    assert (query["size"], query["utm_source"], query["utm_medium"]) == (
        ["l"],
        ["poster"],
        ["poster"],
    )
    assert query["utm_campaign"] == ["bushaltestelle-sued"]
    assert link.short == f"/l/default/{query['utm_content'][0]}"
    assert links(shop) == [link]


def test_visits_orders_and_money_are_counted_once(shop: Shop) -> None:
    poster, radio = made(shop), made(shop, name="Radio", medium="radio", code="radio10")
    order = {"value": 1000, "currency": "EUR"}
    bring(
        shop,
        ("page_view", 0, landing(poster, "b1")),
        ("purchase", 1, {"anonymous_id": "b1", "order_id": "A1", **order}),
        ("page_view", 2, landing(poster, "b2")),
        # Typed in, with the code of the radio spot; once with and once without a seen click.
        ("page_view", 3, {"anonymous_id": "b3"}),
        ("purchase", 4, {"anonymous_id": "b3", "order_id": "A2", "properties": '{"coupon":"Radio10"}', **order}),
        ("page_view", 5, landing(radio, "b4")),
        ("purchase", 6, {"anonymous_id": "b4", "order_id": "A3", "properties": '{"coupon":"RADIO10"}', **order}),
        ("purchase", 7, {"anonymous_id": "b5", "order_id": "A4", "properties": '{"coupon":"OTHER"}', **order}),
    )  # fmt: skip
    found = {link.name: link for link in links(shop)}
    poster, radio = found["Bushaltestelle Süd"], found["Radio"]
    assert (poster.visits, poster.orders, poster.orders_by_code, poster.value) == (
        2,
        1,
        0,
        Decimal(10),
    )
    assert (radio.visits, radio.orders, radio.orders_by_code, radio.value) == (1, 2, 2, Decimal(20))
    sources = {source.channel: source for source in shop.ask("kpis", {}).sources}
    assert sources["poster"].visits == 2
    assert sources["radio_podcast"].visits == 2  # one clicked, one told by the code
    assert sources["direct"].visits == 1
    assert not sources["radio_podcast"].certain
    assert sources["direct"].certain


def test_a_code_made_later_explains_the_past(shop: Shop) -> None:
    order = {"anonymous_id": "b3", "order_id": "A2", "properties": '{"coupon":"LEA10"}'}
    bring(shop, ("page_view", 3, {"anonymous_id": "b3"}), ("purchase", 4, order))
    assert [source.channel for source in shop.ask("kpis", {}).sources] == ["direct"]
    made(shop, medium="influencer", code="LEA10")
    assert [source.channel for source in shop.ask("kpis", {}).sources] == ["coupon"]


def test_qr_codes_say_the_address(shop: Shop) -> None:
    link = made(shop)
    svg, png = qr_of(shop, link.id, "svg"), qr_of(shop, link.id, "png")
    assert svg.startswith(b"<svg")
    assert b"Bushaltestelle S" in svg
    code = segno.make(link.url, error="m", micro=False)
    side = (len(code.matrix) + 8) * 24
    assert struct.unpack(">II", png[16:24]) == (side, side)
    a_metre = png[png.index(b"pHYs") + 4 :]
    assert struct.unpack(">IIB", a_metre[:9]) == (11_811, 11_811, 1), "300 dots an inch, for print"
    short = qr_of(shop, link.id, "png", "https://e.example/")
    assert struct.unpack(">II", short[16:24])[0] < side
    with pytest.raises(NotFound):
        qr_of(shop, 99, "svg")


def test_a_short_address_leads_to_targets_of_the_shop_alone(house: House, shop: Shop) -> None:
    link = made(shop)
    client = TestClient(create(house, "token"), follow_redirects=False)
    answer = client.get(link.short)
    assert (answer.status_code, answer.headers["location"]) == (302, link.url)
    for path in ("/l/default/none", "/l/nowhere/abc", f"{link.short}/https://evil.example"):
        assert client.get(path).status_code in (200, 404)
        assert "location" not in client.get(path).headers


def test_put_away_it_goes_on_working(house: House, shop: Shop) -> None:
    link = made(shop)
    put_away(shop, link.id)
    assert links(shop)[0].put_away_at is not None
    client = TestClient(create(house, "token"), follow_redirects=False)
    assert client.get(link.short).status_code == 302


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"target": "jubelware.example"}, "target"),
        ({"target": "javascript:alert(1)"}, "target"),
        ({"target": "https://a b.example/"}, "target"),
        ({"target": "https://[::1"}, "target"),
        ({"target": "https://x.example/\r\nSet-Cookie: a=b"}, "target"),
        ({"medium": "smoke"}, "medium"),
        ({"code": "so schön"}, "code"),
        ({"code": "AB"}, "code"),
    ],
)
def test_what_cannot_be_a_link_is_said(shop: Shop, wish: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        made(shop, **wish)
    assert refused.value.field == field
    assert links(shop) == []


def test_a_code_is_one_links_own(shop: Shop) -> None:
    made(shop, code="messe10")
    with pytest.raises(Conflict, match="MESSE10"):
        made(shop, name="Zweiter", code="Messe10")


def test_every_medium_has_a_channel_and_its_marks_lead_there(shop: Shop) -> None:
    for choice in media_choices(shop):
        made(shop, name=choice.medium, medium=choice.medium)
    bring(
        shop,
        *(
            ("page_view", at, landing(link, f"b{at}"))
            for at, link in enumerate(reversed(links(shop)))
        ),
    )
    by_medium = {link.medium: link.channel for link in links(shop)}
    events = shop.ask("events", {"limit": 100}).events
    seen = sorted(event.channel for event in events if event.channel)
    assert seen == sorted(by_medium.values())
