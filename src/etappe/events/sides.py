"""What an event name stands for: aliases, meaning, side and place."""

from etappe.events.shipped import shipped_words
from etappe.events.words import EventWord, Place, Words


def canonical(name: str, words: Words | None = None) -> str:
    """The standard name of an alias ("Product Added" → "add_to_cart"); any other name stays as sent."""
    return (words or shipped_words()).aliases.get(name, name)


def word_of(name: str, words: Words) -> EventWord:
    """The word of an event name or alias. An unknown name is a customer's deed of that name."""
    name = canonical(name, words)
    return words.events.get(name) or EventWord(name, label={"de": name, "en": name})


def meaning_of(name: str, words: Words) -> str:
    """The standard name this name stands for ("order_placed" → "purchase"), itself if none is known."""
    word = word_of(name, words)
    return word.meaning or word.name


def place_of(name: str, words: Words) -> Place:
    """'site' for what happens on a site or in an app and so makes visits, else 'outside'."""
    return word_of(name, words).place
