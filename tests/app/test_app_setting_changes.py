"""The history of settings: who changed what, from what to what, in both languages; what did not change is not told."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etappe.app.house import House
from etappe.app.keys import change_tracking, make_key, revoke_key, sign_webhooks
from etappe.app.privacy_settings import change_privacy
from etappe.app.retention import KINDS, set_retention
from etappe.app.setting_changes import setting_changes
from etappe.app.settings import SettingsView, change_settings
from etappe.app.shop import Shop
from etappe.base.clock import frozen
from etappe.base.errors import BadInput
from etappe.base.messages import keys
from etappe.events.words import Text
from etappe.store.records import TrackingSettings
from etappe.store.records.shop import CHOICES

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
TIM = "tim@jubel.example"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    with frozen(NOW):
        yield house.shop("laden", create=True)
    house.close()


def told(shop: Shop) -> list[Text]:
    return [one.sentences for one in setting_changes(shop).changes]


def test_switches_are_told_with_before_and_after(shop: Shop) -> None:
    change_tracking(shop, {"without_consent": "drop", "consent_required": True}, TIM)
    [change] = setting_changes(shop).changes
    assert (change.at, change.by, change.area) == (NOW, TIM, "tracking")
    assert (change.field, change.before, change.after) == ("without_consent", "count", "drop")
    assert change.sentences == {
        "de": "Besuche ohne Einwilligung „zählen, ohne Cookies“ → „nicht zählen“",
        "en": "Visits without consent “count, without cookies” → “do not count”",
    }
    change_tracking(shop, {"extras": ["ga4", "rage"], "allowed_origins": ["https://a.example"]})
    assert [one["en"] for one in told(shop)[:2]] == [
        "Allowed sites “all” → “https://a.example”",
        "Watched beyond page views “GA4 events, search, downloads, outbound links” → "
        "“GA4 events, rage clicks”",
    ]
    assert setting_changes(shop).changes[0].by == "command line"


def test_privacy_times_keys_and_the_shop_are_told_too(shop: Shop) -> None:
    change_privacy(shop, {"withdrawal_past": True}, TIM)
    set_retention(shop, {"browsing": 425, "samples": 30}, TIM)
    key = make_key(shop, {"kind": "server", "name": "ERP"}, TIM).key
    sign_webhooks(shop, key.id, "shopify", "geheim-genug-0123456789", TIM)
    revoke_key(shop, key.id, TIM)
    revoke_key(shop, key.id, TIM)
    change_settings(shop, {"zone": "Europe/Berlin", "title": "Laden"}, TIM)
    assert [one["de"] for one in reversed(told(shop))] == [
        "Widerruf auch für die Vergangenheit „nein“ → „ja“",
        "Aufbewahrung von Verhalten auf Website und in der App „ohne Frist“ → „425 Tage“",
        "Schlüssel „ERP“ (Server) angelegt",
        "Schlüssel „ERP“: Webhooks von shopify nur noch mit Unterschrift",
        "Schlüssel „ERP“ (Server) entzogen",
        "Zeitzone „UTC“ → „Europe/Berlin“",
        "Name des Shops „keine Angabe“ → „Laden“",
        "Land des Shops „keine Angabe“ → „DE“",
    ]
    assert "geheim" not in str(setting_changes(shop))


def test_what_is_refused_or_stays_leaves_no_trace(shop: Shop) -> None:
    for wrong in ({"without_consent": "maybe"}, {"allowed_origins": ["nowhere at all"]}):
        with pytest.raises(BadInput):
            change_tracking(shop, wrong, TIM)
    with pytest.raises(BadInput):
        set_retention(shop, {"browsing": 0}, TIM)
    change_tracking(shop, {"without_consent": "count"}, TIM)
    change_settings(shop, {"zone": "UTC"}, TIM)
    assert told(shop) == []


def test_the_history_is_paged_and_outlives_the_house(tmp_path: Path) -> None:
    for day in range(1, 6):
        house = House(tmp_path / "data")
        set_retention(house.shop("laden", create=True), {"samples": 30 + day}, TIM)
        house.close()
    house = House(tmp_path / "data")
    shop = house.shop("laden")
    first = setting_changes(shop, 3)
    rest = setting_changes(shop, 3, first.next or "")
    assert [one.after for one in (*first.changes, *rest.changes)] == [35, 34, 33, 32, 31]
    assert rest.next is None
    for limit, cursor in ((0, ""), (3, "x")):
        with pytest.raises(BadInput):
            setting_changes(shop, limit, cursor)
    house.close()


def test_every_setting_has_a_name() -> None:
    known = set(keys("etappe.app"))
    tracked = {f"setting_tracking_{field.name}" for field in fields(TrackingSettings)}
    kept = {f"setting_retention_{kind}" for kind in KINDS}
    own = {f"setting_shop_{field.name}" for field in fields(SettingsView)}
    assert tracked | kept | own - {f"setting_shop_{name}" for name in CHOICES} <= known
