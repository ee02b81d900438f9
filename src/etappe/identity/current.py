"""The key spans of a store as it is now: its link facts and decisions, with the words that settle ties."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.identity.devices import replaced, spread
from etappe.identity.numbers import as_one, same_numbers
from etappe.identity.resolve import resolve
from etappe.identity.spans import KeySpans
from etappe.store.events.values import KEY_KINDS, Decision, Links

USER = KEY_KINDS.index("user")


class Keys(Protocol):
    """The person keys of a shop by number."""

    @property
    def kind(self) -> NDArray[np.uint8]: ...

    def marks(self, keys: NDArray[np.int64]) -> NDArray[np.uint64]: ...

    def find(self, word: str) -> list[int]: ...


class LinkSource(Protocol):
    """The part of `etappe.store.events.EventStore` that identity reads."""

    def keys(self) -> Keys: ...
    def links(self, after_seq: int = 0) -> Links: ...
    def decisions(self) -> list[Decision]: ...
    def last_decision(self) -> int: ...


def current_spans(source: LinkSource) -> KeySpans:
    """Who is who, by all facts and decisions the source has."""
    return spans_with(source, source.decisions())


def spans_with(source: LinkSource, decisions: Sequence[Decision]) -> KeySpans:
    """Who would be who, by all facts the source has and these decisions. Keys that are one phone number are as one."""
    keys, links = source.keys(), source.links()
    same = same_numbers(keys.kind, links, decisions)
    if not len(same):
        return _resolved(keys, links, decisions)
    number = replaced(len(keys.kind), same)
    return spread(_resolved(keys, *as_one(links, decisions, number)), number)


def _resolved(keys: Keys, links: Links, decisions: Sequence[Decision]) -> KeySpans:
    content = np.zeros(len(keys.kind), np.uint64)
    tied = _tied(keys.kind, links, decisions)
    if len(tied):
        content[tied] = keys.marks(tied)
    return resolve(keys.kind, links, decisions, content)


def _tied(
    kinds: NDArray[np.uint8], links: Links, decisions: Sequence[Decision]
) -> NDArray[np.int64]:
    """The keys of facts of one moment where it matters which came first: only their words can say.

    It matters only where several users hang together: without them any order joins the same.
    """
    said = [(d.key_a, d.key_b) for d in decisions if d.kind == "merge"]
    merged = np.array(said, np.int32).reshape(-1, 2)
    pairs = np.concatenate((np.stack((links.key_a, links.key_b), axis=1), merged))
    loose = heavy("cut").loose_sets(len(kinds), pairs.astype(np.int32))
    users = np.bincount(loose[kinds == USER], minlength=len(kinds))
    contested = np.flatnonzero(users[loose[links.key_a]] > 1)
    when = links.occurred_us[contested]
    order = np.argsort(when, kind="stable")
    same = np.flatnonzero(when[order[1:]] == when[order[:-1]])
    rows = contested[order[np.union1d(same, same + 1)]]
    return np.unique(np.concatenate((links.key_a[rows], links.key_b[rows]))).astype(np.int64)
