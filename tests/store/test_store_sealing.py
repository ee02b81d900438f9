"""Originals: kept sealed, the same on both ways in; unreadable once their data key is gone; not kept where refused."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import etappe.store.records
from etappe.app.vault import ShopVault
from etappe.events.parted import joined, parted
from etappe.store.events import EventStore
from etappe.store.records import ShopRecords, TrackingSettings
from store.store_cast import SALT, batch, parquet

Shop = tuple[EventStore, ShopRecords]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = open_shop(tmp_path)
    yield opened
    opened[0].close()
    opened[1].close()


def open_shop(folder: Path) -> Shop:
    records = ShopRecords.open(folder / "records.sqlite")
    return (
        EventStore.open(folder / "events.duckdb", salt=SALT, vault=ShopVault(records)),
        records,
    )


def told(**properties: Any) -> str:
    return json.dumps(properties)


SUSA = {
    "user_id": "susa",
    "email": "Susa@jubel.example",
    "phone": "0421 1234",
    "properties": told(
        first_name="Susa", size="L", address={"street": "Am Wall 7", "zip": "28195"}
    ),
}
ROWS = (
    {"anonymous_id": "phone-1", "properties": told(size="M")},
    SUSA,
    SUSA | {"email": "susa@jubel.example", "properties": told(size="S")},
    {
        "email": "kai@jubel.example",
        "consent": "none",
        "properties": told(last_name="Ott", size="M"),
    },
    {"email": "leo@jubel.example", "consent": "analytics", "properties": told(city="Bremen")},
    {"properties": told(first_name="Nobody", size="XL")},
)


def sealed_texts(store: EventStore) -> list[str]:
    found = store.private.originals(np.arange(len(store.keys())))
    return sorted(found.values())


@pytest.mark.parametrize("way", ["direct", "long"])
def test_originals_are_kept_sealed_whichever_way_they_came(
    shop: Shop, tmp_path: Path, way: str
) -> None:
    store, _ = shop
    columns = batch(*ROWS)
    store.append(columns if way == "direct" else parquet(tmp_path, columns))
    seqs = np.arange(1, 7)
    assert sealed_texts(store) == ["0421 1234", "Susa@jubel.example", "leo@jubel.example"]
    plain = [row["properties"] for row in store.rows(seqs)]
    assert [json.loads(one) for one in plain] == [
        {"size": "M"}, {"size": "L"}, {"size": "S"}, {"size": "M"}, {"city": "Bremen"},
        {"size": "XL"},
    ]  # fmt: skip
    opened = [json.loads(row["properties"]) for row in store.private.rows(seqs)]
    assert opened[1] == {
        "size": "L", "first_name": "Susa", "address": {"street": "Am Wall 7", "zip": "28195"},
    }  # fmt: skip
    assert opened[3] == {"size": "M"}, "who refused leaves a hash alone"
    assert opened[5] == {"size": "XL"}, "without a key nobody could ask for it"
    assert store.private.names() == ("address", "first_name")
    assert "first_name" not in store.properties()


@pytest.mark.parametrize("way", ["direct", "long"])
def test_an_address_of_the_network_is_kept_nowhere(shop: Shop, tmp_path: Path, way: str) -> None:
    store, _ = shop
    rows = (
        {"user_id": "susa", "properties": told(ip="203.0.113.77", size="L")},
        {"user_id": "susa", "properties": told(client={"browser_ip": "203.0.113.77"}, city="x")},
        {"user_id": "susa", "properties": told(first_name="Susa", userIp="203.0.113.77")},
    )
    columns = batch(*rows)
    store.append(columns if way == "direct" else parquet(tmp_path, columns))
    opened = [row["properties"] for row in store.private.rows(np.arange(1, 4))]
    assert [json.loads(one) for one in opened] == [
        {"size": "L"}, {"client": {}, "city": "x"}, {"first_name": "Susa"},
    ]  # fmt: skip
    assert {"ip", "browser_ip", "userIp"}.isdisjoint(
        (*store.private.names(), *store.private.stored.properties())
    )


def test_no_original_lies_in_the_file_in_plain_words(tmp_path: Path) -> None:
    store, records = open_shop(tmp_path)
    store.append(batch(*ROWS))
    store.close()
    records.close()
    for path in tmp_path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for word in (b"Susa@jubel", b"Am Wall", b"1234", b"leo@jubel", b"kai@jubel"):
            assert word not in content, path


def test_nothing_can_be_read_once_the_data_key_is_destroyed(shop: Shop) -> None:
    store, records = shop
    store.append(batch(*ROWS))
    keys = np.array(store.keys().find("susa") + store.keys().find("susa@jubel.example"))
    assert records.data_keys.destroy(keys.tolist()) == 2
    assert sealed_texts(store) == ["0421 1234", "leo@jubel.example"]
    assert json.loads(store.private.rows(np.array([2]))[0]["properties"]) == {"size": "L"}


def test_originals_outlive_closing_and_wait_for_consent_where_the_shop_wants_it(
    tmp_path: Path,
) -> None:
    store, records = open_shop(tmp_path)
    records.save_tracking(TrackingSettings(keep_untold=False))
    store.append(batch(*ROWS))
    assert sealed_texts(store) == ["leo@jubel.example"]
    agreed = SUSA | {"consent": "analytics", "event_id": "later"}
    store.append(batch(agreed))
    store.close()
    records.close()
    store, records = open_shop(tmp_path)
    assert sealed_texts(store) == ["0421 1234", "Susa@jubel.example", "leo@jubel.example"]
    store.close()
    records.close()


@pytest.mark.parametrize(
    ("properties", "plain", "personal"),
    [
        ({"name": "Susa"}, None, {"/name": "Susa"}),
        ({"name": "Cap", "sku": "4"}, {"name": "Cap", "sku": "4"}, None),
        ({"name": "Start", "path": "/"}, {"name": "Start", "path": "/"}, None),
        (
            {"customer": {"E-Mail": "a@b.example", "size": 1}, "products": [{"name": "Cap", "price": 1}]},
            {"customer": {"size": 1}, "products": [{"name": "Cap", "price": 1}]},
            {"/customer/E-Mail": "a@b.example"},
        ),
        ({"guests": [{"name": "Leo"}, {"seat": 2}]}, {"guests": [{}, {"seat": 2}]}, {"/guests/0/name": "Leo"}),
        ({"street/no": "x", "fax": "1", "a~b": 1}, {"street/no": "x", "a~b": 1}, {"/fax": "1"}),
    ],
)  # fmt: skip
def test_what_is_personal_is_told_from_what_names_a_thing(
    properties: dict[str, Any], plain: Any, personal: Any
) -> None:
    parts = parted(json.dumps(properties))
    if personal is None:
        assert parts is None
        return
    assert parts is not None
    assert parts.personal is not None
    assert (json.loads(parts.plain) if parts.plain else None) == plain
    assert json.loads(parts.personal) == personal
    assert json.loads(joined(parts.plain, parts.personal)) == properties


def test_data_keys_of_before_there_were_pages_open_what_they_sealed(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    made = {number: os.urandom(32) for number in range(0, 300, 7)}
    records_without_pages(path, made)
    records = ShopRecords.open(path)
    assert records.data_keys.known(range(400)) == made
    assert records.data_keys.destroy([7, 8, 14]) == 2
    records.close()
    records = ShopRecords.open(path)
    assert set(records.data_keys.known(range(400))) == made.keys() - {7, 14}
    assert records.data_keys.made([7])[7] != made[7]
    records.close()


def records_without_pages(path: Path, keys: Mapping[int, bytes]) -> None:
    """Records as they were when every data key had a row of its own, wrapped by itself."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        place = Path(etappe.store.records.__file__).parent / "migrations" / "shop"
        config.set_main_option("script_location", str(place))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "shop_0007")
        secret, nonce = os.urandom(32), bytes(12)
        row: dict[str, Any] = {"secret": secret}
        connection.execute(sa.text("INSERT INTO secrets VALUES ('master', :secret)"), row)
        for number, key in keys.items():
            wrapped = nonce + AESGCM(secret).encrypt(nonce, key, str(number).encode())
            row = {"key": number, "wrapped": wrapped}
            connection.execute(sa.text("INSERT INTO data_keys VALUES (:key, :wrapped)"), row)
    engine.dispose()
