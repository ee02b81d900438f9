"""Order: order, product and amount find their places; an amount becomes whole minor units of its currency."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec
from msgspec import Raw

from etappe.base.money import currency_digits
from etappe.collect.live.known import fields_of, known, spelt
from etappe.collect.live.reading import LONGEST_ID
from etappe.collect.live.way import Passing, Surroundings

_MOST_MINOR = 2**63 - 1
_LISTS = ("items", "products")
_ITEM_IDS = ("item_id", "product_id", "id", "sku")
_SURE, _FEW = 1e-6, 1e9
"""So near to a whole number a float of such a size is that number; every other amount is reckoned in decimals."""
_items = msgspec.json.Decoder(list[dict[str, Raw]])
_value = msgspec.json.Decoder()


def put_order(batch: Sequence[Passing], surroundings: Surroundings) -> None:
    """Put order_id, product_id, value and currency into the row. The sender's own fields go before the properties."""
    _find_orders(batch, surroundings)
    for passing in batch:
        draft = passing.draft
        if draft.order_id:
            passing.row["order_id"] = draft.order_id
        if draft.product_id:
            passing.row["product_id"] = draft.product_id
        if draft.value is not None:
            _put_money(passing, draft.value, draft.currency, surroundings.currency)
        if draft.properties:
            _from_properties(passing, surroundings.currency)


def _find_orders(batch: Sequence[Passing], surroundings: Surroundings) -> None:
    """The order of an event that only says which event told it (a refund of Shopify)."""
    lost = [passing for passing in batch if passing.draft.follows and not passing.draft.order_id]
    if not lost:
        return
    stored = surroundings.stored([passing.draft.follows or "" for passing in lost])
    for passing in lost:
        follows = passing.draft.follows or ""
        passing.draft.order_id = surroundings.seen.get(follows) or stored.get(follows) or None
        if passing.draft.order_id is None:
            passing.note("order", "not_told", follows)


def _from_properties(passing: Passing, currency: str) -> None:
    found = known(passing)
    for column in ("order_id", "product_id"):
        spelling = spelt(column, found)
        text = _id(found[spelling]) if spelling else None
        if text and passing.row.setdefault(column, text) == text:
            passing.lift(spelling)
    if "product_id" not in passing.row and (only := _only_item(fields_of(passing))):
        passing.row["product_id"] = only
    amount = spelt("value", found)
    if amount and "value" not in passing.row:
        unit = spelt("currency", found)
        if _put_money(passing, found[amount], found.get(unit), currency):
            passing.lift(amount)
            if unit:
                passing.lift(unit)


def _id(told: Any) -> str | None:
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    text = str(told).strip()
    return text if 0 < len(text) <= LONGEST_ID else None


def _only_item(fields: dict[str, Raw]) -> str | None:
    """The product of an event that is about one; of several the properties keep the list."""
    raw = next((fields[name] for name in _LISTS if name in fields), None)
    if raw is None:
        return None
    try:
        items = _items.decode(raw)
    except msgspec.ValidationError:
        return None
    if len(items) != 1:
        return None
    told = (_id(_value.decode(items[0][name])) for name in _ITEM_IDS if name in items[0])
    return next(filter(None, told), None)


def _put_money(passing: Passing, amount: Any, told: Any, own: str) -> bool:
    """Whether it is an amount that the row can hold; an amount with more digits than its currency is rounded."""
    currency = told.strip().upper() if isinstance(told, str) and told.strip() else own
    digits = currency_digits().get(currency)
    if digits is None:
        passing.note("order", "no_currency", str(told or "")[:40])
        return False
    minor = _minor(amount, digits)
    if minor is None:
        passing.note("order", "no_amount", str(amount)[:40])
        return False
    passing.row["value"], passing.row["currency"] = minor, currency
    return True


def _minor(amount: Any, digits: int) -> int | None:
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return None
    if isinstance(amount, float):
        scaled = amount * float(10**digits)
        if abs(scaled) < _FEW and abs(scaled - round(scaled)) < _SURE:
            return round(scaled)
    try:
        exact = Decimal(str(amount).strip()).scaleb(digits)
        minor = int(exact.to_integral_value(ROUND_HALF_UP)) if exact.is_finite() else None
    except (InvalidOperation, ValueError):
        return None
    return minor if minor is not None and abs(minor) <= _MOST_MINOR else None
