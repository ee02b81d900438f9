import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.analysis.proportions import newcombe, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_a_share_has_the_interval_that_newcombe_prints_for_wilson(
    part: int, whole: int, low: float, high: float
) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "then", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1),
    ],
)
def test_a_difference_has_the_interval_that_newcombe_prints(
    now: tuple[int, int], then: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*now, *then)
    assert found == pytest.approx((low, high), abs=5e-5)


counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_the_interval_holds_the_difference_and_turns_with_it(
    now: tuple[int, int], then: tuple[int, int]
) -> None:
    low, high = newcombe(*now, *then)
    assert low <= now[0] / now[1] - then[0] / then[1] <= high
    assert newcombe(*then, *now) == pytest.approx((-high, -low))
