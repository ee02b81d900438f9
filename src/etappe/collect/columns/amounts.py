"""Amounts: whether a column writes decimals with a point or a comma, and which currency it names."""

import re
from collections.abc import Sequence
from typing import Literal

_SIGNS = {
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "$": "USD",
    "USD": "USD",
    "CHF": "CHF",
    "¥": "JPY",
}
_SIGN = re.compile(r"[€£$¥]|\b(?:EUR|GBP|USD|CHF)\b")
_NUMBER = re.compile(r"[+-]?[\d.,' \u00a0\u202f’]*\d(?:[.,]-)?")

Decimal = Literal[".", ","]


def decimal_mark(values: Sequence[str], hint: Decimal = ".") -> Decimal:
    """The decimal mark of a column.

    The last of two different marks is the decimal one; a mark that occurs twice in a number is not.
    A single mark before other than three digits is decimal. Where nothing tells ('1.234' alone),
    `hint` decides: a comma in files separated by semicolons.
    """
    votes = {".": 0, ",": 0}
    for value in values:
        digits = re.sub(r"[^\d.,]", "", value)
        points, commas = digits.count("."), digits.count(",")
        if points and commas:
            votes["." if digits.rfind(".") > digits.rfind(",") else ","] += 1
        elif points > 1 or commas > 1:
            votes["," if points else "."] += 1
        elif points or commas:
            mark = "." if points else ","
            if len(digits) - digits.find(mark) - 1 != 3:
                votes[mark] += 1
    if votes["."] == votes[","]:
        return hint
    return "." if votes["."] > votes[","] else ","


def sign_of(values: Sequence[str]) -> str:
    """The one currency that the amounts name by sign or code; "" if none or several."""
    found = {_SIGNS[match] for value in values for match in _SIGN.findall(value)}
    return found.pop() if len(found) == 1 else ""


def looks_like_amounts(values: Sequence[str]) -> bool:
    """Whether most values are numbers, with or without a currency sign."""
    read = sum(bool(_NUMBER.fullmatch(_SIGN.sub("", value).strip())) for value in values)
    return bool(values) and read > 0.7 * len(values)
