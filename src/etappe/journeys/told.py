"""Told channels: the answers and coupon codes of events, as channels by arrival number."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.events.heard import asked, heard_channel
from etappe.events.sides import meaning_of
from etappe.events.words import Words
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.source import EventSource

_TELLING = frozenset(("survey_answered", "identify", "signup", "sign_up"))
"""Beside orders, the events that may hold an answer."""


class ToldChannels:
    """Which events tell of a channel. A shop without such properties costs nothing."""

    def __init__(self, words: Words, into: Dictionaries) -> None:
        self._words, self._into = words, into
        self._seq: NDArray[np.int64] = np.empty(0, np.int64)
        self._code: NDArray[np.uint8] = np.empty(0, np.uint8)
        self._last = 0

    def grow(self, source: EventSource, names: Sequence[str]) -> None:
        """Take in what the store has got since."""
        last, where = source.last_seq(), asked()
        telling = [code for code, name in enumerate(names) if self._may_tell(name)]
        properties = (*where.properties, "question", "answer", *where.coupons)
        found = source.told_by(telling, properties, self._last)
        self._last = last
        codes = {
            seq: self._into.channels.code(channel) + 1
            for seq, channel in self._channels(found)
            if seq <= last
        }
        if codes:
            self._seq = np.append(self._seq, np.fromiter(codes, np.int64))
            self._code = np.append(self._code, np.fromiter(codes.values(), np.uint8))

    def of(self, seq: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Code plus one of the channel that each event tells of, 0 for none."""
        told = np.zeros(len(seq), np.uint8)
        if not len(self._seq):
            return told
        place = np.searchsorted(self._seq, seq)
        known = np.minimum(place, len(self._seq) - 1)
        same = self._seq[known] == seq
        told[same] = self._code[known[same]]
        return told

    def _may_tell(self, name: str) -> bool:
        words = self._words
        meaning = meaning_of(name, words)
        return meaning in _TELLING or meaning == meaning_of(words.conversion, words)

    def _channels(self, found: Sequence[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
        """(seq, channel) by seq; of one event an answer says more than a coupon."""
        where, by_seq = asked(), dict[int, dict[str, str]]()
        for seq, word, text in found:
            by_seq.setdefault(seq, {})[word] = text
        for seq in sorted(by_seq):
            told = by_seq[seq]
            answer = next((told[name] for name in where.properties if name in told), "")
            if not answer and told.get("question", "").lower() in where.questions:
                answer = told.get("answer", "")
            codes = (told[name].strip().upper() for name in where.coupons if name in told)
            known = (self._words.codes[code] for code in codes if code in self._words.codes)
            channel = (heard_channel(answer) if answer else "") or next(known, "")
            if channel:
                yield seq, channel
