"""Findings, runs: the stretch of days whose rate is least like that of all other days, if chance hardly makes one.

A scan statistic over time (Kulldorff, A spatial scan statistic, 1997, in one dimension): every run of whole weeks
is compared with all other weeks by the likelihood ratio of two binomial rates. Weeks vary more than dice do, so the
ratio is divided by the series' own dispersion, estimated by the median of the weekly Pearson residuals, which a few
odd weeks do not move. The caller divides its patience by the number of comparisons (Bonferroni).
"""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.days import WEEK

Wide = NDArray[np.int64]
Real = NDArray[np.float64]

ENOUGH = 30
"""Units that must have begun within a run and outside it."""
FEWEST_DAYS = 7
"""A run is at least so long: one loud day is no change of behaviour."""
LONG_AXIS = 8 * WEEK
"""From so many days on runs are searched by whole weeks, and their ends then moved by days."""
BEYOND = 3.0
"""Standard errors beyond which more or fewer who begin than in the weeks around are a rush or a lull."""
AROUND = 4
"""So many weeks (days on a short axis) before and after say what is usual around one."""
_MEDIAN_CHI2 = 0.4549  # of one degree of freedom


@dataclass(frozen=True, slots=True)
class Run:
    """Days [start, end); `score` is the dispersion-corrected log likelihood ratio, `runs` how many were compared.

    `counted` is how many began in it, a rush or lull counted as usual.
    """

    start: int
    end: int
    counted: float
    score: float
    runs: int

    def chance(self, comparisons: int) -> float:
        """How probable a run of at least this score is where nothing changed, among so many comparisons."""
        return min(1.0, erfc(sqrt(max(0.0, self.score))) * comparisons)


def widest_run(entered: Wide, passed: Wide, from_day: int = 0) -> Run | None:
    """The run within [from_day, end) that stands out most from all other days; None if none can.

    `entered` and `passed` are counts by day: of those who began, how many went on. A rush of people who only
    look counts as a usual week (`_without_rush`): if more than ever begin and as many as ever go on, nobody
    was lost, and nothing was won where fewer begin.
    """
    days = len(entered)
    if not 0 < passed.sum() < entered.sum():
        return None
    step = WEEK if days >= LONG_AXIS else 1
    blocks = np.arange(days, -1, -step)[::-1]
    begun, gone = _sums(_without_rush(entered, passed, blocks)), _sums(passed)
    edges = blocks[blocks >= from_day]
    low, high = np.triu_indices(len(edges), 1)
    starts, ends = edges[low], edges[high]
    score = _scores(begun, gone, starts, ends)
    if not len(score) or score.max() <= 0:
        return None
    best = int(score.argmax())
    start, end = _moved(begun, gone, (int(starts[best]), int(ends[best])), from_day)
    spread = _dispersion(begun, gone, blocks, (int(starts[best]), int(ends[best])))
    return Run(
        start, end, float(begun[end] - begun[start]), float(score[best]) / spread, len(score)
    )


def _sums(counts: NDArray[np.generic]) -> Real:
    return np.concatenate((np.zeros(1), np.cumsum(counts, dtype=np.float64)))


def _without_rush(entered: Wide, passed: Wide, blocks: Wide) -> Real:
    """Who began, by day; in weeks of a rush where fewer go on, or of a lull where more do, as many as usual around.

    A week is a rush or a lull if it is beyond noise from the median of the weeks around it.
    """
    begun, gone = np.diff(_sums(entered)[blocks]), np.diff(_sums(passed)[blocks])
    around = np.pad(begun, AROUND, mode="reflect" if len(begun) > AROUND else "edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(around, 2 * AROUND + 1), axis=1)
    noise = BEYOND * np.sqrt(np.maximum(usual, 1.0))
    rush, lull = begun > usual + noise, begun < usual - noise
    ordinary = np.where(rush | lull, usual, begun)
    # So many would give the week the rate of all: a rush is no more than made harmless.
    fitting = gone * ordinary.sum() / gone.sum() if gone.sum() else begun
    counted = np.where(rush & (fitting < begun), np.maximum(usual, fitting), begun)
    counted = np.where(lull & (fitting > begun), np.minimum(usual, fitting), counted)
    factor = np.ones(len(entered))
    factor[blocks[0] :] = np.repeat(counted / np.maximum(begun, 1), np.diff(blocks))
    return np.asarray(entered * factor)


def _scores(begun: Real, gone: Real, starts: Wide, ends: Wide) -> Real:
    """The log likelihood ratio of each run against all other days; 0 where a run does not count."""
    inside, inside_gone = begun[ends] - begun[starts], gone[ends] - gone[starts]
    outside, outside_gone = begun[-1] - inside, gone[-1] - inside_gone
    length = ends - starts
    fits = (length >= FEWEST_DAYS) & (2 * length <= len(begun) - 1)
    fits &= (inside >= ENOUGH) & (outside >= ENOUGH)
    ratio = (
        _likelihood(inside_gone, inside)
        + _likelihood(outside_gone, outside)
        - _likelihood(gone[-1:], begun[-1:])
    )
    return np.where(fits, ratio, 0.0)


def _likelihood(gone: Real, begun: Real) -> Real:
    """The log likelihood of so many going on, at their own rate."""
    rate = np.clip(gone / np.maximum(begun, 1.0), 1e-12, 1 - 1e-12)
    value: Real = gone * np.log(rate) + (begun - gone) * np.log1p(-rate)
    return value


def _moved(begun: Real, gone: Real, run: tuple[int, int], from_day: int) -> tuple[int, int]:
    """The run with its ends moved by less than a week each to where it stands out most."""
    reach = np.arange(-WEEK + 1, WEEK)
    starts, ends = (
        grid.ravel() for grid in np.meshgrid(run[0] + reach, run[1] + reach, indexing="ij")
    )
    within = (starts >= from_day) & (ends < len(begun)) & (ends > starts)
    starts, ends = np.append(starts[within], run[0]), np.append(ends[within], run[1])
    best = int(_scores(begun, gone, starts, ends).argmax())
    return int(starts[best]), int(ends[best])


def _dispersion(begun: Real, gone: Real, blocks: Wide, run: tuple[int, int]) -> float:
    """How much more the weeks vary around the run's rate and the other days' rate than chance alone would.

    At least 1, and 1 where the weeks are too few to tell.
    """
    entered, passed = np.diff(begun[blocks]), np.diff(gone[blocks])
    within = (blocks[:-1] >= run[0]) & (blocks[1:] <= run[1])
    rate = np.where(
        within, _rate(passed[within], entered[within]), _rate(passed[~within], entered[~within])
    )
    used = (entered > 0) & (rate > 0) & (rate < 1)
    if np.count_nonzero(used) < LONG_AXIS // WEEK:
        return 1.0
    residuals = (passed - entered * rate)[used] ** 2 / (entered * rate * (1 - rate))[used]
    return max(1.0, float(np.median(residuals)) / _MEDIAN_CHI2)


def _rate(passed: Real, entered: Real) -> float:
    return float(passed.sum() / entered.sum()) if entered.sum() else 0.0
