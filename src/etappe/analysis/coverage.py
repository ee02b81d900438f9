"""Coverage: of how many orders the way to them was seen, and why it was not of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis, BasisCounts, Coverage
from etappe.analysis.coverage_orders import REASONS, STAFF
from etappe.analysis.coverage_share import coverage_of, orders_in
from etappe.analysis.kpis_rows import values_of
from etappe.analysis.money import major
from etappe.analysis.run import fold
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """Of how many orders in the scope's period is it known how they came about?"""

    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The orders whose way was not seen for one reason: how many, their share of all, what they are worth.

    `explanation` says what the reason means, `advice` what would make such orders seen. `persons` says whether the
    people behind them can be opened: staff's orders stand beside all customers.
    """

    reason: str
    label: Mapping[Language, str]
    explanation: Mapping[Language, str]
    advice: Mapping[Language, str]
    orders: int
    share: float
    value: Decimal
    opens: bool


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """Orders of the period, staff's among them; `seen` show a touch of the customer's before them in their journey.

    `coverage` = seen ÷ orders, None without orders: the figure that every answer carries in its basis.
    """

    orders: int
    seen: int
    coverage: float | None
    value: Decimal
    value_seen: Decimal
    currency: str
    reasons: tuple[CoverageRow, ...]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """The share that was seen, and the largest reason for the rest."""
        if self.coverage is None:
            return say("coverage_none", language)
        said = {
            "share": numbers.share(self.coverage, language),
            "orders": plural("order", self.orders, language, "of"),
            "seen": numbers.number(self.seen, language),
        }
        if not self.reasons:
            return say("coverage_all", language, **said)
        first = self.reasons[0]
        return say(
            "coverage",
            language,
            **said,
            reason=first.label[language],
            count=numbers.number(first.orders, language),
        )


def coverage(columns: Columns, question: CoverageQuestion) -> CoverageAnswer:
    """Answer a CoverageQuestion."""
    resolved = resolve_scope(columns, question.scope)
    found = coverage_of(resolved.asked())
    worth = _values(resolved, found)
    persons = selector(resolved, "person")
    counts = fold(
        columns.shards, lambda shard: persons(shard).counts, BasisCounts.__add__, BasisCounts()
    )
    return CoverageAnswer(
        orders=found.orders,
        seen=found.seen,
        coverage=found.share,
        value=major(int(worth.sum()), columns.currency),
        value_seen=major(int(worth[-1]), columns.currency),
        currency=columns.currency,
        reasons=tuple(
            CoverageRow(
                reason=one.reason,
                label=_texts(f"coverage_{one.reason}"),
                explanation=_texts(f"coverage_{one.reason}_means"),
                advice=_texts(f"coverage_{one.reason}_advice"),
                orders=one.orders,
                share=one.share,
                value=major(int(worth[REASONS.index(one.reason)]), columns.currency),
                opens=one.reason != "staff",
            )
            for one in found.reasons
        ),
        basis=resolved.basis(counts, "events"),
    )


def _texts(key: str) -> dict[Language, str]:
    return {language: say(key, language) for language in LANGUAGES}


def _values(resolved: ResolvedScope, found: Coverage) -> NDArray[np.int64]:
    """What the orders of each reason are worth, in minor units; the last place holds those that were seen."""
    worth = np.zeros(len(REASONS) + 1, np.int64)
    for shard, (orders, kept) in zip(
        resolved.columns.shards, orders_in(resolved.asked()), strict=True
    ):
        value, _ = values_of(shard, orders.row[kept])
        np.add.at(worth, orders.reason[kept].astype(np.int64), value)
    if any(one.reason == "staff" for one in found.reasons):
        low, high = resolved.period.bounds()
        entered = resolved.columns.staff_orders
        worth[STAFF] += entered.value[(entered.time_us >= low) & (entered.time_us < high)].sum()
    return worth
