"""Person: one person's page as one answer: who they are, what they did and got, visit by visit, order by order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from etappe.analysis.account_values import PersonAccount
from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.events import ArrivalsOf, RowsOf, nobody, places_known
from etappe.analysis.events_items import EventItem, items_of
from etappe.analysis.events_orders import by_staff
from etappe.analysis.events_rows import Place
from etappe.analysis.kpis_orders import order_books
from etappe.analysis.money import major
from etappe.analysis.people_keys import KnownBy, PersonKey, ShownKey, by_strength, known_by, shown
from etappe.analysis.people_rows import PersonFigures, figures_of
from etappe.analysis.period import zone_of
from etappe.analysis.person_journeys import PersonJourney, journeys_of
from etappe.analysis.person_orders import PersonOrder, orders_of_person
from etappe.analysis.person_segments import HeldBy, NamedCondition, held_by
from etappe.analysis.person_timeline import TimelineEntry, timeline_of
from etappe.analysis.person_traits import Trait, traits_of, veiled
from etappe.analysis.person_words import sentence_of
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.base.clock import moment_of
from etappe.base.messages import Language
from etappe.journeys.columns import Columns, Shard

MOST = 1_000
"""Events of a page at most: the latest."""


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """Who is this? `person` is the person's number; of the scope only `stages` and `conversion` matter.

    `opened`: personal keys and properties are shown as they are, else masked.
    """

    scope: Scope = field(default_factory=Scope)
    person: int = -1
    opened: bool = False


@dataclass(frozen=True, slots=True)
class UsedDevice:
    """A device (or channel) and how many of the person's visits came by it."""

    name: str
    visits: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that is known of one person.

    `known` is the strongest key (masked unless `opened`), `called` the name the person gave. `value` is what was
    ordered, `net` after what was given back. `stage` is that of the latest journey, which still runs if
    `running`. `left_out` earlier events are not on this page. `accounts` are the companies
    they belong to.
    """

    person: int
    known: str | None
    known_by: KnownBy
    called: str | None
    opened: bool
    first_seen: str | None
    last_seen: str | None
    visits: int
    touches: int
    orders: int
    value: Decimal
    refunded: Decimal
    net: Decimal
    currency: str
    model: str
    stage: str | None
    stage_label: Mapping[Language, str] | None
    running: bool
    devices: tuple[UsedDevice, ...]
    channels: tuple[UsedDevice, ...]
    accounts: tuple[PersonAccount, ...]
    keys: tuple[ShownKey, ...]
    traits: tuple[Trait, ...]
    segments: tuple[HeldBy, ...]
    journeys: tuple[PersonJourney, ...]
    timeline: tuple[TimelineEntry, ...]
    left_out: int
    basis: Basis

    def sentence(self, language: Language) -> str:
        """Who this is: the latest order from the first contact to the doorbell, else what is known."""
        return sentence_of(self, language)


def person(
    columns: Columns,
    question: PersonQuestion,
    keys: Sequence[PersonKey],
    rows_of: RowsOf,
    arrivals_of: ArrivalsOf | None = None,
    segments: Sequence[NamedCondition] = (),
    accounts: Sequence[PersonAccount] = (),
) -> PersonPage:
    """Answer a PersonQuestion; `accounts` are the companies they belong to. NotFound for a person nobody knows."""
    resolved = resolve_scope(columns, question.scope)
    places = places_known(resolved, question.person, arrivals_of)
    if places is None:
        raise nobody(question.person)
    latest = _latest(places)
    rows = rows_of(np.array([place.seq for place in latest], np.int64))
    items = items_of(resolved, latest, rows)
    kept = [place for place in latest if place.shard is not None]
    shard, place = _home(kept)
    figures, journeys, held = _figures(resolved, shard, place, segments)
    mine = [veiled(item, question.opened) for item in items if item.set_aside != "repeated"]
    return _page(
        resolved, question, keys,
        figures=figures, journeys=journeys, held=held, items=mine,
        traits=traits_of(items, rows, question.opened),
        accounts=tuple(accounts),
        refunded=_refunded(resolved, shard, place),
        left_out=len(places) - len(latest),
        counts=BasisCounts(
            persons=int(shard is not None),
            journeys=len(journeys),
            touches=sum(one.shard is not None for one in places),
        ),
    )  # fmt: skip


def _latest(places: Sequence[Place]) -> list[Place]:
    """The last MOST of them in row order (those set aside stand behind)."""
    return list(places[-MOST:])


def _home(places: Sequence[Place]) -> tuple[Shard | None, int]:
    """The shard that holds the person, and the place in it; nowhere for one whose every event is set aside."""
    if not places or places[0].shard is None or places[0].person is None:
        return None, -1
    shard = places[0].shard
    return shard, int(np.searchsorted(shard.persons, places[0].person))


def _figures(
    resolved: ResolvedScope, shard: Shard | None, place: int, segments: Sequence[NamedCondition]
) -> tuple[PersonFigures | None, tuple[PersonJourney, ...], tuple[HeldBy, ...]]:
    if shard is None:
        return None, (), ()
    columns = resolved.columns
    number = next(at for at, one in enumerate(columns.shards) if one is shard)
    (figures,) = figures_of(columns, [number], [place], resolved.model)
    held = held_by(columns, resolved.model, segments, shard, place)
    return figures, journeys_of(resolved, shard, place), held


def _refunded(resolved: ResolvedScope, shard: Shard | None, place: int) -> int:
    """What was given back to the person, by the same book as the shop's KPIs."""
    if shard is None:
        return 0
    book = order_books(resolved.columns)(shard, None)
    return int(book.back_value[book.back_person == place].sum())


