"""Rows: a chunk of the store's columns in the shop's words, dealt out to the shards of their persons."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.identity.spans import KeySpans
from etappe.journeys.lookups import Lookups
from etappe.journeys.source import Convert, EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger
from etappe.kernels.cut_rows import CONVERSION, NO_VALUE, ROW, SHOP, SITE, Rows
from etappe.store.events.values import BOT, FUTURE, STAFF, Core


@dataclass(frozen=True, slots=True)
class Dealt:
    """One chunk: its touches by shard (shard k has rows bounds[k]:bounds[k + 1]), and what was set aside."""

    rows: Rows
    bounds: NDArray[np.int64]
    set_aside: Counter[str]
    staff: StaffLedger


class Dealer:
    """Turns the store's columns into rows by the words of one moment."""

    def __init__(
        self,
        source: EventSource,
        spans: KeySpans,
        lookups: Lookups,
        settings: JourneySettings,
        shards: int = 1,
    ) -> None:
        self._shards = shards
        self._spans, self._lookups = spans, lookups
        self._convert, self._home = settings.convert, settings.currency
        self._currencies = source.currencies()
        self._companies = settings.account_rules.companies

    def deal(self, core: Core) -> Dealt:
        """The touches of a chunk. Staff, bots, the future and what nobody did are set aside, counted."""
        person, moved = persons_of(core, self._spans, self._lookups.kind)
        future = core.flags & FUTURE != 0
        bot = (core.flags & BOT != 0) & ~future
        staff = (core.flags & STAFF != 0) & ~future & ~bot
        nobody = (person < 0) & ~future & ~bot & ~staff
        kept = np.flatnonzero(~(future | bot | staff | nobody))
        aside = Counter(
            future=int(future.sum()),
            bots=int(bot.sum()),
            staff=int(staff.sum()),
            without_person=int(nobody.sum()),
        )
        rows, bounds = self._rows(core, kept, person, moved)
        return Dealt(rows, bounds, aside, self._staff_orders(core, staff))

    def _rows(
        self,
        core: Core,
        kept: NDArray[np.int64],
        person: NDArray[np.int32],
        moved: NDArray[np.bool_],
    ) -> tuple[Rows, NDArray[np.int64]]:
        kernel, tables = heavy("cut"), self._lookups
        channel = tables.channel[core.origin]
        returning = np.flatnonzero(tables.returns[core.origin])
        site = tables.kind[core.name[returning]] & (SITE | SHOP) == SITE
        channel[returning[site]] = tables.unknown_channel
        touchpoint = tables.touchpoints.of(core.name, core.page, channel)
        columns = kernel.Columns(
            core.seq,
            core.occurred_us,
            core.name,
            self._visits(core.visit),
            core.origin,
            core.order,
            self._companies.heads(core.account),
            core.source,
            person,
            self._money(core),
            channel,
            touchpoint,
            core.cart,
            core.device,
            tables.told.of(core.seq),
            moved,
        )
        meaning = kernel.Tables(
            tables.event,
            tables.kind,
            tables.says_channel,
            tables.tagged,
            tables.returns,
            tables.server,
            tables.touchpoints.kinds(),
            tables.touchpoints.paid(),
            tables.touchpoints.channels(),
        )
        rows = np.empty(len(kept), ROW)
        shard = shard_of(person[kept], self._shards)
        bounds = np.zeros(self._shards + 1, np.int64)
        np.cumsum(np.bincount(shard, minlength=self._shards), out=bounds[1:])
        kernel.fill_rows(columns, meaning, kept, shard, bounds, rows)
        return rows, bounds

    def _visits(self, visit: NDArray[np.int32]) -> NDArray[np.int32]:
        """The visits by number, those that are called the same by one."""
        table = self._lookups.visit
        return visit if table is None else np.where(visit >= 0, table[visit], np.int32(-1))

    def _money(self, core: Core) -> NDArray[np.int64]:
        """The events' money in the shop's currency."""
        foreign = np.array(
            [bool(word) and word != self._home for word in self._currencies], np.bool_
        )
        if not foreign.any():
            return core.value
        rows = np.flatnonzero(foreign[core.currency] & (core.value != NO_VALUE))
        if not len(rows):
            return core.value
        value = core.value.copy()
        for code in np.unique(core.currency[rows]).tolist():
            same = rows[core.currency[rows] == code]
            word = self._currencies[code]
            value[same] = exchanged(self._convert, value[same], word, core.occurred_us[same], code)
        return value

    def _staff_orders(self, core: Core, staff: NDArray[np.bool_]) -> StaffLedger:
        rows = np.flatnonzero(staff)
        rows = rows[self._lookups.kind[core.name[rows]] & CONVERSION != 0]
        if not len(rows):
            return StaffLedger.empty()
        return StaffLedger(core.order[rows], core.occurred_us[rows], self._money(core)[rows])


def persons_of(
    core: Core, spans: KeySpans, kind: NDArray[np.uint8]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """(person of each event or -1, whether it is there for its order's sake); `kind` is by name.

    An order is one person's: whom identity says its key belongs to. What tells of the order (its
    conversion, and what the shop does about it) stands with that person, whoever told it.
    """
    person = spans.person_of(core.key, core.occurred_us)
    moved = np.zeros(len(core), np.bool_)
    rows = np.flatnonzero(core.order >= 0)
    rows = rows[kind[core.name[rows]] & (CONVERSION | SHOP) != 0]
    if len(rows):
        owner = spans.person_of(core.order[rows], core.occurred_us[rows])
        moved[rows] = owner != person[rows]
        person[rows] = owner
    return person, moved


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
