"""Basis: what an answer rests on, carried by every answer so that a reader can trust it or not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoverageReason:
    """So many orders were not seen coming for one reason (`analysis/coverage_orders.py` lists them); share of all."""

    reason: str
    orders: int
    share: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of `orders` in all those `seen` coming, their share (None without orders), and why the rest was not.

    The largest reason stands first.
    """

    orders: int
    seen: int
    share: float | None
    reasons: tuple[CoverageReason, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """Persons, journeys and touches behind an answer, its period and condition.

    `from_` and `to` are ISO 8601 moments in UTC: the period asked for, half-open, or without one the first and the
    last touch; None when the shop has no data. `rule` names how
    the period chose (`visits_begin`, `journeys_begin`, `touches`, `first_steps`, `events`, `arrivals`). `coverage` is the
    share of the orders in the period that show what came before them, None without orders, and
    `coverage_reasons` why the others do not: the same figure in every answer about the same period and condition.
    """

    persons: int
    journeys: int
    touches: int
    from_: str | None
    to: str | None
    where: str
    coverage: float | None
    rule: str = ""
    zone: str = "UTC"
    coverage_reasons: tuple[CoverageReason, ...] = ()


@dataclass(frozen=True, slots=True)
class BasisCounts:
    """The mergeable part of a basis: whole numbers of one or more shards."""

    persons: int = 0
    journeys: int = 0
    touches: int = 0

    def __add__(self, other: "BasisCounts") -> "BasisCounts":
        return BasisCounts(
            self.persons + other.persons,
            self.journeys + other.journeys,
            self.touches + other.touches,
        )
