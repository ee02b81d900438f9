"""Money: how the amounts of a file are read, and where their currency comes from."""

from collections.abc import Mapping
from typing import Literal, cast

from etappe.base.errors import BadInput
from etappe.base.money import digits_of
from etappe.collect.amounts import decimal_mark, looks_like_amounts, sign_of
from etappe.collect.choosing import Choices
from etappe.collect.mapping import FileMapping
from etappe.collect.sample import Sample
from etappe.store.files import MoneyRule

Mark = Literal[".", ","]


def money_rule(
    mapping: FileMapping, choices: Choices, sample: Sample, default: str, place: str
) -> tuple[MoneyRule | None, list[str]]:
    """The rule for the value column, if there is one, and what to tell about it.

    The currency is the first of: --currency (a code or a column), a column of the mapping, a
    guessed column, the sign in the amounts, `default`. Raises BadInput if there is none, or if a
    code is not known.
    """
    column = choices.columns.get("value", "")
    if not column:
        return None, []
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
            return None, [
                f"{column}: kept as a property, for no currency is known. Give --currency EUR to read it as money."
            ]
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
    return rule, []


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
