"""Events, items: one event as people read it, its words from the store, its place from the journeys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.events_rows import Place
from etappe.analysis.kpis_rows import values_of
from etappe.analysis.levels import stage_tables
from etappe.analysis.money import major
from etappe.analysis.scope import ResolvedScope
from etappe.base.messages import LANGUAGES, Language
from etappe.events.sides import canonical, word_of
from etappe.events.words import Side, Text
from etappe.journeys.columns import AFTER_FIRST, CONVERSION

SetAside = Literal["staff", "bot", "future", "repeated"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAFF, _BOT, _FUTURE = 1, 2, 4  # the store's flags of a row


@dataclass(frozen=True, slots=True)
class EventItem:
    """One event. `visit` and `journey` are numbered from 1 within the person, None outside of any.

    `value` is in major units of `currency`: the shop's when it could be converted, else the event's own.
    `set_aside` says why an event is in no figure of customers: it is staff's, a bot's, from the future, or
    tells again what another told. Such an event has no touchpoint, channel, visit, journey or stage.
    """

    event_id: str
    occurred_at: datetime
    name: str
    label: Mapping[Language, str]
    meaning: str
    side: Side
    touchpoint: str | None
    touchpoint_label: Mapping[Language, str] | None
    channel: str | None
    stage: str | None
    visit: int | None
    journey: int | None
    person: int | None
    conversion: bool
    value: Decimal | None
    currency: str | None
    source: str | None
    order: str | None
    product: str | None
    page: str | None
    title: str | None
    campaign: str | None
    device: str | None
    staff: str | None
    account: str | None
    set_aside: SetAside | None
    properties: Mapping[str, Any]


def items_of(
    resolved: ResolvedScope, places: Sequence[Place], rows: Sequence[Mapping[str, Any]]
) -> tuple[EventItem, ...]:
    """The events at these places, with their whole rows in the same order."""
    table = stage_tables(resolved.columns, resolved.model)
    return tuple(
        _item(resolved, table, place, row) for place, row in zip(places, rows, strict=True)
    )


def _item(
    resolved: ResolvedScope, table: NDArray[np.uint8], place: Place, row: Mapping[str, Any]
) -> EventItem:
    words = resolved.columns.words
    name = canonical(str(row["name"]), words)
    word = word_of(name, words)
    touch = _touch(resolved, table, place)
    value, currency = _money(resolved, place, row)
    return EventItem(
        event_id=str(row["event_id"]),
        occurred_at=_moment(place, row),
        name=name,
        label=_both(word.label, name),
        meaning=word.meaning or word.name,
        side=word.side,
        touchpoint=touch.touchpoint,
        touchpoint_label=touch.label,
        channel=touch.channel,
        stage=touch.stage,
        visit=place.visit,
        journey=place.journey,
        person=place.person,
        conversion=touch.conversion,
        value=value,
        currency=currency,
        source=row.get("source"),
        order=row.get("order_id"),
        product=row.get("product_id"),
        page=f"{row.get('host') or ''}{row.get('path') or ''}" or None,
        title=row.get("title"),
        campaign=row.get("utm_campaign"),
        device=row.get("device"),
        staff=row.get("staff"),
        account=row.get("account_id"),
        set_aside=None if place.shard is not None else _reason(row),
        properties=_properties(row.get("properties")),
    )


@dataclass(frozen=True, slots=True)
class _Touch:
    """What the columns say of an event that is a touch; nothing of one that is none."""

    touchpoint: str | None = None
    label: Mapping[Language, str] | None = None
    channel: str | None = None
    stage: str | None = None
    conversion: bool = False


def _touch(resolved: ResolvedScope, table: NDArray[np.uint8], place: Place) -> _Touch:
    shard, columns = place.shard, resolved.columns
    if shard is None:
        return _Touch()
    code, flags = int(shard.touchpoint[place.row]), shard.flags[place.row]
    touchpoint = columns.touchpoints[code]
    known = columns.words.touchpoints.get(touchpoint)
    stage = int(table[int(bool(flags & AFTER_FIRST)), code])
    stages = resolved.model.stages
    own = resolved.conversion_events
    event = int(shard.event[place.row])
    return _Touch(
        touchpoint,
        _both(known.name if known else {}, touchpoint),
        columns.channels[int(shard.channel[place.row])],
        stages[stage].key if stage < len(stages) else None,
        bool(flags & CONVERSION) if own is None else bool(own[event]),
    )


def _money(
    resolved: ResolvedScope, place: Place, row: Mapping[str, Any]
) -> tuple[Decimal | None, str | None]:
    """The value converted for the journeys, else as the event tells it in its own currency."""
    if place.shard is not None:
        value, has = values_of(place.shard, np.array([place.row]))
        if has[0]:
            currency = resolved.columns.currency
            return major(int(value[0]), currency), currency
    minor, currency = row.get("value"), row.get("currency") or resolved.columns.currency
    return (None, None) if minor is None else (major(int(minor), currency), currency)


def _moment(place: Place, row: Mapping[str, Any]) -> datetime:
    if place.shard is not None:
        return _EPOCH + timedelta(microseconds=int(place.shard.time_us[place.row]))
    moment: datetime = row["occurred_at"]
    return moment


def _reason(row: Mapping[str, Any]) -> SetAside:
    flags = int(row.get("flags") or 0)
    if flags & _STAFF:
        return "staff"
    if flags & _BOT:
        return "bot"
    return "future" if flags & _FUTURE else "repeated"


def _properties(given: object) -> Mapping[str, Any]:
    found = json.loads(given) if isinstance(given, str) and given else given
    return found if isinstance(found, Mapping) else {}


def _both(text: Text, name: str) -> Mapping[Language, str]:
    return {language: text.get(language) or name for language in LANGUAGES}
