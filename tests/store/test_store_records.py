from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from etappe.base.clock import frozen
from etappe.base.errors import BadInput, Busy, Conflict, NewerData, NotFound, StorageFault
from etappe.store.records import (
    Installation,
    InstalledShop,
    Rate,
    ShopRecords,
    ShopSettings,
    User,
)

NADJA = "nadja@jubelware.example"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def installation(tmp_path: Path) -> Any:
    installation = Installation.open(tmp_path / "installation.sqlite")
    yield installation
    installation.close()


@pytest.fixture
def records(tmp_path: Path) -> Any:
    records = ShopRecords.open(tmp_path / "records.sqlite")
    yield records
    records.close()


def test_nadja_signs_in_with_her_password_only(installation: Installation) -> None:
    installation.create_user(NADJA, "Milo Nr. 7", "owner")
    assert installation.verify(f" {NADJA.upper()} ", "Milo Nr. 7") == User(NADJA, "owner")
    assert installation.verify(NADJA, "milo nr. 7") is None
    assert installation.verify("tim@jubelware.example", "Milo Nr. 7") is None
    assert installation.users() == [User(NADJA, "owner")]


def test_one_email_signs_in_once_whatever_its_case(installation: Installation) -> None:
    installation.create_user(NADJA, "a", "owner")
    with pytest.raises(Conflict):
        installation.create_user(NADJA.title(), "b", "viewer")
    king: Any = "king"
    with pytest.raises(BadInput, match="'king'") as caught:
        installation.create_user("tim@jubelware.example", "b", king)
    assert "viewer, editor, owner" in caught.value.next_step


def test_a_session_ends_by_time_by_hand_and_with_a_new_password(installation: Installation) -> None:
    installation.create_user(NADJA, "a", "owner")
    with frozen(NOON):
        first, second = (installation.begin_session(NADJA, 3600) for _ in range(2))
        assert installation.user_of_session(first) == User(NADJA, "owner")
        installation.end_session(first)
        assert installation.user_of_session(first) is None
        assert installation.user_of_session(second) is not None
    with frozen(NOON + timedelta(hours=1)):
        assert installation.user_of_session(second) is None
        third = installation.begin_session(NADJA, 3600)
        installation.set_password(NADJA, "b")
        assert installation.user_of_session(third) is None
    assert installation.verify(NADJA, "b")
    assert installation.user_of_session("") is None


def test_a_ticket_signs_in_once(installation: Installation) -> None:
    installation.create_user(NADJA, "a", "owner")
    ticket = installation.issue_ticket(NADJA, 60)
    assert installation.user_of_session(ticket) is None
    assert installation.redeem_ticket(ticket) == User(NADJA, "owner")
    assert installation.redeem_ticket(ticket) is None


def test_no_token_and_no_password_lies_in_the_file(
    installation: Installation, tmp_path: Path
) -> None:
    installation.create_user(NADJA, "Milo Nr. 7", "owner")
    secrets = [installation.begin_session(NADJA, 60), installation.issue_ticket(NADJA, 60)]
    installation.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert NADJA.encode() in content
    assert all(secret.encode() not in content for secret in [*secrets, "Milo Nr. 7"])


def test_who_is_removed_loses_the_session_but_the_last_owner_stays(
    installation: Installation,
) -> None:
    installation.create_user(NADJA, "a", "owner")
    installation.create_user("tim@jubelware.example", "b", "editor")
    session = installation.begin_session("tim@jubelware.example", 60)
    installation.remove_user("tim@jubelware.example")
    assert installation.user_of_session(session) is None
    with pytest.raises(Conflict, match="only owner"):
        installation.remove_user(NADJA)
    for call in (installation.remove_user, lambda email: installation.begin_session(email, 1)):
        with pytest.raises(NotFound):
            call("tim@jubelware.example")


def test_shops_are_listed_by_name(installation: Installation) -> None:
    installation.create_shop("jubelware", "Jubelware")
    installation.create_shop("default")
    assert installation.shops() == [
        InstalledShop("default", "default"),
        InstalledShop("jubelware", "Jubelware"),
    ]
    assert installation.shop("jubelware").title == "Jubelware"
    with pytest.raises(NotFound) as caught:
        installation.shop("jubel")
    assert "jubelware" in caught.value.next_step
    with pytest.raises(Conflict):
        installation.create_shop("default")


