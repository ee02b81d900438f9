import io
import zipfile
from typing import Any

import pytest

from analysis.analysis_shop import Touch, shop
from etappe.analysis.catalog import ask, question_of
from etappe.analysis.tables import Table, tables_of
from etappe.analysis.tables_csv import to_csv
from etappe.analysis.tables_xlsx import to_xlsx

DAYS = 86_400


def people(value: str = "phone") -> list[list[Touch]]:
    """Ten at the checkout, six of whom buy for 50 €; four only look, on a tablet."""
    extra = {"device": value}
    buyers = [
        [Touch("begin_checkout", 0, extra=extra)]
        + [Touch("purchase", 90, value=5_000, extra=extra)] * (who < 6)
        for who in range(10)
    ]
    return buyers + [[Touch("view_item", 5, extra={"device": "tablet"})] for _ in range(4)]


def answer(name: str, value: str = "phone", **params: Any) -> Any:
    return ask(shop(people(value), zone="Europe/Berlin"), question_of(name, params))


def funnel(value: str = "phone", **params: Any) -> Any:
    steps = ["begin_checkout", "purchase"]
    return answer("funnel", value, steps=steps, by="device", every="day", **params)


def tables(of: Any) -> dict[str, Table]:
    return {table.key: table for table in tables_of(of)}


def lines(of: Any, table: str, language: Any) -> list[str]:
    text = to_csv(of, tables(of)[table], language).decode("utf-8-sig")
    return text.split("\r\n")[:-1]


def test_german_spreadsheets_get_semicolons_and_decimal_commas_and_know_the_period() -> None:
    found = funnel()
    head, first, second = lines(found, "steps", "de")
    assert head.split(";")[:3] == ["Name", "Personen", "Anteil am ersten Schritt"]
    assert second.split(";")[:5] == ["purchase", "6", "0,6", "0,6", "90,0"]
    assert head.split(";")[-4:] == [
        "Zeitraum ab",
        "Zeitraum bis",
        "Bedingung",
        "Regel des Zeitraums",
    ]
    assert first.split(";")[-4:] == [
        "2026-02-25 07:13:20",
        "2026-02-25 07:14:50",
        "",
        "Versuche, deren erster Schritt im Zeitraum liegt",
    ]


def test_english_ones_get_commas_and_points() -> None:
    assert lines(funnel(), "steps", "en")[2].split(",")[:4] == ["purchase", "6", "0.6", "0.6"]
    kpis = [line.split(",")[:3] for line in lines(answer("kpis"), "figures", "en")]
    assert ["value", "Value", "300.00"] in kpis


def test_a_file_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    found = funnel()
    assert to_csv(found, tables(found)["steps"], "de").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_text_becomes_a_formula(sign: str) -> None:
    found = funnel(f"{sign}1+1")
    assert lines(found, "groups", "en")[1].startswith(f"'{sign}1+1,")
    book = zipfile.ZipFile(io.BytesIO(to_xlsx(found, tables_of(found), "en")))
    sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_row_of_fewer_than_five_persons_leaves_no_house() -> None:
    groups = tables(funnel())["groups"]
    assert [row[0] for row in groups.rows] == ["phone"]  # four persons came by tablet
    assert groups.left_out == 1
    few = tables(answer("funnel", steps=["view_item"], where="device = 'tablet'"))
    assert [len(table.rows) for table in few.values()] == [0, 0]


def test_a_course_is_a_table_of_its_own_with_a_column_a_step() -> None:
    found = tables(funnel())
    assert [column.key for column in found["course"].columns][:6] == [
        "from",
        "to",
        "whole",
        "persons",
        "steps_1",
        "steps_2",
    ]
    assert found["course_groups"].columns[0].label["de"] == "Verlauf: von"


def test_a_workbook_has_a_sheet_a_table_and_one_for_the_basis() -> None:
    found = answer("kpis")
    book = zipfile.ZipFile(io.BytesIO(to_xlsx(found, tables_of(found), "de")))
    workbook = book.read("xl/workbook.xml").decode()
    assert [name in workbook for name in ("Quellen", "Kennzahlen", "Grundlage")] == [True] * 3
    words = book.read("xl/sharedStrings.xml").decode()
    assert found.sentence("de").replace("\u00a0", " ")[:30] in words.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("flow", {}),
        ("paths", {}),
        ("stages", {}),
        ("kpis", {}),
        ("calendar", {}),
        ("funnel", {"steps": ["begin_checkout", "purchase"]}),
    ],
)
def test_every_answer_has_tables_that_both_files_can_hold(
    name: str, params: dict[str, Any], language: Any
) -> None:
    found = answer(name, **params)
    made = tables_of(found)
    assert made
    assert to_xlsx(found, made, language).startswith(b"PK")
    for table in made:
        width = len(table.columns)
        assert all(len(row) == width for row in table.rows)
        assert len(lines(found, table.key, language)) == len(table.rows) + 1
