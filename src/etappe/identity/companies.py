"""Which ids are the same company: a pure function of what people decided.

A merge says that a company's ids are those of another one too, whose id stays. A split takes one id out: it stands alone,
the others stay together. A decision that was undone counts as if it had never been made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.base.clock import to_us
from etappe.identity.spans import LONG_AGO
from etappe.store.events.values import AccountDecision

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Companies:
    """Account codes that stand for another one: `head` of each. Ids that nobody merged are their own company."""

    head: Mapping[int, int] = field(default_factory=dict)
    joined: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """By head all codes of the company, itself first, each with the moment (µs) at which it joined."""

    def heads(self, accounts: Codes) -> Codes:
        """The company of each code, 0 for 0."""
        if not self.head:
            return accounts
        size = max(int(accounts.max(initial=0)), *self.head) + 1
        table = np.arange(size, dtype=np.int32)
        table[list(self.head)] = list(self.head.values())
        found: Codes = table[accounts]
        return found

    def head_of(self, account: int) -> int:
        """The company of one code."""
        return self.head.get(account, account)

    def codes_of(self, account: int) -> tuple[int, ...]:
        """All codes of the company that this code belongs to, the one that stays first."""
        return tuple(code for code, _ in self.members_of(account))

    def members_of(self, account: int) -> tuple[tuple[int, int], ...]:
        """The same with the moments at which they joined."""
        head = self.head_of(account)
        return self.joined.get(head, ((head, LONG_AGO),))

    def changed_since(self, before: "Companies") -> NDArray[np.int64]:
        """The codes of all companies that have other ids than before; rising."""
        codes = {*self.head, *before.head}
        moved = [code for code in codes if self.head_of(code) != before.head_of(code)]
        concerned = {now.head_of(code) for code in moved for now in (self, before)}
        return np.array(sorted({*moved, *concerned}), np.int64)


def companies(decisions: Sequence[AccountDecision]) -> Companies:
    """Who is who by these decisions, oldest first."""
    group: dict[int, list[tuple[int, int]]] = {}
    for one in decisions:
        if not one.holds:
            continue
        if one.kind == "split":
            _part(group, one.account)
        elif one.kind == "merge":
            _join(group, one.account, one.other, to_us(one.at))
    found = {members[0][0]: tuple(members) for members in group.values() if len(members) > 1}
    heads = {code: head for head, members in found.items() for code, _ in members if code != head}
    return Companies(heads, found)


def _join(group: dict[int, list[tuple[int, int]]], account: int, other: int, at_us: int) -> None:
    mine = group.setdefault(account, [(account, LONG_AGO)])
    theirs = group.setdefault(other, [(other, LONG_AGO)])
    if mine is theirs:
        return
    for code, _ in theirs:
        mine.append((code, at_us))
        group[code] = mine


def _part(group: dict[int, list[tuple[int, int]]], account: int) -> None:
    members = group.pop(account, [])
    members[:] = [(code, at_us) for code, at_us in members if code != account]
