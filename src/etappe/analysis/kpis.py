"""KPIs: orders, revenue, rates with their bases, customers and sources of a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from etappe.analysis.basis import Basis
from etappe.analysis.kpis_advertising import (
    Advertising,
    AdvertisingFound,
    AdvertisingRow,
    advertising_found,
)
from etappe.analysis.kpis_facts import KpisFacts, counter, in_period, no_facts
from etappe.analysis.kpis_sources import KpiSource, sources_of
from etappe.analysis.kpis_words import kpi_definitions
from etappe.analysis.money import average, major
from etappe.analysis.run import fold
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.main_rate import MainRate
from etappe.base.messages import Language
from etappe.events.sides import word_of
from etappe.journeys.columns import Columns

NO_VALUE = np.iinfo(np.int64).min
FEW = 30
"""Below so many conversions in it the rate says little."""
SEEN = 0.5
"""Below this share of orders with a known way, sources say little."""


@dataclass(frozen=True, slots=True)
class KpisQuestion:
    """How does the shop do in the period of the scope? Events in it count; `definitions` says how."""

    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Kpis:
    """Figures of one period. Visits and journeys are those that begin in it; orders, refunds and conversions lie in it.

    Customers (`customers…`, `repurchase_rate…`, `clv`) are a state at its end and look back to the first event.
    `main_rate` says of what base the shop's first rate is: the one the sentence tells.
    Orders are the shop's main conversion; `conversion…`, `purchase_seconds…` and `sources` follow the
    question's. A rate without a base is None. `value` is as ordered, `net` after what was given back.
    `definitions` names every figure and its base in both languages. `advertising_note` says why advertising
    has no figures although some lie in the period: the condition asks what they do not tell.
    """

    persons: int
    visits: int
    journeys: int
    orders: int
    value: Decimal
    refunded: Decimal
    net: Decimal
    currency: str
    conversion: str
    conversion_label: Mapping[Language, str]
    main_conversion: str
    conversions: int
    main_rate: MainRate
    visits_converted: int
    journeys_converted: int
    persons_converted: int
    conversion_rate: float | None
    conversion_rate_journeys: float | None
    conversion_rate_persons: float | None
    active_persons: int
    journeys_over: int
    cart_abandonment: float | None
    carts: int
    carts_abandoned: int
    average_order_value: Decimal | None
    repurchase_rate: float | None
    repurchase_rate_naive: float | None
    customers: int
    customers_old: int
    clv: Decimal | None
    purchase_seconds_median: float | None
    purchase_seconds_mean: float | None
    return_rate: float | None
    orders_returned: int
    coverage: float | None
    conversions_without_visit: int
    value_without_visit: Decimal
    staff_orders: int | None
    staff_value: Decimal | None
    impressions: int | None
    clicks: int | None
    click_through_rate: float | None
    cost: Decimal | None
    cost_left_out: int
    advertising_note: Mapping[Language, str] | None
    without_rate: Mapping[str, int]
    sources: tuple[KpiSource, ...]
    definitions: Mapping[str, Mapping[Language, str]]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The shop's main rate with its base, and what orders brought, in words."""
        orders = plural("order", self.orders, language)
        rate, converted, base = self.main
        if rate is None:
            key = f"kpis_no_{self.main_rate}"
            return say(key, language, orders=orders, value=_money(self.value, self, language))
        kind = "order" if self.conversion == self.main_conversion else "conversion"
        return say(
            f"kpis_{kind}_{self.main_rate}",
            language,
            rate=numbers.share(rate, language, 1),
            converted=numbers.number(converted, language),
            base=numbers.number(base, language),
            orders=orders,
            value=_money(self.value, self, language),
            net=_money(self.net, self, language),
            label=self.conversion_label[language],
            caution=self._caution(language),
        )

    @property
    def main(self) -> tuple[float | None, int, int]:
        """The shop's main rate, how many it counts as converted, and of how many."""
        return {
            "visit": (self.conversion_rate, self.visits_converted, self.visits),
            "journey": (self.conversion_rate_journeys, self.journeys_converted, self.journeys_over),
            "person": (self.conversion_rate_persons, self.persons_converted, self.active_persons),
        }[self.main_rate]

    def _caution(self, language: Language) -> str:
        """What a reader must know before trusting the figures; usually nothing."""
        if 0 < self.main[1] < FEW:
            return say("kpis_few", language)
        if self.coverage is not None and self.coverage < SEEN:
            return say("kpis_unseen", language, share=numbers.share(self.coverage, language))
        return ""


