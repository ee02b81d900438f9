"""The drain gives way to the door, and only when the door needs it."""

import pytest

from etappe.collect.courtesy import Courtesy


class Machine:
    """A clock and a processor of which the others use a share."""

    def __init__(self, share: float) -> None:
        self.share, self.now, self.used, self.rested = share, 0.0, 0.0, 0.0

    def rest(self, seconds: float) -> None:
        self.now += seconds
        self.used += seconds * self.share
        self.rested += seconds


@pytest.mark.parametrize(
    ("others", "share_left"), [(0.95, (0.2, 0.3)), (0.7, (0.85, 1.0)), (0.0, (0.85, 1.0))]
)
def test_a_busy_door_leaves_a_quarter_and_a_quiet_one_nearly_all(
    others: float, share_left: tuple[float, float]
) -> None:
    machine = Machine(others)
    courtesy = Courtesy(lambda: machine.now, lambda: machine.used, machine.rest)
    worked = 0.0
    for _ in range(1_000):
        machine.now += 0.01
        worked += 0.01
        courtesy.give_way()
    least, most = share_left
    assert least <= worked / machine.now <= most


def test_the_rest_ends_when_the_door_has_caught_up() -> None:
    machine = Machine(1.0)

    def rest(seconds: float) -> None:
        machine.rest(seconds)
        machine.share = 1.0 if machine.rested < 0.1 else 0.5

    courtesy = Courtesy(lambda: machine.now, lambda: machine.used, rest)
    machine.now += 0.3
    courtesy.give_way()
    assert 0.1 <= machine.rested <= 0.15
