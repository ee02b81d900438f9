"""Trial, of accounts: the journeys of companies as they would be if other ids of theirs were one."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etappe.identity.companies import Companies
from etappe.identity.memberships import current_memberships
from etappe.journeys.affected import core_of
from etappe.journeys.assembly import Plan, assemble
from etappe.journeys.columns import Columns
from etappe.journeys.gather import Moment, gather
from etappe.journeys.rebuild import Written
from etappe.journeys.source import EventSource, JourneySettings


@dataclass(frozen=True, slots=True)
class CompaniesTrial:
    """The accounts (codes) concerned, and the columns of these alone, before and after, cut alike."""

    accounts: NDArray[np.int64]
    before: Columns
    after: Columns


def tried_companies(
    source: EventSource,
    written: Written,
    settings: JourneySettings,
    columns: Columns,
    companies: Companies,
) -> CompaniesTrial:
    """What would be if these were the companies. `columns` are those of now; nothing is kept."""
    rules = settings.account_rules
    accounts = companies.changed_since(rules.companies)
    wished = replace(settings, account_rules=replace(rules, companies=companies))
    members = current_memberships(source, written.spans, wished.account_rules)
    persons = np.union1d(_persons(columns, accounts), members.changed_since(written.members))
    states = []
    for chosen in (settings, wished):
        belongs = current_memberships(source, written.spans, chosen.account_rules)
        last_seq = written.manifest.seq
        plan = Plan.of(source, written.spans, belongs, chosen, written.lookups, last_seq)
        plan = replace(plan, shards=1, accounts=accounts)
        done = assemble(plan, iter([core_of(source, plan, persons)]))
        moment = Moment.of(written.manifest, written.lookups.into, written.lookups.words)
        made = gather(source, chosen, moment, done.shards, done.account_shards)
        states.append(replace(made, known_properties=()))
    return CompaniesTrial(accounts, *states)


def _persons(columns: Columns, accounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Everybody with a touch in one of the accounts."""
    found = [np.empty(0, np.int64)]
    for shard in columns.account_shards:
        units = shard.person
        for unit in np.flatnonzero(np.isin(shard.persons[units.person], accounts)).tolist():
            rows = slice(int(units.starts[unit]), int(units.ends[unit]))
            found.append(np.unique(shard.touch_person[rows]).astype(np.int64))
    return np.unique(np.concatenate(found))
