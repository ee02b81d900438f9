"""Run: one question over all shards: `partial` of each in threads, `merge` of the partials."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TypeVar

from etappe.journeys.columns import Columns, Shard, Unit

A = TypeVar("A")
B = TypeVar("B")


def shards_of(columns: Columns, unit: Unit) -> tuple[Shard, ...]:
    """The shards that hold units of this kind: accounts have their own."""
    return columns.account_shards if unit == "account" else columns.shards


def each(items: Sequence[A], work: Callable[[A], B]) -> list[B]:
    """`work` of every item, in order, in threads (kernels and numpy release the GIL)."""
    workers = min(os.cpu_count() or 1, len(items))
    if workers <= 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, items))


def batches(items: Sequence[A]) -> list[Sequence[A]]:
    """The items in one batch a thread, for work whose partial is large and can be added to in place."""
    workers = max(1, min(os.cpu_count() or 1, len(items)))
    return [items[first::workers] for first in range(workers)] if items else []


def fold(items: Sequence[A], partial: Callable[[A], B], merge: Callable[[B, B], B], empty: B) -> B:
    """All partials merged; `merge` must be associative and commutative, `empty` changes nothing."""
    return reduce(merge, each(items, partial), empty)
