"""Identity over arrays: union of keys by their link facts, with users that never join by themselves."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import LONG_AGO

ANONYMOUS, USER = 0, 4  # kinds of keys, as the store codes them


@njit(cache=True, nogil=True)
def join_keys(
    kinds: NDArray[np.uint8],
    facts: NDArray[np.int32],
    when_us: NDArray[np.int64],
    joins: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """(key, from_us, person) of every key span, sorted by key, from_us.

    `facts` are rows (weaker key, stronger key) in the order they apply; `joins` are pairs that were
    decided to be one, users or not.
    """
    root = np.arange(len(kinds)).astype(np.int32)
    user = kinds == USER  # by root: the set holds a user
    for pair in range(len(joins)):
        _unite(root, user, joins[pair, 0], joins[pair, 1])
    for fact in range(len(facts)):
        a, b = facts[fact, 0], facts[fact, 1]
        if kinds[a] != ANONYMOUS and _may_join(root, user, a, b):
            _unite(root, user, a, b)
    first, change = _join_anonymous(kinds, facts, root, user)
    for key in range(len(kinds)):
        if first[key] >= 0:
            _unite(root, user, key, first[key])
    return _spans(root, facts, when_us, facts[change, 0], change)


@njit(cache=True, nogil=True)
def _join_anonymous(
    kinds: NDArray[np.uint8],
    facts: NDArray[np.int32],
    root: NDArray[np.int32],
    user: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """(by anonymous key the key it first stood for or -1, the facts that moved one to another user)."""
    held = np.full(len(kinds), -1, np.int32)  # the key it stands for at present
    first = np.full(len(kinds), -1, np.int32)
    change = np.empty(len(facts), np.int64)
    changes = 0
    for fact in range(len(facts)):
        a, b = facts[fact, 0], facts[fact, 1]
        if kinds[a] != ANONYMOUS:
            continue
        if held[a] < 0:
            held[a] = first[a] = b
        elif _may_join(root, user, held[a], b):
            _unite(root, user, held[a], b)
        elif kinds[b] == USER:
            change[changes] = fact
            changes += 1
            held[a] = b
    return first, change[:changes]


@njit(cache=True, nogil=True)
def _spans(
    root: NDArray[np.int32],
    facts: NDArray[np.int32],
    when_us: NDArray[np.int64],
    change_key: NDArray[np.int32],
    change_fact: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Lay the keys' first persons and their changes out by key; roots are the oldest keys of their sets."""
    keys = len(root)
    start = np.ones(keys + 1, np.int64)
    for change in range(len(change_key)):
        start[change_key[change]] += 1
    total = 0
    for key in range(keys):
        spans = start[key]
        start[key] = total
        total += spans
    key_of = np.empty(total, np.int32)
    from_us = np.empty(total, np.int64)
    person = np.empty(total, np.int32)
    at = start[:keys].copy()
    for key in range(keys):
        key_of[at[key]], from_us[at[key]], person[at[key]] = key, LONG_AGO, _find(root, key)
        at[key] += 1
    for change in range(len(change_key)):
        key, fact = change_key[change], change_fact[change]
        key_of[at[key]], from_us[at[key]] = key, when_us[fact]
        person[at[key]] = _find(root, facts[fact, 1])
        at[key] += 1
    return key_of, from_us, person


@njit(cache=True, nogil=True)
def _may_join(root: NDArray[np.int32], user: NDArray[np.bool_], a: int, b: int) -> bool:
    """Whether two keys' sets are already one or do not both hold a user."""
    a, b = _find(root, a), _find(root, b)
    return a == b or not (user[a] and user[b])


@njit(cache=True, nogil=True)
def _unite(root: NDArray[np.int32], user: NDArray[np.bool_], a: int, b: int) -> None:
    """Make two sets one; the oldest key, which has the smallest number, stays its root."""
    a, b = _find(root, a), _find(root, b)
    if a == b:
        return
    older, younger = min(a, b), max(a, b)
    root[younger] = older
    user[older] = user[older] or user[younger]


@njit(cache=True, nogil=True)
def _find(root: NDArray[np.int32], key: int) -> int:
    """The root of a key's set, shortening the way for the next time."""
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


@njit(cache=True, nogil=True)
def loose_sets(keys: int, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
    """By key the oldest of all keys that hang together with it, whoever they are."""
    root = np.arange(keys).astype(np.int32)
    user = np.zeros(keys, np.bool_)
    for pair in range(len(pairs)):
        _unite(root, user, pairs[pair, 0], pairs[pair, 1])
    for key in range(keys):
        root[key] = _find(root, key)
    return root
