"""People, rows: what a list says of each person on its page, read from the person's own rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import extra_words, stage_tables
from etappe.analysis.money import major
from etappe.analysis.people_keys import KnownBy, PersonKey, known_by
from etappe.analysis.period import iso
from etappe.base.messages import LANGUAGES, Language
from etappe.events.words import Stage, StageModel
from etappe.journeys.columns import AFTER_FIRST, CONVERSION, SHOP_SIDE, Columns, Shard, Units

_DEVICE = "device"


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """All that is known of one person in a few figures; `value` in minor units of the shop's currency."""

    first_seen: str | None
    last_seen: str | None
    visits: int
    journeys: int
    orders: int
    value: int
    devices: tuple[str, ...]
    stage: Stage | None
    running: bool
    last_touch: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `known` is the strongest key, masked; None where only its hash is known (`known_by` says what).

    Figures are of all that is known of the person, whatever the scope. `stage` is that of the latest
    journey, `running` says whether it still is. Moments are of the person's own touches; None without any.
    """

    person: int
    known: str | None
    known_by: KnownBy
    first_seen: str | None
    last_seen: str | None
    visits: int
    journeys: int
    orders: int
    value: Decimal
    devices: tuple[str, ...]
    stage: str | None
    stage_label: Mapping[Language, str] | None
    running: bool
    last_touch: str | None
    last_touch_label: Mapping[Language, str] | None


def figures_of(
    columns: Columns, shards: Sequence[int], places: Sequence[int], model: StageModel
) -> list[PersonFigures]:
    """The figures of the persons at these places of these shards."""
    table = stage_tables(columns, model)
    words = extra_words(columns, _DEVICE) if _DEVICE in columns.known_properties else None
    return [
        _figures(columns, columns.shards[number], place, (table, model), words)
        for number, place in zip(shards, places, strict=True)
    ]


def row_of(
    columns: Columns, person: int, figures: PersonFigures, keys: Sequence[PersonKey]
) -> PersonRow:
    """The row of a list: figures with the strongest key, masked."""
    known = known_by(keys)
    touch = columns.words.touchpoints.get(figures.last_touch or "")
    return PersonRow(
        person=person,
        known=known.shown,
        known_by=known.kind,
        first_seen=figures.first_seen,
        last_seen=figures.last_seen,
        visits=figures.visits,
        journeys=figures.journeys,
        orders=figures.orders,
        value=major(figures.value, columns.currency),
        devices=figures.devices,
        stage=figures.stage.key if figures.stage else None,
        stage_label=figures.stage.name if figures.stage else None,
        running=figures.running,
        last_touch=figures.last_touch,
        last_touch_label=(
            {
                one: (touch.name.get(one) if touch else None) or figures.last_touch
                for one in LANGUAGES
            }
            if figures.last_touch
            else None
        ),
    )


def rows_of_person(shard: Shard, place: int) -> slice:
    """The person's touches in row order."""
    unit = int(np.searchsorted(shard.person.person, place))
    start = int(shard.own_starts[place])
    return slice(start, start + int(shard.person.ends[unit] - shard.person.starts[unit]))


def units_of_person(units: Units, place: int) -> slice:
    """The person's visits or journeys among the shard's."""
    low, high = np.searchsorted(units.person, (place, place + 1))
    return slice(int(low), int(high))


def stage_now(
    shard: Shard, place: int, table: NDArray[np.uint8], model: StageModel
) -> tuple[Stage | None, bool]:
    """The last stage of the person's latest journey, and whether that journey still runs."""
    journeys = units_of_person(shard.journey, place)
    if journeys.start == journeys.stop:
        return None, False
    latest = journeys.stop - 1
    rows = slice(int(shard.journey.starts[latest]), int(shard.journey.ends[latest]))
    after = ((shard.flags[rows] & AFTER_FIRST) != 0).astype(np.intp)
    stages = table[after, shard.touchpoint[rows]]
    inside = stages[stages < len(model.stages)]
    stage = model.stages[int(inside[-1])] if len(inside) else None
    return stage, bool(shard.journey_open[latest])


def _figures(
    columns: Columns,
    shard: Shard,
    place: int,
    staging: tuple[NDArray[np.uint8], StageModel],
    devices: tuple[str | None, ...] | None,
) -> PersonFigures:
    rows = rows_of_person(shard, place)
    flags, times = shard.flags[rows], shard.time_us[rows]
    own = np.flatnonzero((flags & SHOP_SIDE) == 0)
    orders = np.flatnonzero((flags & CONVERSION) != 0) + rows.start
    visits, journeys = (units_of_person(units, place) for units in (shard.visit, shard.journey))
    stage, running = stage_now(shard, place, *staging)
    last = own[np.argmax(times[own])] if len(own) else None
    return PersonFigures(
        first_seen=iso(int(times[own].min())) if len(own) else None,
        last_seen=iso(int(times[own].max())) if len(own) else None,
        visits=visits.stop - visits.start,
        journeys=journeys.stop - journeys.start,
        orders=len(orders),
        value=int(values_of(shard, orders)[0].sum()),
        devices=_words(shard, rows, devices),
        stage=stage,
        running=running,
        last_touch=None
        if last is None
        else columns.touchpoints[int(shard.touchpoint[rows.start + int(last)])],
    )


def _words(shard: Shard, rows: slice, words: tuple[str | None, ...] | None) -> tuple[str, ...]:
    """The distinct devices, in order of their first use."""
    if words is None:
        return ()
    codes = dict.fromkeys(shard.extra(_DEVICE).codes[rows].tolist())
    return tuple(word for code in codes if (word := words[code]))
