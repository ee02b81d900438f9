"""Kinds of data: into which every event falls once, for how long it is kept and what a withdrawn consent takes."""

from collections.abc import Sequence
from typing import Literal

from etappe.app.forgetting import money_names
from etappe.app.shop import Shop
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.sides import place_of

EventKind = Literal["browsing", "contacts", "orders"]
EVENT_KINDS: tuple[EventKind, ...] = ("browsing", "contacts", "orders")
"""`orders`: what tells of an order; `contacts`: calls, messages, visits in a store; `browsing`: the rest."""


def names_of(shop: Shop, kind: EventKind) -> Sequence[str]:
    """The event names, as sent, of one kind; events with an order number are `orders` whatever they are called."""
    words = overlay(shipped_words(), shop.records.word_edits())
    money = set(money_names(shop.events, shop.records))

    def kind_of(name: str) -> EventKind:
        if name in money:
            return "orders"
        return "contacts" if place_of(name, words) == "outside" else "browsing"

    return [name for name in shop.events.names() if kind_of(name) == kind]
