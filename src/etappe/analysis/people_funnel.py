"""People of a funnel: who reached a step, and who was lost before it."""

from collections.abc import Mapping

from etappe.analysis.errors import unknown
from etappe.analysis.funnel import FunnelQuestion, FunnelTries, funnel_tries
from etappe.analysis.funnel_by import grouping
from etappe.analysis.funnel_course import calendar_of, part_of_units
from etappe.analysis.funnel_words import where_said
from etappe.analysis.people_group import Group, Mask, Part, only_name, persons_of, words
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

PARTS = ("reached", "lost")


def funnel_group(columns: Columns, asked: FunnelQuestion, part: Part) -> Group:
    """Who got to step `part.step` (`reached`), or to the one before and not to it (`lost`)."""
    found = funnel_tries(columns, asked)
    step = _step(asked, part)
    depths = [one.reached for one in found.tries]
    masks = [depth >= step if part.name == "reached" else depth == step - 1 for depth in depths]
    if part.value:
        masks = [mask & own for mask, own in zip(masks, _of_value(found, part), strict=True)]
    if part.names:
        masks = [mask & own for mask, own in zip(masks, _of_day(asked, found, part), strict=True)]
    chosen = [(one.items.selection, mask) for one, mask in zip(found.tries, masks, strict=True)]
    return Group(
        members=persons_of(columns, asked.per, chosen),
        count=sum(int(mask.sum()) for mask in masks),
        unit=asked.per,
        says=_says(asked, found, part, step),
        resolved=found.resolved,
    )


def _says(
    asked: FunnelQuestion, found: FunnelTries, part: Part, step: int
) -> Mapping[Language, str]:
    level = found.level

    def figures(language: Language) -> dict[str, str]:
        before = asked.steps[step - 2] if step > 1 else ""
        return {
            "name": level.label(asked.steps[step - 1])[language],
            "before": level.label(before)[language] if before else "",
            "value": f" {_group(asked, found, part.value, language)}" if part.value else "",
        }

    return words("lost_first" if part.name == "lost" and step == 1 else part.name, figures)


def _group(asked: FunnelQuestion, found: FunnelTries, value: str, language: Language) -> str:
    """The group that the funnel is split into, as the funnel's own sentence says it."""
    label = found.by.label(value)[language] if found.by else value
    return where_said(asked.by, value, label, language)


def _step(asked: FunnelQuestion, part: Part) -> int:
    if part.step is not None and 1 <= part.step <= len(asked.steps):
        return part.step
    raise BadInput(
        f"step: {part.step} is no step of this funnel.",
        next_step=f"Write a whole number from 1 to {len(asked.steps)}.",
        field="step",
    )


def _of_value(found: FunnelTries, part: Part) -> list[Mask]:
    """By shard: which units belong to the group that the funnel is split into."""
    if found.by is None:
        raise BadInput(
            f"value: this funnel is not split, so it has no {part.value!r}.",
            next_step="Name the property in q, for example by=device.",
            field="value",
        )
    groups = grouping(found.by, found.tries)
    if part.value not in groups.names:
        raise unknown("value", part.value, groups.names)
    place = groups.names.index(part.value)
    return [places == place for places in groups.places]


def _of_day(asked: FunnelQuestion, found: FunnelTries, part: Part) -> list[Mask]:
    """By shard: which units' tries begin in the day, week or month that begins on this day."""
    (day,) = only_name(part)
    calendar = calendar_of(found.resolved, asked.every)
    begins = [begin for begin, _, _ in calendar.parts]
    if day not in begins:
        raise unknown("name", day, begins)
    bounds = found.resolved.period.bounds()
    return [part_of_units(one, calendar, bounds) == begins.index(day) for one in found.tries]
