"""Speech: the sentences of this package, from its messages."""

from etappe.base import messages, numbers
from etappe.base.messages import LANGUAGES, Language
from etappe.events.words import Text


def say(key: str, language: Language, **figures: object) -> str:
    """The sentence `key` of etappe.app with its figures, which arrive formatted."""
    return messages.say("etappe.app", key, language, **figures)


def plural(noun: str, count: int, language: Language) -> str:
    """'1 Interaktion', '1.234 Interaktionen': a noun of messages with its number."""
    form = "one" if count == 1 else "many"
    return say(f"{form}_{noun}", language, count=numbers.number(count, language))


def in_both(key: str, **figures: object) -> Text:
    """The same in German and English, for sentences without figures that differ."""
    return {language: say(key, language, **figures) for language in LANGUAGES}
