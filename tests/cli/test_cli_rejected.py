"""Sources, rejected events and the live list at the terminal."""

import json
from pathlib import Path

from cli.cli_shop import bring_in, etappe
from etappe.app.house import House
from etappe.base.clock import now
from etappe.store.events import Drained, RejectedSample, Rejection
from etappe.store.journal import Position


def test_what_was_not_kept_is_told_with_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    assert "Nothing was rejected" in etappe("rejected", "--data", data).out
    house = House(data)
    sample = RejectedSample(0, "invalid", "web", "timestamp", "'gestern'", '{"email":"susa@a.de"}')
    counts = [Rejection(now().date(), "invalid", "web", 2)]
    house.shop("default").events.drained.note(Drained(Position(1, 0), counts, [sample]))
    house.close()
    told = " ".join(etappe("rejected", "--days", 7, "--data", data).out.split())
    assert "invalid 2 web" in told
    assert "timestamp 'gestern'" in told
    assert "susa" not in told
    as_json = json.loads(etappe("rejected", "--reason", "invalid", "--json", "--data", data).out)
    assert as_json["events"] == 2
    listed = " ".join(etappe("sources", "--data", data).out.split())
    assert "import live 5" in listed


def test_without_a_server_nothing_can_arrive(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    told = etappe("live", "--data", data)
    assert told.code == 2
    assert "etappe serve" in told.err
