"""People: who is behind a key, and all events that stand with a person."""

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.lookups import kind_of
from etappe.journeys.rebuild import Written
from etappe.journeys.rows import persons_of
from etappe.journeys.source import EventSource
from etappe.store.events.values import KEY_KINDS

NUMBERED = "person"
"""`person:17` is the person of that number, whoever has a key called 17."""
_KINDS = (*KEY_KINDS, NUMBERED)


def person_of(source: EventSource, spans: KeySpans, key: str) -> int | None:
    """The person behind any of their keys, or behind a person's own number; None if nobody is.

    A key that several persons had (a shared device) leads to the last of them, a word that is called so in several
    kinds to that of the strongest; `persons_behind` names them all. The number of a person that went on in another
    one leads there.
    """
    behind = persons_behind(source, spans, key)
    return behind[0] if behind else None


def persons_behind(source: EventSource, spans: KeySpans, key: str) -> list[int]:
    """Everybody who has or had a key called so, of whatever kind, or has this number: the likeliest first.

    `user:4711`, `email:…`, `phone:…`, `order:…`, `anonymous:…` look among keys of that kind alone, `person:17` among
    numbers.
    """
    kind, word = _kind_and_word(key)
    found = _behind(source, spans, kind, word)
    return found if found or not kind else _behind(source, spans, "", key)


def _behind(source: EventSource, spans: KeySpans, kind: str, word: str) -> list[int]:
    found: list[int] = []
    keys = source.keys()
    for code in [] if kind == NUMBERED else keys.find(word):
        if code < spans.keys and kind in ("", KEY_KINDS[keys.kind[code]]):
            found += spans.person[spans.key == code][::-1].tolist()
    if kind in ("", NUMBERED) and word.isascii() and word.isdigit() and len(word) < 10:
        number = int(word)
        if number < spans.keys:
            there = (spans.person == number).any()
            found.append(number if there else int(spans.person[spans.key == number][0]))
    return list(dict.fromkeys(found))


def _kind_and_word(key: str) -> tuple[str, str]:
    kind, mark, word = key.partition(":")
    return (kind, word.strip()) if mark and kind in _KINDS and word.strip() else ("", key)


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
