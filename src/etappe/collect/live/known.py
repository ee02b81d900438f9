"""Known properties: what the steps look for in the properties of an event, by all the names it has in the field."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from etappe.collect.live.reading import LONGEST_ID

SPELLINGS: dict[str, tuple[str, ...]] = {
    "order_id": ("order_id", "orderId", "transaction_id", "transactionId"),
    "product_id": ("product_id", "productId", "item_id", "itemId"),
    "value": ("total", "revenue", "value"),
    "currency": ("currency", "currency_code", "currencyCode"),
    "email": ("email", "e_mail", "emailAddress", "email_address"),
    "phone": ("phone", "phone_number", "phoneNumber"),
    "email_verified": ("email_verified", "emailVerified"),
    "staff": ("IsImpersonating", "isImpersonating", "impersonating"),
}
"""What a step calls it → how senders call it (Segment, GA4, Sana); the first that is there counts."""

_ITEM_IDS = ("item_id", "product_id", "id", "sku")
SHORT = 2_000
"""So long a text of properties is worth remembering: many visitors look at the same product."""


class Told(NamedTuple):
    """A known property: how it was spelt, and its value."""

    spelling: str
    value: Any


class Facts(NamedTuple):
    """Properties as their fields, each as it was sent, and the known ones among them by the steps' name.

    `only_item` is the product of a list of items (GA4) or products (Segment) that has one entry.
    """

    fields: Mapping[str, Raw]
    known: Mapping[str, Told]
    only_item: str | None = None


NO_FACTS = Facts({}, {})
_object = msgspec.json.Decoder(dict[str, Raw])
_value = msgspec.json.Decoder()
_items = msgspec.json.Decoder(list[dict[str, Raw]])
_ALL = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
_RANK = {
    spelling: place for spellings in SPELLINGS.values() for place, spelling in enumerate(spellings)
}


def facts_of(text: bytes) -> Facts:
    """What a JSON object tells. `null` counts as missing."""
    if not text:
        return NO_FACTS
    return _remembered(text) if len(text) <= SHORT else _read(text)


@lru_cache(maxsize=4_096)
def _remembered(text: bytes) -> Facts:
    return _read(text)


def _read(text: bytes) -> Facts:
    fields = _object.decode(text)
    known: dict[str, Told] = {}
    for spelling in sorted(fields.keys() & _ALL.keys(), key=_RANK.__getitem__):
        name, value = _ALL[spelling], _value.decode(fields[spelling])
        if value is not None and name not in known:
            known[name] = Told(spelling, value)
    return Facts(fields, known, _only_item(fields.get("items") or fields.get("products")))


def id_text(told: Any) -> str | None:
    """An id of a property as text; None if it is none."""
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    text = str(told).strip()
    return text if 0 < len(text) <= LONGEST_ID else None


def _only_item(raw: Raw | None) -> str | None:
    if raw is None:
        return None
    try:
        items = _items.decode(raw)
    except msgspec.ValidationError:
        return None
    if len(items) != 1:
        return None
    told = (id_text(_value.decode(items[0][name])) for name in _ITEM_IDS if name in items[0])
    return next(filter(None, told), None)
