"""Basis: what an answer rests on, carried by every answer so that a reader can trust it or not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """Persons, journeys and touches behind an answer, its period and condition.

    `from_` and `to` are ISO 8601 moments in UTC: the period asked for, half-open, or without one the first and the
    last touch; None when the shop has no data. `rule` names how
    the period chose (`visits_begin`, `journeys_begin`, `touches`, `first_steps`, `events`, `arrivals`). `coverage` is the share of
    converted journeys that show what came before their conversion, None without conversions.
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


@dataclass(frozen=True, slots=True)
class BasisCounts:
    """The mergeable part of a basis: whole numbers of one or more shards."""

    persons: int = 0
    journeys: int = 0
    touches: int = 0
    converted: int = 0
    converted_seen: int = 0

    def __add__(self, other: "BasisCounts") -> "BasisCounts":
        return BasisCounts(
            self.persons + other.persons,
            self.journeys + other.journeys,
            self.touches + other.touches,
            self.converted + other.converted,
            self.converted_seen + other.converted_seen,
        )

    @property
    def coverage(self) -> float | None:
        """Converted journeys that show an earlier touch ÷ converted journeys."""
        return self.converted_seen / self.converted if self.converted else None
