"""Rebuild: all journeys from all events, into a new folder beside the one that still answers."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import numpy as np

from etappe.events.guessing import NameStat, guess_words
from etappe.events.words import Words
from etappe.identity.current import current_spans
from etappe.identity.memberships import AccountRules, Memberships, current_memberships
from etappe.identity.spans import KeySpans
from etappe.journeys.assembly import Assembly, Plan, Progress, assemble, silent
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.lookups import Lookups
from etappe.journeys.manifest import (
    Manifest,
    Part,
    members_mark,
    settings_mark,
    words_mark,
    write_manifest,
)
from etappe.journeys.names import must_guess
from etappe.journeys.parts import Gone, save_part, write_spans
from etappe.journeys.source import EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger

SAMPLE = 250_000
"""Up to so many events are looked at to guess what names mean."""


@dataclass(frozen=True, slots=True)
class Written:
    """Journeys as they now lie in their folder, with what the next refresh starts from."""

    manifest: Manifest
    spans: KeySpans
    lookups: Lookups
    members: Memberships
    rules: AccountRules


@dataclass(frozen=True, slots=True)
class Told:
    """What a manifest says of all parts together."""

    set_aside: Mapping[str, int]
    staff: StaffLedger
    first_us: int
    last_us: int
    stats: tuple[NameStat, ...]
    names: int
    decided: int


def rebuild(
    folder: Path,
    source: EventSource,
    given: Words,
    settings: JourneySettings,
    progress: Progress,
) -> Written:
    """Cut everything into a new part, and put it in the place of all others."""
    decided, names = source.last_decision(), len(source.names())
    settled = settle(source, given, settings, folder, progress)
    done = settled.assembly
    saved = save_part(folder, settled.part.name, done, Gone.nobody())
    told = Told(
        done.set_aside,
        done.staff,
        done.first_us,
        done.last_us,
        settled.stats,
        names,
        decided,
    )
    return written(folder, settled.plan, told, [saved])


@dataclass(frozen=True, slots=True)
class Settled:
    """A cut by words that are settled; `stats` are what they were guessed from, () without a guess."""

    plan: Plan
    assembly: Assembly
    stats: tuple[NameStat, ...]
    part: Path


def settle(
    source: EventSource,
    given: Words,
    settings: JourneySettings,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Settled:
    """Cut everything, guess the names nobody knows, and cut again while the guesses change the cut.

    Of many events the guesses are settled on a sample of people first, so that all are cut once.
    With a folder each cut is a part of it, and only the last one stays; without one it is in memory.
    """
    last_seq = source.last_seq()
    spans = current_spans(source)
    names = source.names()
    words = given
    stats: tuple[NameStat, ...] = ()
    if must_guess(names, given) and last_seq > SAMPLE:
        words, stats = _settled_on_sample(source, spans, given, settings, last_seq)
    for last in (False, False, True):
        guess = must_guess(names, words if stats else given)
        plan = replace(_plan(source, spans, words, settings, last_seq), guess=guess)
        part = (folder or Path()) / part_name()
        if folder:
            part.mkdir()
        done = assemble(plan, plan.chunks(), part if folder else None, progress)
        guessed = guess_words(given, done.stats) if guess else words
        if last or words_mark(guessed) == words_mark(words):
            break
        shutil.rmtree(part, ignore_errors=True)
        words, stats = guessed, done.stats
    return Settled(plan, done, stats, part)


def _settled_on_sample(
    source: EventSource, spans: KeySpans, given: Words, settings: JourneySettings, last_seq: int
) -> tuple[Words, tuple[NameStat, ...]]:
    """Words and the stats they were guessed from, by every n-th key with all its events."""
    every = -(-last_seq // SAMPLE)
    core = source.core_of_keys(np.arange(0, spans.keys, every, dtype=np.int64))
    core = core.taken(np.flatnonzero(core.seq <= last_seq))
    words = given
    stats: tuple[NameStat, ...] = ()
    for _ in range(2):
        plan = replace(_plan(source, spans, words, settings, last_seq), shards=1, guess=True)
        stats = assemble(plan, iter([core])).stats
        words = guess_words(given, stats)
    return words, stats


def _plan(
    source: EventSource, spans: KeySpans, words: Words, settings: JourneySettings, last_seq: int
) -> Plan:
    lookups = Lookups(words, Dictionaries.of())
    members = current_memberships(source, spans, settings.account_rules)
    return Plan.of(source, spans, members, settings, lookups, last_seq)


def written(
    folder: Path, plan: Plan, told: Told, parts: list[Part], spans: str | None = None
) -> Written:
    """Write the manifest of these parts, with the key spans they were cut by, unless `spans` has them."""
    if spans is None:
        spans = f"spans-{uuid4().hex[:12]}"
        write_spans(folder / spans, plan.spans)
    into = plan.lookups.into
    manifest = Manifest(
        seq=plan.last_seq,
        words=words_mark(plan.lookups.words),
        settings=settings_mark(plan.settings),
        events=list(into.events.words),
        touchpoints=list(into.touchpoints.words),
        channels=list(into.channels.words),
        first_us=told.first_us,
        last_us=told.last_us,
        set_aside=dict(told.set_aside),
        staff=told.staff.as_lists(),
        stats=list(told.stats),
        names=told.names,
        spans=spans,
        keys=plan.spans.keys,
        members=members_mark(plan.members),
        parts=parts,
        decided=told.decided,
    )
    write_manifest(folder, manifest)
    return Written(manifest, plan.spans, plan.lookups, plan.members, plan.settings.account_rules)


def part_name() -> str:
    """A name no other part has or had."""
    return f"part-{uuid4().hex[:12]}"
