"""Person, segments: which saved conditions hold one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from etappe.analysis.people_rows import rows_of_person
from etappe.analysis.where import parse_where
from etappe.analysis.where_columns import check_names, prepare, touches_kept
from etappe.base.errors import BadInput
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns, Shard


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A saved segment: its key, what people call it, its condition."""

    key: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A segment that holds the person."""

    key: str
    name: str


def held_by(
    columns: Columns,
    model: StageModel,
    segments: Sequence[NamedCondition],
    shard: Shard,
    place: int,
) -> tuple[HeldBy, ...]:
    """The segments that keep any touch of the person. One whose property is gone holds nobody."""
    rows = rows_of_person(shard, place)
    found = []
    for segment in segments:
        try:
            condition = parse_where(segment.where)
            check_names(columns, condition)
        except BadInput:
            continue
        ground = prepare(columns, model, condition, False)
        if touches_kept(ground, shard, condition)[rows].any():
            found.append(HeldBy(segment.key, segment.name))
    return tuple(found)
