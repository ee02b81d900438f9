"""Rows: a chunk of the store's columns in the shop's words, dealt out to the shards of their persons."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.lookups import Lookups
from etappe.journeys.source import Convert, EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger
from etappe.kernels.cut_rows import CONVERSION, NO_VALUE, RETURN, SERVER, SHOP, SITE
from etappe.store.events.values import BOT, FUTURE, STAFF, Core

ROW = np.dtype(
    [
        ("owner", "i4"),
        ("seq", "u4"),
        ("time_us", "i8"),
        ("value", "i8"),
        ("visit", "i4"),
        ("origin", "i4"),
        ("order", "i4"),
        ("account", "i4"),
        ("person", "i4"),
        ("event", "u2"),
        ("touchpoint", "u2"),
        ("channel", "u1"),
        ("kind", "u1"),
    ]
)
"""One touch on its way from the store into a shard. `owner` is whom the columns are by: a person or an account."""

Rows = NDArray[Any]
"""An array of ROW."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One chunk: its touches, what was set aside and why, and the span of time it covers."""

    rows: Rows
    set_aside: Counter[str]
    staff: StaffLedger


class Dealer:
    """Turns the store's columns into rows by the words of one moment."""

    def __init__(
        self, source: EventSource, spans: KeySpans, lookups: Lookups, settings: JourneySettings
    ) -> None:
        self._spans, self._lookups = spans, lookups
        self._convert, self._home = settings.convert, settings.currency
        self._currencies = source.currencies()

    def deal(self, core: Core) -> Dealt:
        """The touches of a chunk. Staff, bots, the future and what nobody did are set aside, counted."""
        person = self._spans.person_of(core.key, core.occurred_us)
        future = core.flags & FUTURE != 0
        bot = (core.flags & BOT != 0) & ~future
        staff = (core.flags & STAFF != 0) & ~future & ~bot
        nobody = (person < 0) & ~future & ~bot & ~staff
        kept = np.flatnonzero(~(future | bot | staff | nobody))
        aside = Counter(
            future=int(future.sum()), bots=int(bot.sum()), staff=int(staff.sum()), without_person=int(nobody.sum())
        )
        return Dealt(self._rows(core, kept, person), aside, self._staff_orders(core, staff))

    def _rows(self, core: Core, kept: NDArray[np.int64], person: NDArray[np.int32]) -> Rows:
        tables = self._lookups
        name, origin = core.name[kept], core.origin[kept]
        kind = tables.kind[name]
        returns = tables.returns[origin] & (kind & SITE != 0) & (kind & SHOP == 0)
        channel = tables.channel[origin]
        channel[returns] = tables.unknown_channel
        touchpoint = tables.touchpoints.of(name, core.page[kept], channel)
        # What stands beside visits has the channel of its kind: a call is a call wherever it came from.
        own = tables.touchpoints.channels()[touchpoint]
        beside = ((kind & SITE == 0) | (kind & SHOP != 0)) & ~tables.says_channel[origin] & (own >= 0)
        channel[beside] = own[beside]
        kind |= np.where(returns, RETURN, np.uint8(0))
        kind |= np.where(tables.server[core.source[kept]], SERVER, np.uint8(0))
        kind |= tables.touchpoints.shopping()[touchpoint]
        rows = np.empty(len(kept), ROW)
        rows["owner"] = rows["person"] = person[kept]
        rows["seq"], rows["time_us"] = core.seq[kept], core.occurred_us[kept]
        rows["value"] = self._money(core, kept)
        rows["visit"], rows["origin"], rows["order"] = core.visit[kept], origin, core.order[kept]
        rows["account"], rows["event"] = core.account[kept], tables.event[name]
        rows["touchpoint"], rows["channel"], rows["kind"] = touchpoint, channel, kind
        return rows

    def _money(self, core: Core, kept: NDArray[np.int64]) -> NDArray[np.int64]:
        value = core.value[kept]
        paid = np.flatnonzero(value != NO_VALUE)
        currency = core.currency[kept[paid]]
        for code in np.unique(currency):
            word = self._currencies[code] or self._home
            if word != self._home:
                rows = paid[currency == code]
                value[rows] = exchanged(self._convert, value[rows], word, core.occurred_us[kept[rows]], int(code))
        return value

    def _staff_orders(self, core: Core, staff: NDArray[np.bool_]) -> StaffLedger:
        rows = np.flatnonzero(staff & (self._lookups.kind[core.name] & CONVERSION != 0))
        return StaffLedger(core.order[rows], core.occurred_us[rows], self._money(core, rows))


def exchanged(
    convert: Convert,
    value: NDArray[np.int64],
    currency: str,
    time_us: NDArray[np.int64],
    code: int,
) -> NDArray[np.int64]:
    """Money in the shop's currency; what has no rate is marked with its currency's code."""
    money = convert(value, currency, time_us)
    return np.where(money == NO_VALUE, NO_VALUE + 1 + code, money)


def shard_of(owner: NDArray[np.int32], shards: int) -> NDArray[np.uint8]:
    """The shard of a person or account: the top bits of a multiplicative hash of its number."""
    mixed = owner.astype(np.uint32) * np.uint32(0x9E3779B1)
    return ((mixed >> np.uint32(28)) & np.uint32(shards - 1)).astype(np.uint8)
