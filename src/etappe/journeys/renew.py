"""Renew: cut again the few persons whom new events or decisions concern, into a small delta beside the base."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from etappe.events.sides import canonical
from etappe.events.words import Words
from etappe.identity.current import current_spans
from etappe.identity.memberships import current_memberships
from etappe.journeys.affected import affected
from etappe.journeys.assembly import Plan, assemble
from etappe.journeys.build import Arrays
from etappe.journeys.manifest import Manifest, Part
from etappe.journeys.names import must_guess
from etappe.journeys.parts import Gone, read_gone, save_part
from etappe.journeys.rebuild import Told, Written, part_name, written
from etappe.journeys.rows import Dealer, persons_of
from etappe.journeys.source import EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger
from etappe.store.events.values import BOT, FUTURE, STAFF, Core

ASIDE = STAFF | BOT | FUTURE
"""Marks of events that count for nobody."""

MOST_DELTAS = 8
"""With so many deltas the next refresh makes one of them all."""


def is_behind(written: Written, source: EventSource, settings: JourneySettings) -> bool:
    """Whether events came since, or somebody decided otherwise about keys or accounts."""
    manifest = written.manifest
    facts = manifest.seq < source.last_seq() or manifest.decided != source.last_decision()
    return facts or written.rules != settings.account_rules


def missing_share(manifest: Manifest, source: EventSource) -> float:
    """The share of the store's events that came after the columns; above 1 if these are of another store."""
    last = source.last_seq()
    return (last - manifest.seq) / last if 0 <= manifest.seq <= last and last else 2.0


def worth_a_delta(
    written: Written,
    given: Words,
    source: EventSource,
    most_share: float,
    gone: Core | None = None,
) -> bool:
    """Whether cutting a few persons again does: few new events, small deltas, nothing to guess anew.

    When events are `gone` that counted for nobody, or all of them are, everything is counted anew.
    """
    if gone is not None and ((gone.flags & ASIDE).any() or source.touched_us() is None):
        return False
    manifest = written.manifest
    fresh = source.names()[manifest.names :]
    known = (*fresh, canonical(given.conversion, given))
    if fresh and (manifest.stats or must_guess(known, given)):
        return False
    touches = [part.touches for part in manifest.parts]
    new = source.last_seq() - manifest.seq + sum(touches[1:])
    return new <= most_share * sum(touches)


def renew(
    folder: Path,
    source: EventSource,
    before: Written,
    shards: list[Arrays],
    settings: JourneySettings,
    gone: Core | None = None,
) -> Written:
    """A new delta for everybody with new events, changed keys or another account; the same journeys as a rebuild.

    `gone` are touches that were deleted from the store: who did them is cut again without them.
    """
    manifest = before.manifest
    decided, names, last_seq = source.last_decision(), len(source.names()), source.last_seq()
    linked = decided != manifest.decided or len(source.links(manifest.seq)) > 0 or gone is not None
    spans = current_spans(source) if linked else before.spans.with_new_keys(len(source.keys().kind))
    members = current_memberships(source, spans, settings.account_rules)
    plan = Plan.of(source, spans, members, settings, before.lookups, last_seq)
    new = source.core(manifest.seq + 1, plan.last_seq + 1)
    parts, replaced = _merged(folder, manifest)
    moved = members.changed_since(before.members)
    also = np.union1d(replaced.persons, moved)
    if gone is not None:
        own = persons_of(gone, plan.spans, plan.lookups.kind)[0]
        also = np.union1d(also, own[own >= 0])
    companies = settings.account_rules.companies.changed_since(before.rules.companies)
    found = affected(source, shards, before.spans, plan, new, also, companies)
    cut = Gone(
        np.union1d(found.gone.persons, replaced.persons),
        np.union1d(found.gone.accounts, replaced.accounts),
    )
    name = part_name()
    (folder / name).mkdir()
    small = replace(plan, shards=1, accounts=cut.accounts)
    done = assemble(small, iter([found.core]), folder / name)
    saved = save_part(folder, name, done, cut)
    told = _told(source, plan, manifest, new, (decided, names))
    if gone is not None and (touched := source.touched_us()):
        told = replace(told, first_us=touched[0], last_us=touched[1])
    return written(folder, plan, told, [*parts, saved], None if linked else manifest.spans)


def _merged(folder: Path, manifest: Manifest) -> tuple[list[Part], Gone]:
    """The parts that stay, and whom the new delta must hold because their delta does not."""
    if len(manifest.parts) <= MOST_DELTAS:
        return list(manifest.parts), Gone.nobody()
    gone = [read_gone(folder / part.folder) for part in manifest.parts[1:]]
    return manifest.parts[:1], Gone(
        np.unique(np.concatenate([one.persons for one in gone])),
        np.unique(np.concatenate([one.accounts for one in gone])),
    )


def _told(
    source: EventSource, plan: Plan, manifest: Manifest, new: Core, seen: tuple[int, int]
) -> Told:
    """What is known of all events together, with the new ones taken in; `seen` are the last decision and the names."""
    decided, names = seen
    dealt = Dealer(source, plan.spans, plan.lookups, plan.settings).deal(new)
    time_us = dealt.rows["time_us"]
    set_aside = Counter(manifest.set_aside)
    set_aside.update(dealt.set_aside)
    return Told(
        set_aside=set_aside,
        staff=StaffLedger.from_lists(manifest.staff).with_more(dealt.staff),
        first_us=min(manifest.first_us, int(time_us.min())) if len(time_us) else manifest.first_us,
        last_us=max(manifest.last_us, int(time_us.max())) if len(time_us) else manifest.last_us,
        stats=tuple(manifest.stats),
        names=names,
        decided=decided,
    )
