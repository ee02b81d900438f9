"""Findings in words: what changed when, by how much, and what it cost; what takes longest."""

from collections.abc import Mapping
from datetime import date

from etappe.analysis.findings_change import Change
from etappe.analysis.findings_slow import SlowStage
from etappe.analysis.speech import per_hundred, say
from etappe.base import numbers
from etappe.base.messages import Language

STANDARD = (
    ("view_item", "add_to_cart"),
    ("add_to_cart", "begin_checkout"),
    ("begin_checkout", "purchase"),
)
"""Steps that have words of their own; others are called by their labels."""
DEVICES = ("phone", "desktop", "tablet")


def slow_words(slow: SlowStage | None, language: Language) -> str:
    """The slowest stage as a sentence."""
    if slow is None:
        return say("findings_slow_none", language)
    return say(
        "findings_slow",
        language,
        stage=slow.label[language],
        time=numbers.span(slow.median_seconds, language),
        others=numbers.span(slow.others_seconds, language),
    )


def change_words(change: Change | None, with_year: bool, language: Language) -> str:
    """The change as two sentences: what happened when to whom, and what it comes to."""
    if change is None:
        return say("findings_change_none", language)
    first, last = date.fromisoformat(change.first_day), date.fromisoformat(change.last_day)
    said = say(
        _step_key(change),
        language,
        days=numbers.days(first, last, language, with_year=with_year),
        now=per_hundred(change.rate, language),
        usual=per_hundred(change.usual_rate, language),
        where=_where(change.by, change.value, change.label, language),
        first=change.step_label[language],
        second=change.next_step_label[language],
    )
    contrast = _contrast(change, language)
    return f"{said}{contrast}. {_loss(change, language)}"


def place_words(change: Change, language: Language) -> str:
    """Where it happened, in few words: 'die Kasse auf dem Handy'."""
    where = _where(change.by, change.value, change.label, language)
    key = "findings_place_other"
    if (change.step, change.next_step) in STANDARD:
        key = f"findings_place_{change.step}"
    return say(key, language, where=where, first=change.step_label[language]).strip()


def _step_key(change: Change) -> str:
    standard = (change.step, change.next_step) in STANDARD
    return f"findings_change_{change.step}" if standard else "findings_change_other"


def _where(by: str, value: str, label: Mapping[Language, str], language: Language) -> str:
    """' auf dem Handy': with the space before it; nothing for everybody."""
    if not by:
        return ""
    if by == "device" and value in DEVICES:
        return f" {say(f'findings_{value}', language)}"
    key = "findings_channel" if by == "channel" else "findings_value"
    return f" {say(key, language, value=label[language])}"


def _contrast(change: Change, language: Language) -> str:
    other = change.contrast
    if other is None:
        return ""
    return say(
        "findings_steady" if other.steady else "findings_too",
        language,
        where=_where(change.by, other.value, other.label, language).strip(),
        now=per_hundred(other.rate, language),
        usual=per_hundred(other.usual_rate, language),
    )


def _loss(change: Change, language: Language) -> str:
    missing = change.orders_missing >= 0
    orders = numbers.rounded(abs(change.orders_missing))
    text = say(
        "findings_missing" if missing else "findings_gained",
        language,
        orders=numbers.number(orders, language),
    )
    if change.value_missing is not None:
        worth = numbers.rounded(abs(float(change.value_missing)))
        money = numbers.money(worth, change.currency, language, 0)
        text += say("findings_worth", language, money=money)
    return f"{text}."
