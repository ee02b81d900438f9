"""Assembly: from events of a store to shards, in chunks, with memory that does not grow with them."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.events.guessing import NameStat
from etappe.identity.spans import KeySpans
from etappe.journeys.accounts import by_account, in_order_of_arrival, members
from etappe.journeys.build import Arrays, Built, build_shard
from etappe.journeys.lookups import Lookups
from etappe.journeys.names import name_stats
from etappe.journeys.rows import Dealer
from etappe.journeys.shards import read_shard, with_own_starts, write_shard
from etappe.journeys.source import EventSource, JourneySettings
from etappe.journeys.spill import Spill
from etappe.journeys.staff import StaffLedger
from etappe.store.events.values import Core

CHUNK = 1_000_000
"""Events read at a time."""

MANY = 1_000_000
"""From so many events on a shop's persons are spread over SHARDS shards, below they lie in one."""

SHARDS = 16

IN_MEMORY = 4_000_000
"""Up to so many events rows wait for their shard in memory (about 52 bytes each), beyond in files."""

WORKERS = 2
"""Shards cut at a time: the kernels release the interpreter's lock."""

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
    settings: JourneySettings
    lookups: Lookups
    last_seq: int
    shards: int
    guess: bool = False
    accounts: NDArray[np.int64] | None = None

    @classmethod
    def of(
        cls, source: EventSource, spans: KeySpans, settings: JourneySettings, lookups: Lookups
    ) -> "Plan":
        """The plan for all that the store has by now; `lookups` grow to it."""
        last_seq = source.last_seq()
        shards = SHARDS if last_seq >= MANY else 1
        return cls(source, spans, settings, lookups.grow(source), last_seq, shards)

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
    for number, built in enumerate(_cut(plan, spill, plan.settings.journey_idle_days)):
        rows = by_account(built.touches, visits)
        accounts.add(rows if plan.accounts is None else rows[np.isin(rows["owner"], plan.accounts)])
        visits += len(built.arrays["visit_starts"])
        shards.append(_kept(built.arrays | members(rows), folder, f"persons-{number}"))
        if number == 0 and plan.guess:
            stats = name_stats(built, plan.lookups.into.events.words)
        progress("cut", number + 1, plan.shards)
    cut = (
        built.arrays
        for built in _cut(plan, accounts, plan.settings.account_idle_days)
        if len(built.touches)
    )
    account_shards = [_kept(one, folder, f"accounts-{number}") for number, one in enumerate(cut)]
    return Assembly(shards, account_shards, *dealt, stats)


def _deal_all(
    plan: Plan, chunks: Iterator[Core], spill: Spill, progress: Progress
) -> tuple[Counter[str], StaffLedger, int, int]:
    """Spill the rows of all chunks: (what was set aside, staff's orders, first and last moment)."""
    dealer = Dealer(plan.source, plan.spans, plan.lookups, plan.settings)
    set_aside: Counter[str] = Counter()
    staff = StaffLedger.empty()
    first_us, last_us = int(np.iinfo(np.int64).max), int(np.iinfo(np.int64).min)
    done = 0
    with ThreadPoolExecutor(1) as spiller:
        for core in _ahead(chunks):
            dealt = dealer.deal(core)
            spilt = spiller.submit(spill.add, dealt.rows)
            set_aside.update(dealt.set_aside)
            staff = staff.with_more(dealt.staff)
            if len(dealt.rows):
                first_us = min(first_us, int(dealt.rows["time_us"].min()))
                last_us = max(last_us, int(dealt.rows["time_us"].max()))
            done += len(core.seq)
            progress("read", done, plan.last_seq)
            spilt.result()
    return set_aside, staff, first_us, last_us


def _cut(plan: Plan, spill: Spill, idle_days: int) -> Iterator[Built]:
    """Every shard of the spill, cut, in order; a few at a time."""

    def one(shard: int) -> Built:
        return build_shard(in_order_of_arrival(spill.take(shard)), plan.lookups, idle_days)

    with ThreadPoolExecutor(WORKERS) as pool:
        for start in range(0, spill.shards, WORKERS):
            yield from pool.map(one, range(start, min(start + WORKERS, spill.shards)))
    spill.close()


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
