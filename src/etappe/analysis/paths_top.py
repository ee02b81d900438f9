"""Paths, first pass: every unit's path as a number, and which paths are the most frequent of all shards.

A path seen T times in S shards is seen at least T / S times in one of them: so only paths that are that
frequent somewhere need to be added up, and the result is still exact.
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

    `unit` is the place in the selection; `distinct` and `counts` are the numbers that occur, rising.
    """

    items: Sequences
    unit: NDArray[np.intp]
    low: Ints
    high: Ints
    person: Ints
    hashes: Wide
    distinct: Wide
    counts: Wide


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
    ordered = np.sort(hashes)
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.diff(np.append(first, len(ordered)))
    return UnitPaths(items, unit, low, high, person, hashes, ordered[first], counts)


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
    filled = [part for part in parts if len(part.distinct)]
    if not filled:
        return np.empty(0, np.int64)
    largest = np.unique(np.concatenate([_largest(part, top) for part in filled]))
    totals = _totals(filled, largest)
    least = np.partition(totals, -top)[-top] if len(totals) >= top else 1
    needed = -(-int(least) // len(filled))
    numbers, totals = _added_up(filled, needed)
    if len(numbers) > top:
        least = np.partition(totals, -top)[-top]
        above, ties = numbers[totals > least], numbers[totals == least]
        numbers = np.concatenate((above, ties[:MOST_TIES]))
    return numbers


def _added_up(parts: Sequence[UnitPaths], needed: int) -> tuple[Wide, Wide]:
    """The paths that some shard has `needed` times, and how often they occur in all."""
    if needed > 1:
        kept = [part.distinct[part.counts >= needed] for part in parts]
        numbers = np.unique(np.concatenate(kept))
        return numbers, _totals(parts, numbers)
    every = np.concatenate([part.distinct for part in parts])
    order = np.argsort(every)
    first = np.flatnonzero(np.diff(every[order], prepend=-1))
    counts = np.concatenate([part.counts for part in parts])[order]
    return every[order][first], np.add.reduceat(counts, first)


def _largest(part: UnitPaths, top: int) -> Wide:
    if len(part.distinct) <= top:
        return part.distinct
    least = np.sort(part.counts)[-top]
    above, ties = part.distinct[part.counts > least], part.distinct[part.counts == least]
    return np.concatenate((above, ties[:top]))


def _totals(parts: Sequence[UnitPaths], numbers: Wide) -> Wide:
    """How often each of these paths occurs in all shards."""

    def in_part(part: UnitPaths) -> Wide:
        place = np.minimum(np.searchsorted(part.distinct, numbers), len(part.distinct) - 1)
        return np.where(part.distinct[place] == numbers, part.counts[place], 0)

    total: Wide = np.sum(each(parts, in_part), axis=0)
    return total


def _found(parts: Sequence[UnitPaths], numbers: Wide) -> list[Ints]:
    """Per shard and unit the place of its path in `numbers`, -1 when it is not among them."""
    size = 1 << (4 * len(numbers)).bit_length()
    keys = np.full(size, -1, np.int64)
    places = np.full(size, -1, np.int32)
    place_of = heavy("flow").place_of
    for number, path in enumerate(numbers.tolist()):
        place = place_of(keys, path)
        keys[place], places[place] = path, number

    def find(part: UnitPaths) -> Ints:
        found = np.empty(len(part.hashes), np.int32)
        heavy("paths").find_paths(part.hashes, keys, places, found)
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
