from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.base.errors import BadInput
from etappe.base.money import currency_digits, digits_of, to_major, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("-0.01", "EUR", -1),
        (" 50 ", "EUR", 5000),
        ("1e3", "JPY", 1000),
        ("1.250", "KWD", 1250),
        ("0.1000", "EUR", 10),
        (7, "CHF", 700),
        (Decimal("19.99"), "USD", 1999),
    ],
)
def test_an_amount_becomes_whole_minor_units(amount: str, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(
    "amount", ["", "12,34", "1.234,50", "€5", "NaN", "Infinity", "1e400", "9" * 19, "0.005"]
)
def test_what_is_no_exact_amount_is_refused(amount: str) -> None:
    with pytest.raises(BadInput) as caught:
        to_minor(amount, "EUR")
    assert caught.value.field == "value"


def test_currencies_have_the_digits_of_iso_4217() -> None:
    assert [digits_of(code) for code in ("JPY", "EUR", "KWD", "CLF", "ISK")] == [0, 2, 3, 4, 0]
    assert len(currency_digits()) > 150


def test_an_unknown_currency_is_answered_with_known_ones() -> None:
    with pytest.raises(BadInput, match="'eur'") as caught:
        digits_of("eur")
    assert "EUR" in caught.value.next_step


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(sorted(currency_digits())))
def test_minor_units_survive_the_way_to_major_units_and_back(minor: int, currency: str) -> None:
    assert to_minor(str(to_major(minor, currency)), currency) == minor
    _, _, after_the_point = f"{to_major(minor, currency):f}".partition(".")
    assert len(after_the_point) == digits_of(currency)
