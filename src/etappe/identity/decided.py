"""What decisions leave of the link facts, and what they add to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import LONG_AGO
from etappe.store.events.values import ALIAS, Decision, Links

ANONYMOUS = 0

Pairs = NDArray[np.int32]
"""Rows (weaker key, stronger key)."""


@dataclass(frozen=True, slots=True)
class Joins:
    """Keys that were said to be one person, whatever the rules say: known ones; a device and who had it; devices."""

    known: Pairs
    device_of: Pairs
    devices: Pairs


def left(links: Links, decisions: Sequence[Decision]) -> Links:
    """The facts without those of keys that were split off and of links that were undone."""
    split = [d for d in decisions if d.holds and d.kind == "split"]
    if not split:
        return links
    alone = [d.key_a for d in split if d.key_b < 0]
    undone = np.array([_pair(d) for d in split if d.key_b >= 0], np.int64).reshape(-1, 2)
    pairs = np.sort(np.stack((links.key_a, links.key_b), axis=1), axis=1).astype(np.int64)
    gone = np.isin(pairs, alone).any(axis=1) | np.isin(_numbers(pairs), _numbers(undone))
    return links.taken(~gone)


def joins(kinds: NDArray[np.uint8], facts: Links, decisions: Sequence[Decision]) -> Joins:
    """What aliases (among the facts that are left) and merges join.

    A split takes back the merges before it that it concerns; a later merge counts again.
    """
    alias = facts.told == ALIAS
    told = np.stack((facts.key_a[alias], facts.key_b[alias]), axis=1).astype(np.int32)
    merged = [
        (d.key_a, d.key_b) if kinds[d.key_a] <= kinds[d.key_b] else (d.key_b, d.key_a)
        for place, d in enumerate(decisions)
        if d.holds and d.kind == "merge" and not _split_later(d, decisions[place + 1 :])
    ]
    decided = np.array(merged, np.int32).reshape(-1, 2)
    # An alias of a device to a customer is a login like any other: it stays a fact with its moment.
    said = np.concatenate((told[kinds[told[:, 0]] == kinds[told[:, 1]]], decided))
    weak, strong = kinds[said[:, 0]] == ANONYMOUS, kinds[said[:, 1]] != ANONYMOUS
    return Joins(said[~weak], said[weak & strong], said[weak & ~strong])


def with_owners(facts: Links, device_of: Pairs) -> Links:
    """The facts with those that say whose a device was from the beginning."""
    rows = len(device_of)
    return Links(
        np.concatenate((device_of[:, 0], facts.key_a)),
        np.concatenate((device_of[:, 1], facts.key_b)),
        np.concatenate((np.full(rows, LONG_AGO, np.int64), facts.occurred_us)),
        np.concatenate((np.zeros(rows, np.int64), facts.seq)),
        np.concatenate((np.zeros(rows, np.uint8), facts.told)),
    )


def _split_later(merge: Decision, later: Sequence[Decision]) -> bool:
    return any(
        d.holds
        and d.kind == "split"
        and (d.key_a in (merge.key_a, merge.key_b) if d.key_b < 0 else _pair(d) == _pair(merge))
        for d in later
    )


def _pair(decision: Decision) -> tuple[int, int]:
    return min(decision.key_a, decision.key_b), max(decision.key_a, decision.key_b)


def _numbers(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each pair."""
    return (pairs[:, 0] << 32) | pairs[:, 1]