def _page(
    resolved: ResolvedScope,
    question: PersonQuestion,
    keys: Sequence[PersonKey],
    *,
    figures: PersonFigures | None,
    journeys: tuple[PersonJourney, ...],
    held: tuple[HeldBy, ...],
    items: Sequence[EventItem],
    traits: tuple[Trait, ...],
    accounts: tuple[PersonAccount, ...],
    refunded: int,
    left_out: int,
    counts: BasisCounts,
) -> PersonPage:
    columns = resolved.columns
    orders = _orders(columns, items)
    timeline = timeline_of(items, orders, columns.words)
    known = known_by(keys, question.opened)
    stage = figures.stage if figures else None
    return PersonPage(
        person=question.person,
        known=known.shown,
        known_by=known.kind,
        called=next((trait.value for trait in traits if trait.name in _NAMES), None),
        opened=question.opened,
        first_seen=figures.first_seen if figures else None,
        last_seen=figures.last_seen if figures else None,
        visits=figures.visits if figures else 0,
        touches=counts.touches,
        orders=figures.orders if figures else 0,
        value=major(figures.value if figures else 0, columns.currency),
        refunded=major(refunded, columns.currency),
        net=major((figures.value if figures else 0) - refunded, columns.currency),
        currency=columns.currency,
        model=resolved.model.key,
        stage=stage.key if stage else None,
        stage_label=stage.name if stage else None,
        running=bool(figures and figures.running),
        devices=_used(timeline, "device"),
        channels=_used(timeline, "channel"),
        accounts=accounts,
        keys=tuple(shown(key, question.opened) for key in by_strength(keys)),
        traits=traits,
        segments=held,
        journeys=journeys,
        timeline=timeline,
        left_out=left_out,
        basis=resolved.basis(counts, "person"),
    )


_NAMES = ("name", "first_name", "firstname", "vorname")
"""Properties that say what a person is called."""


def _orders(columns: Columns, items: Sequence[EventItem]) -> tuple[PersonOrder, ...]:
    counting = [item for item in items if item.set_aside is None or by_staff(item)]
    return orders_of_person(counting, zone_of(columns.zone), moment_of(columns.last_us))


def _used(timeline: Sequence[TimelineEntry], what: str) -> tuple[UsedDevice, ...]:
    """The devices or channels of visits, the most used first."""
    seen = Counter(getattr(entry, what) for entry in timeline if entry.kind == "visit")
    return tuple(UsedDevice(name, visits) for name, visits in seen.most_common() if name)
