"""A shop's records: its settings, its edited words, its currency rates."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict

from sqlalchemy import delete, insert, select

from etappe.base.errors import BadInput, NotFound
from etappe.base.main_rate import MainRate
from etappe.base.messages import Language
from etappe.base.money import digits_of
from etappe.store.records.account_log import AccountLog
from etappe.store.records.changes import ChangeHistory
from etappe.store.records.data_keys import DataKeys
from etappe.store.records.engine import Records
from etappe.store.records.links import Links
from etappe.store.records.openings import Openings
from etappe.store.records.requests import Requests
from etappe.store.records.retention import Retention
from etappe.store.records.secrets import Secrets
from etappe.store.records.segments import Segments
from etappe.store.records.setting_log import SettingLog
from etappe.store.records.shop_tables import (
    Document,
    Kind,
    documents,
    keep_document,
    next_version,
    state,
)
from etappe.store.records.shop_tables import rates as rate_rows
from etappe.store.records.tracking import TrackingSettings, document_of, tracking_of
from etappe.store.records.webhook_secrets import WebhookSecrets
from etappe.store.records.withdrawals import Withdrawals
from etappe.store.records.write_keys import FIRST_KEY, WriteKeys

CHOICES = ("conversion", "conversions", "model")
"""Settings that belong to the words: kept apart, so that a change of them can be undone by itself."""


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """What a shop decides once. `salt` is made at the first opening and never changes.
    Until somebody (or the first money that arrives) has chosen the currency, `currency_chosen` is false and
    an import without a currency is asked for one. Phone numbers are read in `country` (ISO 3166-1; "" is none yet).
    """

    title: str = ""
    language: Language = "de"
    currency: str = "EUR"
    currency_chosen: bool = False
    zone: str = "UTC"
    country: str = ""
    gross: bool = True
    conversion: str = "purchase"
    conversions: tuple[str, ...] = ("purchase",)
    model: str = "aida"
    main_rate: MainRate = "visit"
    journey_idle_days: int = 60
    account_idle_days: int = 120
    confirmed: tuple[str, ...] = ()
    """First steps that somebody said are done: 'settings', 'words', 'map'."""
    salt: bytes = b""


@dataclass(frozen=True, slots=True)
class Rate:
    """From `day` on one unit of `currency` is `rate` units of the shop's currency, until the next rate."""

    day: date
    currency: str
    rate: Decimal


class WordEdits(TypedDict):
    """A shop's own changes to the words, as `etappe.events.overlay` takes them."""

    events: dict[str, Document]
    touchpoints: dict[str, Document]
    rules: list[Document]
    models: dict[str, Document]
    conversion: str
    conversions: tuple[str, ...]
    model: str


