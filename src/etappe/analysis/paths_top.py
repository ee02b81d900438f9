"""Paths, first pass: every unit's path as a number, and which paths are the most frequent of all shards.

Paths are counted by groups first, the last bits of their numbers. A path is at most as frequent as its
group: so only the paths of the largest groups need to be counted one by one, and the result is still exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.run import each
from etappe.analysis.sequences import Sequences
from etappe.base.heavy import heavy

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
GROUPS = 1 << 16
MOST_TIES = 5_000
"""Among more equally frequent paths than this, which are shown is decided by their numbers, not names."""


@dataclass(frozen=True, slots=True)
class PathShape:
    """Which touches make a path; `after` and `before` are by code, empty when not asked for."""

    after: NDArray[np.bool_]
    before: NDArray[np.bool_]
    steps: int
    collapse: bool


@dataclass(frozen=True, slots=True)
class UnitPaths:
    """The units of a shard that have a path: entries low:high of `items`, their person, the path's number.

    `unit` is the place in the selection; `groups` are the units with a path of each group.
    """

    items: Sequences
    unit: NDArray[np.intp]
    low: Ints
    high: Ints
    person: Ints
    hashes: Wide
    groups: Ints


@dataclass(frozen=True, slots=True)
class TopPaths:
    """The most frequent paths as codes, and per shard the path of each unit of UnitPaths (-1: another)."""

    paths: list[tuple[int, ...]]
    found: list[Ints]


def unit_paths(items: Sequences, shape: PathShape) -> UnitPaths:
    """The paths of one shard."""
    kernels = heavy("paths")
    selection = items.selection
    low, high = np.empty_like(selection.starts), np.empty_like(selection.starts)
    kernels.path_ranges(
        selection.starts,
        selection.ends,
        items.codes,
        shape.after,
        shape.before,
        shape.steps,
        shape.collapse,
        low,
        high,
    )
    unit = np.flatnonzero(high > low)
    person = selection.person
    if len(unit) < len(low):
        low, high, person = low[unit], high[unit], person[unit]
    hashes = np.empty(len(low), np.int64)
    kernels.path_hashes(low, high, items.codes, shape.collapse, hashes)
    groups = np.zeros(GROUPS, np.int32)
    kernels.count_groups(hashes, groups)
    return UnitPaths(items, unit, low, high, person, hashes, groups)


def top_paths(
    parts: Sequence[UnitPaths], shape: PathShape, top: int, names: tuple[str, ...]
) -> TopPaths:
    """The most frequent paths of all shards, the most frequent first, then by their names."""
    numbers = _candidates(parts, top)
    if not len(numbers):
        return TopPaths([], [np.empty(0, np.int32) for _ in parts])
    found = _found(parts, numbers)
    codes = _spelled(parts, found, len(numbers), shape.collapse)
    offsets = np.concatenate(([0], np.cumsum([len(path) for path in codes]))).astype(np.int32)
    flat = np.array([code for path in codes for code in path], np.uint32)

    def confirm(pair: tuple[UnitPaths, Ints]) -> Wide:
        part, place = pair
        heavy("paths").confirm_paths(
            part.low, part.high, part.items.codes, shape.collapse, offsets, flat, place
        )
        return np.bincount(place[place >= 0], minlength=len(numbers))

    counts = np.sum(each(list(zip(parts, found, strict=True)), confirm), axis=0)
    spelled = [tuple(names[code] for code in path) for path in codes]
    shown = sorted(range(len(numbers)), key=lambda path: (-counts[path], spelled[path]))[:top]
    place_of = np.full(len(numbers) + 1, -1, np.int32)
    place_of[shown] = np.arange(len(shown))
    return TopPaths([codes[path] for path in shown], [place_of[place] for place in found])


def _candidates(parts: Sequence[UnitPaths], top: int) -> Wide:
    """Numbers of the paths that may be shown: all that are at least as frequent as the last shown one."""
    groups: Wide = np.sum([part.groups for part in parts], axis=0, dtype=np.int64)
    if not groups.any():
        return np.empty(0, np.int64)
    # The paths of the largest groups set a bound: no path of a smaller group than that can be shown.
    largest = np.partition(groups, -top)[-top] if top < len(groups) else 1
    least = _least(_counted(parts, groups >= max(1, int(largest)))[1], top)
    numbers, totals = _counted(parts, groups >= least)
    if len(numbers) > top:
        least = _least(totals, top)
        above, ties = numbers[totals > least], numbers[totals == least]
        numbers = np.concatenate((above, ties[:MOST_TIES]))
    return numbers


def _counted(parts: Sequence[UnitPaths], wanted: NDArray[np.bool_]) -> tuple[Wide, Wide]:
    """The numbers of the paths in these groups, rising, and how often each occurs in all shards."""
    chosen = each(parts, lambda part: heavy("paths").in_groups(part.hashes, wanted))
    numbers = np.sort(np.concatenate(chosen))
    first = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[first], np.diff(np.append(first, len(numbers)))


def _least(totals: Wide, top: int) -> int:
    """How often the last of the `top` most frequent occurs; 1 when there are fewer."""
    return int(np.partition(totals, -top)[-top]) if len(totals) >= top else 1


def _found(parts: Sequence[UnitPaths], numbers: Wide) -> list[Ints]:
    """Per shard and unit the place of its path in `numbers`, -1 when it is not among them."""
    size = 1 << (4 * len(numbers)).bit_length()
    keys = np.full(size, -1, np.int64)
    places = np.full(size, -1, np.int32)
    place_of = heavy("flow").place_of
    for number, path in enumerate(numbers.tolist()):
        place = place_of(keys, path)
        keys[place], places[place] = path, number
    wanted = np.zeros(GROUPS, np.bool_)
    wanted[numbers & (GROUPS - 1)] = True

    def find(part: UnitPaths) -> Ints:
        found = np.empty(len(part.hashes), np.int32)
        heavy("paths").find_paths(part.hashes, wanted, keys, places, found)
        return found

    return each(parts, find)


def _spelled(
    parts: Sequence[UnitPaths], found: Sequence[Ints], paths: int, collapse: bool
) -> list[tuple[int, ...]]:
    """The codes of each path, read from the first unit that took it."""
    codes: list[tuple[int, ...]] = [()] * paths
    for part, place in zip(parts, found, strict=True):
        first = np.full(paths, -1, np.int32)
        heavy("paths").first_units(place, first)
        for number, unit in enumerate(first.tolist()):
            if unit >= 0 and not codes[number]:
                path = part.items.codes[part.low[unit] : part.high[unit]].tolist()
                codes[number] = tuple(
                    code
                    for at, code in enumerate(path)
                    if not (collapse and at and code == path[at - 1])
                )
    return codes
