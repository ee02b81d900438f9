"""Money: how the amounts of a file are read, and where their currency comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from etappe.base.errors import BadInput
from etappe.base.money import digits_of
from etappe.collect.columns.amounts import decimal_mark, looks_like_amounts, sign_of
from etappe.collect.columns.choosing import Choices
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.sample import Sample
from etappe.store.files import MoneyRule

Mark = Literal[".", ","]

_WITHOUT_CURRENCY = (
    "Money was found in the column {column!r}, but no currency is known, so it is kept as a property and counts in "
    "no figure of money. To read it as money, give --currency EUR (or the column that holds it) at the file's first import."
)
_SHOPS_OWN = "{column}: read as {currency}, the shop's currency. Name another with --currency."


@dataclass(frozen=True, slots=True)
class Money:
    """How the amounts are read, if they are; what to tell about it, and what to warn of."""

    rule: MoneyRule | None = None
    note: str = ""
    warning: str = ""


def money_rule(
    mapping: FileMapping, choices: Choices, sample: Sample, default: str, place: str
) -> Money:
    """The rule for the value column, if there is one, and what to tell about it.

    The currency is the first of: --currency (a code or a column), a column of the mapping, a
    guessed column, the sign in the amounts, `default`, the shop's own. A guessed column of which no
    currency is known stays a property, with a warning. Raises BadInput for a named one, or if a code
    is not known.
    """
    column = choices.columns.get("value", "")
    if not column:
        return Money()
    values = sample.values(column)
    if "value" not in choices.guessed and values and not _readable(values):
        seen = ", ".join(repr(value) for value in values[:3])
        raise BadInput(
            f"{place}: {column}: these are no amounts of money: {seen}.",
            next_step="Name another column with --value.",
            field="value",
        )
    currency, field = _currency(mapping, choices.columns, sample, sign_of(values), default)
    if not currency and not field:
        if "value" in choices.guessed:
            return Money(warning=_WITHOUT_CURRENCY.format(column=column))
        raise BadInput(
            f"{place}: {column}: amounts of which currency?",
            next_step="Give --currency EUR, or the column that holds it: --currency COLUMN.",
            field="currency",
        )
    if currency:
        digits_of(currency)
    mark = cast(Mark, mapping.decimal or decimal_mark(values, cast(Mark, sample.decimal)))
    rule = MoneyRule(
        column, currency, field, mark, choices.columns.get("quantity", ""), mapping.minor
    )
    shops_own = currency and not mapping.currency and not field and not sign_of(values)
    return Money(rule, _SHOPS_OWN.format(column=column, currency=currency) if shops_own else "")


def _readable(values: list[str]) -> bool:
    return looks_like_amounts(values) or any(looks_like_amounts([value]) for value in values)


def _currency(
    mapping: FileMapping, columns: Mapping[str, str], sample: Sample, sign: str, default: str
) -> tuple[str, str]:
    """A code for all rows, and the column that holds the row's own."""
    told = mapping.currency
    if told and sample.has(told):
        return "", told
    if told:
        return told.upper() if len(told) == 3 else _unknown(told, sample), ""
    if columns.get("currency"):
        return sign or default, columns["currency"]
    return sign or default, ""


def _unknown(told: str, sample: Sample) -> str:
    raise BadInput(
        f"currency: {told!r} is neither a code of ISO 4217 nor a column of the file.",
        next_step=f"Give a code such as EUR, or one of the columns: {', '.join(sample.columns[:20])}.",
        field="currency",
    )
