"""Money in answers: whole minor units become decimals in major units, averages get six digits."""

from decimal import Decimal

from etappe.base.money import to_major

_AVERAGE = Decimal("0.000001")


def major(minor: int, currency: str) -> Decimal:
    """4999 minor units of EUR → Decimal('49.99'), exactly."""
    return to_major(minor, currency)


def average(minor: int, count: int, currency: str) -> Decimal | None:
    """Minor units shared by `count`, in major units to six digits; None for nobody."""
    return (to_major(minor, currency) / count).quantize(_AVERAGE) if count else None
