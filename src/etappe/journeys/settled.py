"""Words settled: with the guesses that the columns bring, and whether columns must be cut anew for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from etappe.events.guessing import NameStat, guess_words
from etappe.events.words import Words
from etappe.journeys.manifest import Manifest, words_mark


@dataclass(frozen=True, slots=True)
class Settled:
    """Words with the guesses in them; `stats` say where the guessed names stand in journeys.

    `cut_anew`: the columns as last cut don't fit these words.
    """

    words: Words
    stats: Sequence[NameStat]
    cut_anew: bool

    @classmethod
    def of(cls, manifest: Manifest, words: Words, mark: str) -> "Settled":
        """What these words (with their mark) are to the columns of the manifest."""
        return cls(words, manifest.stats, mark != manifest.words)

    def stat(self, name: str) -> NameStat | None:
        """Where the events of this name stand, if anything had to be guessed."""
        return next((stat for stat in self.stats if stat.name == name), None)


class SettledWords:
    """Given words with a manifest's guesses, and their mark; worked out once for equal words."""

    def __init__(self) -> None:
        self._known: tuple[list[NameStat], Words, Words, str] | None = None

    def of(self, manifest: Manifest, given: Words) -> tuple[Words, str]:
        """The words that count now, and the mark of them."""
        known = self._known
        if known is None or known[0] != manifest.stats or known[1] != given:
            words = guess_words(given, manifest.stats) if manifest.stats else given
            known = self._known = (manifest.stats, given, words, words_mark(words))
        return known[2], known[3]
