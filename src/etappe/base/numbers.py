"""Numbers, money, dates and durations as each language writes them (no-break spaces)."""

import math
from datetime import date, datetime
from decimal import Decimal

from etappe.base.messages import Language

NBSP = "\u00a0"
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def number(value: float | Decimal, language: Language, digits: int = 0) -> str:
    """1234.5 → '1.234,5' in German, '1,234.5' in English."""
    text = f"{value:,.{digits}f}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


_LETTERS: dict[Language, tuple[str, ...]] = {
    "de": ("null", "einem", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}  # fmt: skip


def in_letters(count: int, language: Language) -> str:
    """A count as it stands in a sentence: up to twelve in letters ('in allen elf Modellen')."""
    words = _LETTERS[language]
    return words[count] if 0 <= count < len(words) else number(count, language)


def share(value: float, language: Language, digits: int = 0) -> str:
    """0.123 → '12 %' in German, '12%' in English."""
    text = number(value * 100, language, digits)
    return f"{text}{NBSP}%" if language == "de" else f"{text}%"


def money(value: Decimal | int, currency: str, language: Language, digits: int = 2) -> str:
    """Major units with their sign: '4.800,00 €' in German, '€4,800.00' in English."""
    sign = _SIGNS.get(currency, currency)
    text = number(value, language, digits)
    if language == "de" or len(sign) > 1:
        return f"{text}{NBSP}{sign}"
    return f"−{sign}{text[1:]}" if text.startswith("−") else f"{sign}{text}"


def day(moment: date, language: Language) -> str:
    """'3. März 2026' in German, '3 March 2026' in English."""
    month = _MONTHS[language][moment.month - 1]
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot}{NBSP}{month}{NBSP}{moment.year}"


def days(first: date, last: date, language: Language, *, with_year: bool = True) -> str:
    """'3. bis 30. März 2026', '3 to 30 March 2026': both days included; the year only where it is asked for."""
    dot, to = (".", f"{NBSP}bis ") if language == "de" else ("", f"{NBSP}to ")
    months = _MONTHS[language]
    begin, end = f"{first.day}{dot}", f"{last.day}{dot}{NBSP}{months[last.month - 1]}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f"{NBSP}{months[first.month - 1]}"
    if with_year:
        end += f"{NBSP}{last.year}"
        begin += f"{NBSP}{first.year}" if first.year != last.year else ""
    return end if first == last else f"{begin}{to}{end}"


def rounded(value: float, digits: int = 2) -> int:
    """A whole number to its first `digits` figures: 4823 → 4800; what is only estimated shows no more."""
    if not value:
        return 0
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return int(round(value, min(0, places)))


def day_of_month(moment: datetime, language: Language) -> str:
    """'3. März' in German, '3 March' in English."""
    return day(moment, language).rsplit(NBSP, 1)[0]


def weekday(moment: datetime, language: Language) -> str:
    """'Dienstag' in German, 'Tuesday' in English."""
    return _WEEKDAYS[language][moment.weekday()]


def clock(moment: datetime) -> str:
    """'7:40', '20:09': hours and minutes as both languages write them."""
    return f"{moment.hour}:{moment.minute:02}"


_SPANS: tuple[tuple[float, str, str, str, str], ...] = (
    (86_400, "Tag", "Tage", "day", "days"),
    (3_600, "Stunde", "Stunden", "hour", "hours"),
    (60, "Minute", "Minuten", "minute", "minutes"),
    (1, "Sekunde", "Sekunden", "second", "seconds"),
)


def span(seconds: float, language: Language) -> str:
    """A duration in its largest fitting unit: 157680 → '1,8 Tage' / '1.8 days'."""
    unit, de_one, de_many, en_one, en_many = next(
        (row for row in _SPANS if abs(seconds) >= row[0]), _SPANS[-1]
    )
    amount = seconds / unit
    digits = 0 if round(amount, 1) == round(amount) or amount >= 20 else 1
    one = round(amount, digits) == 1
    word = (de_one if one else de_many) if language == "de" else (en_one if one else en_many)
    return f"{number(amount, language, digits)}{NBSP}{word}"
