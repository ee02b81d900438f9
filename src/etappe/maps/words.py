"""What the map says in words: its period, its conversion, its one computed sentence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from etappe.analysis.basis import Basis
from etappe.base.messages import Language, say
from etappe.base.numbers import day
from etappe.events.words import Words


def period_words(basis: Basis, language: Language) -> str:
    """'1. November 2025 – 31. Oktober 2026': the first and last local day of the basis."""
    if basis.from_ is None or basis.to is None or not basis.touches:
        return say("etappe.maps", "no_period", language)
    zone = ZoneInfo(basis.zone)
    first = datetime.fromisoformat(basis.from_).astimezone(zone)
    last = (datetime.fromisoformat(basis.to) - timedelta(microseconds=1)).astimezone(zone)
    if first.date() == last.date():
        return day(first, language)
    return say(
        "etappe.maps", "period", language, from_=day(first, language), to=day(last, language)
    )


def conversion_words(words: Words, conversion: str, language: Language) -> str:
    """The conversion by its event: 'Kauf', else the event's own name in quotes."""
    if conversion == "purchase":
        return say("etappe.maps", "conversion_purchase", language)
    word = words.events.get(conversion)
    name = (word.label.get(language) if word else "") or conversion
    return say("etappe.maps", "conversion_other", language, name=name)
