"""What people changed of a shop's words is remembered, and can be taken back in order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from etappe.base.clock import frozen
from etappe.base.errors import Conflict, NotFound
from etappe.store.records import Change, Draft, ShopRecords

NADJA, TIM = "nadja@jubelware.example", "tim@jubelware.example"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[ShopRecords]:
    records = ShopRecords.open(tmp_path / "records.sqlite")
    yield records
    records.close()


def _say(records: ShopRecords, meaning: str, by: str = NADJA) -> Change:
    change = records.changes.make(by, [Draft("event", "Kasse", {"meaning": meaning})])
    assert change is not None
    return change


def _meaning(records: ShopRecords) -> str | None:
    return records.word_edits()["events"].get("Kasse", {}).get("meaning")


def test_a_change_says_who_when_and_from_what_to_what(records: ShopRecords) -> None:
    _say(records, "view_cart")
    with frozen(NOON):
        change = _say(records, "begin_checkout", TIM)
    assert (change.by, change.at) == (TIM, NOON)
    assert change.edits[0].before == {"meaning": "view_cart"}
    assert change.edits[0].after == {"meaning": "begin_checkout"}
    assert [one.by for one in records.changes.page(10)] == [TIM, NADJA]


def test_what_changes_nothing_is_no_change(records: ShopRecords) -> None:
    _say(records, "view_cart")
    version = records.version()
    assert records.changes.make(NADJA, [Draft("event", "Kasse", {"meaning": "view_cart"})]) is None
    assert records.version() == version
    assert len(records.changes.page(10)) == 1


def test_many_words_changed_at_once_are_undone_at_once(records: ShopRecords) -> None:
    drafts = [Draft("event", name, {"origin": "confirmed"}) for name in ("a", "b", "c")]
    change = records.changes.make(NADJA, drafts)
    assert change is not None
    records.changes.undo(change.id, TIM)
    assert records.word_edits()["events"] == {}


def test_an_earlier_change_waits_until_the_later_one_is_undone(records: ShopRecords) -> None:
    first, second = _say(records, "view_cart"), _say(records, "begin_checkout")
    with pytest.raises(Conflict, match="'Kasse' was changed again") as caught:
        records.changes.undo(first.id, NADJA)
    assert caught.value.next_step == f"Undo change {second.id} first."
    assert _meaning(records) == "begin_checkout"
    records.changes.undo(second.id, NADJA)
    assert _meaning(records) == "view_cart"
    records.changes.undo(first.id, NADJA)
    assert _meaning(records) is None


def test_undoing_the_undoing_brings_it_back_as_often_as_one_likes(records: ShopRecords) -> None:
    change = _say(records, "view_cart")
    last = change
    for in_effect in (False, True, False, True):
        last = records.changes.undo(last.id, TIM)
        assert _meaning(records) == ("view_cart" if in_effect else None)
        assert (records.changes.one(change.id).undone_by is None) == in_effect
    assert records.changes.undo(change.id, NADJA).undo_of == change.id
    assert _meaning(records) is None


def test_what_is_undone_is_not_undone_twice(records: ShopRecords) -> None:
    change = _say(records, "view_cart")
    made = records.changes.undo(change.id, NADJA)
    with pytest.raises(Conflict, match="undone already") as caught:
        records.changes.undo(change.id, NADJA)
    assert str(made.id) in caught.value.next_step
    with pytest.raises(NotFound, match="no change 99"):
        records.changes.undo(99, NADJA)


def test_conversions_go_back_without_touching_the_other_settings(records: ShopRecords) -> None:
    choices = {"conversion": "booking", "conversions": ["booking"], "model": "hubspot_7"}
    change = records.changes.make(NADJA, [Draft("choices", "", choices)])
    assert change is not None
    assert records.settings().conversions == ("booking",)
    salt = records.settings().salt
    records.changes.undo(change.id, NADJA)
    assert (records.settings().conversion, records.settings().model) == ("purchase", "aida")
    assert records.settings().salt == salt


def test_the_history_is_read_page_by_page(records: ShopRecords) -> None:
    made = [_say(records, f"meaning_{number}").id for number in range(5)]
    first = [change.id for change in records.changes.page(2)]
    rest = [change.id for change in records.changes.page(9, before_id=first[-1])]
    assert first + rest == made[::-1]


def test_records_of_the_first_version_keep_their_choices(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    ShopRecords.open(path).close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        older = {"documents", "rates", "segments", "openings", "state", "alembic_version"}
        for table in set(sa.inspect(connection).get_table_names()) - older:
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("ALTER TABLE state RENAME TO changes"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'shop_0002'"))
        connection.execute(sa.text("DELETE FROM documents WHERE kind = 'choices'"))
        old = """json_set(document, '$.model', 'accra', '$.conversions', json('["booking"]'))"""
        connection.execute(sa.text(f"UPDATE documents SET document = {old}"))
    engine.dispose()
    records = ShopRecords.open(path)
    assert (records.settings().model, records.settings().conversions) == ("accra", ("booking",))
    change = records.changes.make(NADJA, [Draft("choices", "", {"model": "aida"})])
    assert change is not None
    records.changes.undo(change.id, NADJA)
    assert records.settings().model == "accra"
    records.close()