def kpis(
    columns: Columns, question: KpisQuestion, advertising: Iterable[AdvertisingRow] = ()
) -> Kpis:
    """Answer a KpisQuestion; `advertising` are all figures of ads the shop has, whatever their day."""
    resolved = resolve_scope(columns, question.scope)
    nothing = no_facts(len(columns.channels))
    facts = fold(columns.shards, counter(resolved), KpisFacts.__add__, nothing)
    ads = advertising_found(advertising, resolved)
    return _finish(resolved, facts, ads)


def _finish(resolved: ResolvedScope, facts: KpisFacts, ads: AdvertisingFound) -> Kpis:
    columns, currency = resolved.columns, resolved.columns.currency
    staff, staff_value = _staff(resolved)
    basis = resolved.basis(facts.basis, "events")
    return Kpis(
        persons=facts.basis.persons,
        visits=facts.visits,
        journeys=facts.journeys,
        orders=facts.orders,
        value=major(facts.value, currency),
        refunded=major(facts.refunded, currency),
        net=major(facts.value - facts.refunded, currency),
        currency=currency,
        conversion=resolved.conversion,
        conversion_label=word_of(resolved.conversion, columns.words).label,
        main_conversion=columns.words.conversion,
        conversions=facts.conversions,
        main_rate=columns.main_rate,
        visits_converted=facts.visits_converted,
        journeys_converted=facts.journeys_over_converted,
        persons_converted=facts.active_converted,
        conversion_rate=_share(facts.visits_converted, facts.visits),
        conversion_rate_journeys=_share(facts.journeys_over_converted, facts.journeys_over),
        conversion_rate_persons=_share(facts.active_converted, facts.active_persons),
        active_persons=facts.active_persons,
        journeys_over=facts.journeys_over,
        cart_abandonment=_share(facts.carts_abandoned, facts.carts),
        carts=facts.carts,
        carts_abandoned=facts.carts_abandoned,
        average_order_value=average(facts.value, facts.orders_priced, currency),
        repurchase_rate=_share(facts.customers_old_again, facts.customers_old),
        repurchase_rate_naive=_share(facts.customers_again, facts.customers),
        customers=facts.customers,
        customers_old=facts.customers_old,
        clv=average(facts.customers_net, facts.customers, currency),
        purchase_seconds_median=facts.purchase.median_seconds(),
        purchase_seconds_mean=_mean_seconds(facts),
        return_rate=_share(facts.orders_returned, facts.orders),
        orders_returned=facts.orders_returned,
        coverage=basis.coverage,
        conversions_without_visit=facts.without_visit,
        value_without_visit=major(facts.value_without_visit, currency),
        staff_orders=staff,
        staff_value=None if staff_value is None else major(staff_value, currency),
        **_advertising(ads, currency),
        without_rate=_without_rate(columns),
        sources=sources_of(resolved, facts, ads.channels),
        definitions=kpi_definitions(),
        basis=basis,
    )


def _advertising(ads: AdvertisingFound, currency: str) -> dict[str, Any]:
    """The fields of `Kpis` that tell of advertising; None where no row tells."""
    ad = sum(ads.channels.values(), Advertising()) if ads.channels else None
    return {
        "impressions": None if ad is None else ad.impressions,
        "clicks": None if ad is None else ad.clicks,
        "click_through_rate": None if ad is None else ad.click_through_rate,
        "cost": None if ad is None else major(ad.cost, currency),
        "cost_left_out": 0 if ad is None else ad.without_rate,
        "advertising_note": ads.note,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean_seconds(facts: KpisFacts) -> float | None:
    return facts.purchase_us / facts.purchase.count / 1e6 if facts.purchase.count else None


def _staff(resolved: ResolvedScope) -> tuple[int | None, int | None]:
    """Orders that staff entered in the period and their money; unknown under a condition on touches."""
    if resolved.condition is not None or resolved.digital is not None:
        return None, None
    entered = resolved.columns.staff_orders
    chosen = in_period(resolved, entered.time_us)
    value = entered.value[chosen]
    return len(value), int(value[value != NO_VALUE].sum())


def _without_rate(columns: Columns) -> dict[str, int]:
    """Orders of the whole shop in a currency without a rate: their money is in no figure."""
    prefix = "without_rate_"
    return {
        name.removeprefix(prefix): count
        for name, count in columns.counts.items()
        if name.startswith(prefix) and count
    }


def _money(value: Decimal, answer: Kpis, language: Language) -> str:
    return numbers.money(value, answer.currency, language)
