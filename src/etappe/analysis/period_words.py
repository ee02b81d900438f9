"""Period in words: 'Vom 3. bis 30. März', as a sentence about it begins."""

from etappe.analysis.period import Period, local, zone_of
from etappe.analysis.speech import say
from etappe.base import numbers
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns


def period_in_words(columns: Columns, period: Period) -> dict[Language, str]:
    """The local days that the period touches; an open end is that of the data. The data's last year is left out."""
    zone = zone_of(columns.zone)
    low, high = period.bounds()
    first = local(max(low, columns.first_us) if period.from_us is None else low, zone).date()
    end = local(columns.last_us if period.to_us is None else high - 1, zone)
    last = max(first, end.date())
    with_year = last.year != local(columns.last_us, zone).year or first.year != last.year
    key = "period_day" if first == last else "period_days"
    return {
        language: say(key, language, days=numbers.days(first, last, language, with_year=with_year))
        for language in LANGUAGES
    }
