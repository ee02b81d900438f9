"""Selection: the units of a shard that a question is about, and the touches of each that it keeps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import BasisCounts
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.where_columns import Mask, prepare, touches_kept
from etappe.base.heavy import heavy
from etappe.journeys.columns import Shard, Unit, Units

Rule = Literal["begin", "touches", "tries"]
"""How the period chooses: units that begin in it, whole; the touches in it; units with a touch in it, whole."""

RULES: dict[Unit, Rule] = {
    "visit": "begin",
    "journey": "begin",
    "person": "touches",
    "account": "touches",
}
NAMED_RULES: dict[Unit, str] = {
    "visit": "visits_begin",
    "journey": "journeys_begin",
    "person": "touches",
    "account": "touches",
}
"""RULES as `basis.rule` names them: whose beginning it is."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Unit i is entries starts[i]:ends[i]; entry j is row j of the shard, or rows[j] if `rows` is given.

    `unit[i]` is its place among the shard's units of this kind, `person[i]` its person in the shard.
    Units without a kept touch are left out.
    """

    shard: Shard
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    person: NDArray[np.int32]
    unit: NDArray[np.int32]
    rows: NDArray[np.int32] | None
    counts: BasisCounts

    def take(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column of the shard, one value an entry."""
        return column if self.rows is None else column[self.rows]

    def reordered(self, rows: NDArray[np.int32]) -> "Selection":
        """The same units with their entries in another order: entry j is row rows[j]."""
        return replace(self, rows=rows)

    def __len__(self) -> int:
        return len(self.starts)


def units_of(shard: Shard, unit: Unit) -> Units:
    """The shard's units of this kind; accounts are the persons of their own shards."""
    match unit:
        case "visit":
            return shard.visit
        case "journey":
            return shard.journey
        case _:
            return shard.person


def selector(
    resolved: ResolvedScope, unit: Unit, rule: Rule | None = None
) -> Callable[[Shard], Selection]:
    """How to select from each shard; what concerns all shards is worked out once, here."""
    chosen = rule or RULES[unit]
    condition = resolved.condition
    ground = None
    if condition is not None:
        ground = prepare(resolved.columns, resolved.model, condition, unit == "account")

    def select(shard: Shard) -> Selection:
        mask: Mask | None = None
        if ground is not None and condition is not None:
            mask = touches_kept(ground, shard, condition)
        if resolved.digital is not None:
            digital = resolved.digital[shard.touchpoint]
            mask = digital if mask is None else mask & digital
        return _select(shard, unit, chosen, resolved, mask)

    return select


def _select(
    shard: Shard, unit: Unit, rule: Rule, resolved: ResolvedScope, mask: Mask | None
) -> Selection:
    units = units_of(shard, unit)
    starts, ends, kept = _in_period(shard, units, rule, resolved)
    rows: NDArray[np.int32] | None = None
    if mask is not None:
        kernels = heavy("select")
        counts = kernels.count_kept(starts, ends, mask)
        whole = counts == ends - starts
        kept &= counts > 0
        if not whole[kept].all():
            starts, ends, counts = starts[kept], ends[kept], counts[kept]
            rows = kernels.gather_kept(starts, ends, mask, int(counts.sum()))
            ends = np.cumsum(counts, dtype=np.int32)
            starts = ends - counts
            chosen = np.flatnonzero(kept).astype(np.int32)
            person = units.person[kept]
            return _with_counts(shard, resolved, starts, ends, person, chosen, rows, mask, unit)
    chosen = np.flatnonzero(kept).astype(np.int32)
    if len(chosen) < len(starts):
        starts, ends = starts[chosen], ends[chosen]
    person = units.person[chosen] if len(chosen) < len(units) else units.person
    return _with_counts(shard, resolved, starts, ends, person, chosen, None, mask, unit)


def _in_period(
    shard: Shard, units: Units, rule: Rule, resolved: ResolvedScope
) -> tuple[NDArray[np.int32], NDArray[np.int32], Mask]:
    """Starts and ends of all units (clipped to the period by rule `touches`), and which to keep."""
    starts, ends = units.starts, units.ends
    if resolved.period.everything:
        return starts, ends, ends > starts
    low, high = resolved.period.bounds()
    if rule == "begin":
        begins = shard.time_us[starts]
        return starts, ends, (begins >= low) & (begins < high)
    kernels = heavy("select")
    if rule == "tries":
        return starts, ends, kernels.any_within(starts, ends, shard.time_us, low, high)
    starts, ends = kernels.clip(starts, ends, shard.time_us, low, high)
    return starts, ends, ends > starts


def _with_counts(
    shard: Shard,
    resolved: ResolvedScope,
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    person: NDArray[np.int32],
    chosen: NDArray[np.int32],
    rows: NDArray[np.int32] | None,
    mask: Mask | None,
    unit: Unit,
) -> Selection:
    journeys = _journeys(shard, resolved, starts, chosen, rows, mask, unit)
    counts = BasisCounts(
        persons=int(np.count_nonzero(np.diff(person)) + 1) if len(person) else 0,
        journeys=len(journeys),
        touches=int((ends - starts).sum(dtype=np.int64)),
    )
    return Selection(shard, starts, ends, person, chosen, rows, counts)


def _journeys(
    shard: Shard,
    resolved: ResolvedScope,
    starts: NDArray[np.int32],
    chosen: NDArray[np.int32],
    rows: NDArray[np.int32] | None,
    mask: Mask | None,
    unit: Unit,
) -> NDArray[np.int64]:
    """The places of the journeys that the kept touches belong to."""
    journeys = shard.journey
    if unit == "journey":
        return chosen.astype(np.int64)
    kernels = heavy("select")
    if unit == "visit":
        first = starts if rows is None else rows[starts]
        return np.flatnonzero(kernels.holders(first, journeys.starts, journeys.ends))
    if not resolved.period.everything:
        low, high = resolved.period.bounds()
        within = (shard.time_us >= low) & (shard.time_us < high)
        mask = within if mask is None else mask & within
    if mask is None:
        return np.arange(len(journeys))
    return np.flatnonzero(kernels.any_kept(journeys.starts, journeys.ends, mask))
