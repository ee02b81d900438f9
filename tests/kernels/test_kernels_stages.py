from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from etappe.kernels import stages as kernel
from kernels import naive_stages
from kernels.naive_stages import END, OUTSIDE, START, Journey

STAGES = 3
STATES = {"lost": kernel.LOST, "won": kernel.WON, "running": kernel.RUNNING}
BEFORE = [0, 1, 2, OUTSIDE, 1]
AFTER = [0, 2, 2, 1, OUTSIDE]
"""Stage of each of five touchpoints before and after the first conversion."""

touches = st.lists(
    st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 10**14)), min_size=1, max_size=12
)
journeys = st.lists(
    st.tuples(st.integers(0, 3), touches, st.sampled_from(sorted(STATES))), max_size=9
)


def walked(drawn: Any) -> tuple[NDArray[Any], ...]:
    """The kernel's figures of drawn journeys."""
    rows = [touch for _, touches, _ in drawn for touch in touches]
    ends = np.cumsum([len(touches) for _, touches, _ in drawn], dtype=np.int32)
    starts = np.array([0, *ends[:-1]], np.int32)[: len(ends)]
    table = np.array(
        [[STAGES if s == OUTSIDE else s for s in side] for side in (BEFORE, AFTER)], np.uint8
    )
    results = kernel.new_figures(STAGES)
    kernel.walk(
        starts,
        ends,
        np.array([person for person, _, _ in drawn], np.int32),
        np.array([STATES[state] for _, _, state in drawn], np.uint8),
        np.array([touchpoint for touchpoint, _, _ in rows], np.uint16),
        np.array([16 if after else 0 for _, after, _ in rows], np.uint8),
        np.array([time for _, _, time in rows], np.int64),
        table,
        *results,
    )
    return results


def told(drawn: Any) -> naive_stages.Told:
    """The same journeys as the naive twin reads them."""
    return naive_stages.stages(
        [
            Journey(
                person,
                [((AFTER if after else BEFORE)[point], time) for point, after, time in touches],
                state,
            )
            for person, touches, state in drawn
        ]
    )


@settings(max_examples=300, deadline=None)
@given(journeys)
def test_the_kernel_counts_what_its_naive_twin_counts(drawn: Any) -> None:
    drawn = sorted(drawn, key=lambda journey: journey[0])
    figures, moves, bins, exact = walked(drawn)
    truth = told(drawn)
    columns = {
        "touches": kernel.TOUCHES,
        "persons": kernel.PERSONS,
        "journeys": kernel.JOURNEYS,
        "entered": kernel.ENTERED,
        "ended": kernel.ENDED,
        "stops": kernel.STOPS,
        "now": kernel.NOW,
    }
    for name, column in columns.items():
        counted = {
            stage: figures[place, column]
            for stage, place in ((0, 0), (1, 1), (2, 2), (OUTSIDE, STAGES))
        }
        assert Counter(counted) == getattr(truth, name), name
    places: dict[int | str, int] = {0: 0, 1: 1, 2: 2, START: STAGES, END: STAGES}
    for origin in (0, 1, 2, START):
        for goal in (0, 1, 2, END):
            edge = moves[places[origin] * (STAGES + 1) + places[goal]]
            if (origin, goal) != (START, END):
                assert edge[kernel.COUNT] == truth.moves[origin, goal]
                assert edge[kernel.MOVERS] == truth.movers[origin, goal]
        if origin != START:
            end = moves[places[origin] * (STAGES + 1) + STAGES]
            assert end[kernel.STILL_OPEN] == truth.open_ends[origin]
    for kind, durations in ((kernel.STAY, truth.stays), (kernel.PAUSE, truth.pauses)):
        for stage in range(STAGES):
            kept = exact[kind, stage, : exact[kind, stage, kernel.EXACT]]
            assert sorted(kept) == sorted(durations[stage])
            assert bins[kind, stage].sum() == len(durations[stage])


def test_a_journey_wholly_outside_the_model_stops_outside_it() -> None:
    figures, moves, _, _ = walked([(0, [(3, False, 0)], "lost")])
    assert figures[STAGES, kernel.STOPS] == 1
    assert moves[:, kernel.COUNT].sum() == 0


@pytest.mark.parametrize("stages", [0, 1, 12])
def test_empty_columns_give_empty_figures(stages: int) -> None:
    results = kernel.new_figures(stages)
    none = np.empty(0, np.int32)
    kernel.walk(
        none, none, none, np.empty(0, np.uint8), np.empty(0, np.uint16), np.empty(0, np.uint8),
        np.empty(0, np.int64), np.zeros((2, 1), np.uint8), *results,
    )  # fmt: skip
    assert results[0][:, kernel.TOUCHES].sum() == 0


def test_beyond_the_exact_ones_durations_go_on_being_counted_in_bins() -> None:
    many = [(0, [(0, False, 0), (1, False, 1_000 + turn)], "lost") for turn in range(1_500)]
    _, _, bins, exact = walked(many)
    assert exact[kernel.STAY, 0, kernel.EXACT] == kernel.EXACT
    assert bins[kernel.STAY, 0].sum() == 1_500


@pytest.mark.parametrize("width", [np.uint16, np.uint32])
@settings(max_examples=100, deadline=None)
@given(drawn=journeys, names=st.integers(1, 5))
def test_touches_of_a_name_are_counted_in_their_stages(width: Any, drawn: Any, names: int) -> None:
    rows = [touch for _, touches, _ in drawn for touch in touches]
    ends = np.cumsum([len(touches) for _, touches, _ in drawn], dtype=np.int32)
    counts = np.zeros((names, STAGES + 1), np.int64)
    kernel.count_by_code(
        np.array([0, *ends[:-1]], np.int32)[: len(ends)],
        ends,
        np.array([place % names for place in range(len(rows))], width),
        np.array([touchpoint for touchpoint, _, _ in rows], np.uint16),
        np.array([16 if after else 0 for _, after, _ in rows], np.uint8),
        np.array(
            [[STAGES if s == OUTSIDE else s for s in side] for side in (BEFORE, AFTER)], np.uint8
        ),
        counts,
    )
    naive = Counter(
        (place % names, (AFTER if after else BEFORE)[touchpoint])
        for place, (touchpoint, after, _) in enumerate(rows)
    )
    for name in range(names):
        for place, stage in enumerate((0, 1, 2, OUTSIDE)):
            assert counts[name, place] == naive[name, stage]
