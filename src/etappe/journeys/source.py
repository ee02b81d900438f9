"""What journeys ask of the event store, and what a shop sets about its journeys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etappe.base.main_rate import MainRate
from etappe.identity.current import LinkSource
from etappe.identity.memberships import AccountRules, AccountSource
from etappe.kernels.cut_rows import NO_VALUE
from etappe.store.events.values import Core, OriginWord, PageWord, VisitTwins

US_PER_DAY = 86_400 * 1_000_000

Convert = Callable[[NDArray[np.int64], str, NDArray[np.int64]], NDArray[np.int64]]
"""(money in minor units, its currency, when) → money in the shop's currency, NO_VALUE without a rate."""


class EventSource(LinkSource, AccountSource, Protocol):
    """The part of `etappe.store.events.EventStore` that journeys read."""

    def last_seq(self) -> int: ...
    def events_up_to(self, seq: int) -> int: ...
    def touched_us(self) -> tuple[int, int] | None: ...
    def names(self) -> tuple[str, ...]: ...
    def pages(self, from_code: int = 0) -> Sequence[PageWord]: ...
    def origins(self, from_code: int = 0) -> Sequence[OriginWord]: ...
    def accounts(self) -> tuple[str, ...]: ...
    def currencies(self) -> tuple[str, ...]: ...
    def sources(self) -> tuple[str, ...]: ...
    def core(self, from_seq: int, to_seq: int) -> Core: ...
    def core_of_keys(self, keys: NDArray[np.int64], *, orders: bool = False) -> Core: ...
    def visit_twins(self, from_code: int = 0) -> VisitTwins: ...
    def words_of(self, column: str) -> tuple[NDArray[np.uint32], tuple[str | None, ...]]: ...
    def told_by(
        self, names: Sequence[int], properties: Sequence[str], after_seq: int
    ) -> Sequence[tuple[int, str, str]]: ...
    def words_at(self, column: str, seqs: NDArray[np.int64]) -> list[str | None]: ...
    def properties(self) -> tuple[str, ...]: ...


def same_currency(
    value: NDArray[np.int64], currency: str, time_us: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The conversion of a shop without rates: money in another currency is left out."""
    return np.full(len(value), NO_VALUE, np.int64)


class ShopChoices(Protocol):
    """The part of a shop's settings that its journeys depend on."""

    @property
    def currency(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def journey_idle_days(self) -> int: ...
    @property
    def account_idle_days(self) -> int: ...
    @property
    def main_rate(self) -> MainRate: ...


@dataclass(frozen=True, slots=True)
class JourneySettings:
    """What a shop decides about its journeys. `convert` is asked for foreign currencies alone;
    `rates` names the state of its rates, so that new rates make new columns."""

    currency: str = "EUR"
    zone: str = "UTC"
    journey_idle_days: int = 60
    account_idle_days: int = 120
    convert: Convert = same_currency
    rates: str = ""
    main_rate: MainRate = "visit"
    account_rules: AccountRules = field(default_factory=AccountRules)

    @classmethod
    def chosen(
        cls, choices: ShopChoices, convert: Convert, rates: str, account_rules: AccountRules
    ) -> "JourneySettings":
        """What a shop has chosen, with its rates and what it decided about accounts."""
        return cls(
            currency=choices.currency,
            zone=choices.zone,
            journey_idle_days=choices.journey_idle_days,
            account_idle_days=choices.account_idle_days,
            convert=convert,
            rates=rates,
            main_rate=choices.main_rate,
            account_rules=account_rules,
        )
