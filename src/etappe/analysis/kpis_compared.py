"""KPIs compared: a period beside the one before it and, where data exist, the same a year ago."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from etappe.analysis.kpis import Kpis, KpisQuestion, kpis
from etappe.analysis.kpis_advertising import AdvertisingRow
from etappe.analysis.period import iso, parse_period, zone_of
from etappe.base.clock import to_us
from etappe.journeys.columns import Columns

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KpisCompared:
    """The figures of a period and of two others; None where the data do not reach that far back."""

    current: Kpis
    previous: Kpis | None
    year_ago: Kpis | None


def kpis_compared(
    columns: Columns, question: KpisQuestion, advertising: Iterable[AdvertisingRow] = ()
) -> KpisCompared:
    """The KPIs of the question, of the period of equal length just before, and of a year ago.

    Days stay whole local days, so that a clock change makes no period shorter by a day's hour. A question
    without a beginning asks for everything: there is nothing before it.
    """
    ads = tuple(advertising)
    scope = question.scope
    period = parse_period(scope.from_, scope.to, columns.zone, columns.last_us)
    current = kpis(columns, question, ads)
    if period.from_us is None or not any(shard.rows for shard in columns.shards):
        return KpisCompared(current, None, None)
    zone = zone_of(columns.zone)
    start = _local(period.from_us, zone)
    end = _end_of_data(columns, zone) if period.to_us is None else _local(period.to_us, zone)

    def asked(begin: datetime, finish: datetime) -> Kpis | None:
        first = _local(columns.first_us, zone)
        if begin.date() < first.date() or finish <= begin:
            return None
        moved = replace(scope, from_=_moment(begin), to=_moment(finish))
        return kpis(columns, replace(question, scope=moved), ads)

    return KpisCompared(
        current,
        asked(_before(start, end), start),
        asked(_year_before(start, (2, 28)), _year_before(end, (3, 1))),
    )


def _before(start: datetime, end: datetime) -> datetime:
    """As long before `start` as `end` lies behind it, by the local clock."""
    return start - (end.replace(tzinfo=None) - start.replace(tzinfo=None))


def _year_before(moment: datetime, leap: tuple[int, int]) -> datetime:
    """The same local day and hour a year ago; 29 February becomes `leap` (month, day)."""
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:
        return moment.replace(year=moment.year - 1, month=leap[0], day=leap[1])


def _end_of_data(columns: Columns, zone: ZoneInfo) -> datetime:
    """The end of the last local day with data."""
    day: date = _local(columns.last_us, zone).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _local(us: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone)


def _moment(local: datetime) -> str:
    return iso(to_us(local.astimezone(UTC))) or ""
