"""Dice: chance that falls the same on every machine and with every version of numpy.

Only the raw stream of PCG64, which numpy guarantees, and exact arithmetic are used; the methods of
numpy's Generator may change between versions, and so may the last digit of a logarithm.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Dice:
    """One stream of chance. `child(name)` gives a stream of its own, so that parts don't disturb each other."""

    def __init__(self, seed: int, name: str = "") -> None:
        self._seed = seed
        self._raw = np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())]))

    def child(self, name: str) -> "Dice":
        """The stream of that name, independent of how much was drawn before."""
        return Dice(self._seed, name)

    def uniform(self, count: int) -> Floats:
        """`count` numbers in [0, 1)."""
        raw = np.asarray(self._raw.random_raw(count), np.uint64)
        return np.asarray((raw >> np.uint64(11)) * 2.0**-53, np.float64)

    def between(self, low: float, high: float, count: int) -> Floats:
        """`count` numbers in [low, high)."""
        return low + (high - low) * self.uniform(count)

    def whole(self, below: int, count: int) -> Ints:
        """`count` whole numbers 0 … below - 1."""
        return (self.uniform(count) * below).astype(np.int64)

    def spread(self, quantiles: Sequence[float], count: int) -> Floats:
        """Numbers whose distribution goes straight through equally spaced `quantiles`, one from each
        `count`-th part of it: so that medians hold with few numbers too."""
        places = np.linspace(0.0, 1.0, len(quantiles))
        parts = (self.order(count) + self.uniform(count)) / max(count, 1)
        return np.asarray(np.interp(parts, places, np.asarray(quantiles, np.float64)))

    def weighted(self, weights: Sequence[float] | Floats, count: int) -> Ints:
        """Indices into `weights`, each as often as it weighs."""
        edges = np.cumsum(np.asarray(weights, np.float64))
        places = np.searchsorted(edges, self.uniform(count) * edges[-1], side="right")
        return np.asarray(places, np.int64)

    def order(self, count: int) -> Ints:
        """0 … count - 1 in random order."""
        return np.argsort(self.uniform(count), kind="stable")

    def dealt(self, shares: Sequence[float], count: int) -> Ints:
        """Indices into `shares` with exact counts (largest remainder), in random order."""
        return dealt_in_turn(shares, count)[self.order(count)]

    def some(self, among: Bools | NDArray[Any], count: int) -> Ints:
        """`count` of the positions where `among` holds, in rising order; all when there are fewer."""
        places = np.flatnonzero(among)
        return np.sort(places[self.order(len(places))[:count]])


def dealt_in_turn(shares: Sequence[float], count: int) -> Ints:
    """Indices into `shares` with exact counts (largest remainder), in rising order."""
    exact = np.asarray(shares, np.float64) * (count / sum(shares))
    counts = np.floor(exact).astype(np.int64)
    missing = count - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    return np.repeat(np.arange(len(counts)), counts)


def evenly(
    times: NDArray[np.int64], among: NDArray[np.bool_], count: int, phase: float = 0.5
) -> Ints:
    """`count` of the positions where `among` holds, evenly spaced in time: shares hold in every week.

    `phase` (0 … 1) says where in its step each position lies.
    """
    places = np.flatnonzero(among)
    places = places[np.argsort(times[places], kind="stable")]
    count = min(count, len(places))
    if count == 0:
        return np.zeros(0, np.int64)
    steps = (np.arange(count) * len(places) + int(len(places) * phase)) // count
    return np.sort(places[steps])
