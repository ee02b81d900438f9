"""The cut beside its naive twin, and the sort beside Python's."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from etappe.kernels.cut import (
    Cut,
    Limits,
    Touches,
    cut,
    flag_rows,
    sort_rows,
    spread_channels,
    tell_origins,
)
from etappe.kernels.cut_rows import (
    ALONE,
    CONVERSION,
    NO_VALUE,
    PAYING,
    RETURN,
    SERVER,
    SHOP,
    SHOPPING,
    SITE,
)
from kernels.naive_cut import (
    DAY,
    HOUR,
    MINUTE,
    Touch,
    came_later,
    first_conversion,
    naive,
)
from kernels.naive_cut import tell_origins as tell_slowly

BITS = {
    "shop": SHOP,
    "site": SITE,
    "shopping": SHOPPING,
    "conversion": CONVERSION,
    "alone": ALONE,
    "returning": RETURN,
    "paying": PAYING,
    "server": SERVER,
}
GAPS = [0, 1, 29 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 5 * HOUR, 24 * HOUR, 24 * HOUR + 1]
GAPS += [20 * DAY, 60 * DAY - 1, 60 * DAY, 61 * DAY]


@st.composite
def persons(draw: st.DrawFn) -> list[Touch]:
    at, person = 0, []
    for _ in range(draw(st.integers(1, 9))):
        at += draw(st.sampled_from(GAPS))
        shop = draw(st.integers(0, 4)) == 0
        site = not shop and draw(st.integers(0, 3)) > 0
        conversion = draw(st.integers(0, 3)) == 0
        person.append(
            Touch(
                at,
                shop=shop,
                site=site,
                shopping=draw(st.booleans()),
                conversion=conversion,
                alone=conversion and draw(st.booleans()),
                returning=site and draw(st.integers(0, 4)) == 0,
                paying=site and draw(st.integers(0, 3)) == 0,
                server=draw(st.integers(0, 2)) == 0,
                source_visit=draw(st.sampled_from([None, None, None, 0, 1])),
                order=draw(st.sampled_from([None, None, 0, 1])),
                cart=draw(st.sampled_from([None, None, 0, 1])),
                device=draw(st.sampled_from([None, 0, 1])),
                campaign=draw(st.sampled_from([0, 0, 0, 1, 2])),
                click=draw(st.sampled_from([0, 0, 0, 1])),
                channel=draw(st.sampled_from(["direct", "direct", "email"])),
                tells=draw(st.sampled_from(["", "", "poster", "told"])),
                value=draw(st.sampled_from([None, 5, 7])),
            )
        )
    return person


def cut_of(people: list[list[Touch]]) -> tuple[Touches, Cut, list[Touch]]:
    """The kernel's cut of these people, and their touches in one list."""
    flat = [touch for person in people for touch in person]

    def column(read: Callable[[Touch], Any], dtype: Any) -> NDArray[Any]:
        return np.array([read(touch) for touch in flat], dtype)

    def code(found: int | None) -> int:
        return -1 if found is None else found

    pairs = [(campaign, click) for campaign in range(3) for click in range(3)]
    touches = Touches(
        np.cumsum([0, *map(len, people)]).astype(np.int64),
        column(lambda t: t.at * 1_000_000, np.int64),
        column(lambda t: sum(int(bit) for name, bit in BITS.items() if getattr(t, name)), np.uint8),
        column(lambda t: code(t.source_visit), np.int32),
        column(lambda t: 3 * t.campaign + t.click, np.int32),
        column(lambda t: code(t.order), np.int32),
        column(lambda t: NO_VALUE if t.value is None else t.value, np.int64),
        column(lambda t: code(t.cart), np.int32),
        column(lambda t: code(t.device), np.int32),
        np.array([campaign for campaign, _ in pairs], np.int32),
        np.array([click for _, click in pairs], np.int32),
    )
    return touches, cut(touches, Limits()), flat


