"""Speech: the sentences of answers, from this package's messages."""

from etappe.base import messages, numbers
from etappe.base.messages import Language


def say(key: str, language: Language, **figures: object) -> str:
    """The sentence `key` of etappe.analysis with its figures, which arrive formatted."""
    return messages.say("etappe.analysis", key, language, **figures)


def plural(noun: str, count: int, language: Language, many: str = "many") -> str:
    """'1 Besuch', '1.234 Besuche': a noun of messages (`one_…`, `many_…`) with its number.

    `many` = 'of' after German *von* or *bei*: '1.234 Besuchen'.
    """
    form = "one" if count == 1 else many
    return say(f"{form}_{noun}", language, count=numbers.number(count, language))


def per_hundred(share: float, language: Language, digits: int = 0) -> str:
    """0.273 → '27', below one of 100 with a decimal ('0,4'), what is less still 'weniger als 0,1'."""
    hundredth = 100 * share
    if 0 < hundredth < 0.05:
        return say("less_than", language, count=numbers.number(0.1, language, 1))
    if 0 < hundredth < 0.95:
        digits = max(1, digits)
    return numbers.number(hundredth, language, digits)
