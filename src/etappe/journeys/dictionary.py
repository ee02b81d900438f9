"""Dictionaries: words by the order of their first use, with a last place for what finds no room."""

from collections.abc import Iterable
from dataclasses import dataclass

OTHER = "(other)"
"""Names beyond a dictionary's room count as this one (DESIGN section 5)."""


class Dictionary:
    """Words and their codes. Codes never change; beyond `room` every new word gets OTHER's code."""

    def __init__(self, words: Iterable[str] = (), room: int = 60_000) -> None:
        self.words = list(words)
        self.room = room
        self._code = {word: code for code, word in enumerate(self.words)}

    def code(self, word: str) -> int:
        """The word's code, a new one if it has none yet."""
        known = self._code.get(word)
        if known is not None:
            return known
        if len(self.words) >= self.room and word != OTHER:
            return self.code(OTHER)
        self._code[word] = len(self.words)
        self.words.append(word)
        return len(self.words) - 1


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The words behind the codes of the columns; they only grow from one refresh to the next."""

    events: Dictionary
    touchpoints: Dictionary
    channels: Dictionary

    @classmethod
    def of(
        cls,
        events: Iterable[str] = (),
        touchpoints: Iterable[str] = (),
        channels: Iterable[str] = (),
    ) -> "Dictionaries":
        """Dictionaries that know these words already, or new ones to be filled by a build."""
        return cls(Dictionary(events), Dictionary(touchpoints), Dictionary(channels, room=250))
