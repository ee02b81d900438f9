"""Which keys are the same person: a pure function of link facts and decisions (DESIGN section 4)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.identity.decided import joins, left, with_owners
from etappe.identity.devices import replaced, spread
from etappe.identity.spans import KeySpans
from etappe.store.events.values import PROVED, Decision, Links


def resolve(
    kinds: NDArray[np.uint8],
    links: Links,
    decisions: Sequence[Decision] = (),
    content: NDArray[np.uint64] | None = None,
) -> KeySpans:
    """The person behind every key, and for shared devices from when on.

    What aliases and decisions say of two customers, or of any two known keys, comes first and holds for all time.
    Then facts between stronger keys (user, e-mail, phone, order) apply, proved e-mail addresses before others;
    then those of anonymous keys; all by the time they occurred. Two sets that each hold a user never join by
    themselves: an e-mail, phone or order that two users share stays with the first that proved or had it; an
    anonymous key belongs to the first user up to the login of the second, from then on to the second. A guest's
    e-mail and a later login on one device are one person. Devices that an alias or a decision makes one share
    their logins. A set's person is its oldest key.

    `content` is a number for each key's word that does not depend on arrival; facts of one moment
    apply in its order (without it, in order of the keys' numbers).
    """
    facts = left(links, decisions)
    said = joins(kinds, facts, decisions)
    facts = with_owners(facts.taken(kinds[facts.key_a] != kinds[facts.key_b]), said.device_of)
    device = replaced(len(kinds), said.devices)
    pairs = np.stack((device[facts.key_a], facts.key_b), axis=1).astype(np.int32)
    order = _in_order(kinds, pairs, facts, content)
    spans = KeySpans(
        *heavy("cut").join_keys(
            np.ascontiguousarray(kinds),
            np.ascontiguousarray(pairs[order]),
            facts.occurred_us[order],
            np.concatenate((said.known, said.devices)),
        )
    )
    return spread(spans, device) if len(said.devices) else spans


def _in_order(
    kinds: NDArray[np.uint8],
    pairs: NDArray[np.int32],
    facts: Links,
    content: NDArray[np.uint64] | None,
) -> NDArray[np.intp]:
    """Proved facts first, then by time; within one moment the weaker kinds first, then by content."""
    weaker, stronger = pairs[:, 0], pairs[:, 1]
    ranks = (stronger, weaker) if content is None else (content[stronger], content[weaker])
    return np.lexsort(
        (*ranks, kinds[stronger], kinds[weaker], facts.occurred_us, facts.told != PROVED)
    )
