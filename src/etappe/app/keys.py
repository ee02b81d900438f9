"""The write keys of a shop and how it is tracked, as its doors show and change them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.errors import BadInput
from etappe.store.records import TrackingSettings, WriteKey


@dataclass(frozen=True, slots=True)
class NewWriteKey:
    """A key just made, with its text: a server's can be read this once only."""

    key: WriteKey
    text: str


def keys(shop: Shop) -> list[WriteKey]:
    """Every write key there ever was, the oldest first."""
    return shop.records.write_keys.all()


def make_key(shop: Shop, wanted: Mapping[str, Any], by: str = COMMAND_LINE) -> NewWriteKey:
    """A new key of `kind` browser or server with a name; BadInput names what cannot be."""
    key, text = shop.records.write_keys.create(
        wanted["kind"], wanted["name"], by, wanted.get("per_second")
    )
    return NewWriteKey(key, text)


def revoke_key(shop: Shop, number: int, by: str = COMMAND_LINE) -> WriteKey:
    """Nothing may be sent with the key any more; NotFound names the known ones."""
    return shop.records.write_keys.revoke(number, by)


def tracking(shop: Shop) -> TrackingSettings:
    """How the shop is tracked."""
    return shop.records.tracking()


def change_tracking(shop: Shop, change: Mapping[str, Any]) -> TrackingSettings:
    """Keep what is changed of the switches; BadInput names what cannot be, nothing is kept then."""
    known = {field.name for field in fields(TrackingSettings)}
    for name in change:
        if name not in known:
            raise BadInput(
                f"{name} is no switch of tracking.",
                next_step=f"Known: {', '.join(sorted(known))}.",
                field=name,
            )
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in change.items()
        if value is not None
    }
    shop.records.save_tracking(replace(shop.records.tracking(), **given))
    return shop.records.tracking()
