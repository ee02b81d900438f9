"""Period, the ones to compare with: as long just before, and the same days a year ago."""

from datetime import UTC, datetime, timedelta

from etappe.analysis.period import Period, local, midnight, zone_of
from etappe.base.clock import to_us
from etappe.journeys.columns import Columns


def previous_period(columns: Columns, period: Period) -> Period | None:
    """The period of equal length that ends where this one begins; None where the data do not reach so far back.

    Days stay whole local days, so that a clock change makes no period shorter by a day's hour. A period
    without a beginning holds everything: there is nothing before it.
    """
    ends = _ends(columns, period)
    if ends is None:
        return None
    start, end = ends
    length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return _with_data(columns, start - length, start)


def year_ago(columns: Columns, period: Period) -> Period | None:
    """The same local days a year ago; None where the data do not reach so far back."""
    ends = _ends(columns, period)
    if ends is None:
        return None
    return _with_data(columns, _year_before(ends[0], (2, 28)), _year_before(ends[1], (3, 1)))


def _ends(columns: Columns, period: Period) -> tuple[datetime, datetime] | None:
    """Both ends by the local clock; without an end, that of the last local day with data."""
    if period.from_us is None or not any(shard.rows for shard in columns.shards):
        return None
    zone = zone_of(columns.zone)
    if period.to_us is not None:
        return local(period.from_us, zone), local(period.to_us, zone)
    next_day = local(columns.last_us, zone).date() + timedelta(days=1)
    return local(period.from_us, zone), local(midnight(next_day, zone), zone)


def _with_data(columns: Columns, begin: datetime, finish: datetime) -> Period | None:
    first = local(columns.first_us, zone_of(columns.zone))
    if begin.date() < first.date() or finish <= begin:
        return None
    return Period(to_us(begin.astimezone(UTC)), to_us(finish.astimezone(UTC)))


def _year_before(moment: datetime, leap: tuple[int, int]) -> datetime:
    """The same local day and hour a year ago; 29 February becomes `leap` (month, day)."""
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:
        return moment.replace(year=moment.year - 1, month=leap[0], day=leap[1])
