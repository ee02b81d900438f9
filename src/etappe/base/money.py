"""Money: decimal text to whole minor units and back, exactly, with the digits of ISO 4217."""

import csv
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from etappe.base.errors import BadInput

_MOST_MINOR = 2**63 - 1


@cache
def currency_digits() -> dict[str, int]:
    """Every currency of ISO 4217 (and those lately retired, for old orders) with its minor digits."""
    text = files("etappe.base").joinpath("data", "currencies.csv").read_text("utf-8")
    return {row["code"]: int(row["digits"]) for row in csv.DictReader(text.splitlines())}


def digits_of(currency: str) -> int:
    """2 for EUR, 0 for JPY, 3 for KWD. Raises BadInput that names known codes near an unknown one."""
    known = currency_digits()
    if currency in known:
        return known[currency]
    near = get_close_matches(currency.strip().upper(), known, n=3, cutoff=0.6)
    raise BadInput(
        f"currency: {currency!r} is not a code of ISO 4217.",
        next_step=f"Known: {', '.join([*near, 'EUR', 'CHF', 'USD'][:4])} …",
        field="currency",
    )


def to_minor(amount: str | Decimal | int, currency: str) -> int:
    """'12.34' EUR → 1234. Digits beyond the currency's must be zero, else BadInput: nothing is rounded."""
    digits = digits_of(currency)
    try:
        decimal = Decimal(amount.strip() if isinstance(amount, str) else amount)
        minor = int(decimal.scaleb(digits)) if decimal.is_finite() else None
    except InvalidOperation:
        minor = None
    if minor is None or abs(minor) > _MOST_MINOR:
        raise BadInput(
            f"value: {str(amount)!r} is not an amount of money.",
            next_step="Write a plain number with a decimal point: 1234.50.",
            field="value",
        )
    if Decimal(minor) != decimal.scaleb(digits):
        raise BadInput(
            f"value: {amount} has more than the {digits} decimal digits of {currency}.",
            next_step="Round the amount before it is sent.",
            field="value",
        )
    return minor


def to_major(minor: int, currency: str) -> Decimal:
    """1234 EUR → Decimal('12.34'), with all the currency's digits."""
    return Decimal(minor).scaleb(-digits_of(currency))
