"""Proposing what a shop's own event names mean: from the words in them, else from where they stand.

A guess is never more than a proposal: everything made here carries origin 'guessed' until a person confirms it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from etappe.events.adoption import Adoption, adopt, like_meaning
from etappe.events.datafiles import document
from etappe.events.names import words_in
from etappe.events.sides import canonical, meaning_of
from etappe.events.words import Part, Words

PURCHASE = "purchase"
NOTHING = "none"
INSIDE = 6  # a word beginning so long may also stand inside a compound: 'produktansicht'


@dataclass(frozen=True, slots=True)
class NameStat:
    """Where the events of one name stand; shares from 0 to 1."""

    name: str
    touches: int
    persons: int
    in_visits_share: float = 1.0
    median_position: float = 0.5
    """Place in its journey: 0 is the first touch, 1 the last."""
    before_conversion_share: float = 1.0
    """Of the touches in journeys that converted: how many come before the conversion."""
    followed_by_end_share: float = 0.0
    has_value_share: float = 0.0
    has_order_share: float = 0.0


def guess_words(words: Words, stats: Sequence[NameStat]) -> Words:
    """The words with every unknown name of `stats` taken in, and the conversion proposed.

    A name that has a word and a touchpoint stays untouched. A name of which only the meaning is known (a person
    confirmed it) keeps that meaning. Deterministic; the order of `stats` does not matter.
    """
    adoptions = [
        _adoption(words, stat)
        for stat in sorted(stats, key=lambda stat: stat.name)
        if _unsettled(stat.name, words)
    ]
    return _with_conversion(adopt(words, adoptions), stats)


@lru_cache(maxsize=100_000)
def guess_meaning(name: str) -> str:
    """The standard event name that the words in `name` speak for, or '' if they say nothing."""
    words = words_in(name)
    fits = frozenset[str]().union(*map(_stems_in, words))
    found = [
        (len(phrase), not phrase[0].startswith("="), sum(map(len, phrase)), -rank, meaning)
        for rank, (meaning, phrase) in enumerate(_phrases())
        if fits.issuperset(phrase)
    ]
    meaning = max(found)[-1] if found else NOTHING
    return "" if meaning == NOTHING else meaning


def guess_part(stat: NameStat) -> Part:
    """Before, during, after or neutral, from where the events of a name stand in journeys."""
    if stat.before_conversion_share <= 0.3:
        return "after"
    if stat.has_order_share >= 0.5 or stat.has_value_share >= 0.5:
        return "during"
    return "before" if stat.before_conversion_share >= 0.6 else "neutral"


def guess_conversion(words: Words, stats: Sequence[NameStat]) -> str:
    """The event a shop's journeys are for: the one that means a purchase, else the likeliest.

    Without any purchase: an unnamed event that carries orders, else money, else the next best meanings (renewal,
    quote, booking, lead, sign-up). The most frequent of equals; '' when nothing speaks for any.
    """
    names = [stat for stat in stats if stat.touches]
    for test in _CONVERSION_TESTS:
        if found := [stat for stat in names if test(stat, words)]:
            return min(found, key=lambda stat: (-stat.touches, stat.name)).name
    return ""


def _with_conversion(words: Words, stats: Sequence[NameStat]) -> Words:
    names = {canonical(stat.name, words) for stat in stats if stat.touches}
    if words.conversion != PURCHASE or PURCHASE in names:
        return words
    found = canonical(guess_conversion(words, stats), words)
    rest = (name for name in words.conversions if name not in (PURCHASE, found))
    return replace(words, conversion=found, conversions=(found, *rest)) if found else words


_SECOND_BEST = frozenset(
    {"marketplace_order", "subscription_started", "subscription_renewed", "quote_accepted"}
    | {"appointment_booked", "trial_started", "generate_lead", "sign_up", "newsletter_subscribed"}
)

_CONVERSION_TESTS: tuple[Callable[[NameStat, Words], bool], ...] = (
    lambda stat, words: meaning_of(stat.name, words) == PURCHASE,
    lambda stat, words: _unnamed(stat.name, words) and stat.has_order_share >= 0.5,
    lambda stat, words: _unnamed(stat.name, words) and stat.has_value_share >= 0.5,
    lambda stat, words: meaning_of(stat.name, words) in _SECOND_BEST,
)


def _unnamed(name: str, words: Words) -> bool:
    """Whether nothing but where it stands says what this event is."""
    word = words.events.get(canonical(name, words))
    return word is None or (word.origin == "guessed" and not word.meaning)


def _unsettled(name: str, words: Words) -> bool:
    word = words.events.get(canonical(name, words))
    return word is None or not word.touchpoint


def _adoption(words: Words, stat: NameStat) -> Adoption:
    word = words.events.get(stat.name)
    meaning = word.meaning if word and word.meaning else guess_meaning(stat.name)
    like = like_meaning(words, meaning) or like_place(stat)
    origin = word.origin if word else "guessed"
    return Adoption(stat.name, meaning, like, origin)


def like_place(stat: NameStat) -> str:
    """The touchpoint that events of this name are likened to by where they stand in journeys."""
    return str(document("guessing")["like"][guess_part(stat)])


def _fits(stem: str, word: str) -> bool:
    if stem.startswith("="):
        return word == stem[1:]
    return word.startswith(stem) or (len(stem) >= INSIDE and stem in word)


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    listed = document("guessing")["phrases"]
    return tuple(
        (meaning, tuple(text.split())) for meaning, texts in listed.items() for text in texts
    )


@lru_cache(maxsize=10_000)
def _stems_in(word: str) -> frozenset[str]:
    return frozenset(stem for stem in _stems() if _fits(stem, word))


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for _, phrase in _phrases() for stem in phrase)
