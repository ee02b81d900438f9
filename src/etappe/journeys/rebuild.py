"""Rebuild: all journeys from all events, into a new folder beside the one that still answers."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from etappe.events.guessing import NameStat, guess_words
from etappe.events.words import Words
from etappe.identity.current import current_spans
from etappe.identity.spans import KeySpans
from etappe.journeys.assembly import Assembly, Plan, Progress, assemble, silent
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.lookups import Lookups
from etappe.journeys.manifest import Manifest, Part, settings_mark, words_mark, write_manifest
from etappe.journeys.names import must_guess
from etappe.journeys.parts import Gone, save_part, write_spans
from etappe.journeys.source import EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger


@dataclass(frozen=True, slots=True)
class Written:
    """Journeys as they now lie in their folder, with what the next refresh starts from."""

    manifest: Manifest
    spans: KeySpans
    lookups: Lookups


@dataclass(frozen=True, slots=True)
class Told:
    """What a manifest says of all parts together."""

    set_aside: Mapping[str, int]
    staff: StaffLedger
    first_us: int
    last_us: int
    stats: tuple[NameStat, ...]
    names: int


def rebuild(
    folder: Path,
    source: EventSource,
    given: Words,
    settings: JourneySettings,
    progress: Progress,
) -> Written:
    """Cut everything into a new part, and put it in the place of all others."""
    settled = settle(source, given, settings, folder, progress)
    done = settled.assembly
    saved = save_part(folder, settled.part.name, done, Gone.nobody())
    told = Told(
        done.set_aside,
        done.staff,
        done.first_us,
        done.last_us,
        settled.stats,
        len(source.names()),
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

    With a folder each cut is a part of it, and only the last one stays; without one it is in memory.
    """
    spans = current_spans(source)
    guess = must_guess(source.names(), given)
    words = given
    stats: tuple[NameStat, ...] = ()
    for last in (False, False, True):
        part = (folder or Path()) / part_name()
        lookups = Lookups(words, Dictionaries.of())
        plan = replace(Plan.of(source, spans, settings, lookups), guess=guess)
        if folder:
            part.mkdir()
        done = assemble(plan, plan.chunks(), part if folder else None, progress)
        guessed = guess_words(given, done.stats) if guess else words
        if last or words_mark(guessed) == words_mark(words):
            break
        shutil.rmtree(part, ignore_errors=True)
        words, stats = guessed, done.stats
    return Settled(plan, done, stats, part)


def written(folder: Path, plan: Plan, told: Told, parts: list[Part]) -> Written:
    """Write the manifest of these parts, with the key spans they were cut by."""
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
        parts=parts,
    )
    write_manifest(folder, manifest)
    return Written(manifest, plan.spans, plan.lookups)


def part_name() -> str:
    """A name no other part has or had."""
    return f"part-{uuid4().hex[:12]}"
