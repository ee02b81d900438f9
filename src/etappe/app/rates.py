"""Foreign money into the shop's currency, by the shop's dated rates."""

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from etappe.base.clock import to_us
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
