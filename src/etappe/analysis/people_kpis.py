"""People of a KPI: who stands behind each count, and behind the numerator of each rate."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from etappe.analysis.errors import unknown
from etappe.analysis.kpis import KpisQuestion
from etappe.analysis.kpis_carts import Carts, carts_of
from etappe.analysis.kpis_customers import Customers, customers_of
from etappe.analysis.kpis_facts import active_persons, in_period, state_at
from etappe.analysis.kpis_orders import OrderBook, order_books
from etappe.analysis.kpis_rows import Mask, Rows, keeper, person_of, place_of, rows_of
from etappe.analysis.levels import resolve_level
from etappe.analysis.people_group import Group, Part, member_mask, only_name, words
from etappe.analysis.run import each
from etappe.analysis.scope import ResolvedScope, resolve_scope
from etappe.analysis.selection import Selection, selector
from etappe.analysis.stages_counts import converted_journeys
from etappe.base.messages import Language
from etappe.events.sides import word_of
from etappe.journeys.columns import IN_VISIT, Columns, Shard


@dataclass(frozen=True, slots=True)
class Ground:
    """One shard as the parts look at it; `select` gives its persons, visits or journeys."""

    shard: Shard
    resolved: ResolvedScope
    kept: Mask | None
    select: Callable[[str], Selection]
    book: Callable[[], OrderBook]
    carts: Callable[[], Carts]
    channel: int

    def goals(self) -> Rows:
        """The rows that convert, whatever their time."""
        return rows_of(self.shard, self.resolved.converts(self.shard), self.kept)

    def goals_now(self) -> Rows:
        """Those of the period."""
        goals = self.goals()
        return goals[in_period(self.resolved, self.shard.time_us[goals])]

    def customers(self) -> Customers:
        """The customers at the period's end."""
        return customers_of(self.book(), *state_at(self.resolved))


def kpis_group(columns: Columns, asked: KpisQuestion, part: Part) -> Group:
    """Who is counted by the figure `part.name` of `kpis`; `source` parts name a channel."""
    resolved = resolve_scope(columns, asked.scope)
    channel, name = _channel(columns, part)
    find, unit = _FINDERS[part.name]
    grounds = _grounds(resolved, channel)
    places = each(columns.shards, lambda shard: find(grounds(shard)))
    level = resolve_level(columns, "channel", resolved.model)

    def figures(language: Language) -> dict[str, str]:
        return {
            "name": level.label(name)[language] if name else "",
            "conversion": word_of(resolved.conversion, columns.words).label[language],
        }

    return Group(
        members=tuple(
            member_mask(shard, found) for shard, found in zip(columns.shards, places, strict=True)
        ),
        count=sum(map(len, places)),
        unit=unit,
        says=words(f"kpi_{part.name}", figures),
        resolved=resolved,
    )


def _channel(columns: Columns, part: Part) -> tuple[int, str]:
    if not part.name.startswith("source"):
        return -1, ""
    (name,) = only_name(part)
    if name not in columns.channels:
        raise unknown("name", name, columns.channels)
    return columns.channels.index(name), name


def _grounds(resolved: ResolvedScope, channel: int) -> Callable[[Shard], Ground]:
    selectors = {unit: selector(resolved, unit) for unit in ("person", "visit", "journey")}
    keep, books = keeper(resolved), order_books(resolved.columns)
    carts = carts_of(resolved.columns)

    def ground(shard: Shard) -> Ground:
        kept = keep(shard)
        return Ground(
            shard=shard,
            resolved=resolved,
            kept=kept,
            select=lambda unit: selectors[unit](shard),
            book=lambda: books(shard, kept),
            carts=lambda: carts(shard, kept, resolved),
            channel=channel,
        )

    return ground


def _active(ground: Ground) -> Rows:
    shard = ground.shard
    found = active_persons(shard, ground.resolved, ground.kept)
    return shard.person.person[found].astype(np.int64)


def _everybody(unit: str) -> Callable[[Ground], Rows]:
    return lambda ground: ground.select(unit).person.astype(np.int64)


def _orders(ground: Ground) -> Rows:
    book = ground.book()
    now: Rows = book.person[in_period(ground.resolved, book.time_us)]
    return now


def _returned(ground: Ground) -> Rows:
    book = ground.book()
    back: Rows = book.person[in_period(ground.resolved, book.time_us) & book.returned]
    return back


def _converted(ground: Ground) -> Rows:
    """Visits that begin in the period and hold a conversion."""
    shard, selection = ground.shard, ground.select("visit")
    holds = np.zeros(len(shard.visit) + 1, np.bool_)
    holds[place_of(shard.visit, ground.goals())] = True  # -1, outside of visits, is the place more
    return selection.person[holds[selection.unit]].astype(np.int64)


def _journeys_converted(ground: Ground) -> Rows:
    """Journeys that are over and hold a conversion: the numerator of the rate per journey."""
    shard, selection = ground.shard, ground.select("journey")
    won = converted_journeys(selection, ground.resolved.converts(shard), ground.resolved)
    found: Rows = selection.person[won & ~shard.journey_open[selection.unit]].astype(np.int64)
    return found


def _active_converted(ground: Ground) -> Rows:
    """Persons active in the period who converted in it: the numerator of the rate per person."""
    return np.intersect1d(_active(ground), _conversions(ground))


def _conversions(ground: Ground) -> Rows:
    return person_of(ground.shard, ground.goals_now())


def _source(ground: Ground) -> Rows:
    shard, selection = ground.shard, ground.select("visit")
    channel = shard.channel[shard.visit.starts[selection.unit]]
    found: Rows = selection.person[channel == ground.channel].astype(np.int64)
    return found


def _source_conversions(ground: Ground) -> Rows:
    shard, goals = ground.shard, ground.goals_now()
    inside = (shard.flags[goals] & IN_VISIT) != 0
    return person_of(shard, goals[inside & (shard.channel[goals] == ground.channel)])


def _carts(ground: Ground) -> Rows:
    return ground.shard.journey.person[ground.carts().journey].astype(np.int64)


def _abandoned(ground: Ground) -> Rows:
    carts = ground.carts()
    return ground.shard.journey.person[carts.journey[~carts.ordered]].astype(np.int64)


def _customers(ground: Ground) -> Rows:
    return ground.customers().person


def _repeat(ground: Ground) -> Rows:
    found = ground.customers()
    again: Rows = found.person[found.old & found.soon]
    return again


def _again(ground: Ground) -> Rows:
    found = ground.customers()
    twice: Rows = found.person[found.again]
    return twice


_FINDERS: dict[str, tuple[Callable[[Ground], Rows], str]] = {
    "persons": (_everybody("person"), "person"),
    "active_persons": (_active, "person"),
    "visits": (_everybody("visit"), "visit"),
    "journeys": (_everybody("journey"), "journey"),
    "orders": (_orders, "order"),
    "orders_returned": (_returned, "order"),
    "converted": (_converted, "visit"),
    "journeys_converted": (_journeys_converted, "journey"),
    "active_converted": (_active_converted, "person"),
    "conversions": (_conversions, "conversion"),
    "carts": (_carts, "journey"),
    "carts_abandoned": (_abandoned, "journey"),
    "customers": (_customers, "person"),
    "repeat": (_repeat, "person"),
    "repeat_naive": (_again, "person"),
    "source": (_source, "visit"),
    "source_conversions": (_source_conversions, "conversion"),
}
"""The finder gives the person of every unit counted, one entry a unit, and what those units are."""

PARTS = tuple(_FINDERS)
