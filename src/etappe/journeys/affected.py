"""Affected: whom new events concern, so that they and nobody else are cut again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.build import Arrays
from etappe.journeys.parts import Gone
from etappe.journeys.rows import persons_of
from etappe.journeys.source import EventSource
from etappe.store.events.values import Core


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom to cut again, and all their events. `gone` also names persons that exist no more."""

    core: Core
    gone: Gone


def affected(
    source: EventSource,
    shards: Sequence[Arrays],
    before: KeySpans,
    now: KeySpans,
    kind: NDArray[np.uint8],
    new: Core,
    also: NDArray[np.int64],
) -> Affected:
    """The persons with new events or changed keys, `also` those, and all who share an account with them.

    `kind` are the kinds of events by name, which say whose an event about an order is.
    Accounts are cut again whole, so everybody with a touch in an affected one is read again.
    """
    changed = now.changed_since(before)
    own, _ = persons_of(new, now, kind)
    persons = np.unique(np.concatenate((own[own >= 0], changed, also))).astype(np.int64)
    core = _core_of(source, now, kind, persons, new)
    member, account = (
        np.concatenate([one[name] for one in shards] or [np.empty(0, np.int32)])
        for name in ("member_person", "member_account")
    )
    named = core.account[core.account > 0]
    accounts = np.union1d(named, account[np.isin(member, persons)]).astype(np.int64)
    others = np.setdiff1d(member[np.isin(account, accounts)], persons)
    if len(others):
        persons = np.union1d(persons, others)
        core = _core_of(source, now, kind, persons, new)
    return Affected(core, Gone(persons, accounts))


def _core_of(
    source: EventSource,
    spans: KeySpans,
    kind: NDArray[np.uint8],
    persons: NDArray[np.int64],
    new: Core,
) -> Core:
    """All events of these persons up to the last new one."""
    core = source.core_of_keys(spans.keys_of(persons.astype(np.int32)), orders=True)
    core = core.taken(np.flatnonzero(core.seq <= (int(new.seq[-1]) if len(new.seq) else 0)))
    person, _ = persons_of(core, spans, kind)
    return core.taken(np.flatnonzero(np.isin(person, persons)))
