"""Foreign money into the shop's currency, by the shop's dated rates."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from etappe.base.clock import to_us
from etappe.base.errors import BadInput
from etappe.base.money import digits_of
from etappe.store.events import NO_VALUE
from etappe.store.records import Rate, ShopRecords

Convert = Callable[[NDArray[np.int64], str, NDArray[np.int64]], NDArray[np.int64]]


def converter(records: ShopRecords) -> Convert:
    """The conversion of money in minor units: the latest rate of its day or before; none, no value."""

    def convert(
        value: NDArray[np.int64], currency: str, time_us: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        settings = records.settings()
        rates = [rate for rate in records.rates() if rate.currency == currency]
        if not rates:
            return np.full(len(value), NO_VALUE, np.int64)
        zone = ZoneInfo(settings.zone)
        since = np.array([_begin_us(rate, zone) for rate in rates], np.int64)
        place = np.searchsorted(since, time_us, side="right") - 1
        scale = Decimal(10) ** (digits_of(settings.currency) - digits_of(currency))
        factor = np.array([float(rate.rate * scale) for rate in rates])
        converted = np.rint(value * factor[np.maximum(place, 0)]).astype(np.int64)
        return np.where((place >= 0) & (value != NO_VALUE), converted, NO_VALUE)

    return convert


def _begin_us(rate: Rate, zone: ZoneInfo) -> int:
    return to_us(datetime.combine(rate.day, time(), zone))


def state_of(records: ShopRecords) -> str:
    """Names the state of the rates, so that new rates make new columns."""
    return ";".join(f"{rate.day}{rate.currency}{rate.rate}" for rate in records.rates())


def read_rates(text: str) -> list[Rate]:
    """Rates from CSV text with the columns day, currency, rate. BadInput names the line that does not fit."""
    rows = csv.DictReader(text.splitlines())
    if not {"day", "currency", "rate"} <= set(rows.fieldnames or ()):
        raise BadInput(
            f"The rates have the columns {', '.join(rows.fieldnames or ()) or 'none'}.",
            next_step="The first line must be: day,currency,rate",
            field="rates",
        )
    return [_rate(row, line) for line, row in enumerate(rows, 2)]


def _rate(row: dict[str, str], line: int) -> Rate:
    try:
        return Rate(date.fromisoformat(row["day"]), row["currency"].upper(), Decimal(row["rate"]))
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise BadInput(
            f"Line {line} of the rates cannot be read: {','.join(str(v) for v in row.values())}.",
            next_step="Write them like this: 2026-03-01,CHF,1.0453",
            field="rates",
        ) from error


class HasRecords(Protocol):
    """A shop, as far as its rates go."""

    @property
    def records(self) -> ShopRecords:
        """What people edit."""


def rates(shop: HasRecords) -> list[Rate]:
    """All rates by currency and day."""
    return list(shop.records.rates())


def put_rates(shop: HasRecords, text: str) -> list[Rate]:
    """Add rates from CSV text; one of the same day and currency is replaced. The past is read anew."""
    shop.records.put_rates(read_rates(text))
    return rates(shop)
