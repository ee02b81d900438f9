"""The write keys of a shop and how it is tracked, as its doors show and change them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from etappe.app.setting_changes import note_settings
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.errors import BadInput
from etappe.collect.live.webhooks import signing, systems
from etappe.store.records import TrackingSettings, WriteKey

MOST_SECRET = 500
"""Characters of a webhook's secret."""


@dataclass(frozen=True, slots=True)
class NewWriteKey:
    """A key just made, with its text: a server's can be read this once only."""

    key: WriteKey
    text: str


def keys(shop: Shop) -> list[WriteKey]:
    """Every write key there ever was, the oldest first."""
    signed = shop.records.webhook_secrets.systems()
    return [replace(key, signed=signed.get(key.id, ())) for key in shop.records.write_keys.all()]


def make_key(shop: Shop, wanted: Mapping[str, Any], by: str = COMMAND_LINE) -> NewWriteKey:
    """A new key of `kind` browser or server with a name; BadInput names what cannot be."""
    key, text = shop.records.write_keys.create(
        wanted["kind"], wanted["name"], by, wanted.get("per_second")
    )
    note_settings(shop, by, "key", {}, {"made": _named(key)})
    return NewWriteKey(key, text)


def revoke_key(shop: Shop, number: int, by: str = COMMAND_LINE) -> WriteKey:
    """Nothing may be sent with the key any more; NotFound names the known ones."""
    effective = shop.records.write_keys.one(number).revoked_at is None
    revoked = shop.records.write_keys.revoke(number, by)
    for system in shop.records.webhook_secrets.systems().get(number, ()):
        shop.records.webhook_secrets.drop(number, system)
    if effective:
        note_settings(shop, by, "key", {}, {"revoked": _named(revoked)})
    return revoked


def _named(key: WriteKey) -> dict[str, str]:
    return {"name": key.name, "kind": key.kind}


def sign_webhooks(
    shop: Shop, number: int, system: str, secret: str, by: str = COMMAND_LINE
) -> WriteKey:
    """From now on webhooks of a platform count with this key only if they are signed with the secret; "": unsigned again.

    BadInput for a browser's key, a platform that does not sign, or a secret of a strange length; NotFound for no key.
    """
    key = shop.records.write_keys.one(number)
    if key.kind != "server" or key.revoked_at is not None:
        raise BadInput(
            f"Key {number} brings no webhooks.",
            next_step="Only a server's key in effect does: make one, and put it into the webhook's address.",
            field="key",
        )
    if system not in signing():
        raise BadInput(
            f"system: {system!r} does not sign its webhooks.",
            next_step=f"Known: {', '.join(signing())}.",
            field="system",
        )
    told = secret.strip()
    if len(told) > MOST_SECRET:
        raise BadInput(
            f"secret: {len(told)} characters.",
            next_step=f"Copy it as the platform shows it, at most {MOST_SECRET} characters.",
            field="secret",
        )
    if told:
        shop.records.webhook_secrets.put(number, system, told.encode())
    else:
        shop.records.webhook_secrets.drop(number, system)
    done = "signed" if told else "unsigned"
    note_settings(shop, by, "key", {}, {done: {**_named(key), "system": system}})
    return next(one for one in keys(shop) if one.id == number)


@dataclass(frozen=True, slots=True)
class WebhookSystem:
    """A platform whose webhooks are understood; `signs`: it can share a secret with the shop."""

    system: str
    signs: bool


def webhook_systems() -> list[WebhookSystem]:
    """Every platform whose webhooks are understood, by name."""
    return [WebhookSystem(name, name in signing()) for name in sorted(systems())]


def tracking(shop: Shop) -> TrackingSettings:
    """How the shop is tracked."""
    return shop.records.tracking()


def change_tracking(
    shop: Shop, change: Mapping[str, Any], by: str = COMMAND_LINE
) -> TrackingSettings:
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
    return save_tracking(shop, given, by)


def save_tracking(shop: Shop, given: Mapping[str, Any], by: str) -> TrackingSettings:
    """Keep these switches, and who changed them."""
    before = shop.records.tracking()
    shop.records.save_tracking(replace(before, **given))
    kept = shop.records.tracking()
    note_settings(shop, by, "tracking", asdict(before), asdict(kept))
    return kept
