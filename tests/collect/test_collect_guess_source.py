"""Which column says who told of an event, and which says where a visitor came from."""

from pathlib import Path
from typing import Any

import pytest

from collect.import_sink import bring, written

HEAD = "person,event,time,order,amount,currency"
ROWS = (
    "susa,purchase,2026-03-02T10:10:00Z,A1,49.90,EUR",
    "susa,purchase,2026-03-02T10:10:05Z,A1,52.90,EUR",
)


def told(folder: Path, column: str, *words: str, **flags: str) -> list[dict[str, Any]]:
    lines = (f"{row},{word}" for row, word in zip(ROWS, words, strict=True))
    text = "\n".join((f"{HEAD},{column}", *lines, ""))
    return bring(folder, written(folder, "orders.csv", text), **flags)[0]


@pytest.mark.parametrize("column", ["source", "Quelle", "event_source", "Datenquelle"])
def test_a_column_of_tellers_is_the_source_of_the_events(tmp_path: Path, column: str) -> None:
    events = told(tmp_path, column, "web", "server")
    assert [event["source"] for event in events] == ["web", "server"]
    assert not any({"utm_source", "properties"} & set(event) for event in events)


@pytest.mark.parametrize("column", ["utm_source", "Quelle", "traffic source"])
def test_where_visitors_came_from_stays_the_utm_source(tmp_path: Path, column: str) -> None:
    events = told(tmp_path, column, "google", "newsletter")
    assert [event["utm_source"] for event in events] == ["google", "newsletter"]
    assert {event["source"] for event in events} == {"import"}


def test_a_utm_source_is_no_teller_even_if_it_reads_like_one(tmp_path: Path) -> None:
    events = told(tmp_path, "utm_source", "web", "shop")
    assert [event["utm_source"] for event in events] == ["web", "shop"]


def test_both_may_stand_in_one_file(tmp_path: Path) -> None:
    events = told(tmp_path, "utm_source,source", "google,web", "newsletter,server")
    assert [(event["utm_source"], event["source"]) for event in events] == [
        ("google", "web"),
        ("newsletter", "server"),
    ]


@pytest.mark.parametrize("words", [("17", "18"), ("google", "facebook")])
def test_a_source_that_names_no_teller_is_kept_as_a_property(
    tmp_path: Path, words: tuple[str, str]
) -> None:
    events = told(tmp_path, "source", *words)
    assert {event["source"] for event in events} == {"import"}
    assert [str(event["properties"]["source"]) for event in events] == [*words]


def test_what_is_said_of_the_source_goes_before_the_guess(tmp_path: Path) -> None:
    events = told(tmp_path, "source", "web", "server", source="erp")
    assert {event["source"] for event in events} == {"erp"}
