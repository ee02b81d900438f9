"""The log of accounts: the latest entry counts, none is lost, and each can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.base.errors import Conflict, NotFound
from etappe.store.records import AccountLog, NewEntry, ShopRecords

BEATE, NADJA = "beate@jubelware.example", "nadja@jubelware.example"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AccountLog]:
    records = ShopRecords.open(tmp_path / "records.sqlite")
    yield records.accounts
    records.close()


def says(log: AccountLog, account: str = "tsv") -> dict[tuple[int, str, str], object]:
    return {(one.key, one.field, one.source): one.value for one in log.current([account])}


def test_the_latest_entry_of_each_source_counts(log: AccountLog) -> None:
    log.write([NewEntry("tsv", "name", "TSV")], "imported", BEATE)
    log.write(
        [NewEntry("tsv", "name", "TSV Ahornbach"), NewEntry("tsv", "roles", ["buyer"], 7)],
        "typed",
        NADJA,
    )
    log.write([NewEntry("tsv", "name", "TSV 1908")], "imported", BEATE)
    assert says(log) == {
        (-1, "name", "imported"): "TSV 1908",
        (-1, "name", "typed"): "TSV Ahornbach",
        (7, "roles", "typed"): ["buyer"],
    }


def test_saying_the_same_again_is_no_entry(log: AccountLog) -> None:
    for _ in range(2):
        log.write([NewEntry("tsv", "ship_to", ["Bremen", "Leipzig"])], "typed", BEATE)
    assert len(log.history(["tsv"], 10)) == 1


def test_an_undone_entry_lets_the_one_before_count_again(log: AccountLog) -> None:
    for size in ("40", "400"):
        log.write([NewEntry("tsv", "size", size)], "typed", BEATE)
    later, earlier = log.history(["tsv"], 10)
    with pytest.raises(Conflict, match="changed again"):
        log.undo(["tsv"], earlier.id, NADJA)
    before = log.mark()
    assert log.undo(["tsv"], later.id, NADJA).undone_by == NADJA
    assert log.mark() != before
    assert says(log) == {(-1, "size", "typed"): "40"}
    with pytest.raises(Conflict, match="undone already"):
        log.undo(["tsv"], later.id, NADJA)
    with pytest.raises(NotFound):
        log.undo(["linde"], earlier.id, NADJA)


def test_history_goes_back_page_by_page(log: AccountLog) -> None:
    for number in range(5):
        log.write([NewEntry("tsv", "size", str(number))], "typed", BEATE)
    first = log.history(["tsv"], 2)
    assert [one.value for one in (*first, *log.history(["tsv"], 9, first[-1].id))] == list("43210")


def test_what_stood_about_forgotten_keys_is_gone(log: AccountLog) -> None:
    log.write(
        [NewEntry("tsv", "roles", ["buyer"], 7), NewEntry("tsv", "name", "TSV")], "typed", BEATE
    )
    assert log.forget_keys([7, -1]) == 1
    assert says(log) == {(-1, "name", "typed"): "TSV"}
