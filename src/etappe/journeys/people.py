"""People: who is behind a key, and all events that stand with a person."""

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.lookups import kind_of
from etappe.journeys.rebuild import Written
from etappe.journeys.rows import persons_of
from etappe.journeys.source import EventSource


def person_of(source: EventSource, spans: KeySpans, key: str) -> int | None:
    """The person behind any of their keys, or behind a person's own number; None if nobody is.

    A key that several persons had (a shared device) leads to the last of them; the number of a person that
    went on in another one leads there.
    """
    for code in source.keys().find(key):
        if code < spans.keys:
            return int(spans.person[spans.key == code][-1])
    if key.isascii() and key.isdigit() and len(key) < 10 and int(key) < spans.keys:
        number = int(key)
        return (
            number if (spans.person == number).any() else int(spans.person[spans.key == number][0])
        )
    return None


def arrivals_of(
    source: EventSource, written: Written, person: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Arrival numbers and moments (µs) of all events that stand with a person, by arrival."""
    spans = written.spans
    core = source.core_of_keys(spans.keys_of(np.array([person], np.int32)), orders=True)
    core = core.taken(np.flatnonzero(core.seq <= written.manifest.seq))
    # Not the look-ups' own table: of columns that were read from the folder it is not made yet.
    words = written.lookups.words
    kind = np.array([kind_of(name, words) for name in source.names()], np.uint8)
    own = persons_of(core, spans, kind)[0] == person
    return core.seq[own], core.occurred_us[own]


def persons_between(
    source: EventSource, written: Written, first_seq: int, last_seq: int
) -> dict[int, int | None]:
    """Seq → person of the events with these arrival numbers, as far as they are cut; None: nobody did it."""
    core = source.core(first_seq, min(last_seq, written.manifest.seq) + 1)
    words = written.lookups.words
    kind = np.array([kind_of(name, words) for name in source.names()], np.uint8)
    persons = persons_of(core, written.spans, kind)[0]
    return {
        int(seq): int(person) if person >= 0 else None
        for seq, person in zip(core.seq.tolist(), persons.tolist(), strict=True)
    }
