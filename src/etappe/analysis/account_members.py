"""Account, members: who belongs to a company, with their roles and what they did in its name; masked until opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.account_values import BelongsBy, MemberFact
from etappe.analysis.people_keys import KnownBy, PersonKey, known_by
from etappe.analysis.scope import ResolvedScope
from etappe.base.clock import moment_of
from etappe.journeys.columns import SHOP_SIDE, Shard

KeysOf = Callable[[Sequence[int]], Mapping[int, Sequence[PersonKey]]]


@dataclass(frozen=True, slots=True)
class AccountMember:
    """One person of the company. `known` is the strongest key, masked unless the page is opened.

    `title` is what events called the person there last, `roles` are keys of roles in its Buying Center. `primary`: touches
    that name no account belong to this one. `former`: belongs no more. Touches and moments are those in its name.
    """

    person: int
    known: str | None
    known_by: KnownBy
    title: str | None
    roles: tuple[str, ...]
    belongs_by: tuple[BelongsBy, ...]
    domain: str | None
    from_at: datetime | None
    to_at: datetime | None
    primary: bool
    former: bool
    touches: int
    orders: int
    first_seen: datetime | None
    last_seen: datetime | None


def members_of(
    resolved: ResolvedScope,
    facts: Sequence[MemberFact],
    keys_of: KeysOf,
    shard: Shard | None,
    rows: NDArray[np.int64],
    *,
    opened: bool,
) -> tuple[AccountMember, ...]:
    """The members with what the account's `rows` of its shard say of each."""
    keys = keys_of([fact.person for fact in facts])
    return tuple(_member(resolved, fact, keys, shard, rows, opened) for fact in facts)


def _member(
    resolved: ResolvedScope,
    fact: MemberFact,
    keys: Mapping[int, Sequence[PersonKey]],
    shard: Shard | None,
    rows: NDArray[np.int64],
    opened: bool,
) -> AccountMember:
    known = known_by(keys.get(fact.person, ()), opened)
    mine = rows[shard.touch_person[rows] == fact.person] if shard is not None else rows
    times = shard.time_us[mine[(shard.flags[mine] & SHOP_SIDE) == 0]] if shard is not None else rows
    orders = int(np.count_nonzero(resolved.converts(shard)[mine])) if shard is not None else 0
    return AccountMember(
        person=fact.person,
        known=known.shown,
        known_by=known.kind,
        title=fact.title,
        roles=fact.roles,
        belongs_by=fact.belongs_by,
        domain=fact.domain,
        from_at=fact.from_at,
        to_at=fact.to_at,
        primary=fact.primary,
        former=fact.former,
        touches=len(mine),
        orders=orders,
        first_seen=moment_of(int(times.min())) if len(times) else None,
        last_seen=moment_of(int(times.max())) if len(times) else None,
    )
