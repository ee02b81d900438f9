"""Measuring: warm up, repeat, take the medians of wall and processor time."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one piece of work. `cpu` is of this process and its children: two busy threads count twice."""

    wall: float
    cpu: float


def once(work: Callable[[], object]) -> Took:
    """One run, for work that changes what it works on."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Took(time.perf_counter() - wall, _cpu() - cpu)


def repeated(work: Callable[[], object], times: int = 7, warm: int = 2) -> Took:
    """The medians of `times` runs after `warm` that do not count."""
    for _ in range(warm):
        work()
    return middle([once(work) for _ in range(times)])


def middle(runs: list[Took]) -> Took:
    """The medians of wall and of processor time."""
    return Took(median(run.wall for run in runs), median(run.cpu for run in runs))


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
