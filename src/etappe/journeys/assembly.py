"""Assembly: from events of a store to shards, in chunks, with memory that does not grow with them."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from etappe.events.guessing import NameStat
from etappe.identity.memberships import Memberships
from etappe.identity.spans import KeySpans
from etappe.journeys.accounts import (
    by_account,
    in_order_of_arrival,
    members,
    persons_by_row,
    with_visits_from,
)
from etappe.journeys.build import Arrays, build_shard
from etappe.journeys.lookups import Lookups
from etappe.journeys.names import name_stats
from etappe.journeys.rows import Dealer
from etappe.journeys.shards import read_shard, with_own_starts, write_shard
from etappe.journeys.source import EventSource, JourneySettings
from etappe.journeys.spill import Spill
from etappe.journeys.staff import StaffLedger
from etappe.kernels.cut_rows import Rows
from etappe.store.events.values import Core

CHUNK = 1_000_000
"""Events read at a time."""

BLOCK = 65_536
"""Events dealt out at a time: what they need fits into a processor's cache."""

MANY = 1_000_000
"""From so many events on a shop's persons are spread over SHARDS shards, below they lie in one."""

SHARDS = 16

IN_MEMORY = 4_000_000
"""Up to so many events rows wait for their shard in memory (about 56 bytes each), beyond in files."""

WORKERS = 2
"""Shards cut at a time: the kernels release the interpreter's lock."""

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
"""Called with (phase, done, total): `read` counts events, `cut` and `accounts` count shards."""


def silent(phase: str, done: int, total: int) -> None:
    """The progress of a build that nobody watches."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a build needs to know of its moment; `shards` is how many it makes of persons,
    `guess` whether there are names to be guessed, `accounts` the only accounts to cut (None: all)."""

    source: EventSource
    spans: KeySpans
    members: Memberships
    settings: JourneySettings
    lookups: Lookups
    last_seq: int
    shards: int
    guess: bool = False
    accounts: NDArray[np.int64] | None = None

    @classmethod
    def of(
        cls,
        source: EventSource,
        spans: KeySpans,
        members: Memberships,
        settings: JourneySettings,
        lookups: Lookups,
        last_seq: int,
    ) -> "Plan":
        """The plan for the events up to `last_seq`, which was asked before `spans` were: a shop goes on
        while it is cut, and no event may be read whose keys the spans do not know. `lookups` grow to it.
        """
        shards = SHARDS if last_seq >= MANY else 1
        return cls(source, spans, members, settings, lookups.grow(source), last_seq, shards)

    def chunks(self) -> Iterator[Core]:
        """All events, CHUNK at a time, in order of arrival."""
        for start in range(1, self.last_seq + 1, CHUNK):
            yield self.source.core(start, min(start + CHUNK, self.last_seq + 1))


@dataclass(frozen=True, slots=True)
class Assembly:
    """The shards' arrays and what is known of them altogether. `first_us` > `last_us` without a touch."""

    shards: list[Arrays]
    account_shards: list[Arrays]
    set_aside: Counter[str]
    staff: StaffLedger
    first_us: int
    last_us: int
    stats: tuple[NameStat, ...]


def assemble(
    plan: Plan,
    chunks: Iterator[Core],
    folder: Path | None = None,
    progress: Progress = silent,
) -> Assembly:
    """Deal the chunks out, cut each person's touches, then each account's.

    With a folder the shards are written into it and mapped; without one they stay in memory. No
    events give one empty shard of persons, and no shard of accounts. The name stats are those of the
    first shard: its persons are as good as drawn by lot.
    """
    spill_in = folder if plan.last_seq > IN_MEMORY else None
    spill, accounts = (Spill(plan.shards, spill_in, name) for name in ("persons", "accounts"))
    dealt = _deal_all(plan, chunks, spill, progress)
    shards: list[Arrays] = []
    stats: tuple[NameStat, ...] = ()
    visits = 0
    for one in _each(plan.shards, lambda number: _persons(plan, spill, number, folder)):
        accounts.add(with_visits_from(one.by_account, visits))
        visits += len(one.arrays["visit_starts"])
        shards.append(one.arrays)
        stats = stats or one.stats
        progress("cut", len(shards), plan.shards)
    spill.close()
    cut = _each(plan.shards, lambda number: _accounts(plan, accounts, number, folder))
    account_shards = [one for one in cut if one is not None]
    accounts.close()
    return Assembly(shards, account_shards, *dealt, stats)


