"""Phone numbers in the store: SQL spells them as Python does, on both ways into the file."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.base.countries import countries
from etappe.store.events import EventStore
from etappe.store.events.hashing import Hashing, hashed_in_sql

SALT = b"jubelware"
WAYS = ("030 123456", "+49 (0)30 / 12 34 56", "0049 30 123456", "030/123456", "(030) 12-34-56")
signs = st.text(" 0123456789+()-/.xX#et\n\tf٣", max_size=25)
numbers = st.tuples(st.sampled_from(("", "+", "00", "0", "8", "011 ", "+49 (0)", "+36 06")), signs)


@given(st.sampled_from(["", *countries()]), st.lists(numbers, min_size=1, max_size=20))
def test_sql_and_python_hash_the_same(country: str, told: list[tuple[str, str]]) -> None:
    words = ["".join(one) for one in told]
    expression = hashed_in_sql("phone", country).format(name="word")
    query = f"SELECT {expression} FROM (SELECT unnest($words::VARCHAR[]) AS word)"
    found = duckdb.execute(query, {"words": words, "salt": SALT}).fetchall()
    hashing = Hashing(SALT, country)
    nothing = hashing.phone("")
    assert [row[0] or nothing for row in found] == [hashing.phone(word) for word in words]


@pytest.mark.parametrize("way", ["columns", "file"])
def test_all_ways_to_write_a_number_are_one_key(tmp_path: Path, way: str) -> None:
    store = EventStore.open(tmp_path / "events.duckdb", salt=SALT, country="DE")
    columns: dict[str, list[Any]] = {
        "event_id": [f"e{place}" for place in range(len(WAYS))],
        "occurred_at": [1_777_000_000_000_000 + place for place in range(len(WAYS))],
        "name": ["call"] * len(WAYS),
        "phone": list(WAYS),
    }
    if way == "file":
        path = tmp_path / "batch.parquet"
        values = ", ".join(
            f"('{row[0]}', {row[1]}, '{row[2]}', '{row[3]}')"
            for row in zip(*columns.values(), strict=True)
        )
        names = ", ".join(columns)
        duckdb.execute(f"COPY (SELECT * FROM (VALUES {values}) AS t({names})) TO '{path}'")
        store.append(path)
    else:
        store.append(columns)
    assert len(store.keys()) == 1
    assert store.keys().word(0) == Hashing(SALT, "DE").phone("+49 30 123456")
    assert store.keys().find("030-123456") == [0]
    assert store.search_keys("0049 30 123456").tolist() == [0]
    store.close()
