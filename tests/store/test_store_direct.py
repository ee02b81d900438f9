"""Columns take a direct way into the file, files the long one through SQL: nobody can tell which it was."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.base.clock import frozen
from etappe.base.errors import BadInput
from etappe.events.row import EVENT_COLUMNS
from etappe.store.events import CodedColumn, EventStore
from etappe.store.events.coding import coded, grouped
from store.store_cast import MINUTE, NOON, NOON_US, batch, opened, parquet

TEXTS = {column.name for column in EVENT_COLUMNS if column.type == "VARCHAR"} - {"event_id"}
WORDS = {
    column.name: st.sampled_from([None, "", f"{column.name} a", f"{column.name} B", "ß…\u00e4"])
    for column in EVENT_COLUMNS
    if column.type == "VARCHAR" and column.name not in ("event_id", "name", "currency", "properties")
} | {
    "email": st.sampled_from([None, "", " ", "a@b.example", " A@B.example", "c@d.example"]),
    "phone": st.sampled_from([None, "0049 1", "+491", "+49 (0) 1", "1", "-"]),
    "referrer": st.sampled_from([None, "https://A.de:80/x?y", "b.de/z", "https://a.de/", "android-app://x.y"]),
    "properties": st.sampled_from([None, "", "{}", '{"a": 1}', '{"b": {"c": null}, "a": "x"}']),
    "name": st.sampled_from(["view_item", "purchase", "search"]),
    "value": st.sampled_from([None, 0, -5, 2**40]),
    "bot": st.sampled_from([None, False, True]),
    "email_verified": st.sampled_from([None, False, True]),
    "occurred_at": st.integers(NOON_US - 3 * MINUTE, NOON_US + 2 * 24 * 60 * MINUTE),
    "received_at": st.sampled_from([NOON_US, NOON_US - MINUTE]),
}  # fmt: skip


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to three batches with any of the columns; ids are new, times and names always there."""
    made, number = [], 0
    for _ in range(draw(st.integers(1, 3))):
        names = draw(st.sets(st.sampled_from(sorted(WORDS)), max_size=12)) | {"name", "occurred_at"}
        rows = draw(st.integers(1, 12))
        columns: dict[str, Any] = {"event_id": [f"e{number + row}" for row in range(rows)]}
        number += rows
        for name in sorted(names):
            columns[name] = [draw(WORDS[name]) for _ in range(rows)]
        if "value" in columns:
            columns["currency"] = [draw(st.sampled_from(["EUR", "JPY"])) for _ in range(rows)]
        for name in {"occurred_at", "received_at"} & columns.keys():
            columns[name] = np.array(columns[name], np.int64)
        made.append(columns)
    return made


def contents(store: EventStore) -> dict[str, Any]:
    """All that can be read of a store."""
    last, keys = store.last_seq(), store.keys()
    core, links = store.core(1, last + 1), store.links()
    return {
        "rows": store.rows(np.arange(1, last + 1)),
        "core": {name: getattr(core, name).tolist() for name in core.__slots__},
        "links": {name: getattr(links, name).tolist() for name in links.__slots__},
        "keys": [(kind, keys.word(code)) for code, kind in enumerate(keys.kind.tolist())],
        "first": keys.first_seq.tolist(),
        "words": (store.names(), store.accounts(), store.sources(), store.currencies()),
        "pages": store.pages(),
        "origins": store.origins(),
        "properties": store.properties(),
        "domains": domains(store),
        "account_keys": {
            name: getattr(store.account_keys(), name).tolist()
            for name in ("key", "account", "first_us", "last_us")
        },
    }


def domains(store: EventStore) -> list[tuple[int, str]]:
    """The e-mail keys with their domains."""
    found = store.email_domains()
    return [
        (key, found.words[domain])
        for key, domain in zip(found.key.tolist(), found.domain.tolist(), strict=True)
    ]


