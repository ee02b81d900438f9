"""What was not kept, and what sends: counts, examples with personal values masked, CSV."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.api_client import as_owner, client_of, small_house
from etappe.base.clock import frozen, to_us
from etappe.store.events import Drained, RejectedSample, Rejection
from etappe.store.journal import Position

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
TODAY = NOW.date()
SHOP = "/api/shops/default"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A shop to whose door wrong events came: 4 invalid, 9 bots, one twice."""
    with frozen(NOW):
        house = small_house(tmp_path)
        sample = (
            '{"name":"purchase","user_id":"k-4711",'
            '"properties":"{\\"first_name\\":\\"Susa\\",\\"size\\":\\"M\\"}"}'
        )
        house.shop("default").events.drained.note(
            Drained(
                Position(1, 0),
                [
                    Rejection(TODAY, "invalid", "web", 3),
                    Rejection(TODAY - timedelta(days=2), "invalid", "=server", 1),
                    Rejection(TODAY, "bot", "web", 9),
                    Rejection(TODAY, "duplicate", "web", 1),
                ],
                [
                    RejectedSample(to_us(NOW), "invalid", "web", "timestamp", "'gestern'", sample),
                    RejectedSample(to_us(NOW), "invalid", "web", "name", "", '{"email":"susa@a.de'),
                ],
            )
        )
        yield as_owner(client_of(house))
        house.close()


def test_reasons_are_counted_by_day_and_source_the_most_frequent_first(client: TestClient) -> None:
    found = client.get(f"{SHOP}/rejected", params={"days": 3}).json()
    assert (found["from"], found["to"], found["events"]) == ("2026-05-03", "2026-05-05", 14)
    assert [(one["reason"], one["events"]) for one in found["reasons"]] == [
        ("bot", 9),
        ("invalid", 4),
        ("duplicate", 1),
    ]
    invalid = found["reasons"][1]
    assert [day["events"] for day in invalid["days"]] == [1, 0, 3]
    assert invalid["sources"][0] == {"source": "web", "events": 3}
    assert invalid["label"]["de"] == "Feld fehlt oder ergibt keinen Sinn"
    assert [one["sampled"] for one in found["reasons"]] == [False, True, True]


def test_examples_are_shown_with_what_was_wrong_and_masked(client: TestClient) -> None:
    second, first = client.get(f"{SHOP}/rejected", params={"reason": "invalid"}).json()["samples"]
    assert (first["field"], first["message"]) == (
        "timestamp",
        {"de": "'gestern'", "en": "'gestern'"},
    )
    assert first["sample"] == {
        "name": "purchase",
        "user_id": "k…1",
        "properties": {"first_name": "S…a", "size": "M"},
    }
    assert "susa" not in second["sample"]
    only = client.get(f"{SHOP}/rejected", params={"reason": "bot", "limit": 0}).json()
    assert (only["events"], only["samples"]) == (9, [])


def test_a_reason_that_is_none_is_refused(client: TestClient) -> None:
    refused = client.get(f"{SHOP}/rejected", params={"reason": "weather"})
    assert (refused.status_code, refused.json()["field"]) == (400, "reason")
    assert "no_consent" in refused.json()["next_step"]


def test_the_counts_are_a_table_without_a_formula_in_it(client: TestClient) -> None:
    answer = client.get(f"{SHOP}/rejected.csv", params={"language": "de"})
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Tag (UTC);Grund;Bedeutung;Quelle;Ereignisse"
    assert rows[1] == "2026-05-05;bot;Von einer Maschine;web;9"
    assert rows[-1].startswith("2026-05-03;invalid;")
    assert ";'=server;1" in rows[-1]


def test_a_source_has_its_week_and_what_of_it_was_not_kept(client: TestClient) -> None:
    found: dict[str, Any] = {one["source"]: one for one in client.get(f"{SHOP}/sources").json()}
    brought = found["import"]
    assert (brought["events"], brought["health"], brought["rejected_share"]) == (6, "live", 0)
    assert [day["kept"] for day in brought["days"]] == [0, 0, 0, 0, 0, 0, 6]
    # What came a second time is no loss, so 12 of web's 13 count.
    assert sum(day["rejected"] for day in found["web"]["days"]) == 12
    assert (found["web"]["health"], found["web"]["last_at"]) == ("silent", None)


@pytest.mark.parametrize(
    ("later", "health"),
    [(timedelta(hours=23), "live"), (timedelta(days=6), "quiet"), (timedelta(days=8), "silent")],
)
def test_a_source_that_is_quiet_is_said_to_be(
    client: TestClient, later: timedelta, health: str
) -> None:
    with frozen(NOW + later):
        client = as_owner(client)
        found = {one["source"]: one["health"] for one in client.get(f"{SHOP}/sources").json()}
    assert found["import"] == health
