"""Medians that merge: exact up to 1,000 observations, beyond that a histogram within 1 %.

The bins are those of `etappe.kernels.shapes`: single microseconds below 128, then 64 to each doubling.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

EXACT = 1_000
_SUB_BINS = 64
_BINS = 48 * _SUB_BINS
_NOTHING: NDArray[np.int64] = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Durations:
    """Some durations in microseconds, mergeable with `+` in any order: integers only.

    Up to 1,000 they are kept as they are in `exact`; more are counts in `bins`.
    """

    count: int = 0
    exact: NDArray[np.int64] = field(default_factory=lambda: _NOTHING)
    bins: NDArray[np.int64] | None = None

    @staticmethod
    def of(values_us: NDArray[np.int64]) -> "Durations":
        """These durations; a negative one counts as 0."""
        values = np.maximum(values_us, 0).astype(np.int64)
        if len(values) <= EXACT:
            return Durations(len(values), values)
        return Durations(len(values), _NOTHING, _binned(values))

    def __add__(self, other: "Durations") -> "Durations":
        count = self.count + other.count
        if count <= EXACT:
            return Durations(count, np.concatenate((self.exact, other.exact)))
        return Durations(count, _NOTHING, self._as_bins() + other._as_bins())

    def median_seconds(self) -> float | None:
        """The median in seconds: the mean of the two middle values; None without any."""
        if not self.count:
            return None
        if self.bins is None:
            return float(np.median(self.exact)) / 1e6
        return binned_medians(self.bins[np.newaxis])[0]

    def _as_bins(self) -> NDArray[np.int64]:
        return self.bins if self.bins is not None else _binned(self.exact)


def binned_medians(bins: NDArray[np.integer]) -> list[float]:
    """The median in seconds of each histogram of microseconds (a row): the middles of its two middle bins."""
    reached = np.cumsum(bins, axis=1, dtype=np.int64)
    totals = reached[:, -1:]
    low = (reached < (totals + 1) // 2).sum(axis=1)
    high = (reached < totals // 2 + 1).sum(axis=1)
    middles = _middles(low) + _middles(high)
    return [float(middle) / 2e6 for middle in middles]


def _middles(places: NDArray[np.integer]) -> NDArray[np.float64]:
    """The middle of the values each bin holds."""
    shift, rest = np.divmod(places.astype(np.int64), _SUB_BINS)
    shift = np.maximum(shift - 1, 0)
    low = np.where(places < _SUB_BINS, rest, (rest + _SUB_BINS) << shift)
    middles: NDArray[np.float64] = low + ((np.int64(1) << shift) - 1) / 2
    return middles


def _binned(values: NDArray[np.int64]) -> NDArray[np.int64]:
    exponent = np.frexp(values.astype(np.float64))[1].astype(np.int64)
    shift = np.maximum(exponent - 7, 0)
    places = np.where(values < _SUB_BINS, values, shift * _SUB_BINS + (values >> shift))
    return np.bincount(np.minimum(places, _BINS - 1), minlength=_BINS).astype(np.int64)
