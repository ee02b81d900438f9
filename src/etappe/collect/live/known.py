"""Known properties: what the steps look for in the properties of an event, by all the names it has in the field."""

from typing import Any

import msgspec
from msgspec import Raw

from etappe.collect.live.way import Passing

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

_ALL = frozenset(spelling for spellings in SPELLINGS.values() for spelling in spellings)
_object = msgspec.json.Decoder(dict[str, Raw])
_value = msgspec.json.Decoder()


def known(passing: Passing) -> dict[str, Any]:
    """The known ones among the event's properties, decoded, as they are spelt; read once. `null` is missing."""
    if passing.known is None:
        fields = fields_of(passing)
        found = ((name, _value.decode(fields[name])) for name in fields.keys() & _ALL)
        passing.known = {name: value for name, value in found if value is not None}
    return passing.known


def fields_of(passing: Passing) -> dict[str, Raw]:
    """The fields of the event's properties, each as it was sent; of identify and group those of the traits."""
    if passing.fields is None:
        draft = passing.draft
        text = draft.traits if draft.kind in _BY_TRAITS and draft.traits else draft.properties
        passing.fields = _object.decode(text) if text else {}
    return passing.fields


def spelt(name: str, found: dict[str, Any]) -> str:
    """The spelling under which a known property is there; "" if it is not."""
    for spelling in SPELLINGS[name]:
        if spelling in found:
            return spelling
    return ""


_BY_TRAITS = frozenset({"identify", "group"})