@dataclass(frozen=True, slots=True)
class _Persons:
    """A shard of persons, its touches of accounts, and where its names stand if that is asked."""

    arrays: Arrays
    by_account: Rows
    stats: tuple[NameStat, ...]


def _persons(plan: Plan, spill: Spill, number: int, folder: Path | None) -> _Persons:
    built = build_shard(spill.take(number), plan.lookups, plan.settings.journey_idle_days)
    rows = by_account(built, plan.members)
    arrays = _kept(built.arrays | members(rows), folder, f"persons-{number}")
    if plan.accounts is not None:
        rows = rows[np.isin(rows["owner"], plan.accounts)]
    guess = plan.guess and number == 0
    stats = name_stats(built, plan.lookups.into.events.words) if guess else ()
    return _Persons(arrays, rows, stats)


def _accounts(plan: Plan, spill: Spill, number: int, folder: Path | None) -> Arrays | None:
    """The account shard of that number; None if nobody is in it."""
    rows = in_order_of_arrival(spill.take(number))
    if not len(rows):
        return None
    built = build_shard(rows, plan.lookups, plan.settings.account_idle_days)
    return _kept(built.arrays | persons_by_row(built), folder, f"accounts-{number}")


def _deal_all(
    plan: Plan, chunks: Iterator[Core], spill: Spill, progress: Progress
) -> tuple[Counter[str], StaffLedger, int, int]:
    """Spill the rows of all chunks: (what was set aside, staff's orders, first and last moment)."""
    dealer = Dealer(plan.source, plan.spans, plan.lookups, plan.settings, plan.shards)
    set_aside: Counter[str] = Counter()
    staff = StaffLedger.empty()
    first_us, last_us = int(np.iinfo(np.int64).max), int(np.iinfo(np.int64).min)
    done = 0
    with ThreadPoolExecutor(1) as spiller:
        spilt: deque[Future[None]] = deque()
        for core in _ahead(chunks):
            for block in _blocks(core):
                dealt = dealer.deal(block)
                spilt.append(spiller.submit(spill.put, dealt.rows, dealt.bounds))
                set_aside.update(dealt.set_aside)
                staff = staff.with_more(dealt.staff)
                if len(dealt.rows):
                    first_us = min(first_us, int(dealt.rows["time_us"].min()))
                    last_us = max(last_us, int(dealt.rows["time_us"].max()))
                if len(spilt) > 1:
                    spilt.popleft().result()
            done += len(core.seq)
            progress("read", done, plan.last_seq)
        for last in spilt:
            last.result()
    return set_aside, staff, first_us, last_us


def _blocks(core: Core) -> Iterator[Core]:
    """The events of a chunk, BLOCK at a time; at least one block."""
    for start in range(0, max(1, len(core.seq)), BLOCK):
        yield core.taken(slice(start, start + BLOCK))


def _each(count: int, work: Callable[[int], T]) -> Iterator[T]:
    """work(0), work(1), … in order; WORKERS of them at a time, and none far ahead of who takes them."""
    with ThreadPoolExecutor(WORKERS) as pool:
        coming: deque[Future[T]] = deque()
        for number in range(count):
            if len(coming) > WORKERS:
                yield coming.popleft().result()
            coming.append(pool.submit(work, number))
        while coming:
            yield coming.popleft().result()


def _kept(arrays: Arrays, folder: Path | None, name: str) -> Arrays:
    if folder is None:
        return with_own_starts(arrays)
    write_shard(folder / name, arrays)
    return read_shard(folder / name)


def _ahead(chunks: Iterator[Core]) -> Iterator[Core]:
    """The chunks, the next one being read while the present one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, chunks, None)
        while (core := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield core