def test_settings_come_back_as_saved(tmp_path: Path) -> None:
    records = ShopRecords.open(tmp_path / "records.sqlite")
    fresh = records.settings()
    assert replace(fresh, salt=b"") == ShopSettings()
    assert len(fresh.salt) == 32
    changed = replace(
        fresh, currency="CHF", zone="Europe/Berlin", gross=False, conversions=("purchase", "login")
    )
    records.save_settings(changed)
    records.close()
    again = ShopRecords.open(tmp_path / "records.sqlite")
    assert again.settings() == changed
    with pytest.raises(BadInput, match="salt"):
        again.save_settings(replace(changed, salt=b"other"))
    with pytest.raises(BadInput, match="EUX"):
        again.save_settings(replace(changed, currency="EUX"))
    again.close()


def test_every_edit_of_the_words_is_kept_and_raises_the_version(records: ShopRecords) -> None:
    versions = [records.version()]
    records.put_event_word("Käufe", {"meaning": "purchase"})
    versions.append(records.version())
    records.put_event_word("Käufe", {"meaning": "order_paid"})
    versions.append(records.version())
    records.put_touchpoint("fan_forum", {"part": "before"})
    records.put_rules([{"touchpoint": "fan_forum", "path": "/forum*"}, {"touchpoint": "x"}])
    records.put_model("eigenes", {"name": {"de": "Eigenes"}})
    records.save_settings(replace(records.settings(), conversion="sign_up", model="eigenes"))
    versions.append(records.version())
    edits = records.word_edits()
    assert edits["events"] == {"Käufe": {"meaning": "order_paid"}}
    assert edits["touchpoints"] == {"fan_forum": {"part": "before"}}
    assert [rule["touchpoint"] for rule in edits["rules"]] == ["fan_forum", "x"]
    assert edits["models"] == {"eigenes": {"name": {"de": "Eigenes"}}}
    assert (edits["conversion"], edits["model"]) == ("sign_up", "eigenes")
    records.delete_model("eigenes")
    versions.append(records.version())
    assert records.word_edits()["models"] == {}
    assert versions == sorted(set(versions))
    with pytest.raises(NotFound, match="eigenes"):
        records.delete_model("eigenes")


def test_a_rate_of_the_same_day_replaces_itself(records: ShopRecords) -> None:
    day = date(2026, 5, 5)
    records.put_rates([Rate(day, "CHF", Decimal("1.0453")), Rate(day, "USD", Decimal("0.9"))])
    records.put_rates([Rate(day, "CHF", Decimal("1.05"))])
    assert records.rates() == (
        Rate(day, "CHF", Decimal("1.05")),
        Rate(day, "USD", Decimal("0.9")),
    )
    before = records.version()
    for rate in (Decimal(0), Decimal("NaN")):
        with pytest.raises(BadInput, match="rate"):
            records.put_rates([Rate(day, "GBP", Decimal(1)), Rate(day, "CHF", rate)])
    assert records.version() == before
    assert len(records.rates()) == 2


@pytest.mark.parametrize("opening", [Installation.open, ShopRecords.open])
def test_records_of_a_newer_etappe_are_refused(opening: Any, tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    opening(path).close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'later_0099'"))
    engine.dispose()
    with pytest.raises(NewerData, match="later_0099"):
        opening(path)


def test_a_damaged_or_unreachable_file_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 1000)
    for path in (tmp_path / "broken.sqlite", tmp_path / "missing" / "records.sqlite"):
        with pytest.raises(StorageFault) as caught:
            ShopRecords.open(path)
        assert caught.value.next_step


def test_records_locked_by_another_writer_are_busy(
    records: ShopRecords, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'records.sqlite'}")
    monkeypatch.setattr("etappe.store.records.engine._PRAGMAS", ("busy_timeout = 10",))
    other = ShopRecords.open(tmp_path / "records.sqlite")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            other.put_rules([])
        connection.rollback()
    other.put_rules([])
    other.close()
    engine.dispose()
