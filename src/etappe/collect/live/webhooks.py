"""Webhooks of shop systems: an order, a shipment or a refund as the system tells it becomes events.

The ready mappings of the imports read them, so an order is the same whether it comes by file or by webhook.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from etappe.base.errors import BadInput, NotFound
from etappe.collect.columns.mapping import EventMapping
from etappe.collect.columns.mapping_file import parse_mapping, read_mapping
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.documents import at, first_at, form_document, is_form
from etappe.collect.live.draft import Draft
from etappe.collect.live.reading import WrongField, clean_json, decode_json
from etappe.collect.live.signatures import GREETING, is_signed
from etappe.collect.live.webhook_events import Told, event_of
from etappe.collect.live.webhook_platforms import Platform, Rule, facts_of, platforms, rule_of

_document = msgspec.json.Decoder(dict[str, Any] | list[dict[str, Any]])
_any = msgspec.json.Decoder(dict[str, Any])


def systems() -> frozenset[str]:
    """The platforms whose webhooks are understood; events that they tell have such a source."""
    return frozenset((*_systems(), *platforms()))


@cache
def lasting() -> frozenset[str]:
    """Those that tell the same facts again and again, or months later: their events have ids for good."""
    return frozenset((*_systems(), *(name for name, one in platforms().items() if one.lasting)))


def signing() -> tuple[str, ...]:
    """Those that can sign what they tell."""
    return tuple(_signatures())


def is_told_by(system: str, secret: bytes, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether the system itself sent this body, as it came: the signature is right, or it is but a greeting."""
    return body.startswith(GREETING) or is_signed(_signatures()[system], secret, body, headers)


def decode_webhook(body: bytes, arrival: Arrival) -> Decoded:
    """Decode a webhook of the system that `arrival.call` names.

    Raises NotFound for an unknown system and BadInput for a body that is none of its documents. A topic that says
    nothing of a journey is answered and not kept.
    """
    system, platform = _systems().get(arrival.call), platforms().get(arrival.call)
    if platform is not None:
        return _of_platform(platform, body, arrival)
    if system is None:
        raise NotFound(
            f"There are no webhooks of {arrival.call!r}.",
            next_step=f"Known: {', '.join(sorted(systems()))}; other systems send to /v1/events.",
        )
    if body.startswith(GREETING):
        return _nothing("WooCommerce's greeting")
    try:
        document = decode_json(_any, clean_json(body))
    except msgspec.ValidationError as error:
        raise BadInput("The body is no JSON object.", next_step="Send one document.") from error
    topic = arrival.headers.get(system["topic"]) or system["orders"][0]
    found = Decoded([], [])
    try:
        found.drafts += _told(arrival, system, topic, document)
    except WrongField as wrong:
        found.faults.append(wrong.at(0))
    return found if found.drafts or found.faults else _nothing(topic)


def _of_platform(platform: Platform, body: bytes, arrival: Arrival) -> Decoded:
    document = form_document(body) if is_form(arrival) else _json(body)
    found = Decoded([], [])
    try:
        found.drafts += facts_of(platform, document, arrival)
    except WrongField as wrong:
        found.drafts, found.faults = [], [wrong.at(0)]
    return found if found.drafts or found.faults else _nothing(f"What {platform.name} tells here")


def _json(body: bytes) -> Any:
    try:
        return decode_json(_document, clean_json(body))
    except msgspec.ValidationError as error:
        raise BadInput("The body is no JSON object.", next_step="Send one document.") from error


def _nothing(topic: str) -> Decoded:
    answer = {"success": True, "accepted": 0, "message": f"{topic} says nothing of a journey."}
    return Decoded([], [], answer=msgspec.json.encode(answer), keep=False)


def _told(
    arrival: Arrival, system: dict[str, Any], topic: str, document: dict[str, Any]
) -> Iterator[Draft]:
    if topic in system["orders"]:
        yield from _of_order(arrival, system, topic, document)
    elif topic in system["shipments"]:
        yield from _of_shipment(arrival, system, document)
    elif topic in system["refunds"]:
        yield from _of_refund(arrival, system, document)
    elif topic in system["deliveries"]:
        yield from _of_delivery(arrival, system, document)
    else:
        rules = _facts(arrival.call).get(topic)
        if rules:
            yield from facts_of(Platform(arrival.call, rules), document, arrival)


