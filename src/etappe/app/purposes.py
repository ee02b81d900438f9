"""Purposes: what each consent allows, and the events of the shop that rest on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from etappe.app.data_kinds import names_of
from etappe.app.occurrence import by_event
from etappe.app.shop import Shop
from etappe.app.speech import in_both, say
from etappe.base.messages import LANGUAGES
from etappe.events.consent import ANALYTICS, MARKETING, PERSONALIZATION
from etappe.events.words import EventWord, Text

NO_CONSENT = "none"
"""The purpose of what needs no consent."""


@dataclass(frozen=True, slots=True)
class PurposeEvent:
    """One event name that a purpose allows, as the shop calls it, and how many touches are called so."""

    name: str
    label: Text
    touches: int


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """One purpose: its name, what it allows, and the shop's events that need it, the most frequent first.

    `none` has those that need no consent. A purpose without events of its own allows something of an event only.
    """

    purpose: str
    label: Text
    meaning: Text
    events: tuple[PurposeEvent, ...]


def purposes(shop: Shop) -> tuple[PurposeRow, ...]:
    """Every event name of the data stands under one purpose."""
    without = in_both(f"privacy_without_{shop.records.tracking().without_consent}")
    needless: Text = {
        language: say("privacy_purpose_none", language, without=without[language])
        for language in LANGUAGES
    }
    labels = shop.settled().words.events
    touches = {name: one.touches for name, one in by_event(shop.columns()).items()}
    watched = set(names_of(shop, "browsing"))
    told = sorted(touches, key=lambda name: (-touches[name], name))
    events = {
        ANALYTICS: tuple(_event(name, labels, touches) for name in told if name in watched),
        NO_CONSENT: tuple(_event(name, labels, touches) for name in told if name not in watched),
    }
    return tuple(
        PurposeRow(
            purpose,
            in_both(f"privacy_purpose_{purpose}_name"),
            needless if purpose == NO_CONSENT else in_both(f"privacy_purpose_{purpose}"),
            events.get(purpose, ()),
        )
        for purpose in (ANALYTICS, MARKETING, PERSONALIZATION, NO_CONSENT)
    )


def _event(name: str, labels: Mapping[str, EventWord], touches: Mapping[str, int]) -> PurposeEvent:
    known = labels.get(name)
    return PurposeEvent(name, known.label if known else {"de": name, "en": name}, touches[name])
