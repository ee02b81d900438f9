"""The history of a shop's settings as people see it: switches of tracking and privacy, times, write keys, the shop's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etappe.app.changes import PAGE, checked_page
from etappe.app.identity_said import both
from etappe.app.shop import Shop
from etappe.app.speech import say
from etappe.base import numbers
from etappe.base.messages import Language, keys
from etappe.events.words import Text
from etappe.store.records import NewSetting, SettingArea, SettingEntry

_DAYS = {"journey_idle_days", "account_idle_days"}


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that `by` changed: `before` and `after` as JSON has them, and a sentence that says it.

    `field` is a setting of the `area`: a switch, a kind of data, or for `key` what was done to a write key.
    """

    id: int
    at: datetime
    by: str
    area: SettingArea
    field: str
    before: Any
    after: Any
    sentences: Text


@dataclass(frozen=True, slots=True)
class SettingChanges:
    """The newest first; `next` is the cursor of the following page, null at the end."""

    changes: tuple[SettingChange, ...]
    next: str | None


def setting_changes(shop: Shop, limit: int = PAGE, cursor: str = "") -> SettingChanges:
    """A page of the history. BadInput for a limit or cursor that is none."""
    found = shop.records.setting_log.page(limit + 1, checked_page(limit, cursor))
    shown = tuple(_shown(entry) for entry in found[:limit])
    return SettingChanges(shown, str(shown[-1].id) if len(found) > limit else None)


def note_settings(
    shop: Shop, by: str, area: SettingArea, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Write down which of these settings are other than before."""
    changed = [
        NewSetting(area, field, before.get(field), value)
        for field, value in after.items()
        if before.get(field) != value
    ]
    shop.records.setting_log.write(by, changed)


def _shown(entry: SettingEntry) -> SettingChange:
    return SettingChange(
        entry.id, entry.at, entry.by, entry.area, entry.field, entry.before, entry.after,
        both(lambda language: _said(entry, language)),
    )  # fmt: skip


def _said(entry: SettingEntry, language: Language) -> str:
    if entry.area == "key":
        told = entry.after or entry.before or {}
        kind = say(f"setting_key_kind_{told.get('kind', 'server')}", language)
        key = f"setting_key_{entry.field}"
        return say(key, language, name=told.get("name", ""), kind=kind, system=told.get("system"))
    old, new = (_value(entry, value, language) for value in (entry.before, entry.after))
    return say("from_to", language, field=_field(entry, language), old=old, new=new)


def _field(entry: SettingEntry, language: Language) -> str:
    key = f"setting_{entry.area}_{entry.field}"
    return say(key, language) if key in keys("etappe.app") else entry.field


def _value(entry: SettingEntry, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if isinstance(value, list):
        return ", ".join(_word(entry, one, language) for one in value) or _word(
            entry, "none", language
        )
    if entry.area == "retention" or entry.field in _DAYS:
        if value is None:
            return say("setting_no_limit", language)
        return say("setting_days", language, days=numbers.number(value, language))
    return _word(entry, value, language) if value not in (None, "") else say("none", language)


def _word(entry: SettingEntry, word: Any, language: Language) -> str:
    """What people call a choice; sites, names and zones are called as they were written."""
    key = f"setting_{entry.field}_{word}"
    return say(key, language) if key in keys("etappe.app") else str(word)
