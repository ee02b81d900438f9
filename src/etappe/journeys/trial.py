"""Trial: the journeys of the people whom decisions about keys would concern, as they are and as they would be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etappe.identity.current import spans_with
from etappe.identity.memberships import current_memberships
from etappe.identity.spans import KeySpans
from etappe.journeys.affected import core_of
from etappe.journeys.assembly import Plan, assemble
from etappe.journeys.columns import Columns
from etappe.journeys.gather import Moment, gather
from etappe.journeys.rebuild import Written
from etappe.journeys.source import EventSource, JourneySettings
from etappe.store.events.values import Decision


@dataclass(frozen=True, slots=True)
class State:
    """Who is who, and the journeys of those concerned alone (without accounts and further columns)."""

    spans: KeySpans
    columns: Columns


@dataclass(frozen=True, slots=True)
class Trial:
    """The people concerned before and after, cut alike."""

    before: State
    after: State


def tried(
    source: EventSource,
    written: Written,
    settings: JourneySettings,
    decisions: Sequence[Decision],
) -> Trial:
    """What would be if these were all decisions about keys. Nothing is kept."""
    spans = spans_with(source, decisions)
    concerned = spans.changed_since(written.spans).astype(np.int64)
    return Trial(
        _state(source, written, settings, written.spans, concerned),
        _state(source, written, settings, spans, concerned),
    )


def _state(
    source: EventSource,
    written: Written,
    settings: JourneySettings,
    spans: KeySpans,
    persons: NDArray[np.int64],
) -> State:
    members = current_memberships(source, spans, settings.account_rules)
    last_seq = written.manifest.seq
    plan = Plan.of(source, spans, members, settings, written.lookups, last_seq)
    plan = replace(plan, shards=1, accounts=np.empty(0, np.int64))
    done = assemble(plan, iter([core_of(source, plan, persons)]))
    moment = Moment.of(written.manifest, written.lookups.into, written.lookups.words)
    columns = gather(source, settings, moment, done.shards, [])
    return State(spans, replace(columns, known_properties=()))
