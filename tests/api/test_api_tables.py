"""Answers as files: any analysis as CSV and XLSX."""

import pytest
from starlette.testclient import TestClient

FUNNEL = "funnel.{}?steps=view_item&steps=purchase&by=device"


@pytest.mark.parametrize(
    ("kind", "media"), [("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats")]
)
def test_an_answer_is_loaded_as_a_file_with_its_name(
    owner: TestClient, kind: str, media: str
) -> None:
    answer = owner.get(f"/api/shops/default/tables/{FUNNEL.format(kind)}&language=de")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(media)
    assert f".{kind}" in answer.headers["content-disposition"]


def test_the_table_and_its_language_may_be_chosen(owner: TestClient) -> None:
    english = owner.get("/api/shops/default/tables/kpis.csv?table=figures&language=en")
    assert english.content.decode("utf-8-sig").startswith("Key,Figure,Value,Definition,Period from")


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("nothing.csv", "analysis"),
        ("kpis.csv?table=nothing", "table"),
        ("flow.csv?level=nothing", "level"),
        ("flow.xlsx?colour=red", "colour"),
        ("events.csv", "analysis"),
    ],
)
def test_what_cannot_be_loaded_is_told_with_the_field(
    owner: TestClient, question: str, field: str
) -> None:
    answer = owner.get(f"/api/shops/default/tables/{question}")
    assert (answer.status_code, answer.json()["field"]) == (400, field)
