"""Affected: whom new events concern, so that they and nobody else are cut again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.assembly import Plan
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
    plan: Plan,
    new: Core,
    also: NDArray[np.int64],
    companies: NDArray[np.int64],
) -> Affected:
    """The persons with new events or changed keys, `also` those, and all who share an account with them or have touches
    in one of `companies`.

    Accounts are cut again whole, so everybody with a touch in an affected one is read again.
    """
    changed = plan.spans.changed_since(before)
    own, _ = persons_of(new, plan.spans, plan.lookups.kind)
    persons = np.unique(np.concatenate((own[own >= 0], changed, also))).astype(np.int64)
    core = core_of(source, plan, persons)
    member, account = (
        np.concatenate([one[name] for one in shards] or [np.empty(0, np.int32)])
        for name in ("member_person", "member_account")
    )
    named = plan.settings.account_rules.companies.heads(core.account[core.account > 0])
    accounts = np.union1d(named, account[np.isin(member, persons)])
    accounts = np.union1d(accounts, companies)
    accounts = np.union1d(accounts, plan.members.accounts_of(persons)).astype(np.int64)
    others = np.setdiff1d(member[np.isin(account, accounts)], persons)
    if len(others):
        persons = np.union1d(persons, others)
        core = core_of(source, plan, persons)
    return Affected(core, Gone(persons, accounts))


def core_of(source: EventSource, plan: Plan, persons: NDArray[np.int64]) -> Core:
    """All events of these persons that the plan knows."""
    core = source.core_of_keys(plan.spans.keys_of(persons.astype(np.int32)), orders=True)
    core = core.taken(np.flatnonzero(core.seq <= plan.last_seq))
    person, _ = persons_of(core, plan.spans, plan.lookups.kind)
    return core.taken(np.flatnonzero(np.isin(person, persons)))
