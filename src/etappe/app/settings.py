"""Changing a shop's settings, checked against what there is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from etappe.app.country import change_country
from etappe.app.drafts import CHOICES, choices_draft, drafted
from etappe.app.setting_changes import note_settings
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.countries import checked_country, country_of_zone
from etappe.base.errors import BadInput
from etappe.base.main_rate import MAIN_RATES, MainRate
from etappe.base.money import digits_of

MOST_IDLE_DAYS = 3650


def change_settings(shop: Shop, change: Mapping[str, Any], by: str = COMMAND_LINE) -> None:
    """Keep the changed settings. BadInput names the field that does not fit; nothing is kept then.

    Conversions and the stage model are words: a change of them is remembered and can be undone. A shop without a
    country gets that of the time zone that is chosen, where only one keeps it; another country makes the hashes of
    phone numbers anew.
    """
    given = {name: value for name, value in change.items() if value is not None}
    if "currency" in given:
        given["currency"] = given["currency"].upper()
        digits_of(given["currency"])
        given["currency_chosen"] = True
    if "zone" in given:
        _check_zone(given["zone"])
    _check_rate_and_days(given)
    country = _country(shop, given)
    choices = {name: given.pop(name) for name in CHOICES if name in given}
    drafts = [choices_draft(shop, shop.settled().words, choices)] if choices else []
    if drafts:
        drafted(shop, drafts)
    before = shop.records.settings()
    shop.records.save_settings(replace(before, **given))
    given.pop("currency_chosen", None)
    told = given if country is None else given | {"country": country}
    note_settings(shop, by, "shop", asdict(before), told)
    if drafts:
        shop.records.changes.make(by, drafts)
    if country is not None:
        change_country(shop, country)


def settle_currency(shop: Shop) -> None:
    """The first money that arrived chooses the currency of a shop that has none yet."""
    settings = shop.records.settings()
    arrived = shop.events.currencies()[1:]
    if not settings.currency_chosen and arrived:
        shop.records.save_settings(replace(settings, currency=arrived[0], currency_chosen=True))


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings as people see them; `currency` and `country` are None until they are chosen."""

    title: str
    language: str
    currency: str | None
    zone: str
    country: str | None
    gross: bool
    conversion: str
    conversions: tuple[str, ...]
    model: str
    main_rate: MainRate
    journey_idle_days: int
    account_idle_days: int


def settings_view(shop: Shop) -> SettingsView:
    """The settings of this moment; needs no journeys, so it answers at once."""
    kept = shop.records.settings()
    return SettingsView(
        title=kept.title or shop.name,
        language=kept.language,
        currency=kept.currency if kept.currency_chosen else None,
        zone=kept.zone,
        country=kept.country or None,
        gross=kept.gross,
        conversion=kept.conversion,
        conversions=kept.conversions,
        model=kept.model,
        main_rate=kept.main_rate,
        journey_idle_days=kept.journey_idle_days,
        account_idle_days=kept.account_idle_days,
    )


def _check_rate_and_days(given: Mapping[str, Any]) -> None:
    rate = given.get("main_rate", MAIN_RATES[0])
    if rate not in MAIN_RATES:
        raise BadInput(
            f"main_rate: {rate!r} is none.",
            next_step=f"Known: {', '.join(MAIN_RATES)}.",
            field="main_rate",
        )
    for field in ("journey_idle_days", "account_idle_days"):
        days = given.get(field, 1)
        if not 1 <= days <= MOST_IDLE_DAYS:
            raise BadInput(
                f"{field}: {days} is not from 1 to {MOST_IDLE_DAYS} days.",
                next_step="60 is usual for persons, 120 for accounts.",
                field=field,
            )


def _country(shop: Shop, given: dict[str, Any]) -> str | None:
    """The country that is chosen ("": none any more), told or by the time zone; taken out of `given`. None: as it is."""
    if "country" in given:
        told: str = given.pop("country")
        return checked_country(told).code if told else ""
    kept = shop.records.settings()
    if kept.country or given.get("zone", kept.zone) == kept.zone:
        return None
    return country_of_zone(given["zone"]) or None


def _check_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise BadInput(
            f"{zone!r} is no time zone.",
            next_step="Use an IANA name: Europe/Berlin, UTC.",
            field="zone",
        )
    ZoneInfo(zone)
