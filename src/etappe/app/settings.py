"""Changing a shop's settings, checked against what there is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.base.money import digits_of


def change_settings(shop: Shop, change: Mapping[str, Any]) -> None:
    """Keep the changed settings. BadInput names the field that does not fit; nothing is kept then."""
    given = {name: value for name, value in change.items() if value is not None}
    if "currency" in given:
        given["currency"] = given["currency"].upper()
        digits_of(given["currency"])
    if "zone" in given:
        _check_zone(given["zone"])
    if "model" in given and given["model"] not in shop.columns().words.models:
        known = ", ".join(shop.columns().words.models)
        raise BadInput(
            f"There is no stage model {given['model']!r}.",
            next_step=f"Known: {known}.",
            field="model",
        )
    if "conversions" in given:
        given["conversions"] = tuple(given["conversions"])
    shop.records.save_settings(replace(shop.records.settings(), **given))


def _check_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise BadInput(
            f"{zone!r} is no time zone.",
            next_step="Use an IANA name: Europe/Berlin, UTC.",
            field="zone",
        )
    ZoneInfo(zone)
