"""Slow, obvious twins of the kernels of flow, funnel and paths. Read these to know what a kernel means."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Touches = Sequence[tuple[int, int]]
"""One unit: (code, time) in row order."""


def collapsed(unit: Touches) -> list[tuple[int, int]]:
    """A run of equal codes is one touch at the time of its first."""
    return [touch for at, touch in enumerate(unit) if at == 0 or touch[0] != unit[at - 1][0]]


def flow(
    units: Sequence[tuple[int, Touches]], n: int, collapse: bool
) -> tuple[dict[int, tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """Nodes and edges with (count, persons); `n` stands for start and end. A unit is (person, touches)."""
    nodes: Counter[int] = Counter()
    edges: Counter[tuple[int, int]] = Counter()
    node_persons: set[tuple[int, int]] = set()
    edge_persons: set[tuple[int, tuple[int, int]]] = set()
    for person, touches in units:
        codes = [code for code, _ in (collapsed(touches) if collapse else touches)]
        for node in codes:
            nodes[node] += 1
            node_persons.add((person, node))
        for edge in pairwise([n, *codes, n]):
            edges[edge] += 1
            edge_persons.add((person, edge))
    at_node = Counter(node for _, node in node_persons)
    at_edge = Counter(edge for _, edge in edge_persons)
    return (
        {node: (count, at_node[node]) for node, count in nodes.items()},
        {edge: (count, at_edge[edge]) for edge, count in edges.items()},
    )


def gaps(units: Sequence[Touches], collapse: bool) -> dict[tuple[int, int], list[int]]:
    """Times between the touches of each edge, sorted."""
    found: dict[tuple[int, int], list[int]] = {}
    for unit in units:
        for (before, start), (after, end) in pairwise(collapsed(unit) if collapse else unit):
            found.setdefault((before, after), []).append(max(0, end - start))
    return {edge: sorted(times) for edge, times in found.items()}


def best_try(
    unit: Touches, steps: Sequence[int], within: int, from_us: int, to_us: int
) -> tuple[int, list[int]]:
    """Depth and entries of the best try, found by listing every try there is.

    Best: gets furthest; of those, is there first; of those, started latest; of those, took each step as early
    as possible.
    """
    tries: list[list[int]] = []

    def go_on(entries: list[int]) -> None:
        tries.append(entries)
        if len(entries) == len(steps):
            return
        start = unit[entries[0]][1]
        for at in range(entries[-1] + 1, len(unit)):
            code, time = unit[at]
            if code == steps[len(entries)] and time - start <= within:
                go_on([*entries, at])

    for at, (code, time) in enumerate(unit):
        if code == steps[0] and from_us <= time < to_us:
            go_on([at])
    if not tries:
        return 0, []
    best = min(tries, key=lambda entries: (-len(entries), entries[-1], -entries[0], entries))
    return len(best), best


def path(
    codes: Sequence[int],
    after: int | None,
    before: int | None,
    steps: int,
    collapse: bool,
) -> list[int]:
    """The path of a unit: [] when it has none."""
    taken = list(codes)
    if after is not None:
        if after not in taken:
            return []
        taken = taken[taken.index(after) :]
    if before is not None:
        goals = [at for at, code in enumerate(taken) if code == before and (at or after is None)]
        if not goals:
            return []
        taken = taken[: goals[0] + 1]
    if collapse:
        taken = [code for at, code in enumerate(taken) if at == 0 or code != taken[at - 1]]
    if after is not None:
        return taken[: steps + 1]
    if before is not None:
        return taken[-(steps + 1) :]
    return taken[:steps]


def occurrences(persons: Sequence[Touches], size: int) -> dict[int, tuple[int, int, int, int]]:
    """Code → touches, persons, first and last time; codes of `size` or more are left out."""
    found = {}
    for code in range(size):
        times = [time for person in persons for touch, time in person if touch == code]
        having = sum(any(touch == code for touch, _ in person) for person in persons)
        if times:
            found[code] = len(times), having, min(times), max(times)
    return found
