"""The whole vocabulary of one shop: shipped words, its own edits, and guesses for the rest."""

from collections.abc import Sequence

from etappe.events.guessing import NameStat, guess_words
from etappe.events.overlay import Edits, overlay
from etappe.events.shipped import shipped_words
from etappe.events.words import Words


def shop_words(edits: Edits, stats: Sequence[NameStat] = ()) -> Words:
    """The words a shop's columns are built with.

    What a person confirmed is known before anything is guessed, and laid over the guesses once more, so that
    edits of guessed touchpoints hold too.
    """
    return overlay(guess_words(overlay(shipped_words(), edits), stats), edits)
