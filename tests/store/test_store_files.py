from pathlib import Path
from typing import Any

import duckdb
import pytest

from etappe.base.errors import BadInput, StorageFault
from etappe.events.row import EVENT_COLUMNS
from etappe.store.files import (
    CsvRows,
    EventPlan,
    EventRule,
    FileEngine,
    JsonLines,
    MappedPiece,
    MoneyRule,
    ParquetRows,
    PropertyRule,
    TimeRule,
)

DIGITS = {"EUR": 2, "JPY": 0}


def events(piece: MappedPiece) -> list[dict[str, Any]]:
    with duckdb.connect() as db:
        found = db.execute(f"SELECT * FROM read_parquet('{piece.path}')")
        columns = [column[0] for column in found.description or []]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def plan(*rules: EventRule, **more: Any) -> EventPlan:
    return EventPlan(rules, "made", currency_digits=DIGITS, **more)


SIMPLE = EventRule(TimeRule("at"), name_field="what", text={"user_id": "who"}, properties=())


def test_a_batch_has_columns_of_the_event_row_alone_in_the_order_of_the_rows(
    tmp_path: Path,
) -> None:
    file = tmp_path / "p.csv"
    file.write_text("".join(f"p{n},2026-01-01 00:00:00,step {n}\n" for n in range(5000)))
    rows = CsvRows(file, ("who", "at", "what"), ",", first=100)
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(
            rows, dict.fromkeys(rows.columns, "VARCHAR"), plan(SIMPLE), tmp_path / "o.parquet"
        )
    found = events(piece)
    assert set(found[0]) <= {column.name for column in EVENT_COLUMNS}
    assert [e["name"] for e in found] == [f"step {n}" for n in range(5000)]
    assert (found[0]["event_id"], found[-1]["event_id"]) == ("made-100", "made-5099")


def test_whole_floats_of_parquet_are_keys_without_a_point(tmp_path: Path) -> None:
    file = tmp_path / "f.parquet"
    duckdb.sql(
        f"COPY (SELECT 13085.0::DOUBLE AS who, TIMESTAMP '2026-01-01' AS at, 'x' AS what) TO '{file}'"
    )
    with FileEngine(tmp_path) as engine:
        types = {column.name: column.type for column in engine.columns(file)}
        rule = EventRule(TimeRule("at", "typed"), name="x", text={"user_id": "who"}, properties=())
        piece = engine.map_piece(ParquetRows(file, 0, 1), types, plan(rule), tmp_path / "o.parquet")
    assert events(piece)[0]["user_id"] == "13085"


def test_only_the_rows_asked_for_are_read_of_a_parquet_file(tmp_path: Path) -> None:
    file = tmp_path / "f.parquet"
    duckdb.sql(f"COPY (SELECT i::VARCHAR AS n FROM range(1000) t(i)) TO '{file}'")
    with FileEngine(tmp_path) as engine:
        assert engine.row_count(file) == 1000
        assert engine.rows_as_text(ParquetRows(file, 998, 2000)) == [("998",), ("999",)]


def test_json_keeps_what_is_mapped_nowhere_and_loses_its_nulls(tmp_path: Path) -> None:
    file = tmp_path / "j.jsonl"
    file.write_text(
        '{"at":"2026-01-01","what":"x","a":{"b":1,"c":null},"list":[1,2],"none":null}\n{broken\n[1]\n'
    )
    rule = EventRule(TimeRule("at"), name_field="what", properties=None, dropped=("at", "what"))
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(JsonLines(file, 0), {}, plan(rule), tmp_path / "o.parquet")
    assert events(piece)[0]["properties"] == '{"a":{"b":1},"list":[1,2]}'
    assert [(bad.row, bad.reason, bad.values) for bad in piece.rejected] == [
        (1, "not a JSON object", ("{broken",)),
        (2, "not a JSON object", ("[1]",)),
    ]


def test_elements_of_nested_arrays_are_events_with_fields_from_around(tmp_path: Path) -> None:
    file = tmp_path / "j.jsonl"
    file.write_text(
        '{"s":7,"e":[{"at":1767225600,"v":["a","b"]},{"at":1767225601,"v":[]}]}\n{"s":8,"e":[]}\n{"s":9}\n'
    )
    rule = EventRule(TimeRule("at", "epoch"), name="x", text={"user_id": "^.s"}, properties=())
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(
            JsonLines(file, 0), {}, plan(rule, rows="e"), tmp_path / "o.parquet"
        )
    assert [(e["event_id"], e["user_id"]) for e in events(piece)] == [
        ("made-0-0", "7"),
        ("made-0-1", "7"),
    ]
    assert piece.rows_used == 1