def numbered(columns: dict[str, Any]) -> dict[str, Any]:
    """The same batch with its words numbered backwards by the caller, one of them used nowhere."""
    made = dict(columns)
    for name in TEXTS & columns.keys():
        values = columns[name]
        if set(map(type, values)) <= {str, type(None)}:
            words = sorted({word for word in values if word is not None} | {"~"}, reverse=True)
            codes = [0 if word is None else words.index(word) + 1 for word in values]
            made[name] = CodedColumn(np.array(codes, np.int64), np.array(words, object))
    return made


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches())
def test_columns_numbered_columns_and_files_leave_the_same_behind(
    given: list[dict[str, Any]],
) -> None:
    found = []
    for way in ("columns", "numbered", "files"):
        with TemporaryDirectory() as name, closing(opened(Path(name))) as store, frozen(NOON):
            for columns in given:
                made = {"columns": columns, "numbered": numbered(columns)}.get(way)
                store.append(made if made else _file(Path(name), columns))
            found.append(contents(store))
    assert found[0] == found[2]
    assert found[1] == found[2]


def _file(folder: Path, columns: dict[str, Any]) -> Path:
    """A Parquet file of the batch; its times as timestamps."""
    made = dict(columns)
    if "received_at" in made:
        made["received_at"] = made["received_at"].astype("datetime64[us]")
    return parquet(folder, made)


def test_the_long_way_goes_on_where_the_direct_one_was(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        store.append(batch({"user_id": "susa", "title": "a", "visit_id": "1"}))
        again = batch(
            {"user_id": "susa", "title": "a", "visit_id": "1"},
            {"user_id": "leo", "title": "b"},
            {"user_id": "susa", "title": "b", "visit_id": "1"},
        )
        assert store.append(again).duplicates == 1
        store.append(batch({"event_id": "x", "user_id": "leo", "title": "c", "visit_id": "1"}))
        core = store.core(1, 9)
        assert core.key.tolist() == [0, 1, 0, 1]
        assert core.visit.tolist() == [0, -1, 0, 1]
        assert [row["title"] for row in store.rows(core.seq)] == ["a", "b", "b", "c"]


def test_numbered_words_survive_a_repeated_id(tmp_path: Path) -> None:
    columns = numbered(batch({"title": "a", "email": "A@b.de"}, {"title": "b"}))
    with closing(opened(tmp_path)) as store:
        assert store.append(columns).rows == 2
        assert (store.append(columns).duplicates, store.append(columns).conflicting) == (2, 0)


@pytest.mark.parametrize("codes", [[0, 3], [-1, 1]])
def test_a_number_without_a_word_is_refused(store: EventStore, codes: list[int]) -> None:
    column = CodedColumn(np.array(codes), np.array(["a", "b"], object))
    with pytest.raises(BadInput, match="title"):
        store.append({**batch({}, {}), "title": column})


def test_money_is_no_column_of_words(store: EventStore) -> None:
    column = CodedColumn(np.array([1]), np.array(["5"], object))
    with pytest.raises(BadInput, match="value"):
        store.append({**batch({}), "value": column})


@given(st.lists(st.tuples(*[st.sampled_from([None, "a", "b", "c"])] * 3), min_size=1, max_size=30))
def test_groups_are_numbered_as_they_first_appear(rows: list[tuple[str | None, ...]]) -> None:
    columns = [coded(np.array(column, object)) for column in zip(*rows, strict=True)]
    groups = grouped([(column.codes, len(column.words)) for column in columns])
    expected: dict[tuple[str | None, ...], int] = {}
    for row in rows:
        if any(row):
            expected.setdefault(row, len(expected) + 1)
    assert groups.codes.tolist() == [expected.get(row, 0) for row in rows]
    assert groups.firsts.tolist() == [rows.index(row) for row in expected]


def test_many_columns_with_many_words_do_not_overflow() -> None:
    codes = np.arange(1, 1_001)
    groups = grouped([(codes, 10**6)] * 12)
    assert groups.codes.tolist() == codes.tolist()
