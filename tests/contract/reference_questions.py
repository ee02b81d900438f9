"""Flow, funnel and paths once more, as DESIGN section 7 words them, over the reference's cut."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from contract.reference_cut import Cut, Run
from contract.reference_events import SECOND, Touch

NOT_SET = "(not set)"
Keep = Callable[[Touch], bool]
Name = Callable[[Touch], str | None]


def everything(_: Touch) -> bool:
    """No condition."""
    return True


def by_event(touch: Touch) -> str | None:
    """Level `event`."""
    return touch.event.key


LEVELS: dict[str, Name] = {
    "event": by_event,
    "touchpoint": lambda touch: touch.event.word.touchpoint,
    "channel": lambda touch: touch.channel,
    "device": lambda touch: touch.event.device or NOT_SET,
    "product": lambda touch: touch.event.product or NOT_SET,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Half open, in microseconds; None is unbounded."""

    start: int | None = None
    end: int | None = None

    def holds(self, time: int) -> bool:
        """Whether a moment lies in it."""
        after = self.start is None or time >= self.start
        return after and (self.end is None or time < self.end)


ALWAYS = Period()


def units(shop: Cut, kind: str, period: Period = ALWAYS, keep: Keep = everything) -> list[Run]:
    """Visits and journeys that begin in the period, whole; persons' touches in it."""
    if kind == "person":
        own: dict[str, list[Touch]] = defaultdict(list)
        for touch in sorted(shop.touches, key=lambda touch: touch.place):
            if period.holds(touch.time) and keep(touch):
                own[touch.person].append(touch)
        going = {run.person for run in shop.journeys if run.open}
        return [Run(person, touches, person in going) for person, touches in own.items()]
    runs = shop.visits if kind == "visit" else shop.journeys
    begun = [run for run in runs if period.holds(run.begin)]
    narrowed = [Run(r.person, [t for t in r.touches if keep(t)], r.open) for r in begun]
    return [run for run in narrowed if run.touches]


def middle(gaps: Sequence[int]) -> float | None:
    """Median in seconds; None of nothing."""
    return median(gaps) / SECOND if gaps else None


def flow(runs: Sequence[Run], name: Name = by_event, *, collapse: bool = False) -> dict[str, Any]:
    """Nodes and edges by key."""
    nodes: Counter[str] = Counter({"(start)": 0, "(end)": 0})
    who: dict[Any, set[str]] = defaultdict(set)
    gaps: dict[tuple[str, str], list[int]] = defaultdict(list)
    edges: Counter[tuple[str, str]] = Counter()
    still: Counter[str] = Counter()
    for run in runs:
        steps = [(word, t.time) for t in run.touches if (word := name(t)) is not None]
        if collapse:
            steps = [s for i, s in enumerate(steps) if i == 0 or steps[i - 1][0] != s[0]]
        if not steps:
            continue
        row = ["(start)", *(word for word, _ in steps), "(end)"]
        for word in row:
            nodes[word] += 1
            who[word].add(run.person)
        for edge in pairwise(row):
            edges[edge] += 1
            who[edge].add(run.person)
        for (one, begun), (two, ended) in pairwise(steps):
            gaps[one, two].append(max(0, ended - begun))
        still[row[-2]] += run.open
    return {
        "nodes": {word: (count, len(who[word])) for word, count in nodes.items()},
        "edges": {
            (one, two): (
                count,
                len(who[one, two]),
                middle(gaps[one, two]),
                still[one] if two == "(end)" else None,
            )
            for (one, two), count in edges.items()
        },
    }


def best_try(
    touches: Sequence[Touch], steps: Sequence[str], within: int, period: Period, name: Name
) -> list[int]:
    """Times of the steps of a unit's best try, as the design's four tie rules say."""
    found: list[tuple[tuple[Any, ...], list[int]]] = []

    def walk(at: int, taken: list[tuple[int, int]]) -> None:
        if taken:
            rows = [row for row, _ in taken]
            times = [time for _, time in taken]
            found.append(((-len(taken), rows[-1], -rows[0], rows), times))
        if len(taken) == len(steps):
            return
        for row in range(at, len(touches)):
            touch = touches[row]
            if name(touch) != steps[len(taken)]:
                continue
            if not taken and not period.holds(touch.time):
                continue
            if taken and touch.time - taken[0][1] > within:
                continue
            walk(row + 1, [*taken, (row, touch.time)])

    walk(0, [])
    return min(found)[1] if found else []


def funnel(
    runs: Sequence[Run],
    steps: Sequence[str],
    within: int,
    period: Period = ALWAYS,
    name: Name = by_event,
) -> list[tuple[str, int, float | None, float | None, float | None]]:
    """Per step: name, units, share of the first, share of the previous, median seconds."""
    tries = [
        best_try(sorted(run.touches, key=lambda t: t.time), steps, within, period, name)
        for run in runs
    ]
    reached = [sum(len(t) > step for t in tries) for step in range(len(steps))]
    rows = []
    for step, word in enumerate(steps):
        before = reached[step - 1] if step else len(runs)
        gaps = [t[step] - t[step - 1] for t in tries if step and len(t) > step]
        first = _share(reached[step], reached[0]) if step else 1.0
        rows.append((word, reached[step], first, _share(reached[step], before), middle(gaps)))
    return rows


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def paths(
    runs: Sequence[Run],
    *,
    steps: int = 10,
    after: str = "",
    before: str = "",
    name: Name = by_event,
) -> dict[tuple[str, ...], tuple[int, int, int, int, float | None]]:
    """Path → count, persons, conversions, value, median seconds; of the units that took it."""
    found: dict[tuple[str, ...], list[tuple[Run, list[Touch]]]] = defaultdict(list)
    for run in runs:
        row = [touch for touch in run.touches if name(touch) is not None]
        words = [name(touch) for touch in row]
        if after and after not in words:
            continue
        start = words.index(after) if after else 0
        end = len(row)
        if before:
            ends = [
                at for at, word in enumerate(words) if word == before and at >= start + bool(after)
            ]
            if not ends:
                continue
            end = ends[0] + 1
        if before and not after:
            start = max(0, end - 1 - steps)
        part = row[start:end][: steps + bool(after or before)]
        if part:
            found[tuple(str(name(t)) for t in part)].append((run, part))
    return {
        path: (
            len(courses),
            len({run.person for run, _ in courses}),
            sum(any(t.conversion for t in run.touches) for run, _ in courses),
            sum(t.value or 0 for run, _ in courses for t in run.touches if t.conversion),
            middle([part[-1].time - part[0].time for _, part in courses]),
        )
        for path, courses in found.items()
    }
