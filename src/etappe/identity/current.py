"""The key spans of a store as it is now: its link facts, with the words that settle ties."""

import hashlib
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etappe.identity.resolve import resolve
from etappe.identity.spans import KeySpans
from etappe.store.events.values import Links


class Keys(Protocol):
    """The person keys of a shop by number."""

    @property
    def kind(self) -> NDArray[np.uint8]: ...

    def words(self, keys: NDArray[np.int64]) -> list[str]: ...

    def find(self, word: str) -> list[int]: ...


class LinkSource(Protocol):
    """The part of `etappe.store.events.EventStore` that identity reads."""

    def keys(self) -> Keys: ...
    def links(self, after_seq: int = 0) -> Links: ...


def current_spans(source: LinkSource) -> KeySpans:
    """Who is who, by all facts the source has."""
    keys, links = source.keys(), source.links()
    content = np.zeros(len(keys.kind), np.uint64)
    tied = _tied(links)
    if len(tied):
        content[tied] = [_number(word) for word in keys.words(tied)]
    return resolve(keys.kind, links, content=content)


def _tied(links: Links) -> NDArray[np.int64]:
    """The keys that one key met at the very same moment: which came first, only their words can say."""
    order = np.lexsort((links.occurred_us, links.key_a))
    key, when = links.key_a[order], links.occurred_us[order]
    same = np.flatnonzero((key[1:] == key[:-1]) & (when[1:] == when[:-1]))
    both = np.concatenate((links.key_b[order[same]], links.key_b[order[same + 1]]))
    return np.unique(both).astype(np.int64)


def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
