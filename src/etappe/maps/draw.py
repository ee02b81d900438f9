"""Draw: the as-is map of a shop, computed from its columns. Every figure comes from one analysis or from cells."""

from dataclasses import dataclass, field

from etappe.analysis.kpis import KpisQuestion, kpis
from etappe.analysis.money import major
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.stages import Stages, StagesQuestion, stages
from etappe.base.messages import LANGUAGES, Language, say
from etappe.journeys.columns import Columns
from etappe.maps.cells import CellCounts, count_cells
from etappe.maps.filling import fill_lanes, source_of
from etappe.maps.value import Course, JourneyMap, MapStage, Outstanding, Uncharted
from etappe.maps.ways import spell
from etappe.maps.words import conversion_words

TOP_COURSES = 5
UNCHARTED: dict[str, tuple[str, ...]] = {
    "thoughts": ("conversations", "surveys"),
    "pains": ("conversations", "reviews"),
    "gains": ("surveys", "interviews"),
    "competition": ("interviews", "workshop"),
    "systems": ("workshop",),
    "staff": ("workshop",),
    "opportunities": ("workshop",),
}
"""Lanes that events cannot fill, and the sources that could."""


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """Which map? `loop` draws the same journeys as a cycle; None follows the stage model. `shop` is its title."""

    scope: Scope = field(default_factory=Scope)
    language: Language = "de"
    loop: bool | None = None
    shop: str = ""


def draw_map(columns: Columns, question: MapQuestion) -> JourneyMap:
    """The map as a value; `maps.svg.to_svg` draws it."""
    resolved = resolve_scope(columns, question.scope)
    staged = stages(columns, StagesQuestion(question.scope))
    figures = kpis(columns, KpisQuestion(question.scope))
    counts = count_cells(resolved)
    language, model = question.language, resolved.model
    return JourneyMap(
        kind="as-is",
        shop=question.shop or say("etappe.maps", "untitled", language),
        model=model.key,
        model_label=model.name.get(language, model.key),
        language=language,
        loop=model.loop if question.loop is None else question.loop,
        currency=columns.currency,
        conversion=resolved.conversion,
        conversion_label={
            each: conversion_words(columns.words, resolved.conversion, each) for each in LANGUAGES
        },
        stages=_stages(resolved, staged, language),
        courses=(courses := _courses(resolved, counts)),
        other_courses=_other(counts, courses),
        lanes=fill_lanes(resolved, staged, counts, language),
        uncharted=_uncharted(language),
        orders=staged.orders,
        value=staged.value,
        outside_orders=int(counts.orders[-1]),
        outside_value=major(int(counts.value[-1]), columns.currency),
        left=counts.ways.journeys - counts.ways.converted - counts.ways.running,
        converted=counts.ways.converted,
        open=counts.ways.running,
        purchase_seconds=figures.purchase_seconds_median,
        repurchase_rate=figures.repurchase_rate,
        outside=staged.outside.touches,
        outstanding=_outstanding(staged),
        basis=staged.basis,
    )


def _stages(resolved: ResolvedScope, staged: Stages, language: Language) -> tuple[MapStage, ...]:
    return tuple(
        MapStage(
            name=stage.key,
            label=stage.name.get(language) or stage.key,
            description=stage.description.get(language, ""),
            position=position,
            persons=figures.persons,
            touches=figures.touches,
            white="" if figures.touches else source_of(resolved, stage.key),
        )
        for position, (stage, figures) in enumerate(
            zip(resolved.model.stages, staged.stages, strict=True)
        )
    )


def _courses(resolved: ResolvedScope, counts: CellCounts) -> tuple[Course, ...]:
    """The most frequent courses, ties in the order of their numbers."""
    ways, keys = counts.ways, [stage.key for stage in resolved.model.stages]
    top = sorted(range(len(ways.codes)), key=lambda place: (-ways.counts[place], ways.codes[place]))
    return tuple(
        Course(
            stages=tuple(keys[at] for at in spell(int(ways.codes[place]), len(keys))),
            count=int(ways.counts[place]),
            share=int(ways.counts[place]) / ways.journeys,
            conversions=int(ways.conversions[place]),
        )
        for place in top[:TOP_COURSES]
    )


def _other(counts: CellCounts, shown: tuple[Course, ...]) -> Course:
    """All journeys that took another course, were longer or have no touch in the model."""
    journeys = counts.ways.journeys
    rest = journeys - sum(course.count for course in shown)
    bought = counts.ways.converted - sum(course.conversions for course in shown)
    return Course((), rest, rest / journeys if journeys else 0.0, bought)


def _outstanding(staged: Stages) -> Outstanding | None:
    found = staged.stops_most
    if found is None or not found.certain:
        return None
    return Outstanding(found.name, found.label, found.stops, found.share, found.typical)


def _uncharted(language: Language) -> tuple[Uncharted, ...]:
    return tuple(
        Uncharted(
            key,
            say("etappe.maps", key, language),
            say("etappe.maps", f"{key}_question", language),
            ", ".join(say("etappe.maps", f"source_{source}", language) for source in sources),
        )
        for key, sources in UNCHARTED.items()
    )
