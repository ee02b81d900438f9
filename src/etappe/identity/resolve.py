"""Which keys are the same person: a pure function of link facts and decisions (DESIGN section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.identity.spans import KeySpans
from etappe.store.events.values import Links


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about two keys: one person whatever the rules say, or the link undone."""

    key_a: int
    key_b: int
    together: bool


def resolve(
    kinds: NDArray[np.uint8],
    links: Links,
    decisions: Sequence[Decision] = (),
    content: NDArray[np.uint64] | None = None,
) -> KeySpans:
    """The person behind every key, and for shared devices from when on.

    Facts between stronger keys (user, e-mail, phone, order) apply first, then those of anonymous
    keys, both by the time they occurred. Two sets that each hold a user never join by themselves:
    an e-mail, phone or order that two users share stays with the first that had it; an anonymous key
    belongs to the first user up to the login of the second, from then on to the second. A guest's
    e-mail and a later login on one device are one person. A set's person is its oldest key.

    `content` is a number for each key's word that does not depend on arrival; facts of one moment
    apply in its order (without it, in order of the keys' numbers).
    """
    facts = np.stack((links.key_a, links.key_b), axis=1).astype(np.int32)
    undone = {frozenset((d.key_a, d.key_b)) for d in decisions if not d.together}
    if undone:
        facts_kept = np.array([frozenset(pair) not in undone for pair in facts.tolist()], np.bool_)
    else:
        facts_kept = np.ones(len(facts), np.bool_)
    order = _in_order(kinds, facts, links.occurred_us, content)
    order = order[facts_kept[order]]
    joins = np.array([(d.key_a, d.key_b) for d in decisions if d.together], np.int32).reshape(-1, 2)
    return KeySpans(
        *heavy("cut").join_keys(
            np.ascontiguousarray(kinds), facts[order], links.occurred_us[order], joins
        )
    )


def _in_order(
    kinds: NDArray[np.uint8],
    facts: NDArray[np.int32],
    when_us: NDArray[np.int64],
    content: NDArray[np.uint64] | None,
) -> NDArray[np.intp]:
    """Facts by time; within one moment the weaker kinds first, then by content."""
    weaker, stronger = facts[:, 0], facts[:, 1]
    ranks = (stronger, weaker) if content is None else (content[stronger], content[weaker])
    return np.lexsort((*ranks, kinds[stronger], kinds[weaker], when_us))
