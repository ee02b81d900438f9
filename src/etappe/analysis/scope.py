"""Scope: what every question may narrow: period, condition, conversion, stage model, digital only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.coverage_share import Asked, coverage_of
from etappe.analysis.errors import unknown
from etappe.analysis.levels import event_codes
from etappe.analysis.period import Period, iso, parse_period
from etappe.analysis.where import Condition, parse_where
from etappe.analysis.where_columns import check_names
from etappe.events.words import StageModel
from etappe.journeys.columns import CONVERSION, Columns, Shard

__all__ = ["Basis", "ResolvedScope", "Scope", "resolve_scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """As people write it; an empty field means everything, or the shop's own setting.

    `from_` and `to` are days or moments (`parse_period`), `where` a condition (`parse_where`), `conversion`
    an event, `stages` the key of a stage model. `digital` leaves touches of analogue touchpoints out.
    """

    from_: str = ""
    to: str = ""
    where: str = ""
    conversion: str = ""
    stages: str = ""
    digital: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedScope:
    """A scope checked against one shop's columns; what analyses use.

    `conversion_events[code]` says which events convert when the question names its own; None means the
    conversion of the cut (flag CONVERSION). `digital[code]` is by touchpoint code; None keeps all touches.
    """

    columns: Columns
    scope: Scope
    period: Period
    condition: Condition | None
    conversion: str
    conversion_events: NDArray[np.bool_] | None
    model: StageModel
    digital: NDArray[np.bool_] | None

    def converts(self, shard: Shard) -> NDArray[np.bool_]:
        """Per row of the shard: is it a conversion of this question?"""
        found: NDArray[np.bool_] = (
            (shard.flags & CONVERSION) != 0
            if self.conversion_events is None
            else self.conversion_events[shard.event]
        )
        return found

    def asked(self) -> Asked:
        """What the scope says of orders."""
        return Asked(self.columns, self.period, self.condition, self.model, self.digital)

    def basis(self, counts: BasisCounts, rule: str) -> Basis:
        """The basis of an answer from its merged counts. One person's has no coverage: it is not a share of orders."""
        columns, period = self.columns, self.period
        has_data = columns.counts.get("touches", 0) > 0 or any(s.rows for s in columns.shards)
        first = columns.first_us if has_data else None
        last = columns.last_us if has_data else None
        covered = None if rule == "person" else coverage_of(self.asked())
        return Basis(
            persons=counts.persons,
            journeys=counts.journeys,
            touches=counts.touches,
            from_=iso(first if period.from_us is None else period.from_us),
            to=iso(last if period.to_us is None else period.to_us),
            where=self.scope.where,
            coverage=covered.share if covered else None,
            rule=rule,
            zone=columns.zone,
            coverage_reasons=covered.reasons if covered else (),
        )


def resolve_scope(columns: Columns, scope: Scope) -> ResolvedScope:
    """Check every field of the scope; raises BadInput naming field, value and what is known."""
    condition = parse_where(scope.where) if scope.where.strip() else None
    if condition is not None:
        check_names(columns, condition)
    conversion, conversion_events = _conversion(columns, scope.conversion)
    return ResolvedScope(
        columns=columns,
        scope=scope,
        period=parse_period(scope.from_, scope.to, columns.zone, columns.last_us),
        condition=condition,
        conversion=conversion,
        conversion_events=conversion_events,
        model=_model(columns, scope.stages),
        digital=_digital(columns) if scope.digital else None,
    )


def _conversion(columns: Columns, name: str) -> tuple[str, NDArray[np.bool_] | None]:
    main = columns.words.conversion
    canonical = columns.words.aliases.get(name, name)
    if not name or canonical == main:
        return main, None
    codes = event_codes(columns, name)
    if (
        not codes
        and canonical not in columns.words.conversions
        and canonical not in columns.words.events
    ):
        raise unknown("conversion", name, columns.events)
    if codes and set(codes) == set(event_codes(columns, main)):
        return main, None
    table = np.zeros(max(1, len(columns.events)), np.bool_)
    table[codes] = True
    return canonical, table


def _model(columns: Columns, key: str) -> StageModel:
    models = columns.words.models
    chosen = key or columns.words.model
    if chosen in models:
        return models[chosen]
    if key or models:
        raise unknown("stages", chosen, tuple(models))
    return StageModel(key="", name={"de": "", "en": ""}, stages=(), before={}, after={})


def _digital(columns: Columns) -> NDArray[np.bool_]:
    known = columns.words.touchpoints
    flags = [known[key].digital if key in known else True for key in columns.touchpoints]
    return np.array(flags or [True], np.bool_)
