"""Phone numbers that are one, written differently: since the shop's country is known their keys count as one key."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from etappe.identity.decided import left
from etappe.store.events.values import TOGETHER, Decision, Links


def same_numbers(
    kinds: NDArray[np.uint8], links: Links, decisions: Sequence[Decision]
) -> NDArray[np.int32]:
    """Rows (older key, other key) of keys that are one number and were not split: no event carries two, so that no
    other link joins them."""
    same = (links.told == TOGETHER) & (kinds[links.key_a] == kinds[links.key_b])
    facts = left(links.taken(same), decisions)
    return np.stack((facts.key_a, facts.key_b), axis=1).astype(np.int32)


def as_one(
    links: Links, decisions: Sequence[Decision], number: NDArray[np.int32]
) -> tuple[Links, Sequence[Decision]]:
    """Facts and decisions, told of the key that stands for each (`number`, by key)."""
    told = replace(links, key_a=number[links.key_a], key_b=number[links.key_b])
    return told, [
        replace(one, key_a=_standing(one.key_a, number), key_b=_standing(one.key_b, number))
        for one in decisions
    ]


def _standing(key: int, number: NDArray[np.int32]) -> int:
    return int(number[key]) if key >= 0 else key
