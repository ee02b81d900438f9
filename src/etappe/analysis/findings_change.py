"""Findings, change: when did which visitors take a step less or more often than else, and what that comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.findings_days import Ground, StepDays
from etappe.analysis.findings_runs import ENOUGH, Run, widest_run
from etappe.analysis.money import major
from etappe.base.messages import Language

Wide = NDArray[np.int64]

HARDLY_CHANCE = 0.01
"""A change is told if chance makes one like it in fewer than so many shops where nothing changed."""
FEWEST = 200
"""Visits that must have begun a step before its weeks are compared."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """The largest other value of the same segment in the same days, and whether its rate stayed as ever."""

    value: str
    label: Mapping[Language, str]
    rate: float
    usual_rate: float
    steady: bool


@dataclass(frozen=True, slots=True)
class Change:
    """From `first_day` to `last_day` (local, both included) `passed` of `entered` visits that did `step` did
    `next_step` as well: `rate`, on all other days `usual_rate`.

    `by` and `value` say whose visits (empty: everybody's). `orders_missing` is what the usual rates would
    have brought beyond (below zero: what came on top; a rush counts as a usual week), `value_missing` their money at the usual order value.
    `chance` is the probability of such a run where nothing changed, corrected for all that were compared.
    """

    step: str
    next_step: str
    step_label: Mapping[Language, str]
    next_step_label: Mapping[Language, str]
    by: str
    value: str
    label: Mapping[Language, str]
    first_day: str
    last_day: str
    entered: int
    passed: int
    rate: float
    usual_rate: float
    orders_missing: float
    value_missing: Decimal | None
    currency: str
    chance: float
    contrast: Contrast | None


@dataclass(frozen=True, slots=True)
class _Series:
    """One pair of steps of one value of one segment (`segment` -1: everybody)."""

    pair: int
    segment: int
    code: int
    entered: Wide
    passed: Wide


def largest_change(
    ground: Ground, counts: tuple[StepDays, ...], from_day: int, currency: str
) -> Change | None:
    """The change within the days from `from_day` on that chance explains least; None if it explains all."""
    found: list[tuple[_Series, Run]] = []
    for series in _all_series(ground, counts):
        run = widest_run(series.entered, series.passed, from_day)
        if run is not None:
            found.append((series, run))
    if not found:
        return None
    comparisons = sum(run.runs for _, run in found)
    series, run = max(found, key=lambda pair: pair[1].score)
    chance = run.chance(comparisons)
    if chance >= HARDLY_CHANCE:
        return None
    return _change(ground, counts, series, run, chance, currency)


def _all_series(ground: Ground, counts: tuple[StepDays, ...]) -> Iterator[_Series]:
    for pair, days in enumerate(counts):
        if not days.entered:
            continue
        yield _Series(pair, -1, 0, days.entered[-1].sum(0), days.passed[-1].sum(0))
        for segment in range(len(ground.segments)):
            many = np.flatnonzero(days.entered[segment].sum(1) >= FEWEST)
            for code in many.tolist():
                yield _Series(
                    pair, segment, code, days.entered[segment][code], days.passed[segment][code]
                )


def _change(
    ground: Ground,
    counts: tuple[StepDays, ...],
    series: _Series,
    run: Run,
    chance: float,
    currency: str,
) -> Change:
    level = ground.segments[series.segment] if series.segment >= 0 else None
    value = level.names[series.code] if level else ""
    step, next_step = ground.pairs[series.pair]
    entered, passed, usual = _inside(series.entered, series.passed, run)
    orders = (usual * run.counted - passed) * _order_share(counts, series, run)
    worth = _order_value(counts, series)
    return Change(
        step=step,
        next_step=next_step,
        step_label=ground.events.label(step),
        next_step_label=ground.events.label(next_step),
        by=level.key if level else "",
        value=value,
        label=level.label(value) if level else {},
        first_day=ground.days.day(run.start).isoformat(),
        last_day=ground.days.day(run.end - 1).isoformat(),
        entered=entered,
        passed=passed,
        rate=passed / entered,
        usual_rate=usual,
        orders_missing=orders,
        value_missing=None if worth is None else major(round(orders * worth), currency),
        currency=currency,
        chance=chance,
        contrast=_contrast(ground, counts[series.pair], series, run),
    )


def _inside(entered: Wide, passed: Wide, run: Run) -> tuple[int, int, float]:
    """Begun and gone on within the run, and the rate of all other days."""
    begun, gone = int(entered[run.start : run.end].sum()), int(passed[run.start : run.end].sum())
    others = int(entered.sum()) - begun
    return begun, gone, (int(passed.sum()) - gone) / others if others else 0.0


def _order_share(counts: tuple[StepDays, ...], series: _Series, run: Run) -> float:
    """Of those who take the step after this one, the share who order, on all other days."""
    share = 1.0
    for days in counts[series.pair + 1 :]:
        segment = series.segment
        entered, passed = days.entered[segment], days.passed[segment]
        rows = (
            (entered.sum(0), passed.sum(0))
            if segment < 0
            else (entered[series.code], passed[series.code])
        )
        share *= _inside(*rows, run)[2]
    return share


def _order_value(counts: tuple[StepDays, ...], series: _Series) -> float | None:
    """The mean value of these visitors' orders in minor units, None without money."""
    last = counts[-1]
    rows = slice(None) if series.segment < 0 else slice(series.code, series.code + 1)
    orders = int(last.passed[series.segment][rows].sum())
    value = int(last.value[series.segment][rows].sum())
    return value / orders if orders and value else None


def _contrast(ground: Ground, days: StepDays, series: _Series, run: Run) -> Contrast | None:
    if series.segment < 0:
        return None
    level = ground.segments[series.segment]
    entered, passed = days.entered[series.segment], days.passed[series.segment]
    inside = entered[:, run.start : run.end].sum(1)
    inside[series.code] = 0
    other = int(inside.argmax())
    if inside[other] < ENOUGH or other == level.blank:
        return None
    begun, gone, usual = _inside(entered[other], passed[other], run)
    error = (usual * (1 - usual) / begun) ** 0.5
    return Contrast(
        value=level.names[other],
        label=level.label(level.names[other]),
        rate=gone / begun,
        usual_rate=usual,
        steady=abs(gone / begun - usual) <= 2 * error,
    )