@settings(max_examples=300, deadline=None)
@given(st.lists(persons(), min_size=1, max_size=2))
def test_the_cut_agrees_with_its_naive_twin(people: Any) -> None:
    touches, found, flat = cut_of(people)
    ordered = [naive(person) for person in people]
    for at, touch in enumerate(flat):
        assert bool(found.told[at]) == touch.told
        if touch.told:
            continue
        assert found.value[at] == (NO_VALUE if touch.value is None else touch.value)
        for other_at, other in enumerate(flat):
            if not other.told:
                same_visit = touch.visit is not None and touch.visit is other.visit
                assert (found.visit[at] == found.visit[other_at] >= 0) == same_visit
                same_journey = touch.journey is not None and touch.journey is other.journey
                assert (found.journey[at] == found.journey[other_at] >= 0) == same_journey
        if touch.visit is not None:
            assert flat[found.landing[found.visit[at]]] is touch.visit.touches[0]
    layout = found.layout
    rows = [touch for person in ordered for touch in person]
    assert [id(flat[row]) for row in layout.row[: layout.rows]] == [id(touch) for touch in rows]
    times = [[flat[row].place for row in layout.row[a:b]] for a, b in layout.person[:2].T]
    assert times == [sorted(touch.place for touch in person) for person in ordered]
    _check_units(touches, found, flat)


CHANNELS = ("direct", "email", "poster", "told")


@settings(max_examples=200, deadline=None)
@given(st.lists(persons(), min_size=1, max_size=2))
def test_told_origins_agree_with_their_naive_twin(people: Any) -> None:
    _, found, flat = cut_of(people)
    channel = np.array([CHANNELS.index(t.channel) for t in flat], np.uint8)
    told = np.array([CHANNELS.index(t.tells) + 1 if t.tells else 0 for t in flat], np.uint8)
    told[found.told] = 0
    kind = np.array([int(SHOP) if t.shop else 0 for t in flat], np.uint8)
    units = found.visit, found.journey, found.landing
    blank = np.array([name == "direct" for name in CHANNELS])
    tell_origins(channel, told, kind, *units, blank, len(found.last_us))
    spread_channels(channel, found.visit, found.landing)
    for person in people:
        naive(person)
        tell_slowly(person)
    for at, touch in enumerate(flat):
        if not touch.told:
            assert CHANNELS[channel[at]] == touch.channel


def _check_units(touches: Touches, found: Cut, flat: list[Touch]) -> None:
    """Every visit and journey is one run, and the flags say what the runs say."""
    layout = found.layout
    flags, converted = flag_rows(layout, touches.kind, found.visit, found.journey)
    for runs, number in ((layout.visit, found.visit), (layout.journey, found.journey)):
        held = [set(number[layout.row[a:b]].tolist()) for a, b in runs[:2].T]
        assert all(len(numbers) == 1 for numbers in held)
        assert len({n for numbers in held for n in numbers}) == runs.shape[1]
        assert sum(int(b - a) for a, b in runs[:2].T) == sum(
            number[row] >= 0 for row in layout.row[: layout.rows]
        )
    starts = {int(a) for a in layout.visit[0]}
    first = {int(row) for row in converted if row >= 0}
    for place in range(layout.rows):
        touch = flat[layout.row[place]]
        assert bool(flags[place] & 32) == (place in starts)
        assert bool(flags[place] & 8) == touch.conversion
        assert bool(flags[place] & 4) == touch.shop
        bought = first_conversion(touch, flat)
        assert (place in first) == (touch is bought)
        assert bool(flags[place] & 16) == came_later(touch, bought)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=60))
def test_rows_sort_by_owner_and_time_and_keep_their_arrival(rows: Any) -> None:
    owner = np.array([who for who, _ in rows], np.int32)
    time_us = np.array([when for _, when in rows], np.int64)
    offsets, order = sort_rows(owner, time_us, 5)
    assert order.tolist() == sorted(range(len(rows)), key=lambda row: (*rows[row], row))
    assert offsets.tolist() == [sum(who < k for who, _ in rows) for k in range(6)]


def test_a_long_history_in_reverse_is_sorted_too() -> None:
    time_us = np.repeat(np.arange(20_000, 0, -1), 2).astype(np.int64)
    _, order = sort_rows(np.zeros(len(time_us), np.int32), time_us, 1)
    assert order.tolist() == np.argsort(time_us, kind="stable").tolist()