class ShopRecords:
    """What people edit in one shop. Safe to use from several threads.

    What people change of the words goes through `changes`, which remembers it; the `put_` methods set what a
    shop begins with.
    """

    def __init__(self, records: Records, name: str) -> None:
        self._records = records
        self._tracking: TrackingSettings | None = None
        self.segments = Segments(records)
        self.openings = Openings(records)
        self.changes = ChangeHistory(records)
        self.write_keys = WriteKeys(records, name)
        self.data_keys = DataKeys(records)
        self.secrets = Secrets(records)
        self.webhook_secrets = WebhookSecrets(self.secrets, self.data_keys)
        self.withdrawals = Withdrawals(records)
        self.retention = Retention(records)
        self.requests = Requests(records)
        self.accounts = AccountLog(records)
        self.links = Links(records)
        self.setting_log = SettingLog(records)

    @classmethod
    def open(cls, path_or_url: Path | str, name: str = "default") -> "ShopRecords":
        """Create or open the records of the shop `name`; NewerData, Busy or StorageFault if that cannot be."""
        shop = cls(Records.open(path_or_url, "shop"), name)
        if not shop.settings().salt:
            shop.save_settings(replace(ShopSettings(), salt=secrets.token_bytes(32)))
        if not shop.write_keys.all():
            shop.write_keys.create("browser", FIRST_KEY, by="")
        return shop

    def close(self) -> None:
        """Close the database."""
        self._records.close()

    def backup_to(self, path: Path) -> None:
        """Copy the records as they are now into a new file."""
        self._records.backup_to(path)

    def rewrite(self) -> None:
        """Write the file anew, so that no byte of what was deleted is left in it."""
        self._records.rewrite()

    def version(self) -> int:
        """Rises with every change of settings, words or rates."""
        with self._records.reading() as connection:
            return int(connection.scalar(select(state.c.version)) or 0)

    def settings(self) -> ShopSettings:
        """The settings; what was never set has its default."""
        document = self._documents("settings").get("", {}) | self._documents("choices").get("", {})
        known = {field.name for field in fields(ShopSettings)}
        given = {name: value for name, value in document.items() if name in known}
        given["salt"] = bytes.fromhex(given.get("salt", ""))
        given["conversions"] = tuple(given.get("conversions", ShopSettings().conversions))
        given["confirmed"] = tuple(given.get("confirmed", ()))
        return ShopSettings(**given)

    def save_settings(self, settings: ShopSettings, *, rehashed: bool = False) -> None:
        """Keep the settings. BadInput for another salt, unless all hashes were made anew with it (`rehashed`)."""
        kept = self.settings().salt
        if kept and settings.salt != kept and not rehashed:
            raise BadInput("salt: never changes.", next_step="Leave it as it is.", field="salt")
        digits_of(settings.currency)
        document = asdict(settings) | {"salt": settings.salt.hex()}
        choices = {name: document.pop(name) for name in CHOICES}
        self._put("settings", "", document)
        self._put("choices", "", choices)

    def tracking(self) -> TrackingSettings:
        """How the shop is tracked; what was never set has its default. Kept in memory: each request asks."""
        if self._tracking is None:
            self._tracking = tracking_of(self._documents("tracking").get("", {}))
        return self._tracking

    def save_tracking(self, settings: TrackingSettings) -> None:
        """Keep how the shop is tracked. BadInput names the field and the value that cannot be."""
        self._put("tracking", "", document_of(settings))
        self._tracking = None

    def word_edits(self) -> WordEdits:
        """All changes to the words, with the choices of the settings that belong to them."""
        settings = self.settings()
        return WordEdits(
            events=self._documents("event"),
            touchpoints=self._documents("touchpoint"),
            rules=self._documents("rules").get("", {}).get("rules", []),
            models=self._documents("model"),
            conversion=settings.conversion,
            conversions=settings.conversions,
            model=settings.model,
        )

    def put_event_word(self, name: str, document: Mapping[str, Any]) -> None:
        """What the shop says about one event name: the fields that differ."""
        self._put("event", name, document)

    def put_touchpoint(self, key: str, document: Mapping[str, Any]) -> None:
        """What the shop says about one touchpoint: the fields that differ."""
        self._put("touchpoint", key, document)

    def put_rules(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """The shop's own touchpoint rules, whole and in order; they come before the shipped ones."""
        self._put("rules", "", {"rules": [dict(rule) for rule in rules]})

    def put_model(self, key: str, document: Mapping[str, Any]) -> None:
        """A stage model of the shop's own, or the fields that differ from a shipped one."""
        self._put("model", key, document)

    def delete_model(self, key: str) -> None:
        """Take an own model (or the changes to a shipped one) back. NotFound names the known ones."""
        known = self._documents("model")
        if key not in known:
            raise NotFound(
                f"The shop has no stage model {key!r} of its own.",
                next_step=f"Known: {', '.join(known) or 'none'}.",
                field="model",
            )
        with self._records.writing() as connection:
            keep_document(connection, "model", key, None)

    def rates(self) -> tuple[Rate, ...]:
        """All currency rates, by currency and day."""
        query = select(rate_rows).order_by(rate_rows.c.currency, rate_rows.c.day)
        with self._records.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Rate(row.day, row.currency, Decimal(row.rate)) for row in rows)

    def put_rates(self, rates: Sequence[Rate]) -> None:
        """Add rates; one of the same day and currency is replaced. BadInput for a rate that is not above 0."""
        for rate in rates:
            digits_of(rate.currency)
            if not (rate.rate.is_finite() and rate.rate > 0):
                raise BadInput(
                    f"rate: {rate.rate} for {rate.currency} on {rate.day} is not a rate.",
                    next_step="Write how much one unit is worth in the shop's currency: 1.0453.",
                    field="rate",
                )
        with self._records.writing() as connection:
            next_version(connection)
            for rate in rates:
                same = (rate_rows.c.day == rate.day) & (rate_rows.c.currency == rate.currency)
                connection.execute(delete(rate_rows).where(same))
                row = {"day": rate.day, "currency": rate.currency, "rate": str(rate.rate)}
                connection.execute(insert(rate_rows).values(row))

    def _documents(self, kind: Kind) -> dict[str, Document]:
        query = select(documents.c.key, documents.c.document).where(documents.c.kind == kind)
        with self._records.reading() as connection:
            rows = connection.execute(query.order_by(documents.c.key)).all()
        return {row.key: json.loads(row.document) for row in rows}

    def _put(self, kind: Kind, key: str, document: Mapping[str, Any]) -> None:
        with self._records.writing() as connection:
            keep_document(connection, kind, key, document)