def test_several_rules_make_several_events_of_a_row_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("1,2026-01-01,2026-01-03,5\n2,2026-01-02,,0\n")
    names = ("order", "bought", "shipped", "total")
    rows = CsvRows(file, names, ",", 0)
    bought = EventRule(
        TimeRule("bought"),
        name="purchase",
        only_if="total",
        text={"order_id": "order"},
        properties=(),
    )
    shipped = EventRule(
        TimeRule("shipped"),
        name="order_shipped",
        optional=True,
        text={"order_id": "order"},
        properties=(),
    )
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(
            rows, dict.fromkeys(names, "VARCHAR"), plan(shipped, bought), tmp_path / "o.parquet"
        )
    assert [(e["order_id"], e["name"]) for e in events(piece)] == [
        ("1", "order_shipped"),
        ("1", "purchase"),
    ]
    assert (piece.rows_used, piece.rejected) == (1, ())


def test_money_is_minor_units_of_the_rows_currency(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text(
        "2026-01-01,19.99,eur\n2026-01-01,1999,JPY\n2026-01-01,-5,EUR\n2026-01-01,,\n2026-01-01,5,DEM\n"
    )
    names = ("at", "sum", "cur")
    rule = EventRule(
        TimeRule("at"), name="p", money=MoneyRule("sum", currency_field="cur"), properties=()
    )
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(
            CsvRows(file, names, ",", 0),
            dict.fromkeys(names, "VARCHAR"),
            plan(rule),
            tmp_path / "o.parquet",
        )
    assert [(e["value"], e["currency"]) for e in events(piece)] == [
        (1999, "EUR"),
        (1999, "JPY"),
        (-500, "EUR"),
        (None, None),
    ]
    assert [bad.reason for bad in piece.rejected] == ["unknown currency: DEM"]


def test_equal_rows_are_counted_once_for_each_file(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("a,2026-01-01,x\n" * 3 + "b,2026-01-01,x\n")
    rows = CsvRows(file, ("who", "at", "what"), ",", 0)
    with FileEngine(tmp_path) as engine:
        engine.map_piece(
            rows, dict.fromkeys(rows.columns, "VARCHAR"), plan(SIMPLE), tmp_path / "o.parquet"
        )
        assert engine.take_repeated_rows() == 2
        assert engine.take_repeated_rows() == 0


def test_rows_are_sorted_by_numbers_as_numbers_and_keep_their_numbers(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("10,a\n9,b\n,c\n9,d\n")
    with FileEngine(tmp_path) as engine:
        engine.stage_piece(CsvRows(file, ("n", "x"), ",", 0), tmp_path / "a.parquet")
        engine.stage_sorted([tmp_path / "a.parquet"], "n", tmp_path / "s.parquet")
        rows = engine.rows_as_text(ParquetRows(tmp_path / "s.parquet", 0, 9, staged=True))
    assert [row[1] for row in rows] == ["b", "d", "a", "c"]


def test_a_select_reads_each_file_by_its_name_and_gives_the_same_rows_each_time(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text("id,v\n" + "".join(f"{n},{n}\n" for n in range(3000)))
    (tmp_path / "b.jsonl").write_text("".join(f'{{"id":{n % 50}}}\n' for n in range(3000)))
    digests = set()
    for turn in range(2):
        out = tmp_path / f"{turn}.parquet"
        with FileEngine(tmp_path) as engine:
            engine.stage_select(
                "SELECT a.v, b.id FROM a JOIN b USING (id);",
                [tmp_path / "a.csv", tmp_path / "b.jsonl"],
                out,
            )
            digests.add(tuple(engine.rows_as_text(ParquetRows(out, 0, 10_000))))
    assert len(digests) == 1


def test_the_databases_errors_are_the_inputs_or_the_disks(tmp_path: Path) -> None:
    broken = tmp_path / "x.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    with FileEngine(tmp_path) as engine:
        with pytest.raises(BadInput, match=r"x\.parquet"):
            engine.columns(broken)
        with pytest.raises(BadInput, match="The SELECT of the mapping file"):
            engine.stage_select("SELEKT 1", [], tmp_path / "o.parquet")


def test_memory_that_runs_out_is_a_fault(tmp_path: Path) -> None:
    with FileEngine(tmp_path, memory_mb=16) as engine, pytest.raises(StorageFault, match="ran out"):
        engine.stage_select(
            "SELECT list(i::VARCHAR) AS l FROM range(5000000) t(i)", [], tmp_path / "o.parquet"
        )


def test_properties_are_one_json_object_whatever_the_values(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text('2026-01-01,"a ""b"" \\ c",007,-1.50,TRUE\n2026-01-01,,1e5,x,no\n')
    names = ("at", 'te"xt', "n", "m", "yes")
    kinds = (
        PropertyRule('te"xt', 'te"xt'),
        PropertyRule("n", "n", "number"),
        PropertyRule("m", "m", "number"),
        PropertyRule("yes", "yes", "boolean"),
    )
    rule = EventRule(TimeRule("at"), name="x", properties=kinds)
    with FileEngine(tmp_path) as engine:
        piece = engine.map_piece(
            CsvRows(file, names, ",", 0),
            dict.fromkeys(names, "VARCHAR"),
            plan(rule),
            tmp_path / "o.parquet",
        )
    assert [e["properties"] for e in events(piece)] == [
        r'{"te\"xt":"a \"b\" \\ c","n":"007","m":-1.50,"yes":true}',
        '{"n":"1e5","m":"x","yes":"no"}',
    ]
