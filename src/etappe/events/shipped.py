"""The words that ship with Etappe: taxonomy, aliases, touchpoints, rules, channels, stage models."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from etappe.events.datafiles import both, documents, table
from etappe.events.words import (
    Channel,
    EventWord,
    Ownership,
    Part,
    Place,
    Side,
    Stage,
    StageModel,
    Text,
    Touchpoint,
    TouchpointRule,
    Words,
)

MODEL_ORDER = (
    "aida",
    "accra",
    "mapping_5",
    "ecommerce_5",
    "faq_5",
    "discover_5",
    "b2b_4",
    "hubspot_7",
    "aida_plus_2",
    "three_part",
    "sales_funnel",
)
"""The order in which the shipped models are offered."""


@cache
def shipped_words() -> Words:
    """All words as they ship, read once from the data files; never changed, only laid over."""
    return Words(
        events={word.name: word for word in _events()},
        aliases={row["alias"]: row["name"] for row in table("aliases")},
        touchpoints={touchpoint.key: touchpoint for touchpoint in _touchpoints()},
        rules=tuple(TouchpointRule(**row) for row in table("rules")),
        channels={channel.key: channel for channel in _channels()},
        models={model.key: model for model in _models()},
    )


@cache
def moments() -> Mapping[str, str]:
    """Touchpoint → the moment of a purchase it serves.

    Moments are finer than parts and exist in the data files alone: a shipped stage model says which moments
    make up each of its stages, and so covers every shipped touchpoint.
    """
    return {row["key"]: row["moment"] for row in table("touchpoints")}


@cache
def kinds(kind: str) -> Mapping[str, Text]:
    """Names of the shipped `team` and `content` keys, in both languages."""
    return {row["key"]: both(row) for row in table("kinds") if row["kind"] == kind}


def _events() -> Iterator[EventWord]:
    standard = {row["name"]: _event(row) for row in table("events")}
    yield from standard.values()
    for row in table("synonyms"):
        yield replace(standard[row["meaning"]], name=row["name"], meaning=row["meaning"])


def _event(row: dict[str, str]) -> EventWord:
    return EventWord(
        name=row["name"],
        label=both(row),
        side=cast(Side, row["side"]),
        place=cast(Place, row["place"]),
        touchpoint=row["touchpoint"],
        conversion_only=row["conversion_only"] == "yes",
    )


def _touchpoints() -> Iterator[Touchpoint]:
    for row in table("touchpoints"):
        yield Touchpoint(
            key=row["key"],
            name=both(row),
            part=cast(Part, row["part"]),
            channel=row["channel"],
            digital=row["digital"] == "yes",
            direct=row["direct"] == "yes",
            ownership=cast(Ownership, row["ownership"]),
            content=row["content"],
            purpose=both(row, "purpose_"),
            team=row["team"],
        )


def _channels() -> Iterator[Channel]:
    for row in table("channels"):
        yield Channel(
            key=row["key"],
            name=both(row),
            digital=row["digital"] == "yes",
            ownership=cast(Ownership, row["ownership"]),
            certain=row["certain"] == "yes",
        )


def _models() -> Iterator[StageModel]:
    found = {str(data["key"]): data for data in documents("models")}
    for key in [key for key in MODEL_ORDER if key in found]:
        yield _model(found[key])


def _model(data: Mapping[str, Any]) -> StageModel:
    return StageModel(
        key=data["key"],
        name=data["name"],
        stages=tuple(Stage(**stage) for stage in data["stages"]),
        before=_stage_of_touchpoints(data["before"]),
        after=_stage_of_touchpoints(data["after"]),
        description=data["description"],
        loop=data["loop"],
    )


def _stage_of_touchpoints(moments_of: Mapping[str, list[str]]) -> Mapping[str, str]:
    """From 'stage = [moments]' to 'touchpoint → stage'; what is listed as outside has no stage."""
    stage_of = {moment: stage for stage, listed in moments_of.items() for moment in listed}
    pairs = ((key, stage_of[moment]) for key, moment in moments().items())
    return {key: stage for key, stage in pairs if stage != "outside"}
