"""Funnel, compared: the same funnel in another period, the differences with their interval, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from etappe.analysis.funnel_by import OTHER
from etappe.analysis.funnel_tries import StepCounts
from etappe.analysis.money import average, major
from etappe.analysis.period import Period, iso, parse_period
from etappe.analysis.period_before import previous_period, year_ago
from etappe.analysis.period_words import period_in_words
from etappe.analysis.proportions import Interval, newcombe
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.speech import say
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language

Compare = Literal["", "previous", "year"]


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step now and in the period compared with: units there (`persons_before`), shares now and then.

    Shares are of the first step, that of the first step itself of all asked about. `difference` is now less
    then, `interval` its 95 % interval (Newcombe 1998, method 10); `certain`: it leaves out 0, so `words` says
    "hardly chance". None where nobody could take the step.
    """

    name: str
    persons_before: int
    share: float | None
    share_before: float | None
    difference: float | None
    interval: Interval | None
    certain: bool | None
    words: Mapping[Language, str] | None


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group's change. `missing`: how many fewer reach the last step than at the other period's share.

    An estimate, with its 95 % interval; below 0 there are more. `missing_value` is its money at the average
    value of the orders that the group's tries of both periods end with; None when the last step is no order.
    The interval of the money takes that average as given.
    """

    value: str
    label: Mapping[Language, str]
    persons_before: int
    steps: tuple[StepChange, ...]
    missing: float | None
    missing_interval: Interval | None
    average_order_value: Decimal | None
    missing_value: Decimal | None
    missing_value_interval: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class FunnelComparison:
    """Everybody (`whole`) and each group beside another period, [from_, to) as moments in UTC.

    `period` is the question's own period in words, `period_before` the other one.
    """

    from_: str | None
    to: str | None
    period: Mapping[Language, str]
    period_before: Mapping[Language, str]
    whole: GroupChange
    groups: tuple[GroupChange, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One group in one period: units asked about and at each step, orders with their money in minor units."""

    reached: tuple[int, ...]
    orders: int
    value: int


def _side(counts: StepCounts, place: int) -> _Side:
    if place >= len(counts.units):
        return _Side((0,) * (counts.at_step.shape[1] + 1), 0, 0)
    reached = (int(counts.units[place]), *counts.at_step[place].tolist())
    return _Side(reached, int(counts.orders[place]), int(counts.value[place]))


def other_period(resolved: ResolvedScope, compare: Compare, from_: str, to: str) -> Period | None:
    """The period to compare with: named (`previous`, `year`) or given by its ends; None: none, or without data.

    BadInput when both are given, or only one end.
    """
    columns = resolved.columns
    if from_ or to:
        if compare:
            raise BadInput(
                f"compare: {compare!r} and compare_from {from_!r} name two periods.",
                next_step="Give one of them.",
                field="compare",
            )
        for field, text in (("compare_from", from_), ("compare_to", to)):
            if not text:
                raise BadInput(
                    f"{field}: the period to compare with has one end alone.",
                    next_step="Give compare_from and compare_to.",
                    field=field,
                )
        fields = ("compare_from", "compare_to")
        return parse_period(from_, to, columns.zone, columns.last_us, fields)
    if not compare:
        return None
    choose = previous_period if compare == "previous" else year_ago
    return choose(columns, resolved.period)


def comparison(
    resolved: ResolvedScope,
    period: Period,
    names: Sequence[str],
    groups: Sequence[tuple[str, Mapping[Language, str]]],
    counts: tuple[StepCounts, StepCounts],
) -> FunnelComparison:
    """The change of everybody and of each group; `counts` are now and then, `names` those of the steps.

    The last group, `(other)`, may hold units then alone, and is left out without any.
    """
    everybody = ("", dict.fromkeys(LANGUAGES, ""))
    sides = [tuple(_side(one, place) for one in counts) for place in range(len(groups) + 1)]
    changes = [
        _change(name, label, names, now, then, resolved.columns.currency)
        for (name, label), (now, then) in zip([everybody, *groups], sides, strict=True)
        if now.reached[0] or then.reached[0] or name != OTHER
    ]
    return FunnelComparison(
        from_=iso(period.from_us),
        to=iso(period.to_us),
        period=period_in_words(resolved.columns, resolved.period),
        period_before=period_in_words(resolved.columns, period),
        whole=changes[0],
        groups=tuple(changes[1:]),
    )


def _change(
    value: str,
    label: Mapping[Language, str],
    names: Sequence[str],
    now: _Side,
    then: _Side,
    currency: str,
) -> GroupChange:
    reached, before = now.reached, then.reached
    steps = [
        _step(name, (reached[step + 1], reached[base]), (before[step + 1], before[base]))
        for step, name in enumerate(names)
        for base in [min(step, 1)]
    ]
    last, first = steps[-1], reached[min(1, len(names) - 1)]
    missing = None if last.difference is None else -last.difference * first
    interval = (
        None if last.interval is None else (-last.interval[1] * first, -last.interval[0] * first)
    )
    worth = average(now.value + then.value, now.orders + then.orders, currency)
    return GroupChange(
        value=value,
        label=label,
        persons_before=before[0],
        steps=tuple(steps),
        missing=missing,
        missing_interval=interval,
        average_order_value=worth,
        missing_value=_money(missing, worth, currency),
        missing_value_interval=_both(interval, worth, currency),
    )


def _step(name: str, now: tuple[int, int], then: tuple[int, int]) -> StepChange:
    share, before = _share(*now), _share(*then)
    if share is None or before is None:
        return StepChange(name, then[0], share, before, None, None, None, None)
    low, high = newcombe(*now, *then)
    certain = low > 0 or high < 0
    key = "hardly_chance" if certain else "may_be_chance"
    words = {language: say(key, language) for language in LANGUAGES}
    return StepChange(name, then[0], share, before, share - before, (low, high), certain, words)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _money(count: float | None, worth: Decimal | None, currency: str) -> Decimal | None:
    """So many orders at this average, to the currency's smallest unit."""
    if count is None or worth is None:
        return None
    return (Decimal(count) * worth).quantize(major(1, currency))


def _both(
    interval: Interval | None, worth: Decimal | None, currency: str
) -> tuple[Decimal, Decimal] | None:
    if interval is None:
        return None
    low, high = (_money(end, worth, currency) for end in interval)
    return None if low is None or high is None else (low, high)
