"""What a document of a shop system tells, by the rules of its mapping: one event of it as a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from etappe.collect.columns.mapping import EventMapping, FileMapping
from etappe.collect.live.decoding import Arrival
from etappe.collect.live.documents import at, first_at, named_value
from etappe.collect.live.draft import Draft
from etappe.collect.live.reading import WrongField, micros, occurred

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


def event_of(told: "Told", number: str) -> Iterator[Draft]:
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
class Told:
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
