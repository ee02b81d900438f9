"""KPIs, sources: the channels of visits, what they bring and cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from etappe.analysis.kpis_advertising import Advertising
from etappe.analysis.kpis_facts import CONVERSIONS, PERSONS, VALUE, VISITS, KpisFacts
from etappe.analysis.money import average, major
from etappe.analysis.scope import ResolvedScope
from etappe.base.messages import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class KpiSource:
    """One channel: the visits that begin in the period and their persons, the conversions that lie in it.

    `certain` is false where nobody saw the contact (an answer, a code, a poster). `conversion_rate` is conversions ÷ visits. Figures of advertising are None where none was imported.
    """

    channel: str
    label: Mapping[Language, str]
    certain: bool
    visits: int
    persons: int
    conversions: int
    value: Decimal
    conversion_rate: float | None
    impressions: int | None
    clicks: int | None
    click_through_rate: float | None
    cost: Decimal | None
    cost_per_conversion: Decimal | None


def sources_of(
    resolved: ResolvedScope, facts: KpisFacts, ads: Mapping[str, Advertising]
) -> tuple[KpiSource, ...]:
    """Every channel with a visit, a conversion or advertising; the most visits first, then by name."""
    rows = dict(zip(resolved.columns.channels, facts.channels.tolist(), strict=False))
    names = [name for name, row in rows.items() if any(row)]
    names += [name for name in ads if name not in names]
    found = [_source(resolved, name, rows.get(name, [0, 0, 0, 0]), ads.get(name)) for name in names]
    return tuple(sorted(found, key=lambda source: (-source.visits, source.channel)))


def _source(
    resolved: ResolvedScope, name: str, row: list[int], ad: Advertising | None
) -> KpiSource:
    currency = resolved.columns.currency
    known = resolved.columns.words.channels.get(name)
    label = {language: known.name[language] if known else name for language in LANGUAGES}
    each = row[CONVERSIONS]
    return KpiSource(
        channel=name,
        label=label,
        certain=known.certain if known else True,
        visits=row[VISITS],
        persons=row[PERSONS],
        conversions=each,
        value=major(row[VALUE], currency),
        conversion_rate=each / row[VISITS] if row[VISITS] else None,
        impressions=None if ad is None else ad.impressions,
        clicks=None if ad is None else ad.clicks,
        click_through_rate=None if ad is None else ad.click_through_rate,
        cost=None if ad is None else major(ad.cost, currency),
        cost_per_conversion=None if ad is None else average(ad.cost, each, currency),
    )
