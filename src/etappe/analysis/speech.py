"""Speech: the sentences of answers, from this package's messages.toml."""

from etappe.base import messages, numbers
from etappe.base.messages import Language


def say(key: str, language: Language, **figures: object) -> str:
    """The sentence `key` of etappe.analysis with its figures, which arrive formatted."""
    return messages.say("etappe.analysis", key, language, **figures)


def plural(noun: str, count: int, language: Language, many: str = "many") -> str:
    """'1 Besuch', '1.234 Besuche': a noun of messages.toml (`one_…`, `many_…`) with its number.

    `many` = 'of' after German *von* or *bei*: '1.234 Besuchen'.
    """
    form = "one" if count == 1 else many
    return say(f"{form}_{noun}", language, count=numbers.number(count, language))
