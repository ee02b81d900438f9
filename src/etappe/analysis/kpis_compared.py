"""KPIs compared: a period beside the one before it and, where data exist, the same a year ago."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from etappe.analysis.kpis import Kpis, KpisQuestion, kpis
from etappe.analysis.kpis_advertising import AdvertisingRow
from etappe.analysis.period import Period, iso, parse_period
from etappe.analysis.period_before import previous_period, year_ago
from etappe.journeys.columns import Columns


@dataclass(frozen=True, slots=True)
class KpisCompared:
    """The figures of a period and of two others; None where the data do not reach that far back."""

    current: Kpis
    previous: Kpis | None
    year_ago: Kpis | None


def kpis_compared(
    columns: Columns, question: KpisQuestion, advertising: Iterable[AdvertisingRow] = ()
) -> KpisCompared:
    """The KPIs of the question, of the period of equal length just before, and of a year ago."""
    ads = tuple(advertising)
    scope = question.scope
    period = parse_period(scope.from_, scope.to, columns.zone, columns.last_us)

    def asked(other: Period | None) -> Kpis | None:
        if other is None:
            return None
        moved = replace(scope, from_=iso(other.from_us) or "", to=iso(other.to_us) or "")
        return kpis(columns, replace(question, scope=moved), ads)

    return KpisCompared(
        kpis(columns, question, ads),
        asked(previous_period(columns, period)),
        asked(year_ago(columns, period)),
    )
