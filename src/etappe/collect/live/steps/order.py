"""Order: order, product and amount find their places; an amount becomes whole minor units of its currency."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from etappe.base.money import currency_digits
from etappe.collect.live.known import id_text
from etappe.collect.live.way import Passing, Surroundings

_MOST_MINOR = 2**63 - 1
_SURE, _FEW = 1e-6, 1e9
"""So near to a whole number a float of such a size is that number; every other amount is reckoned in decimals."""


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
    facts = passing.facts()
    found = facts.known
    for column in ("order_id", "product_id"):
        told = found.get(column)
        text = id_text(told.value) if told else None
        if told and text and passing.row.setdefault(column, text) == text:
            passing.lift(told.spelling)
    if facts.only_item:
        passing.row.setdefault("product_id", facts.only_item)
    amount, unit = found.get("value"), found.get("currency")
    if amount is None or "value" in passing.row:
        return
    if _put_money(passing, amount.value, unit.value if unit else None, currency):
        passing.lift(amount.spelling)
        if unit:
            passing.lift(unit.spelling)


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
