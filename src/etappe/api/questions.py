"""The parameters that questions take over HTTP: names and meanings as on the command line."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

HTTP_LIMIT = 500
"""Edges and rows that an answer lists over HTTP at most; the rest is summed as other."""


class ScopeQuery(BaseModel):
    """What every question may be narrowed by."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: str = Field(
        "", alias="from", description="First day (2026-03-01, included) or time stamp."
    )
    to: str = Field("", description="Last day (included) or time stamp (excluded).")
    where: str = Field("", description="Condition, e.g. device = 'phone' and channel != 'email'.")
    conversion: str = Field("", description="The event that counts as converted.")
    stages: str = Field("", description="Key of the stage model.")
    digital: bool = Field(False, description="Only digital touchpoints.")

    def given(self) -> dict[str, Any]:
        """The parameters that were given, by their outside names."""
        return self.model_dump(by_alias=True, exclude_unset=True)


UNITS: list[JsonValue] = ["visit", "journey", "person", "account"]


def _unit(default: str) -> Any:
    """A unit; a wrong one is refused by the question itself, with the same words as at the terminal."""
    return Field(default, json_schema_extra={"enum": UNITS})


class FlowQuery(ScopeQuery):
    """Flow: what follows what."""

    level: str = Field("event", description="event, touchpoint, page, channel, stage, property …")
    within: str = _unit("visit")
    collapse: bool = Field(False, description="A run of equal names counts as one touch.")
    limit: int = Field(HTTP_LIMIT, ge=1, le=HTTP_LIMIT)


class FunnelQuery(ScopeQuery):
    """Funnel: how many take each step, and where they stop."""

    steps: list[str] = Field(min_length=1, max_length=20, description="Names in order.")
    within: str = Field("7d", description="Time from the first to the last step.")
    per: str = _unit("person")
    level: str = "event"
    by: str = Field("", description="One funnel for each value of this property.")
    every: str = Field(
        "",
        json_schema_extra={"enum": ["", "day", "week", "month"]},
        description="The course by day, week (from Monday) or month of the first step.",
    )
    compare: str = Field(
        "",
        json_schema_extra={"enum": ["", "previous", "year"]},
        description="Beside the period just before, or a year ago.",
    )
    compare_from: str = Field("", description="Or beside any other period: its first day.")
    compare_to: str = Field("", description="Last day of the period to compare with.")


class PathsQuery(ScopeQuery):
    """Paths: the most frequent courses."""

    level: str = "event"
    per: str = _unit("visit")
    after: str = ""
    before: str = ""
    steps: int = Field(10, ge=1, le=50)
    top: int = Field(50, ge=1, le=HTTP_LIMIT)
    collapse: bool = Field(False, description="A run of equal names counts as one touch.")


class CalendarQuery(ScopeQuery):
    """What each day, week or month holds."""

    every: str = Field("week", json_schema_extra={"enum": ["day", "week", "month"]})


class SearchesQuery(ScopeQuery):
    """What is searched for in the shop."""

    term: str = Field("", max_length=200, description="Also what followed where it found nothing.")
    top: int = Field(50, ge=1, le=HTTP_LIMIT)


class EventsQuery(ScopeQuery):
    """The time line of a person, or the newest events of the shop."""

    person: str = ""
    limit: int = Field(100, ge=1, le=1000)
    cursor: str = ""
