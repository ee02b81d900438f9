from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etappe.base.clock import frozen
from etappe.base.errors import BadInput, NotFound
from etappe.store.records import ShopRecords, TrackingSettings, shop_of

NADJA = "nadja@jubelware.example"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[ShopRecords]:
    records = ShopRecords.open(tmp_path / "records.sqlite", "jubelware")
    yield records
    records.close()


def test_a_new_shop_has_one_browser_key_whose_text_names_the_shop(records: ShopRecords) -> None:
    (key,) = records.write_keys.all()
    assert (key.kind, key.name, key.per_second) == ("browser", "Shop", None)
    assert key.key.startswith("b.jubelware.")
    assert len(key.key) == len("b.jubelware.") + 24
    assert shop_of(key.key) == "jubelware"
    assert records.write_keys.check(key.key) == key


def test_a_servers_key_is_shown_once_and_kept_as_a_digest(
    records: ShopRecords, tmp_path: Path
) -> None:
    with frozen(NOON):
        key, text = records.write_keys.create("server", " ERP ", NADJA, per_second=50)
    assert (key.name, key.key, key.created_at, key.created_by) == ("ERP", "", NOON, NADJA)
    assert text.startswith("s.jubelware.")
    assert records.write_keys.check(text) == key
    assert key.per_second == 50
    secret = text.rpartition(".")[2].encode()
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not any(secret in path.read_bytes() for path in files)


def test_a_key_taken_back_sends_nothing_any_more_and_no_other_comes_in_its_place(
    records: ShopRecords, tmp_path: Path
) -> None:
    (first,) = records.write_keys.all()
    assert records.write_keys.check(first.key)
    with frozen(NOON):
        records.write_keys.revoke(first.id, NADJA)
    assert records.write_keys.check(first.key) is None
    assert records.write_keys.revoke(first.id, "tim@jubelware.example").revoked_at == NOON
    records.close()
    again = ShopRecords.open(tmp_path / "records.sqlite", "jubelware")
    assert [key.revoked_at for key in again.write_keys.all()] == [NOON]
    assert again.write_keys.check(first.key) is None
    again.close()


@pytest.mark.parametrize(
    "text",
    ["", ".", "b", "b.jubelware", "b.jubelware.", "b.other.{}", "s.jubelware.{}", "x.jubelware.{}"],
)
def test_what_is_no_key_of_this_shop_is_none(records: ShopRecords, text: str) -> None:
    (first,) = records.write_keys.all()
    secret = first.key.rpartition(".")[2]
    assert records.write_keys.check(text.format(secret)) is None


def test_a_shop_brought_back_under_another_name_keeps_its_keys(
    records: ShopRecords, tmp_path: Path
) -> None:
    (first,) = records.write_keys.all()
    records.backup_to(tmp_path / "copy.sqlite")
    copy = ShopRecords.open(tmp_path / "copy.sqlite", "trial")
    (key,) = copy.write_keys.all()
    assert key.key == first.key.replace("jubelware", "trial")
    assert copy.write_keys.check(key.key)
    assert copy.write_keys.check(first.key) is None
    copy.close()


def test_a_key_that_cannot_be_is_refused_with_its_field(records: ShopRecords) -> None:
    kind: Any
    for kind, name, per_second, field in (
        ("robot", "a", None, "kind"),
        ("server", " ", None, "name"),
        ("server", "a" * 81, None, "name"),
        ("server", "a", 0, "per_second"),
    ):
        with pytest.raises(BadInput) as caught:
            records.write_keys.create(kind, name, NADJA, per_second)
        assert caught.value.field == field
    with pytest.raises(NotFound, match="7"):
        records.write_keys.revoke(7, NADJA)
    assert len(records.write_keys.all()) == 1


def test_tracking_has_defaults_and_keeps_what_is_set(records: ShopRecords, tmp_path: Path) -> None:
    assert records.tracking() == TrackingSettings()
    assert records.tracking().extras == ("ga4", "search", "downloads", "outbound")
    wanted = TrackingSettings(
        extras=("rage", "ga4", "rage"),
        without_consent="drop",
        consent_required=False,
        allowed_origins=(" https://Shop.example/ ", "https://*.shop.example:8443"),
        linked_domains=("vereinsbedarf.example",),
        country=False,
        trust_proxy=True,
        withdrawal_past=True,
    )
    records.save_tracking(wanted)
    kept = replace(
        wanted,
        extras=("ga4", "rage"),
        allowed_origins=("https://shop.example", "https://*.shop.example:8443"),
    )
    assert records.tracking() == kept
    records.close()
    again = ShopRecords.open(tmp_path / "records.sqlite", "jubelware")
    assert again.tracking() == kept
    again.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"extras": ("ga4", "keystrokes")}, "extras"),
        ({"without_consent": "guess"}, "without_consent"),
        ({"allowed_origins": ("shop.example",)}, "allowed_origins"),
        ({"allowed_origins": ("https://shop.example/path",)}, "allowed_origins"),
        ({"linked_domains": ("https://shop.example",)}, "linked_domains"),
    ],
)
def test_tracking_that_cannot_be_is_refused(
    records: ShopRecords, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        records.save_tracking(replace(TrackingSettings(), **change))
    assert caught.value.field == field
    assert records.tracking() == TrackingSettings()
