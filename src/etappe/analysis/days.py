"""Days: the local days of a stretch of time, so that touches can be counted by day and by week."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.period import local, midnight, zone_of

WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """Local days in order; day i holds the moments [starts_us[i], starts_us[i + 1]): 23 to 25 hours."""

    first: date
    starts_us: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts_us) - 1

    def of(self, times_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """The day of each moment; moments outside have no meaning here."""
        return np.searchsorted(self.starts_us, times_us, "right") - 1

    def day(self, place: int) -> date:
        """The date of a day."""
        return self.first + timedelta(days=place)


def local_day(us: int, zone: str) -> date:
    """The local day of a moment."""
    return local(us, zone_of(zone)).date()


def days_between(first: date, last: date, zone: str) -> Days:
    """All local days from `first` to `last`, both included."""
    clock = zone_of(zone)
    dates = (first + timedelta(days=place) for place in range((last - first).days + 2))
    return Days(first, np.array([midnight(day, clock) for day in dates], np.int64))
