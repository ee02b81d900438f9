"""The demo's year: local days and hours in Berlin, how busy each is, and the way to UTC."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.demo.dice import Dice, Floats, Ints

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

FIRST_DAY = date(2025, 11, 1)
LAST_DAY = date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
START = (FIRST_DAY - date(1970, 1, 1)).days * DAY
END = START + DAYS * DAY

_PHONE_HOURS = (6.0, 8.0, 12.0, 15.5, 18.0, 19.5, 20.7, 21.7, 24.8)
_DESK_HOURS = (6.5, 9.3, 10.8, 12.6, 14.5, 16.6, 19.0, 20.6, 23.8)
_OFFICE_HOURS = (7.2, 8.6, 9.4, 10.3, 11.4, 13.6, 14.8, 16.2, 18.5)
_WEEKDAY = (1.06, 1.0, 0.98, 1.0, 0.96, 0.92, 1.14)  # Monday … Sunday
_SEASONS = (  # first day, last day, how busy
    (date(2025, 11, 17), date(2025, 11, 26), 1.25),
    (date(2025, 11, 27), date(2025, 11, 27), 2.0),
    (date(2025, 11, 28), date(2025, 11, 28), 7.0),
    (date(2025, 11, 29), date(2025, 11, 30), 2.8),
    (date(2025, 12, 1), date(2025, 12, 5), 1.9),
    (date(2025, 12, 6), date(2025, 12, 18), 2.15),
    (date(2025, 12, 19), date(2025, 12, 23), 1.1),
    (date(2025, 12, 24), date(2026, 1, 6), 0.7),
    (date(2026, 1, 7), date(2026, 2, 15), 0.8),
    (date(2026, 2, 16), date(2026, 4, 30), 1.0),
    (date(2026, 5, 1), date(2026, 5, 24), 0.9),
    (date(2026, 5, 25), date(2026, 7, 31), 0.72),
    (date(2026, 8, 1), date(2026, 8, 31), 1.1),
    (date(2026, 9, 1), date(2026, 9, 20), 1.15),
    (date(2026, 9, 21), date(2026, 10, 31), 0.95),
)


def moment(month: int, day: int, hour: float = 0.0) -> int:
    """Local microseconds of a day of the demo's year: months 11 and 12 lie in 2025."""
    year = 2025 if month > 10 else 2026
    days = (date(year, month, day) - date(1970, 1, 1)).days
    return days * DAY + round(hour * HOUR)


def day_number(month: int, day: int) -> int:
    """0 for 1 November 2025, 364 for 31 October 2026."""
    return (moment(month, day) - START) // DAY


def busy() -> Floats:
    """How busy each day of the year is, about 1 on average."""
    days = np.arange(DAYS)
    level = np.asarray(_WEEKDAY)[weekday(START + days * DAY)]
    for first, last, times in _SEASONS:
        span = slice((first - FIRST_DAY).days, (last - FIRST_DAY).days + 1)
        level[span] = level[span] * times
    return np.asarray(level / level.mean())


def weekday(at: NDArray[np.int64] | int) -> Any:
    """0 for Monday … 6 for Sunday."""
    return (at // DAY + 3) % 7


def seasonal_day(dice: Dice, first: Floats, last: Floats) -> Ints:
    """One day for each window [first, last] of day numbers, busier days more often."""
    edges = np.concatenate(([0.0], np.cumsum(busy())))
    places = np.arange(DAYS + 1, dtype=np.float64)
    low = np.interp(first, places, edges)
    high = np.interp(last + 1.0, places, edges)
    drawn = low + (high - low) * dice.uniform(len(low))
    return np.clip(np.interp(drawn, edges, places).astype(np.int64), 0, DAYS - 1)


def clock_time(dice: Dice, day: Ints, phone: NDArray[np.bool_], office: bool = False) -> Ints:
    """A moment on each day: phones in the evening, desks over the day, companies in office hours."""
    hours = dice.spread(_OFFICE_HOURS if office else _DESK_HOURS, len(day))
    if not office:
        hours = np.where(phone, dice.spread(_PHONE_HOURS, len(day)), hours)
    return START + day * DAY + (hours * HOUR).astype(np.int64)


def on_working_day(at: Ints, *, saturday: bool = True) -> Ints:
    """The same hour on that day, or on the next day on which people work."""
    moved = np.where(weekday(at) == 6, at + DAY, at)
    if not saturday:
        moved = np.where(weekday(moved) == 5, moved + 2 * DAY, moved)
    return np.asarray(moved, np.int64)


def to_utc(local: Ints) -> Ints:
    """UTC microseconds of local ones. The hour that occurs twice in October is read as its first."""
    begins, ends = moment(3, 29, 2), moment(10, 25, 3)  # summer time in the zone Europe/Berlin
    summer = (local >= begins) & (local < ends)
    return np.asarray(local - np.where(summer, 2 * HOUR, HOUR), np.int64)
