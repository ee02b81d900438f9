"""Devices that are one: a browser that got a new id, say. They share their logins and so their owners."""

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.identity.spans import KeySpans


def replaced(keys: int, same: NDArray[np.int32]) -> NDArray[np.int32]:
    """By key the one that stands for it: the oldest of the devices that are one, else the key itself."""
    numbers: NDArray[np.int32] = heavy("cut").loose_sets(keys, same)
    return numbers


def spread(spans: KeySpans, device: NDArray[np.int32]) -> KeySpans:
    """Give every device the spans of the one that stands for it."""
    stands = np.flatnonzero(device != np.arange(len(device)))
    first = np.searchsorted(spans.key, device[stands])
    counts = np.searchsorted(spans.key, device[stands], side="right") - first
    rows = np.concatenate([np.arange(at, at + n) for at, n in zip(first, counts, strict=True)])
    kept = np.flatnonzero(~np.isin(spans.key, stands))
    key = np.concatenate((spans.key[kept], np.repeat(stands, counts).astype(np.int32)))
    taken = np.concatenate((kept, rows))
    order = np.argsort(key, kind="stable")
    taken = taken[order]
    return KeySpans(key[order], spans.from_us[taken], spans.person[taken])
