"""A hand-made shop: persons as lists of touches, cut as the test says, into any number of shards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from etappe.events.words import Channel, EventWord, Stage, StageModel, Touchpoint, Words
from etappe.journeys.columns import (
    AFTER_FIRST,
    CONVERSION,
    IN_JOURNEY,
    IN_VISIT,
    VISIT_START,
    Columns,
    Extra,
    Shard,
    StaffOrders,
    Units,
)

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
START_US = 1_772_000_000 * SECOND  # 25 February 2026, 06:13:20 UTC

MODEL = StageModel(
    key="three",
    name={"de": "Drei Phasen", "en": "Three stages"},
    stages=(
        Stage("before", {"de": "vor dem Kauf", "en": "before"}),
        Stage("buying", {"de": "Kauf", "en": "buying"}),
        Stage("after", {"de": "nach dem Kauf", "en": "after"}),
    ),
    before={"home": "before", "view_item": "before", "add_to_cart": "buying", "purchase": "buying"},
    after={"home": "after", "view_item": "after", "purchase": "after"},
)


@dataclass(frozen=True, slots=True)
class Touch:
    """`at` seconds after the start; `visit` and `journey` are any labels of the person, None = outside."""

    event: str
    at: float
    visit: object = 0
    journey: object = 0
    value: int | None = None
    channel: str = "direct"
    extra: Mapping[str, str] = field(default_factory=dict)


def shop(
    persons: Sequence[Sequence[Touch]],
    *,
    shards: int = 1,
    zone: str = "UTC",
    open_journeys: bool = False,
    assign: Sequence[int] | None = None,
    analogue: Sequence[str] = (),
    accounts: Sequence[Sequence[Touch]] = (),
    currency: str = "EUR",
) -> Columns:
    """The columns of these persons; `assign` says which shard each goes to (else round robin)."""
    touches = [touch for person in (*persons, *accounts) for touch in person]
    events = tuple(dict.fromkeys(touch.event for touch in touches))
    channels = tuple(dict.fromkeys(touch.channel for touch in touches))
    names = tuple(sorted({name for touch in touches for name in touch.extra}))
    words = {name: _words(name, touches) for name in names}
    place = assign or [index % shards for index in range(len(persons))]
    times = [START_US + round(touch.at * SECOND) for touch in touches]
    seqs = _arrivals(persons)
    return Columns(
        shards=tuple(
            _shard(
                [(i, persons[i], seqs[i]) for i in range(len(persons)) if place[i] == number],
                events, channels, words, open_journeys,
            )
            for number in range(shards)
        ),
        account_shards=(
            (_shard([(i, a, None) for i, a in enumerate(accounts)], events, channels, words, False),)
            if accounts
            else ()
        ),
        events=events,
        touchpoints=events,
        channels=channels,
        words=_vocabulary(events, channels, analogue),
        currency=currency,
        zone=zone,
        first_us=min(times, default=0),
        last_us=max(times, default=0),
        seq=len(touches),
        staff_orders=StaffOrders(np.empty(0, np.int64), np.empty(0, np.int64)),
        counts={"touches": len(touches), "persons": len(persons)},
        known_properties=names,
    )  # fmt: skip


def _vocabulary(events: Sequence[str], channels: Sequence[str], analogue: Sequence[str]) -> Words:
    return Words(
        events={
            name: EventWord(name, {"de": f"{name} (de)", "en": f"{name} (en)"}) for name in events
        },
        aliases={"Order Completed": "purchase", "Product Added": "add_to_cart"},
        touchpoints={
            name: Touchpoint(name, {"de": name, "en": name}, digital=name not in analogue)
            for name in events
        },
        rules=(),
        channels={name: Channel(name, {"de": name, "en": name}) for name in channels},
        models={"three": MODEL},
        conversions=("purchase", "sign_up"),
        model="three",
    )


def _words(name: str, touches: Sequence[Touch]) -> tuple[str | None, ...]:
    return (None, *dict.fromkeys(touch.extra[name] for touch in touches if name in touch.extra))


def _arrivals(persons: Sequence[Sequence[Touch]]) -> list[list[int]]:
    seqs, at = [], 1
    for person in persons:
        seqs.append(list(range(at, at + len(person))))
        at += len(person)
    return seqs


_Row = tuple[int, Touch, int, int]
"""The place of its person in the shard, the touch, its seq, and where it stands."""


def _shard(
    members: Sequence[tuple[int, Sequence[Touch], Sequence[int] | None]],
    events: Sequence[str],
    channels: Sequence[str],
    words: Mapping[str, tuple[str | None, ...]],
    open_journeys: bool,
) -> Shard:
    rows: list[_Row] = []
    repeats: list[_Row] = []
    units: dict[str, list[tuple[int, int, int]]] = {"person": [], "visit": [], "journey": []}
    flags: list[int] = []
    converted: list[int] = []
    own_starts: list[int] = []
    for place, (_, person, seq) in enumerate(members):
        seqs = seq or list(range(1, len(person) + 1))
        ordered = sorted(
            enumerate(person),
            key=lambda item: (
                item[1].journey is not None,
                _first(person, "journey", item[1]),
                _first(person, "visit", item[1]),
                item[1].at,
                item[0],
            ),
        )
        start = len(rows)
        own_starts.append(start)
        rows += [(place, touch, seqs[index], index) for index, touch in ordered]
        flags += _flags([touch for _, touch in ordered])
        for kind in ("visit", "journey"):
            units[kind] += _runs([getattr(touch, kind) for _, touch in ordered], start, place)
        in_time = sorted(ordered, key=lambda item: (item[1].at, item[0]))
        if in_time == ordered:
            units["person"].append((start, len(rows), place))
        else:
            repeats += [
                (place, touch, seqs[index], start + ordered.index((index, touch)))
                for index, touch in in_time
            ]
            units["person"].append((-len(repeats), -len(repeats) + len(person), place))
    main = len(rows)
    for start, end, _ in units["journey"]:
        moments = {row: (rows[row][1].at, rows[row][3]) for row in range(start, end)}
        orders = [row for row in moments if flags[row] & CONVERSION]
        first = min(orders, key=moments.__getitem__, default=-1)
        converted.append(first)
        for row in range(start, end):
            if orders and moments[row] > moments[first]:
                flags[row] |= int(AFTER_FIRST)
    flags += [flags[row] for _, _, _, row in repeats]
    everything = rows + repeats
    units["person"] = [
        (a, b, p) if a >= 0 else _repeat_place(repeats, p, main) for a, b, p in units["person"]
    ]
    valued = [(row, t.value) for row, (_, t, _, _) in enumerate(rows) if t.value is not None]
    codes = {
        name: np.array([listed.index(t.extra.get(name)) for _, t, _, _ in everything], np.uint32)
        for name, listed in words.items()
    }
    event = np.array([events.index(t.event) for _, t, _, _ in everything], np.uint16)
    return Shard(
        rows=main,
        persons=np.array([i for i, _, _ in members], np.int64),
        time_us=np.array([START_US + round(t.at * SECOND) for _, t, _, _ in everything], np.int64),
        event=event,
        touchpoint=event.copy(),
        channel=np.array([channels.index(t.channel) for _, t, _, _ in everything], np.uint8),
        flags=np.array(flags, np.uint8),
        seq=np.array([seq for _, _, seq, _ in everything], np.uint32),
        value_row=np.array([row for row, _ in valued], np.int32),
        value=np.array([value for _, value in valued], np.int64),
        person=_units(units["person"]),
        visit=_units(units["visit"]),
        journey=_units(units["journey"]),
        journey_open=np.full(len(units["journey"]), open_journeys),
        journey_converted=np.array(converted, np.int32),
        own_starts=np.array(own_starts, np.int32),
        extra=lambda name: Extra(codes[name], words[name]),
    )


def _repeat_place(repeats: Sequence[_Row], place: int, main: int) -> tuple[int, int, int]:
    own = [index for index, row in enumerate(repeats) if row[0] == place]
    return main + own[0], main + own[-1] + 1, place


def _first(person: Sequence[Touch], kind: str, touch: Touch) -> tuple[float, int]:
    """When the touch's visit or journey began; a touch outside is its own."""
    label = getattr(touch, kind)
    same = [
        (other.at, index)
        for index, other in enumerate(person)
        if (getattr(other, kind) == label if label is not None else other is touch)
    ]
    return min(same)


def _flags(touches: Sequence[Touch]) -> list[int]:
    flags, seen = [], set()
    for touch in touches:
        flag = int(IN_VISIT) * (touch.visit is not None) + int(IN_JOURNEY) * (
            touch.journey is not None
        )
        flag += int(CONVERSION) * (touch.event == "purchase")
        if touch.visit is not None and touch.visit not in seen:
            seen.add(touch.visit)
            flag += int(VISIT_START)
        flags.append(flag)
    return flags


def _runs(labels: list[object], start: int, place: int) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for index, label in enumerate(labels):
        if label is None:
            continue
        if index and labels[index - 1] == label:
            runs[-1] = (runs[-1][0], start + index + 1, place)
        else:
            runs.append((start + index, start + index + 1, place))
    return runs


def _units(runs: list[tuple[int, int, int]]) -> Units:
    table = np.array(runs, np.int32).reshape(-1, 3)
    return Units(*(np.ascontiguousarray(table[:, column]) for column in range(3)))
