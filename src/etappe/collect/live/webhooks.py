"""Webhooks of shop systems: an order, a shipment or a refund as the system tells it becomes events.

The ready mappings of the imports read them, so an order is the same whether it comes by file or by webhook.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from etappe.base.errors import BadInput, NotFound
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.documents import at, first_at, named_value
from etappe.collect.live.draft import Draft
from etappe.collect.live.reading import WrongField, clean_json, decode_json, micros, occurred
from etappe.collect.mapping import EventMapping, FileMapping
from etappe.collect.mapping_file import parse_mapping, read_mapping

_any = msgspec.json.Decoder(dict[str, Any])
_CLIENT_IDS = (
    "anonymous_id",
    "_anonymous_id",
    "etappe_id",
    "_etappe_id",
    "client_id",
    "_ga_client_id",
)
"""Under these names a shop hands on the browser's id with an order (note attribute, order meta)."""
_TEST_ORDER = "test order"
"""Acts for the customer where the shop system calls the order a test: kept, and out of every figure."""
_UTM = {
    "source": "source",
    "medium": "medium",
    "name": "campaign",
    "term": "term",
    "content": "content",
}


def systems() -> frozenset[str]:
    """The shop systems whose webhooks are understood; events that they tell have such a source."""
    return _names()


def decode_webhook(body: bytes, arrival: Arrival) -> Decoded:
    """Decode a webhook of the system that `arrival.call` names.

    Raises NotFound for an unknown system and BadInput for a body that is none of its documents. A topic that says
    nothing of a journey is answered and not kept.
    """
    system = _systems().get(arrival.call)
    if system is None:
        raise NotFound(
            f"There are no webhooks of {arrival.call!r}.",
            next_step=f"Known: {', '.join(_systems())}; other systems send to /v1/events.",
        )
    if body.startswith(b"webhook_id="):
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


def _nothing(topic: str) -> Decoded:
    answer = {"success": True, "accepted": 0, "message": f"{topic} says nothing of a journey."}
    return Decoded([], [], answer=msgspec.json.encode(answer))


def _told(
    arrival: Arrival, system: dict[str, Any], topic: str, document: dict[str, Any]
) -> Iterator[Draft]:
    if topic in system["orders"]:
        yield from _of_order(arrival, system, topic, document)
    elif topic in system["shipments"]:
        yield from _of_shipment(arrival, system, document)
    elif topic in system["refunds"]:
        yield from _of_refund(arrival, system, document)


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
                yield from _event(_Told(arrival, system, mapping, rule, entry, order), number)
    paid = system.get("paid")
    if paid and topic == paid["topic"]:
        rule = EventMapping("order_paid", {"time": tuple(paid["time"])})
        yield from _event(_Told(arrival, system, mapping, rule, order, order), order_id)


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
    told = _Told(arrival, system, mapping, rule, shipment, order)
    yield from _event(told, first_at(shipment, ["id"]))
    if shipment.get("shipment_status") == "delivered":
        delivered = EventMapping("order_delivered", {**rule.columns, "time": ("updated_at",)})
        told = _Told(arrival, system, mapping, delivered, shipment, order)
        yield from _event(told, first_at(shipment, ["id"]))


def _wanted(rule: EventMapping, entry: Any) -> bool:
    return not rule.only_if or bool(first_at(entry, rule.only_if))


def _of_refund(arrival: Arrival, system: dict[str, Any], refund: dict[str, Any]) -> Iterator[Draft]:
    """A refund by itself names its order by a number that nobody else uses; the order's own event told the right one."""
    mapping = read_mapping(system["mapping"])
    rule = next(rule for rule in mapping.events if rule.name == "refund")
    number = first_at(refund, ["order_id"])
    if not number:
        raise WrongField("order_id", "is missing.", "Send the refund as the shop system tells it.")
    told = _Told(arrival, system, mapping, rule, refund, {})
    for draft in _event(told, first_at(refund, ["id"])):
        draft.follows = f"{mapping.source}:purchase:{number}"
        yield draft


def _event(told: "_Told", number: str) -> Iterator[Draft]:
    """The event of a rule, if its moment is told; its id lasts, whenever and how often it comes again."""
    mapping, rule, moment = told.mapping, told.rule, told.of("time")
    if moment is None or not number:
        return
    purchase = rule.name == "purchase"
    person, value = told.of("person"), told.of("value")
    received_us = told.arrival.received_us
    test = told.system["test"]
    yield Draft(
        kind="track",
        event_id=f"{mapping.source}:{rule.name}:{number}",
        name=rule.name,
        occurred_us=occurred(_micros(moment), received_us, "time"),
        received_us=received_us,
        source=mapping.source,
        anonymous_id=named_value(told.order.get(told.system["extras"]), _CLIENT_IDS) or None,
        user_id=None if person in mapping.nobody else person,
        account_id=told.of("account_id"),
        email=told.of("email"),
        phone=told.of("phone"),
        referrer=told.of("referrer"),
        country=told.of("country"),
        campaign=told.campaign(),
        staff=_TEST_ORDER if test and told.order.get(test) is True else None,
        order_id=told.of("order_id"),
        value=value.removeprefix("-") if value else None,
        currency=told.of("currency"),
        properties=msgspec.json.encode(told.properties(purchase)),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """One event of a document: the rule that finds it, and the order or the part of it that it is about."""

    arrival: Arrival
    system: dict[str, Any]
    mapping: FileMapping
    rule: EventMapping
    entry: dict[str, Any]
    order: dict[str, Any]

    def of(self, column: str) -> str | None:
        """What the document has for a column of the row."""
        paths = self.rule.columns.get(column) or self.mapping.columns.get(column, ())
        return first_at(self.entry, paths, self.order) or None

    def campaign(self) -> dict[str, str] | None:
        """The campaign, as far as the shop system knows it."""
        told = {name: self.of(f"utm_{column}") for name, column in _UTM.items()}
        return {name: text for name, text in told.items() if text} or None

    def properties(self, whole: bool) -> dict[str, Any]:
        """What the mapping keeps beside; of a `whole` order also its items and what names its cart or checkout."""
        wanted = self.mapping.properties or {}
        told: dict[str, Any] = {
            name: first_at(self.entry, [field], self.order) for name, field in wanted.items()
        }
        if whole:
            told |= {name: first_at(self.order, [name]) for name in self.system["carried"]}
            told["items"] = [
                self._item(line) for line in at(self.order, self.system["items"]) or ()
            ]
        return {name: value for name, value in told.items() if value not in ("", [])}

    def _item(self, line: Any) -> dict[str, str]:
        told = {name: first_at(line, fields) for name, fields in self.system["item"].items()}
        return {name: text for name, text in told.items() if text}


def _micros(moment: str) -> int:
    try:
        return micros(datetime.fromisoformat(moment))
    except ValueError as error:
        raise WrongField("time", f"is no moment: {moment[:60]}.", "Send ISO 8601.") from error


@cache
def _names() -> frozenset[str]:
    return frozenset(_systems())


@cache
def _further(system: str) -> tuple[EventMapping, ...]:
    """The rules of a system beside those of its mapping."""
    return parse_mapping({"events": _systems()[system].get("events", [])}, system).events


@cache
def _systems() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        files("etappe.collect").joinpath("data", "webhooks.toml").read_text("utf-8")
    )
