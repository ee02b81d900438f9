"""Who is one person, at the terminal."""

import json
from pathlib import Path

from cli.cli_shop import bring_in, etappe


def test_two_people_are_merged_explained_and_parted_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    people = json.loads(etappe("people", "--json", "--data", data).out)["people"]
    a, b = (f"key:{row['person']}" for row in people[:2])
    tried = etappe("people", "merge", a, b, "--reason", "x", "--dry-run", "--data", data)
    assert "Before: 2 persons" in tried.out
    made = etappe("people", "merge", a, b, "--reason", "same household", "--data", data)
    assert "same household" in made.out
    person = min(row["person"] for row in people[:2])
    told = etappe("people", "explain", person, "--data", data).out
    assert "merged" in told
    assert "same household" in told
    again = etappe("people", "undo", 1, "--reason", "no", "--data", data)
    assert again.code == 0
    assert "undid decision 1" in etappe("people", "decisions", "--data", data).out
    assert json.loads(etappe("people", "--json", "--data", data).out)["people"] == people
    assert "people of" in etappe("people", "audit", "--data", data).out
    assert etappe("people", "split", "nobody at all", "--reason", "x", "--data", data).code == 2