def _of_order(
    arrival: Arrival, system: dict[str, Any], topic: str, order: dict[str, Any]
) -> Iterator[Draft]:
    mapping = read_mapping(system["mapping"])
    order_id = first_at(order, system["order"])
    if not order_id:
        raise WrongField("id", "is missing.", "Send the order as the shop system tells it.")
    for rule in (*mapping.events, *_further(arrival.call)):
        entries = at(order, rule.each) if rule.each else [order]
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and _wanted(rule, entry):
                number = first_at(entry, ["id"]) if rule.each else order_id
                yield from event_of(Told(arrival, system, mapping, rule, entry, order), number)
    paid = system.get("paid")
    if paid and topic == paid["topic"]:
        rule = EventMapping("order_paid", {"time": tuple(paid["time"])})
        yield from event_of(Told(arrival, system, mapping, rule, order, order), order_id)


def _of_shipment(
    arrival: Arrival, system: dict[str, Any], shipment: dict[str, Any]
) -> Iterator[Draft]:
    """A shipment by itself: its name is the order's with a number behind it ("#1001.1")."""
    mapping = read_mapping(system["mapping"])
    order = {
        "name": first_at(shipment, ["name"]).rpartition(".")[0],
        "email": shipment.get("email"),
    }
    if not order["name"]:
        raise WrongField("name", "is missing.", "Send the shipment as the shop system tells it.")
    rule = next(rule for rule in mapping.events if rule.name == "order_shipped" and rule.each)
    told = Told(arrival, system, mapping, rule, shipment, order)
    yield from event_of(told, first_at(shipment, ["id"]))
    if shipment.get("shipment_status") == "delivered":
        delivered = EventMapping("order_delivered", {**rule.columns, "time": ("updated_at",)})
        told = Told(arrival, system, mapping, delivered, shipment, order)
        yield from event_of(told, first_at(shipment, ["id"]))


def _wanted(rule: EventMapping, entry: Any) -> bool:
    return not rule.only_if or bool(first_at(entry, rule.only_if))


def _of_refund(arrival: Arrival, system: dict[str, Any], refund: dict[str, Any]) -> Iterator[Draft]:
    mapping = read_mapping(system["mapping"])
    rule = next(rule for rule in mapping.events if rule.name == "refund")
    told = Told(arrival, system, mapping, rule, refund, {})
    yield from _following(told, refund, first_at(refund, ["id"]))


def _of_delivery(arrival: Arrival, system: dict[str, Any], news: dict[str, Any]) -> Iterator[Draft]:
    """What a carrier tells of a shipment; the way in between is no event."""
    name = system["delivery_states"].get(news.get("status"))
    if name is None:
        return
    rule = EventMapping(name, {"time": ("happened_at", "created_at")})
    told = Told(arrival, system, read_mapping(system["mapping"]), rule, news, {})
    yield from _following(told, news, first_at(news, ["fulfillment_id"]))


def _following(told: Told, document: dict[str, Any], number: str) -> Iterator[Draft]:
    """Such a document names its order by a number that nobody else uses; the order's own event told the right one."""
    order = first_at(document, ["order_id"])
    if not order:
        raise WrongField("order_id", "is missing.", "Send what the shop system tells, whole.")
    for draft in event_of(told, number):
        draft.order_id = None
        draft.follows = f"{told.mapping.source}:purchase:{order}"
        yield draft


@cache
def _signatures() -> dict[str, Mapping[str, str]]:
    of_shops = {name: one["signature"] for name, one in _systems().items() if "signature" in one}
    others = {name: one.signature for name, one in platforms().items() if one.signature}
    return of_shops | others


@cache
def _facts(system: str) -> dict[str, tuple[Rule, ...]]:
    """By topic what is told of a customer beside orders."""
    tables = _systems()[system].get("facts", [])
    topics = {topic for table in tables for topic in table["topics"]}
    return {
        topic: tuple(rule_of(table, {}) for table in tables if topic in table["topics"])
        for topic in topics
    }


@cache
def _further(system: str) -> tuple[EventMapping, ...]:
    """The rules of a system beside those of its mapping."""
    return parse_mapping({"events": _systems()[system].get("events", [])}, system).events


@cache
def _systems() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        files("etappe.collect").joinpath("data", "webhooks.toml").read_text("utf-8")
    )
